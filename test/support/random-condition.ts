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
];

export function randomCondition(random: Random, depth = 2): PlainCondition {
	const kind = random.below(depth === 0 ? 4 : 7);
	const phrase = (): string => random.of(phrases);
	const several = (): readonly PlainCondition[] =>
		Array.from({ length: 1 + random.below(3) }, () => randomCondition(random, depth - 1));
	switch (kind) {
		case 0:
			return { some: phrase() };
		case 1:
			return { anyName: phrase() };
		case 2:
			return { every: phrase() };
		case 3:
			return { sameName: [phrase(), phrase()] };
		case 4:
			return { all: several() };
		case 5:
			return { any: several() };
		default:
			return { not: randomCondition(random, depth - 1) };
	}
}
