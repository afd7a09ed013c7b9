import { dangerousRegions } from "../answer/dangerous-regions.ts";
import type { HeldSets } from "../answer/held-sets.ts";
import { mastersGroup } from "../model/identity.ts";
import { formatPlace, placeOf } from "../model/origin.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import { witness } from "../sets/witness.ts";
import type { Claim, Who } from "./claim.ts";
import { countedRights } from "./counted-rights.ts";
import { FilledSets } from "./filled-sets.ts";
import { type HeldRule, heldRules } from "./held-rules.ts";
import { requestWords } from "./request-words.ts";
import type { SuiteWorld } from "./suite-world.ts";
import { nameOf, setOf, type Violation } from "./violation.ts";

/** How much somebody may do at most, in counts. */
export function budgetViolations(
	{ who, limits, ignored }: Extract<Claim, { kind: "budget" }>,
	world: SuiteWorld,
	identities: HeldSets,
): readonly Violation[] {
	const has = setOf(who, identities).difference(ignored);
	const counts = countsOf(who, has, world, identities);
	const over = [...limits].flatMap(([name, limit]) => {
		const count = counts.get(name);
		return count !== undefined && count.number > limit ? [{ name, limit, ...count }] : [];
	});
	if (over.length === 0) return [];
	const told = over.map(
		({ name, limit, number }) => `${inWords(name, number)}, of at most ${limit}`,
	);
	const summary = `${nameOf(who)} has ${told.join(" and ")}`;
	const notes = over.flatMap(({ name, items }) => notesOf(name, items));
	return [{ kind: "other", who, region: has, summary, notes }];
}

/** How many there are, and what they are, as far as that can be said. */
interface Count {
	readonly number: number;
	readonly items: readonly string[];
}

function inWords(name: string, number: number): string {
	if (name === "namespaces" && number === Number.POSITIVE_INFINITY) return "every namespace";
	const [one = name, many = name] = budgetWords.get(name) ?? [];
	const amount = number === Number.POSITIVE_INFINITY ? "any number of" : String(number);
	return `${amount} ${number === 1 ? one : many}`;
}

const budgetWords: ReadonlyMap<string, readonly [one: string, many: string]> = new Map([
	[
		"permissions",
		["permission (a verb on a resource or path)", "permissions (a verb on a resource or path)"],
	],
	["wildcards", ["rule with a `*`", "rules with a `*`"]],
	[
		"clusterWide",
		[
			"permission cluster-wide or in every namespace",
			"permissions cluster-wide or in every namespace",
		],
	],
	["namespaces", ["namespace", "namespaces"]],
	["dangerous", ["kind of dangerous access", "kinds of dangerous access"]],
]);

const mostItems = 3;

function notesOf(name: string, items: readonly string[]): readonly string[] {
	const rest = items.length - mostItems;
	const shown = items.slice(0, mostItems).map((item) => `${name}: ${item}`);
	return rest > 0 ? [...shown, `${name}: ${rest} more`] : shown;
}

function countsOf(
	who: Who,
	has: PermissionSet,
	world: SuiteWorld,
	identities: HeldSets,
): ReadonlyMap<string, Count> {
	const { sets } = world;
	const rules = heldRules(who, identities).filter(({ set }) => set.meets(has));
	// What a missing role gives cannot be counted: as many as one likes.
	const isFilled =
		who.kind === "subject" &&
		identities instanceof FilledSets &&
		identities.filledFor(who.identity).length > 0;
	const isMaster = who.kind === "subject" && who.identity.groups.includes(mastersGroup);
	const endless = (count: Count): Count =>
		isFilled || isMaster ? { ...count, number: Number.POSITIVE_INFINITY } : count;
	const placed = (region: PermissionSet, words: string): string => placedAt(region, words, rules);
	const { all, wide, namespaces } = countedRights(has, rules, world);
	const wild = rules.filter(({ sourced: { rule } }) =>
		[rule.verbs, rule.apiGroups, rule.resources, rule.nonResourceURLs].some((list) =>
			list.some((word) => word === "*" || word.startsWith("*/")),
		),
	);
	const dangerous = dangerousRegions(sets)
		.map((region) => world.requestable.effectiveOf(has.intersection(region)))
		.filter((region) => !region.isEmpty);
	const told = (rights: typeof all): Count => ({
		number: rights.length,
		items: rights.map(({ set, words }) => placed(set, words)),
	});
	const wideCount = told(wide);
	return new Map([
		["permissions", endless(told(all))],
		["wildcards", endless({ number: wild.length, items: wild.map(whereIs) })],
		["clusterWide", wideCount.number > 0 ? endless(wideCount) : wideCount],
		[
			"namespaces",
			{
				number: namespaces.number,
				items: namespaces.items.map(({ set, words }) => placed(set, words)),
			},
		],
		[
			"dangerous",
			{
				number: dangerous.length,
				items: dangerous.map((region) => {
					const request = witness(region);
					return placed(region, request === undefined ? "" : requestWords(request));
				}),
			},
		],
	]);
}

/** `get secrets by ClusterRole op rules[0]  m.yaml:6:3`. */
function placedAt(region: PermissionSet, words: string, rules: readonly HeldRule[]): string {
	const giving = rules.find(({ set }) => set.meets(region));
	return giving === undefined ? words : `${words}, by ${whereIs(giving)}`;
}

function whereIs({ sourced: { declaredIn, index } }: HeldRule): string {
	const { kind, namespace, name, origin } = declaredIn;
	const role = namespace === "" ? name : `${namespace}/${name}`;
	const place = placeOf(origin, ["rules", index]);
	return `${kind} ${role} rules[${index}]  ${formatPlace(place)}`;
}
