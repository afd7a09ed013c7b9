import { expect, test } from "vitest";
import * as can from "../../src/answer/can.ts";
import * as question from "../../src/answer/question.ts";
import * as review from "../../src/answer/review.ts";
import * as whoAsks from "../../src/answer/who-asks.ts";
import * as whoCan from "../../src/answer/who-can.ts";
import { loadSnapshot } from "../../src/load/snapshot.ts";
import * as identity from "../../src/model/identity.ts";
import * as grants from "../../src/resolve/grants.ts";
import * as ruleAllows from "../../src/resolve/rule-allows.ts";
import * as ruleIndex from "../../src/resolve/rule-index.ts";
import type { Engine } from "../support/engine.ts";
import fc from "../support/fast-check.ts";
import { benchOf, firstDisagreement } from "../support/laws.ts";
import { choosing, seeded } from "../support/random.ts";
import { randomWorld } from "../support/random-world.ts";

const engine: Engine = {
	...can,
	...question,
	...review,
	...whoAsks,
	...whoCan,
	...identity,
	...grants,
	...ruleAllows,
	...ruleIndex,
};
const questions = 200;
const choices = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 200, maxLength: 600 }));
/** `npm run laws` asks for more. */
const worlds = Math.ceil(Number(process.env["ROLECALL_LAW_QUESTIONS"] ?? 200_000) / questions);

test("rolecall decides as the naive evaluator does", () => {
	let asked = 0;
	let allowed = 0;
	fc.assert(
		fc.property(choices, fc.integer(), (drawn, seed) => {
			const bench = benchOf(engine, randomWorld(choosing(drawn)));
			asked += questions;
			const wrong = firstDisagreement(bench, seeded(seed), questions);
			if (wrong !== undefined) throw new Error(wrong);
			allowed += bench.tally.allowed;
		}),
		{ numRuns: worlds },
	);
	expect(asked).toBeGreaterThanOrEqual(worlds * questions);
	console.info(`${asked} questions, ${allowed} allowed, 0 disagreements`);
	expect(allowed).toBeGreaterThan(asked / 10);
}, 3_600_000);

test("so it does for worlds that came through the loader, in which the API server refuses nothing", () => {
	fc.assert(
		fc.property(choices, fc.integer(), (drawn, seed) => {
			const objects = randomWorld(choosing(drawn), true);
			const snapshot = loadSnapshot({ objects, bootstrapPolicy: false });
			expect(snapshot.problems.filter(({ severity }) => severity === "error")).toEqual([]);
			const bench = benchOf(engine, objects, snapshot);
			const wrong = firstDisagreement(bench, seeded(seed), questions);
			if (wrong !== undefined) throw new Error(wrong);
		}),
		{ numRuns: Math.ceil(worlds / 10) },
	);
}, 3_600_000);
