import { expect, test } from "vitest";
import type { Assertion, Suite, SuiteTest } from "../../src/model/suite.ts";
import { resolveGrants } from "../../src/resolve/grants.ts";
import { runSuite } from "../../src/suite/run-suite.ts";
import { type SuiteWorld, suiteWorld } from "../../src/suite/suite-world.ts";
import fc from "../support/fast-check.ts";
import { gains, holds, type NaiveClaim, type NaiveWorld } from "../support/naive-suite.ts";
import type * as K from "../support/plain.ts";
import { choosing } from "../support/random.ts";
import {
	assertionOf,
	missingRoles,
	namedSubjects,
	randomClaim,
	randomSuiteWorld,
} from "../support/random-claims.ts";
import { role, rule, snapshotOf } from "../support/world.ts";

const place = { file: "suite" };

function suiteOf({ groups }: NaiveWorld): Suite {
	const text = (one: string) => ({ text: one, place });
	return {
		...{ file: "suite", name: "", description: "", owner: "", docs: "", tags: [], variant: [] },
		...{ inputs: [], sets: new Map(), namespace: "n1", tests: [], thresholds: undefined },
		hasNamespace: true,
		subjects: new Map(
			namedSubjects.map((one) => [one, { place, subject: text(one), groups: [], external: true }]),
		),
		cluster: {
			...{ version: undefined, bootstrapPolicy: false, crds: [], isClosed: false },
			namespaces: ["n1", "n2"],
			groups: new Map([...groups].map(([name, members]) => [name, members.map(text)])),
			unknownResources: "error",
		},
	};
}

function worldOf(naive: NaiveWorld): SuiteWorld {
	const baseline = { name: "old", grants: resolveGrants(snapshotOf(naive.old)) };
	return suiteWorld(suiteOf(naive), {
		snapshot: snapshotOf(naive.now),
		baselines: new Map([["git:old", baseline]]),
		goldens: new Map(),
		today: "2026-01-01",
	});
}

/** `passed`, `failed` or `unknown`; undefined where the words mean nobody. */
function verdictOf(world: SuiteWorld, assertion: Assertion): string | undefined {
	const test: SuiteTest = {
		...{ id: "t", name: "t", place, tags: [], assertions: [assertion] },
		...{ skip: undefined, knownFailure: undefined, focus: false, allowEmpty: true },
		hasOwnId: true,
	};
	const { checks, problems } = runSuite({ ...world, suite: { ...world.suite, tests: [test] } });
	expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
	const found = checks.map(({ status }) => status);
	return ["failed", "unknown", "passed"].find((one) => found.some((status) => status === one));
}

const pairs = ["list pods", "list secrets", "watch pods", "watch secrets", "zz zz"];
const ruleOf = (pair: string): K.Rule => rule(...(pair.split(" ") as [string, string]));
/** Nothing, everything, one thing, everything but one thing. */
const contents: readonly (readonly K.Rule[])[] = [
	[],
	[rule("*", "*", { groups: ["*"] })],
	...pairs.map((pair) => [ruleOf(pair)]),
	...pairs.map((pair) => pairs.filter((one) => one !== pair).map(ruleOf)),
];

/** Each way to fill in the roles that are missing: those that are on neither side are the same on both. */
function filled(world: NaiveWorld): readonly NaiveWorld[] {
	const names = [...missingRoles, "r3"].filter((name) =>
		[world.now, world.old].some((objects) => lacks(objects, name)),
	);
	return names.reduce<readonly NaiveWorld[]>(
		(worlds, name) =>
			worlds.flatMap((one) => contents.map((rules) => withRole(one, role(name, ...rules)))),
		[world],
	);
}

function withRole({ now, old, groups, supposed }: NaiveWorld, added: K.Role): NaiveWorld {
	const put = (objects: K.Objects): K.Objects =>
		has(objects, added.metadata.name) ? objects : [...objects, added];
	return { now: put(now), old: put(old), groups, supposed: [...supposed, added.metadata.name] };
}

function lacks(objects: K.Objects, name: string): boolean {
	const isNamed = objects.some((one) => "roleRef" in one && one.roleRef.name === name);
	return isNamed && !has(objects, name);
}

function has(objects: K.Objects, name: string): boolean {
	return objects.some((one) => !("roleRef" in one) && one.metadata.name === name);
}

/** What a check may say: certain where it is, whatever the missing roles are. */
function allowedVerdicts(claim: NaiveClaim, world: NaiveWorld): readonly string[] {
	const outcomes = new Set<boolean>();
	for (const one of filled(world)) {
		outcomes.add(holds(claim, one));
		if (outcomes.size === 2) break;
	}
	if (outcomes.size === 1) {
		if (outcomes.has(true)) return ["passed"];
		// Some other content than those tried may be just right.
		const isExact = ["exactly", "equivalent", "atMostOf", "atLeastOf"].includes(claim.kind);
		return isExact && filled(world).length > 1 ? ["failed", "unknown"] : ["failed"];
	}
	// What the inputs themselves show to be new is new.
	if ("among" in claim && claim.kind !== "notBoth" && gains(claim, world)) return ["failed"];
	return ["unknown"];
}

function described(claim: NaiveClaim, { now, old, groups }: NaiveWorld): string {
	const words = (objects: K.Objects): string =>
		objects
			.map((object) =>
				"roleRef" in object
					? `${object.metadata.namespace ?? "*"}: ${object.roleRef.name} to ${object.subjects?.map(({ kind, name, namespace }) => `${kind} ${namespace ?? ""} ${name}`).join(", ")}`
					: `${object.metadata.name} = ${object.rules?.map(({ verbs, resources }) => `${verbs} ${resources}`).join("; ")}`,
			)
			.join("\n");
	const members = JSON.stringify([...groups]);
	return `${JSON.stringify(claim)}\nnow\n${words(now)}\nold\n${words(old)}\n${members}`;
}

const choices = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 80, maxLength: 160 }));
const runs = Number(process.env["ROLECALL_CLAIM_WORLDS"] ?? 60);

test("claims hold as the naive evaluator says, of everybody there could be", () => {
	const counts = new Map<string, number>();
	fc.assert(
		fc.property(choices, (drawn) => {
			const random = choosing(drawn);
			const naive = randomSuiteWorld(random);
			const world = worldOf(naive);
			for (let i = 0; i < 6; i += 1) {
				const claim = randomClaim(random);
				const found = verdictOf(world, assertionOf(claim));
				if (found === undefined) continue;
				counts.set(`${claim.kind} ${found}`, (counts.get(`${claim.kind} ${found}`) ?? 0) + 1);
				const told = () => described(claim, naive);
				expect(allowedVerdicts(claim, naive), told()).toContain(found);
			}
		}),
		{ numRuns: runs, endOnFailure: true },
	);
	const total = (verdict: string): number =>
		[...counts].reduce((sum, [key, count]) => sum + (key.endsWith(verdict) ? count : 0), 0);
	for (const verdict of ["passed", "failed", "unknown"]) {
		expect(total(verdict), verdict).toBeGreaterThan(runs / 6);
	}
	console.info(
		[...counts]
			.sort()
			.map(([key, count]) => `${key}: ${count}`)
			.join(", "),
	);
}, 600_000);
