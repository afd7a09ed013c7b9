import type { Catalog } from "../model/catalog.ts";
import { requestVerbs } from "../model/request.ts";
import type { PolicyRule } from "../model/rule.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import { anyWord } from "../sets/space.ts";
import type { HeldRule } from "./held-rules.ts";
import type { SuiteWorld } from "./suite-world.ts";

/** One of the things that a budget counts. */
interface Right {
	readonly words: string;
	readonly set: PermissionSet;
}

interface CountedRights {
	/** Verbs on resources and paths that are allowed for some request. */
	readonly all: readonly Right[];
	/** Those that reach further than the namespaces that are known. */
	readonly wide: readonly Right[];
	readonly namespaces: { readonly number: number; readonly items: readonly Right[] };
}

/** What somebody has in counts: of what the cluster serves each verb, of what it does not serve what rules name. */
export function countedRights(
	has: PermissionSet,
	rules: readonly HeldRule[],
	world: SuiteWorld,
): CountedRights {
	const { sets, requestable, grants, suite } = world;
	const { effective, latent } = requestable.partsOf(has);
	const usable = effective.union(latent);
	const pairs = servedPairs(grants.snapshot.catalog);
	const isServed = new Set(pairs.map(wordsOf));
	const named = rules.flatMap(({ sourced }) => namedPairs(sourced.rule));
	const others = new Map(
		named.filter((pair) => !isServed.has(wordsOf(pair))).map((pair) => [wordsOf(pair), pair]),
	);
	const rights = [
		...pairs.map((pair) => rightOf(pair, effective, world)),
		...[...others.values()].map((pair) => rightOf(pair, latent, world)),
		...rules.flatMap(({ sourced }) => pathRights(sourced.rule, has, world)),
	].filter(({ set }) => !set.isEmpty);
	const all = [...new Map(rights.map((right) => [right.words, right])).values()];
	const known = grants.snapshot.namespaces;
	const beyond = sets.resourceRequests({ namespace: { except: known } });
	const elsewhere = sets.resourceRequests({ namespace: { except: ["", ...known] } });
	const inside = known.flatMap((namespace): readonly Right[] => {
		const set = sets.inNamespace(usable, namespace);
		return set.isEmpty ? [] : [{ words: namespace, set }];
	});
	const outside = usable.intersection(elsewhere);
	const isOpen = !suite.cluster.isClosed && !outside.isEmpty;
	return {
		all,
		wide: all.filter(({ set }) => set.meets(beyond)),
		namespaces: isOpen
			? {
					number: Number.POSITIVE_INFINITY,
					items: [{ words: "also those that nobody knows yet", set: outside }],
				}
			: { number: inside.length, items: inside },
	};
}

interface Pair {
	readonly verb: string;
	readonly group: string;
	readonly resource: string;
	readonly subresource: string;
}

function servedPairs(catalog: Catalog): readonly Pair[] {
	return catalog.resources.flatMap((row) =>
		[{ name: "", verbs: row.verbs }, ...row.subresources].flatMap(({ name, verbs }) =>
			verbs
				.filter((verb) => requestVerbs.includes(verb) || row.virtual === true)
				.map((verb) => ({
					...{ verb, group: row.group },
					...{ resource: row.resource, subresource: name },
				})),
		),
	);
}

/** What a rule names itself: a star for a verb is one of them, a star for a group or resource names nothing. */
function namedPairs({ verbs, apiGroups, resources }: PolicyRule): readonly Pair[] {
	const asked = verbs.includes("*") ? ["*"] : verbs;
	const entries = resources.filter((entry) => !entry.startsWith("*"));
	return apiGroups
		.filter((group) => group !== "*")
		.flatMap((group) =>
			entries.flatMap((entry) => {
				const [resource = "", ...rest] = entry.split("/");
				return asked.map((verb) => ({ verb, group, resource, subresource: rest.join("/") }));
			}),
		);
}

function rightOf(pair: Pair, among: PermissionSet, { sets }: SuiteWorld): Right {
	const { verb, group, resource, subresource } = pair;
	const asked = sets.resourceRequests({
		...{ verb: verb === "*" ? anyWord : { only: [verb] }, apiGroup: { only: [group] } },
		...{ resource: { only: [resource] }, subresource: { only: [subresource] } },
	});
	return { words: wordsOf(pair), set: among.intersection(asked) };
}

function wordsOf({ verb, group, resource, subresource }: Pair): string {
	const what = `${resource}${group === "" ? "" : `.${group}`}`;
	return `${verb === "*" ? "any verb on" : verb} ${what}${subresource === "" ? "" : `/${subresource}`}`;
}

function pathRights(rule: PolicyRule, has: PermissionSet, { sets }: SuiteWorld): readonly Right[] {
	const verbs = rule.verbs.includes("*") ? ["*"] : rule.verbs;
	return rule.nonResourceURLs.flatMap((url) =>
		verbs.map((verb) => ({
			words: `${verb === "*" ? "any verb on" : verb} ${url}`,
			set: has.intersection(sets.pathRequests(verb === "*" ? anyWord : { only: [verb] }, [url])),
		})),
	);
}
