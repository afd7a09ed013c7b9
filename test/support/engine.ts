import { createRequire } from "node:module";

/** The parts of rolecall under law, from `src` or from a copy with a fault planted. */
export interface Engine {
	readonly resolveGrants: typeof import("../../src/resolve/grants.ts").resolveGrants;
	readonly RuleIndex: typeof import("../../src/resolve/rule-index.ts").RuleIndex;
	readonly ruleAllows: typeof import("../../src/resolve/rule-allows.ts").ruleAllows;
	readonly can: typeof import("../../src/answer/can.ts").can;
	readonly whoCan: typeof import("../../src/answer/who-can.ts").whoCan;
	readonly review: typeof import("../../src/answer/review.ts").review;
	readonly questionOf: typeof import("../../src/answer/question.ts").questionOf;
	readonly whoAsks: typeof import("../../src/answer/who-asks.ts").whoAsks;
	readonly identityOf: typeof import("../../src/model/identity.ts").identityOf;
}

const parts = [
	"resolve/grants",
	"resolve/rule-index",
	"resolve/rule-allows",
	"answer/can",
	"answer/who-can",
	"answer/review",
	"answer/question",
	"answer/who-asks",
	"model/identity",
];

/** The engine in a folder of files compiled to CommonJS. */
export function compiledEngine(folder: string): Engine {
	const require = createRequire(import.meta.url);
	return Object.assign({}, ...parts.map((part) => require(`${folder}/${part}.js`)));
}
