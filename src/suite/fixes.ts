import { formatSubject } from "../model/subject.ts";
import {
	editedObject,
	type Fix,
	type FixEdit,
	type FixEffect,
	type Repair,
} from "../model/suite-fix.ts";
import type { CheckResult, SuiteResult } from "../model/suite-result.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import { statementsOf } from "../sets/statements.ts";
import type { Check } from "./claim.ts";
import { compileSuite } from "./compile-suite.ts";
import { violationsOf } from "./evaluate.ts";
import { compareCosts, FixCosts } from "./fix-cost.ts";
import { FixJudge, type Trial } from "./fix-judge.ts";
import { type Need, needsOf } from "./fix-needs.ts";
import { type Effort, FixSearch, type Found, type Weighed } from "./fix-search.ts";
import type { SuiteWorld } from "./suite-world.ts";

/** So many failed assertions of a suite get their fixes; and none with so many grants to look at. */
const mostAssertions = 20;
const mostNeeds = 24;

/**
 * A result with what mends each assertion that failed: the smallest edits of the policy with which it holds, every
 * other check says what it says today, and nobody has anything new, unless something is missing.
 */
export function withFixes(result: SuiteResult, world: SuiteWorld): SuiteResult {
	const failed = result.checks.filter(({ status }) => status === "failed");
	if (failed.length === 0) return result;
	const { checks } = compileSuite(world);
	const byId = new Map(checks.map((check) => [check.id, check]));
	const judge = new FixJudge(world, checks);
	const effort = effortFor(world);
	const repairs = new Map<string, Repair>();
	for (const one of failed) {
		const key = assertionOf(one);
		if (repairs.has(key)) continue;
		const own = failed
			.filter((other) => assertionOf(other) === key)
			.flatMap(({ id }) => byId.get(id) ?? []);
		const isLate = repairs.size >= mostAssertions || effort.left <= 0;
		repairs.set(key, isLate ? none(`no fix was sought: ${tooMany}`) : repairOf(own, judge, effort));
	}
	return {
		...result,
		checks: result.checks.map((check) => {
			const repair = check.status === "failed" ? repairs.get(assertionOf(check)) : undefined;
			return repair === undefined ? check : { ...check, repair };
		}),
	};
}

const tooMany = "only the first failures of a suite get one";

/** The checks of one line of a suite are mended together. */
function assertionOf({ test, place }: CheckResult): string {
	return JSON.stringify([test, place.file, place.line, place.column]);
}

/** Trials of a large policy take longer, and are fewer. */
function effortFor({ grants }: SuiteWorld): Effort {
	const size = grants.bound.length + grants.snapshot.roles.length;
	return { left: Math.min(500, Math.max(16, Math.round(200_000 / (size + 250)))) };
}

function none(why: string): Repair {
	return { fixes: [], why };
}

function repairOf(failed: readonly Check[], judge: FixJudge, effort: Effort): Repair {
	const ways = needsOf(failed, judge.world);
	if (ways === undefined || ways.every((needs) => needs.length === 0)) {
		return none("no edit of one grant mends it");
	}
	const costs = new FixCosts(judge.world, meantOf(failed, judge.world));
	const found = ways
		.filter((needs) => needs.length > 0)
		.map((needs): Found | string => {
			if (needs.length > mostNeeds) return `it comes from ${needs.length} grants`;
			const share = { left: Math.min(effort.left, mostTrials) };
			const before = share.left;
			const one = new FixSearch(judge, failed, costs, share).run(needs);
			effort.left -= before - share.left;
			return one;
		});
	const searched = found.filter((one) => typeof one !== "string");
	const good = searched.flatMap((one) => one.good);
	const proved = firstProved(good, failed, judge);
	const fixes = proved.map(({ trial }) => fixOf(trial, meantOf(failed, judge.world)));
	const breaking = searched.flatMap((one) => one.breaking).slice(0, 1);
	const [best] = proved;
	if (best !== undefined) {
		// Why the one that a reader would try first is not the smallest.
		const tempting = breaking.filter(({ cost }) => compareCosts(cost, best.cost) < 0);
		const told = proved.length === 1 ? tempting.map(({ trial }) => trial) : [];
		const meant = meantOf(failed, judge.world);
		return { fixes: [...fixes, ...told.map((trial) => fixOf(trial, meant))], why: "" };
	}
	const [told] = found.filter((one) => typeof one === "string");
	if (good.length > 0) return none(unread);
	return {
		fixes: breaking.map(({ trial }) => fixOf(trial, meantOf(failed, judge.world))),
		why: told ?? whyNot(ways.flat(), breaking.length > 0),
	};
}

const mostTrials = 120;
const unread =
	"what would mend it leaves words of the suite without a meaning: a subject that nothing else names";

/** The cheapest that holds when the suite is read anew, and one that goes another way. */
function firstProved(
	good: readonly Weighed[],
	failed: readonly Check[],
	judge: FixJudge,
): readonly Weighed[] {
	const proved: Weighed[] = [];
	for (const one of good) {
		const isOther = proved.every(({ trial }) => shapeOf(trial) !== shapeOf(one.trial));
		if (isOther && judge.proves(one.trial, failed)) proved.push(one);
		if (proved.length === 2) break;
	}
	return proved;
}

/** The objects that are edited, and how. */
function shapeOf({ edits }: Trial): string {
	const shapes = edits.map((edit) => {
		const { kind, namespace, name } = editedObject(edit);
		return `${edit.kind} ${kind}/${namespace}/${name}`;
	});
	return shapes.sort().join(" ");
}

function whyNot(needs: readonly Need[], isBroken: boolean): string {
	if (isBroken) return "every way to mend it breaks another check";
	const isBuiltIn = needs.some(
		(need) =>
			need.kind === "less" &&
			need.sourced.declaredIn.builtIn &&
			need.match?.binding.builtIn !== false,
	);
	if (isBuiltIn) return "the default policy grants it";
	if (needs.some(({ kind }) => kind === "more")) {
		return "no role of the input that is theirs can hold it: a role and a binding are needed";
	}
	return "no edit that was tried mends it without breaking another check";
}

/** By subject, what the failed checks are about. */
function meantOf(failed: readonly Check[], world: SuiteWorld): ReadonlyMap<string, PermissionSet> {
	const meant = new Map<string, PermissionSet>();
	for (const { claim } of failed) {
		for (const { who, region } of violationsOf(claim, world)) {
			if (who?.kind !== "subject") continue;
			const name = formatSubject(who.subject);
			meant.set(name, (meant.get(name) ?? world.sets.none).union(region));
		}
	}
	return meant;
}

function fixOf(
	{ edits, changes, breaks, world }: Trial,
	meant: ReadonlyMap<string, PermissionSet>,
): Fix {
	const effects = changes.flatMap(({ subject, gained, lost }): readonly FixEffect[] => {
		const own = meant.get(formatSubject(subject)) ?? world.sets.none;
		const [gains, loses] = [gained, lost].map((set) => {
			const rest = set.difference(own);
			// What nobody can ask for is neither gained nor lost.
			const { effective, latent, inert } = world.requestable.partsOf(rest);
			const telling = effective.union(latent);
			if (telling.isEmpty) return [];
			return statementsOf(telling.union(inert), { within: set, telling }).statements;
		});
		if (gains === undefined || loses === undefined || gains.length + loses.length === 0) return [];
		return [{ subject, gains, loses }];
	});
	return { edits: ordered(edits), effects, breaks: breaks.map(({ id }) => id) };
}

/** As the objects stand in the input. */
function ordered(edits: readonly FixEdit[]): readonly FixEdit[] {
	const lineOf = (edit: FixEdit): number => editedObject(edit).origin.at([])?.line ?? 0;
	return edits.toSorted((one, other) => lineOf(one) - lineOf(other));
}
