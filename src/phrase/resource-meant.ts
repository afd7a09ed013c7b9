import { type CatalogResource, findResource } from "../model/catalog.ts";
import { didYouMean } from "../model/did-you-mean.ts";
import { nearest } from "../model/nearest.ts";
import type { Side } from "../model/statement.ts";
import { anyWord } from "../sets/space.ts";
import type { ResourceTerm, Term } from "./phrase.ts";
import { PhraseError } from "./phrase-error.ts";
import type { PhraseWorld } from "./phrase-world.ts";
import { plainResource } from "./plain-resource.ts";
import type { Remarks } from "./remarks.ts";

/** What one resource of a phrase is, but for its names. */
export interface ResourceMeant {
	readonly apiGroup: Side;
	readonly resource: Side;
	readonly subresource: Side;
	/** The one resource meant, where the catalogue has it and the phrase does not take it literally. */
	readonly row: CatalogResource | undefined;
	/** What of the catalogue is meant, with wildcards. */
	readonly rows: readonly CatalogResource[];
	readonly isWild: boolean;
}

/**
 * The resource that a term names, as the catalogue has it; what it does not have is taken as written. `verbs` tell a
 * plain `users` that is impersonated from one that is read.
 */
export function resourceMeant(
	term: ResourceTerm,
	world: PhraseWorld,
	remarks: Remarks,
	verbs: readonly string[] = [],
): ResourceMeant {
	const { resource, group } = term;
	if (resource.kind === "any" || group?.kind === "any") return wild(term, world, remarks);
	if (resource.kind === "literal") return literal(term, resource.text);
	const row =
		group === undefined
			? plainResource(resource, verbs, world.catalog, remarks)
			: rowMeant(resource, group, world, remarks);
	if (row === undefined) {
		const apiGroup = groupOf(group);
		return named(term, apiGroup, resource.text, undefined);
	}
	warnOfSubresource(term, row, remarks);
	return named(term, row.group, row.resource, row);
}

function named(
	{ subresource }: ResourceTerm,
	apiGroup: string,
	resource: string,
	row: CatalogResource | undefined,
): ResourceMeant {
	return {
		apiGroup: { only: [apiGroup] },
		resource: { only: [resource] },
		subresource: subresourceSide(subresource, { only: [""] }),
		row,
		rows: row === undefined ? [] : [row],
		isWild: false,
	};
}

/** A resource in quotes is looked up nowhere. */
function literal(term: ResourceTerm, resource: string): ResourceMeant {
	if (term.group === undefined) {
		const hint = `\`${JSON.stringify(resource)}.core\` or another group`;
		throw new PhraseError(`a resource in quotes needs its API group: expected ${hint}`, term);
	}
	return named(term, groupOf(term.group), resource, undefined);
}

function groupOf(group: Term | undefined): string {
	if (group === undefined || group.kind === "any") return "";
	return group.kind === "word" && group.text === "core" ? "" : group.text;
}

function subresourceSide(term: Term | undefined, without: Side): Side {
	if (term === undefined) return without;
	return term.kind === "any" ? { except: [""] } : { only: [term.text] };
}

/** `any` takes the subresources along, as the star of a rule does; `pods.any` does not. */
function wild(term: ResourceTerm, world: PhraseWorld, remarks: Remarks): ResourceMeant {
	const { resource, group, subresource } = term;
	const apiGroup = group === undefined || group.kind === "any" ? undefined : groupOf(group);
	const word = resource.kind === "any" ? undefined : resource.text;
	const rows = world.catalog.resources.filter(
		(row) =>
			(apiGroup === undefined || row.group === apiGroup) &&
			(word === undefined || row.resource === word),
	);
	if (rows.length === 0 && resource.kind !== "literal") {
		warnOfNothing(apiGroup, word, world, remarks);
	}
	return {
		apiGroup: apiGroup === undefined ? anyWord : { only: [apiGroup] },
		resource: word === undefined ? anyWord : { only: [word] },
		subresource: subresourceSide(subresource, word === undefined ? anyWord : { only: [""] }),
		row: undefined,
		rows,
		isWild: true,
	};
}

function warnOfNothing(
	apiGroup: string | undefined,
	word: string | undefined,
	{ catalog, isNamedByRule }: PhraseWorld,
	remarks: Remarks,
): void {
	const rows = catalog.resources;
	if (apiGroup !== undefined && isNamedByRule?.(undefined, apiGroup) === true) {
		remarks.note(`the API group \`${apiGroup}\` is known only from the rules that name it`);
	} else if (apiGroup === undefined) {
		remarks.warn(
			`no API group has a resource \`${word}\`${didYouMean(
				word ?? "",
				rows.map((row) => row.resource),
			)}`,
		);
	} else {
		const groups = new Set(rows.map(({ group }) => group).filter((group) => group !== ""));
		const meant = [...groups].find((group) => group.startsWith(`${apiGroup}.`));
		const hint =
			meant === undefined ? didYouMean(apiGroup, groups) : `; did you mean \`${meant}\`?`;
		remarks.warn(`the server has no API group \`${apiGroup}\`${hint}`);
	}
}

function rowMeant(
	resource: Extract<Term, { kind: "word" }>,
	group: Term,
	world: PhraseWorld,
	remarks: Remarks,
): CatalogResource | undefined {
	const { catalog } = world;
	const apiGroup = groupOf(group);
	const exact = catalog.resources.find(
		(row) => row.group === apiGroup && isNamed(row, resource.text.toLowerCase()),
	);
	if (exact !== undefined) return exact;
	const typed = `${resource.text}.${apiGroup}`;
	const [match] = apiGroup === "" ? [] : findResource(catalog, typed);
	if (match !== undefined) {
		remarks.note(`\`${typed}\` means ${nameOf(match.resource)}`);
		return match.resource;
	}
	if (apiGroup === "") {
		const core = catalog.resources.filter((row) => row.group === "");
		throw new PhraseError(
			`the core API group has no resource \`${resource.text}\`${didYouMean(
				resource.text,
				core.map((row) => row.resource),
			)}`,
			resource,
		);
	}
	sayUnknown(typed, resource.text, apiGroup, world, remarks);
	return undefined;
}

function isNamed(row: CatalogResource, word: string): boolean {
	return row.resource === word || row.singular === word || row.shortNames.includes(word);
}

function sayUnknown(
	typed: string,
	resource: string,
	apiGroup: string,
	{ catalog, isNamedByRule }: PhraseWorld,
	remarks: Remarks,
): void {
	if (isNamedByRule?.(resource, apiGroup) === true) {
		remarks.note(`\`${typed}\` is known only from the rules that name it`);
		return;
	}
	const own = catalog.resources.filter(({ group }) => group === apiGroup);
	const rows = own.length > 0 ? own : catalog.resources;
	const near = nearest(
		resource,
		rows.map((row) => row.resource),
	);
	const row = rows.find((one) => one.resource === near);
	const hint = row === undefined ? "" : `; did you mean \`${nameOf(row)}\`?`;
	remarks.warn(`the server has no resource type \`${typed}\`: taken as written${hint}`);
}

/** `userextras/scopes` may have any key, and finalizers are authorized for everything. */
function warnOfSubresource(
	{ subresource }: ResourceTerm,
	row: CatalogResource,
	remarks: Remarks,
): void {
	if (subresource?.kind !== "word" || row.virtual === true) return;
	const names = row.subresources.map(({ name }) => name);
	if (subresource.text === "finalizers" || names.includes(subresource.text)) return;
	const hint =
		didYouMean(`${subresource.text}`, names) ||
		`; an object's name is written \`${row.resource}(${subresource.text})\``;
	remarks.warn(`${row.resource} has no subresource \`${subresource.text}\`${hint}`);
}

function nameOf({ resource, group }: CatalogResource): string {
	return group === "" ? resource : `${resource}.${group}`;
}
