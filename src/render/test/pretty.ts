import type { Chain, NearMiss } from "../../model/answer.ts";
import type { Place } from "../../model/origin.ts";
import type { SuiteProblem } from "../../model/suite.ts";
import type { CheckFailure, CheckResult, SuiteResult, TestRun } from "../../model/suite-result.ts";
import { ruleInFlow } from "../rule-in-flow.ts";
import { grantYaml } from "../smallest-grant.ts";
import { statementLine } from "../statement-words.ts";
import type { Look } from "../style.ts";
import { visible } from "../visible.ts";
import { bindingSubjectInWords, counted, placeInWords, referenceInWords } from "../words.ts";
import { adequacyText } from "./adequacy-text.ts";
import { alikeChecks } from "./alike-checks.ts";
import { repairText } from "./repair-text.ts";
import type { ReportView } from "./report-view.ts";
import { tallyOf } from "./tally.ts";

/** So many lines of what is extra or missing, and so many grants, are shown unless all is asked for. */
const mostLines = 5;
const mostChains = 3;

/** What failed, with everything that helps to mend it; passed checks only when all is asked for. */
export function prettyReport(run: TestRun, view: ReportView): string {
	const parts = run.suites.map((suite) => suiteText(suite, view)).filter((text) => text !== "");
	return [...parts.map((part) => part.replace(/\n+$/, "\n")), `${summaryLine(run, view)}\n`].join(
		"\n",
	);
}

function suiteText(suite: SuiteResult, view: ReportView): string {
	const problems = suite.problems.filter(({ severity }) => severity === "error" || view.verbose);
	const checks = view.verbose
		? suite.checks
		: alikeChecks(suite.checks.filter(({ status }) => !quiet.has(status)));
	const skipped =
		suite.skipped === undefined
			? []
			: [
					`${view.style.paint("warning", "SKIP ")} ${visible(suite.file)}  ${visible(suite.skipped)}\n`,
				];
	return [
		...skipped,
		...problems.map((problem) => problemText(problem, view)),
		...checks.map((check) => checkText({ ...suite, checks }, check, view)),
		...(suite.adequacy === undefined ? [] : [adequacyText(suite.adequacy, view)]),
	].join("");
}

const quiet: ReadonlySet<CheckResult["status"]> = new Set(["passed", "skipped", "known-failure"]);

function problemText({ severity, message, place }: SuiteProblem, view: ReportView): string {
	const label =
		severity === "error" ? view.style.paint("no", "ERROR") : view.style.paint("warning", "WARN ");
	return `${label} ${placeInWords(place)}  ${visible(message)}\n`;
}

const labels: Readonly<Record<CheckResult["status"], readonly [string, Look]>> = {
	passed: ["PASS ", "yes"],
	failed: ["FAIL ", "no"],
	unknown: ["UNKNOWN", "unknown"],
	skipped: ["SKIP ", "warning"],
	"known-failure": ["KNOWN", "warning"],
};

/** A check with all that is told of it. */
export function checkText(suite: SuiteResult, check: CheckResult, view: ReportView): string {
	const [label, look] = labels[check.status];
	const severity = check.severity === "error" ? "" : `  [${check.severity}]`;
	const variant = suite.variant.length === 0 ? "" : `  [${visible(suite.variant.join(" "))}]`;
	const where = view.style.paint("quiet", placeText(check.place));
	const head = `${view.style.paint(look, label)} ${where}  ${view.style.paint("strong", visible(check.id))}${severity}${variant}\n`;
	const end = check.failures.length > 0 || check.reason !== "" ? "\n" : "";
	return `${head}${failuresText(check, view)}${repairText(suite, check, view)}${end}`;
}

/** All that is told of a check beside its name: why it was not decided, or what failed. */
export function failuresText(check: CheckResult, view: ReportView): string {
	const reason = check.reason === "" ? "" : `      ${visible(check.reason)}\n`;
	const shown = view.verbose ? check.failures : check.failures.slice(0, 5);
	const left = check.failures.length - shown.length;
	const more = left > 0 ? `\n      … ${counted(left, "more failure")} (-v shows them)\n` : "";
	return `${reason}${shown.map((one) => failureText(one, view)).join("")}${more}`;
}

function placeText({ file, line }: Place): string {
	return visible(line === undefined ? file : `${file}:${line}`);
}

function failureText(failure: CheckFailure, view: ReportView): string {
	const lines = [`\n  ${visible(failure.summary)}`];
	const chains = view.verbose ? failure.chains : failure.chains.slice(0, mostChains);
	for (const chain of chains) lines.push(...chainLines(chain, view));
	const left = failure.chains.length - chains.length;
	if (left > 0) lines.push(`  … and ${counted(left, "more grant")}`);
	if (failure.kind !== "other" && failure.lines.length > 0)
		lines.push(...regionLines(failure, view));
	if (failure.nearMisses.length > 0)
		lines.push("  closest grants", ...failure.nearMisses.flatMap((miss) => missLines(miss, view)));
	if (failure.smallestGrant !== undefined) {
		const yaml = grantYaml(failure.smallestGrant).trimEnd().split("\n");
		lines.push("  smallest grant that passes", ...yaml.map((line) => `    ${line}`));
	}
	if (failure.tryIt !== undefined) lines.push(`  try it      ${visible(failure.tryIt)}`);
	for (const note of failure.notes) lines.push(`  note        ${visible(note)}`);
	return `${lines.join("\n")}\n`;
}

function chainLines(chain: Chain, view: ReportView): readonly string[] {
	const at = (place: Place): string => view.style.paint("quiet", placeInWords(place));
	const via = chain.aggregatedFrom.map(referenceInWords).join(" → ");
	const role = `${referenceInWords(chain.role)}${via === "" ? "" : ` ← ${via}`}`;
	return [
		`  granted by  ${referenceInWords(chain.binding)}  ${at(chain.binding.place)}`,
		`          to  ${bindingSubjectInWords(chain.subject)}  ${at(chain.subjectPlace)}`,
		`         via  ${role} rules[${chain.ruleIndex}]  ${at(chain.rulePlace)}`,
		`              ${ruleInFlow(chain.rule, 12)}`,
	];
}

function regionLines({ kind, lines }: CheckFailure, view: ReportView): readonly string[] {
	const shown = view.verbose ? lines : lines.slice(0, mostLines);
	const left = lines.length - shown.length;
	const sign = kind === "extra" ? "+" : "-";
	const label = kind === "extra" ? "  extra       " : "  missing     ";
	return [
		...shown.map(
			(line, i) => `${i === 0 ? label : " ".repeat(label.length)}${sign} ${statementLine(line, 6)}`,
		),
		...(left > 0
			? [`${" ".repeat(label.length)}… ${counted(left, "more line")} (-v shows them)`]
			: []),
	];
}

/** The binding and the rule, each with its own place. */
function missLines(
	{ difference, hint, binding, chain }: NearMiss,
	view: ReportView,
): readonly string[] {
	const at = (place: Place): string => view.style.paint("quiet", placeInWords(place));
	const indent = " ".repeat(16);
	const rule =
		chain === undefined
			? []
			: [
					`${indent}${referenceInWords(chain.role)} rules[${chain.ruleIndex}]  ${at(chain.rulePlace)}`,
				];
	return [
		`    ${difference.padEnd(11)} ${visible(hint)}`,
		`${indent}${referenceInWords(binding)}  ${at(binding.place)}`,
		...rule,
	];
}

/** `1 suite, 5 checks: 2 failed, 3 passed · 0.02 s`. */
export function summaryLine(run: TestRun, view: ReportView): string {
	const tally = tallyOf(run);
	const parts = [
		[tally.failed, "failed", "no"],
		[tally.errors, tally.errors === 1 ? "error" : "errors", "no"],
		[tally.unknown, "unknown", "unknown"],
		[tally.passed, "passed", "yes"],
		[tally.known, tally.known === 1 ? "known failure" : "known failures", "warning"],
		[tally.skipped, "skipped", "warning"],
		[tally.warnings, warningsInWords(tally.warnings, view), "warning"],
	] as const;
	const told = parts
		.filter(([count]) => count > 0)
		.map(([count, what, look]) => view.style.paint(look, `${count} ${what}`));
	const suites = counted(run.suites.length, "suite");
	const seconds = (run.milliseconds / 1000).toFixed(2);
	return `${suites}, ${counted(tally.checks, "check")}: ${told.join(", ") || "nothing to check"} · ${seconds} s`;
}

function warningsInWords(count: number, { verbose }: ReportView): string {
	return `${count === 1 ? "warning" : "warnings"}${verbose ? "" : " (-v)"}`;
}
