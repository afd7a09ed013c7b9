import type { PlainCondition } from "./naive-audit.ts";
import type { Random } from "./random.ts";

/** Few phrases, about what random worlds grant. */
const phrases: readonly string[] = [
	"get pods",
	"get,list pods",
	"create pods",
	"any pods",
	"get pods/log",
	"list pods(a)",
	"get nodes",
	"list,delete nodes",
	"get deployments.apps",
	"get deployments.apps/scale",
	"delete any.apps",
	"watch any.example.com",
	"get pods,nodes",
	"get /a*",
];
const ofAnyName = phrases.filter((phrase) => !phrase.includes("("));
/** Decided in the namespace of their own name: no other object shares it. */
const ofNamespaces: readonly string[] = [
	"get namespaces",
	"delete namespaces",
	"create namespaces",
	"get,list namespaces",
];

/** Several conditions, among them the forms that seldom hold by chance. */
export function randomConditions(random: Random): readonly PlainCondition[] {
	const some = (): PlainCondition => ({ some: random.of([...phrases, ...ofNamespaces]) });
	return [
		randomCondition(random),
		randomCondition(random),
		randomCondition(random),
		{ sameName: ["get pods", "get deployments.apps"] },
		{ inside: some(), namespaces: [random.of(["n1", "n2"])] },
		{ all: [some(), { nowhere: some() }] },
		{ all: [{ some: "get deployments.apps" }, { nowhere: { some: "get pods" } }] },
	];
}

export function randomCondition(random: Random, depth = 2): PlainCondition {
	const phrase = (): string => random.of([...phrases, ...ofNamespaces]);
	const several = (): readonly PlainCondition[] =>
		Array.from({ length: 1 + random.below(3) }, () => randomCondition(random, depth - 1));
	switch (random.below(depth === 0 ? 5 : 9)) {
		case 0:
			return { some: phrase() };
		case 1:
			return { anyName: phrase() };
		case 2:
			return { every: phrase() };
		case 3:
			return {
				sameName: random.chance(20) ? ofNamespaces : [random.of(ofAnyName), random.of(ofAnyName)],
			};
		case 4:
			return { some: phrase(), named: ["a", random.of(["b", "n1"])] };
		case 5:
			return { all: several() };
		case 6:
			return { any: several() };
		case 7:
			return { not: randomCondition(random, depth - 1) };
		default:
			return {
				inside: randomCondition(random, depth - 1),
				namespaces: [random.of(["n1", "n2"])],
			};
	}
}
