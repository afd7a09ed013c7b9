import type { SmallestGrant } from "../../model/answer.ts";
import type { Statement } from "../../model/statement.ts";
import type { CheckFailure, CheckResult, TestRun } from "../../model/suite-result.ts";
import { compareVerbs } from "../../model/verb-order.ts";
import { counted } from "../words.ts";

/**
 * Checks of one test that fail for one subject by the same grants, or for want of the same, as one: a reader has one
 * thing to mend. The others stay as they are. Not for formats that count checks.
 */
export function alikeChecks(checks: readonly CheckResult[]): readonly CheckResult[] {
	const groups = new Map<string, CheckResult[]>();
	for (const check of checks) {
		const key = keyOf(check);
		const same = groups.get(key);
		if (same === undefined) groups.set(key, [check]);
		else same.push(check);
	}
	return [...groups.values()].map(together);
}

/** The same for every suite of a run. */
export function alikeRun(run: TestRun): TestRun {
	const suites = run.suites.map((suite) => ({ ...suite, checks: alikeChecks(suite.checks) }));
	return { ...run, suites };
}

function keyOf({ id, test, status, severity, failures, repair }: CheckResult): string {
	const causes = failures.map(causeOf);
	if (failures.length === 0 || causes.includes(undefined)) return id;
	// Checks of one line of a suite are mended together.
	const fixes = repair?.fixes.map(({ number }) => number);
	return JSON.stringify([test, status, severity, causes, fixes]);
}

/** What has to be mended; undefined where nothing of the policy is told. */
function causeOf(failure: CheckFailure): readonly unknown[] | undefined {
	const { kind, summary, subject, notes, chains, nearMisses, smallestGrant } = failure;
	const grants = chains.map(({ binding, role, ruleIndex, rulePlace }) => {
		return [binding, role, ruleIndex, rulePlace];
	});
	const misses = nearMisses.map(({ difference, binding, chain }) => {
		return [difference, binding, chain?.ruleIndex, chain?.rulePlace];
	});
	switch (kind) {
		case "extra":
			return grants.length === 0 ? undefined : [kind, subject, notes, grants];
		case "missing":
			return smallestGrant && [kind, subject, notes, withVerbs(smallestGrant, [])];
		case "other":
			return misses.length === 0 ? undefined : [kind, summary, notes, misses];
	}
}

function together(checks: readonly CheckResult[]): CheckResult {
	const [first, ...more] = checks;
	if (first === undefined) throw new Error("a group of checks is never empty");
	if (more.length === 0) return first;
	const title = `${titleOf(checks.map((check) => check.title))} (${counted(checks.length, "check")})`;
	const failures = first.failures.map((failure, i) => {
		const same = checks.flatMap((check) => check.failures[i] ?? []);
		const { smallestGrant } = failure;
		const verbs = same.flatMap((one) => one.smallestGrant?.rule.verbs ?? []);
		return {
			...failure,
			lines: joined(same.flatMap(({ lines }) => lines)),
			smallestGrant:
				smallestGrant && withVerbs(smallestGrant, [...new Set(verbs)].sort(compareVerbs)),
		};
	});
	return { ...first, id: `${first.test} › ${title}`, title, failures };
}

function withVerbs(grant: SmallestGrant, verbs: readonly string[]): SmallestGrant {
	return { ...grant, rule: { ...grant.rule, verbs } };
}

/** `deny create secrets`, `deny delete secrets` as `deny create, delete secrets`. */
function titleOf(titles: readonly string[]): string {
	const words = titles.map((title) => title.split(" "));
	const [first = []] = words;
	const shortest = Math.min(...words.map(({ length }) => length));
	const isShared = (at: number): boolean => words.every((one) => one.at(at) === first.at(at));
	let [before, after] = [0, 0];
	while (before < shortest - 1 && isShared(before)) before += 1;
	while (before + after < shortest - 1 && isShared(-1 - after)) after += 1;
	const middles = words.map((one) => one.slice(before, one.length - after).join(" "));
	const end = first.slice(first.length - after);
	return [...first.slice(0, before), [...new Set(middles)].join(", "), ...end].join(" ");
}

/** Lines that list verbs and differ in nothing else are one. */
function joined(lines: readonly Statement[]): readonly Statement[] {
	const found = new Map<string, Statement>();
	for (const line of lines) {
		const { verbs } = line;
		const key = JSON.stringify("only" in verbs ? { ...line, verbs: [] } : line);
		const before = found.get(key)?.verbs;
		const isMore = before !== undefined && "only" in before && "only" in verbs;
		const all = isMore ? { only: [...new Set([...before.only, ...verbs.only])] } : verbs;
		found.set(key, { ...line, verbs: all });
	}
	return [...found.values()];
}
