import type { CatalogResource } from "../model/catalog.ts";
import type { Side } from "../model/statement.ts";
import { anyWord } from "../sets/space.ts";
import { readTarget } from "./parse-phrase.ts";
import type { Names, ResourceTerm } from "./phrase.ts";
import { PhraseError } from "./phrase-error.ts";
import type { PhraseWorld } from "./phrase-world.ts";
import type { Remarks } from "./remarks.ts";
import { type ResourceMeant, resourceMeant } from "./resource-meant.ts";
import { setMembers } from "./set-members.ts";
import { sideHas } from "./side-words.ts";
import { type VerbsMeant, verbSide } from "./verbs-meant.ts";

/** Some verbs on a resource, whatever the namespace; `row` is the catalogue's where that one is meant. */
export interface RequestBlock {
	readonly apiGroup: Side;
	readonly resource: Side;
	readonly subresource: Side;
	readonly verb: Side;
	readonly name: Side;
	readonly row: CatalogResource | undefined;
	readonly about: ResourceMeant;
}

/** The requests of a phrase but for their namespaces: in each block, every combination of its sides. */
export function requestBlocks(
	terms: readonly ResourceTerm[],
	verbs: VerbsMeant,
	world: PhraseWorld,
	remarks: Remarks,
): readonly RequestBlock[] {
	return terms
		.flatMap((term) => membersOf(term, world))
		.flatMap((term) => {
			const about = resourceMeant(term, world, remarks, verbs.words);
			const name = namesSide(term.names);
			return blocksOf(term, about, verbs).map((block) => ({ ...block, name, about }));
		});
}

function blocksOf(
	term: ResourceTerm,
	{ apiGroup, resource, subresource, row, rows }: ResourceMeant,
	verbs: VerbsMeant,
): readonly Omit<RequestBlock, "name" | "about">[] {
	const typed =
		verbs.isAny || verbs.words.length > 0
			? [{ apiGroup, resource, subresource, verb: verbSide(verbs), row }]
			: [];
	if (!verbs.isKnown) return typed;
	if (rows.length === 0) {
		throw new PhraseError("`known` means verbs of the catalogue, which does not have this", term);
	}
	return [...typed, ...rows.flatMap((one) => knownOf(one, subresource))];
}

/** What a set of resources holds, in its place. */
function membersOf(term: ResourceTerm, world: PhraseWorld): readonly ResourceTerm[] {
	const { resource, group, subresource, names, column, length } = term;
	if (group !== undefined || subresource !== undefined || names !== undefined) return [term];
	const members = setMembers(world, resource, readTarget);
	if (members === undefined) return [term];
	return members.flatMap((member) => {
		if (member.kind === "resources")
			return member.resources.map((one) => moved(one, { column, length }));
		throw new PhraseError("expected a set of resources, found one of paths", term);
	});
}

/** Faults of a set's member are told where the phrase names the set. */
function moved(term: ResourceTerm, span: { column: number; length: number }): ResourceTerm {
	const { resource, group, subresource } = term;
	return {
		...term,
		...span,
		resource: { ...resource, ...span },
		group: group && { ...group, ...span },
		subresource: subresource && { ...subresource, ...span },
	};
}

/** The verbs that the catalogue lists for a resource and its subresources, as far as those are meant. */
function knownOf(
	row: CatalogResource,
	meant: Side,
): readonly Omit<RequestBlock, "name" | "about">[] {
	return [{ name: "", verbs: row.verbs }, ...row.subresources]
		.filter(({ name }) => sideHas(meant, name))
		.map(({ name, verbs }) => ({
			apiGroup: { only: [row.group] },
			resource: { only: [row.resource] },
			subresource: { only: [name] },
			verb: { only: verbs },
			row,
		}));
}

function namesSide(names: Names | undefined): Side {
	if (names === undefined) return anyWord;
	const words = names.names.map(({ text }) => text);
	if (names.isExcept) return { except: ["", ...words] };
	return { only: words.length === 0 ? [""] : words };
}
