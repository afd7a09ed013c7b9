import { grantingChains } from "../answer/chain.ts";
import type { Chain } from "../model/answer.ts";
import { requestNamespace } from "../model/request.ts";
import type { SuiteProblem } from "../model/suite.ts";
import type { CheckFailure, CheckResult, SuiteResult } from "../model/suite-result.ts";
import { witness } from "../sets/witness.ts";
import { becauseFailure } from "./because.ts";
import type { Check, Claim } from "./claim.ts";
import { compileSuite } from "./compile-suite.ts";
import { violationsOf } from "./evaluate.ts";
import { explainFailure } from "./explain-failure.ts";
import { gapInWords } from "./gap-words.ts";
import type { SuiteWorld } from "./suite-world.ts";

/** Runs the tests of a suite. With an error in its words none is run: half a suite would pass for no reason. */
export function runSuite(
	world: SuiteWorld,
	problems: readonly SuiteProblem[] = [],
	wants: (check: Check) => boolean = () => true,
): SuiteResult {
	const compiled = compileSuite(world);
	const all = [...problems, ...compiled.problems];
	const isSound = all.every(({ severity }) => severity !== "error");
	const results = isSound
		? compiled.checks.filter(wants).map((check) => resultOf(check, world))
		: [];
	const passing = isSound ? passingKnownFailures(world, results) : [];
	const { suite } = world;
	return {
		...{ file: suite.file, name: suite.name, description: suite.description },
		...{ owner: suite.owner, docs: suite.docs, variant: suite.variant },
		tests: suite.tests.map(({ id, name, place }) => ({ id, name, place })),
		checks: results,
		problems: [...all, ...passing],
		skipped: undefined,
	};
}

function resultOf(check: Check, world: SuiteWorld): CheckResult {
	const { id, title, place, severity, test } = check;
	const base = { id, test: test.id, title, severity, place };
	if (test.skip !== undefined) {
		const reason = `${test.skip.reason} (until ${test.skip.until})`;
		return { ...base, status: "skipped", reason, failures: [] };
	}
	const violations = violationsOf(check.claim, world);
	const failures = [
		...violations.map((violation) => explainFailure(violation, world)),
		...reasonFailures(check.claim, world, violations.length > 0),
	];
	const gap = gapOf(check.claim, world, failures);
	if (gap !== undefined) return { ...base, status: "unknown", reason: gap, failures: [] };
	if (failures.length === 0) return { ...base, status: "passed", reason: "", failures };
	const known = test.knownFailure;
	if (known === undefined) return { ...base, status: "failed", reason: "", failures };
	const reason = `${known.reason} (until ${known.until})`;
	return { ...base, status: "known-failure", reason, failures };
}

/** Does a check pass in a world, for the reasons that it wants? */
export function passesIn(check: Check, world: SuiteWorld): boolean {
	return (
		violationsOf(check.claim, world).length === 0 &&
		reasonFailures(check.claim, world, false).length === 0 &&
		gapOf(check.claim, world, []) === undefined
	);
}

/** A marker on a test that passes hides the next failure. */
function passingKnownFailures(
	{ suite }: SuiteWorld,
	results: readonly CheckResult[],
): readonly SuiteProblem[] {
	return suite.tests.flatMap(({ id, knownFailure }): readonly SuiteProblem[] => {
		const own = results.filter(({ test }) => test === id);
		const isPassing = own.length > 0 && own.every(({ status }) => status === "passed");
		if (knownFailure === undefined || !isPassing) return [];
		const message = `the known failure \`${id}\` now passes: remove the marker`;
		return [{ severity: "error", message, place: knownFailure.place }];
	});
}

/**
 * A role that is missing may turn a "may not" into a "may", never the other way: what passed because nothing was
 * granted, and what failed because something was not, is unknown.
 */
function gapOf(
	claim: Claim,
	world: SuiteWorld,
	failures: readonly CheckFailure[],
): string | undefined {
	if (claim.kind !== "bound" || claim.who.kind !== "subject") return undefined;
	if (failures.some(({ kind }) => kind === "extra" || kind === "other")) return undefined;
	const isMissing = failures.some(({ kind }) => kind === "missing");
	if (!isMissing && claim.forbidden.isEmpty) return undefined;
	const { grants, sets } = world;
	const open = isMissing ? claim.required : claim.forbidden;
	const missing = grants
		.namedBy(claim.who.identity)
		.flatMap((named) => named.all())
		.filter(({ role }) => role === undefined)
		.find(
			({ binding }) =>
				binding.namespace === "" || !sets.inNamespace(open, binding.namespace).isEmpty,
		);
	return missing && gapInWords(missing.binding);
}

type BoundClaim = Extract<Claim, { kind: "bound" }>;

/** `via`, `soleVia` and `because`: that the answer is right for the right reason. */
function reasonFailures(
	claim: Claim,
	world: SuiteWorld,
	hasFailed: boolean,
): readonly CheckFailure[] {
	if (claim.kind !== "bound" || hasFailed) return [];
	const way = wayFailure(claim, world);
	const because = becauseFailure(claim, world);
	return [
		...(way === undefined ? [] : [other(way)]),
		...(because === undefined ? [] : [{ ...other(because.summary), ...because }]),
	];
}

function wayFailure(
	{ who, via, soleVia, required }: BoundClaim,
	world: SuiteWorld,
): string | undefined {
	if (via === undefined || who.kind !== "subject") return undefined;
	const request = witness(world.requestable.effectiveOf(required)) ?? witness(required);
	if (request === undefined) return undefined;
	const matches = world.grants.matches(who.identity, requestNamespace(request));
	const ways = grantingChains(matches, request).map(wayOf);
	const others = ways.filter((way) => way !== via);
	if (!ways.includes(via)) return `it is granted, but not by ${via}: by ${ways.join(", ")}`;
	return soleVia && others.length > 0 ? `it is granted also by ${others.join(", ")}` : undefined;
}

/** `RoleBinding/payments/api -> Role/payments/api`. */
function wayOf({ binding, role }: Chain): string {
	const words = ({ kind, namespace, name }: Chain["binding"]): string =>
		[kind, ...(namespace === "" ? [] : [namespace]), name].join("/");
	return `${words(binding)} -> ${words(role)}`;
}

function other(summary: string): CheckFailure {
	return {
		...{ kind: "other", summary, subject: undefined, witness: undefined, chains: [], lines: [] },
		...{ size: "", tryIt: undefined, nearMisses: [], smallestGrant: undefined, notes: [] },
	};
}
