import type { CatalogResource } from "../model/catalog.ts";
import { isNamespaceItself, placeOfCheck } from "../model/deciding-namespace.ts";
import type { Side } from "../model/statement.ts";
import { unknownVerb, verbWarnings } from "../model/verb-warnings.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { PermissionSets } from "../sets/permission-sets.ts";
import { namespaceObjects } from "./namespace-objects.ts";
import { namespacesMeant } from "./namespaces-meant.ts";
import { pathSet } from "./path-set.ts";
import type { Phrase, ResourceTerm } from "./phrase.ts";
import { orPhraseError, type PhraseError } from "./phrase-error.ts";
import type { PhraseWorld } from "./phrase-world.ts";
import { Remarks } from "./remarks.ts";
import { type RequestBlock, requestBlocks } from "./request-blocks.ts";
import type { ResourceMeant } from "./resource-meant.ts";
import { sideHas } from "./side-words.ts";
import { type VerbsMeant, verbsMeant } from "./verbs-meant.ts";

/** What a phrase means: the exact set of requests, and what to say about how it was read. */
export interface CompiledPhrase {
	readonly set: PermissionSet;
	readonly notes: readonly string[];
	readonly warnings: readonly string[];
}

/**
 * The requests that a phrase means. Whatever it does not say exactly (globs, `known`, a resource without its group)
 * is read by the world that is given; `any` and `in *` also mean what is not there yet.
 */
export function compilePhrase(
	sets: PermissionSets,
	phrase: Phrase,
	world: PhraseWorld,
): CompiledPhrase | { readonly error: PhraseError } {
	return orPhraseError(() => {
		const remarks = new Remarks();
		const { target } = phrase;
		const set =
			target.kind === "paths"
				? pathSet(sets, phrase, target.paths, world, remarks)
				: new ResourceCompiler(sets, phrase, world, remarks).setOf(target.resources);
		return { set, notes: remarks.notes, warnings: remarks.warnings };
	});
}

class ResourceCompiler {
	readonly #sets: PermissionSets;
	readonly #phrase: Phrase;
	readonly #world: PhraseWorld;
	readonly #remarks: Remarks;
	readonly #verbs: VerbsMeant;
	/** Undefined where the phrase leaves it to each resource. */
	readonly #namespaces: Side | undefined;

	constructor(sets: PermissionSets, phrase: Phrase, world: PhraseWorld, remarks: Remarks) {
		this.#sets = sets;
		this.#phrase = phrase;
		this.#world = world;
		this.#remarks = remarks;
		this.#verbs = verbsMeant(phrase.verbs, "resources", world);
		const { scope } = phrase;
		this.#namespaces = scope && namespacesMeant(scope, world, remarks);
	}

	setOf(terms: readonly ResourceTerm[]): PermissionSet {
		const blocks = requestBlocks(terms, this.#verbs, this.#world, this.#remarks);
		this.#warnOfVerbs(blocks.map(({ about }) => about));
		return this.#sets.union(blocks.map((block) => this.#placed(block)));
	}

	#placed({ about, row, ...request }: RequestBlock): PermissionSet {
		const scope = this.#namespaces;
		const isItself = row !== undefined && isNamespaceItself(row.group, row.resource);
		if (isItself && (scope === undefined || this.#phrase.scope?.kind === "cluster-wide")) {
			return namespaceObjects(this.#sets, request, this.#world.namespaces);
		}
		if (scope !== undefined) {
			if (row !== undefined && !isItself) this.#warnOfScope(row, request.verb, scope);
			return this.#sets.resourceRequests({ ...request, namespace: scope });
		}
		return this.#byDefault(request, about, row);
	}

	/** Where requests are made when the phrase does not say: by what the catalogue says of the resource. */
	#byDefault(
		request: Omit<RequestBlock, "row" | "about">,
		{ isWild, rows }: ResourceMeant,
		row: CatalogResource | undefined,
	): PermissionSet {
		const { defaultNamespace } = this.#world;
		const inside = this.#sets.resourceRequests({
			...request,
			namespace: { only: [defaultNamespace] },
		});
		if (row !== undefined) {
			if (row.namespaced) return inside;
			return this.#sets.resourceRequests({ ...request, namespace: { only: [""] } });
		}
		if (!isWild) {
			this.#remarks.note(
				`nobody says whether ${this.#text(request.resource)} belong to namespaces: meant in ${defaultNamespace}`,
			);
			return inside;
		}
		const clusterScoped = rows.filter(({ namespaced }) => !namespaced);
		const outside = clusterScoped.map(({ group, resource }) =>
			this.#sets.resourceRequests({
				...request,
				apiGroup: { only: [group] },
				resource: { only: [resource] },
				namespace: { only: [""] },
			}),
		);
		if (outside.length > 0) {
			this.#remarks.note(
				`without a scope, \`any\` means requests in namespace ${defaultNamespace}, and cluster-wide for cluster-scoped resources`,
			);
		}
		return this.#sets.union([inside, ...outside]);
	}

	#text(resource: Side): string {
		return "only" in resource ? resource.only.join(", ") : "any";
	}

	/** One that some of the resources have is no mistake: a list of verbs is about all of them. */
	#warnOfVerbs(meant: readonly ResourceMeant[]): void {
		for (const verb of this.#verbs.typed) {
			const warnings = meant.map((about) => oddVerb(verb, about));
			if (warnings.includes(undefined)) continue;
			const [first] = warnings;
			if (first !== undefined) this.#remarks.warn(first);
		}
	}

	#warnOfScope({ group, resource, namespaced }: CatalogResource, verb: Side, scope: Side): void {
		if (namespaced || sideHas(scope, "")) return;
		const isChecked = "only" in verb && verb.only.some((one) => placeOfCheck(one, group, resource));
		if (isChecked) return;
		this.#remarks.warn(
			`${resource} is cluster-scoped: no request for it is in a namespace; expected \`cluster-wide\` or no scope`,
		);
	}
}

function oddVerb(verb: string, { row, subresource }: ResourceMeant): string | undefined {
	if (row === undefined) return unknownVerb(verb, [])[0];
	const [only] = "only" in subresource ? subresource.only : [];
	return only === undefined ? undefined : verbWarnings({ verb, subresource: only }, row)[0];
}
