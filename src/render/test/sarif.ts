import type { TestSeverity } from "../../model/suite.ts";
import type { CheckResult, SuiteResult, TestRun } from "../../model/suite-result.ts";
import { fixEditInWords } from "../fix-edit-words.ts";
import { type SarifNotification, type SarifRule, sarifText } from "../sarif.ts";
import type { SarifResult } from "../sarif-result.ts";
import { visible } from "../visible.ts";
import { counted } from "../words.ts";
import { type Finding, findingsOf, suiteKey, variantInWords } from "./findings.ts";
import type { ReportView } from "./report-view.ts";

/** What failed, for code scanning: nothing of what passed. */
export function sarifReport(run: TestRun, { version }: ReportView): string {
	const rules = new Map(run.suites.flatMap(rulesOf).map((rule) => [rule.id, rule]));
	return sarifText(version, [
		{
			rules: [...rules.values()],
			results: findingsOf(run).map(resultOf),
			notifications: run.suites.flatMap(notificationsOf),
		},
	]);
}

/** As GitHub sorts them: critical from 9, high from 7, medium from 4. */
const scores: Readonly<Record<TestSeverity, number>> = {
	critical: 9.5,
	error: 8,
	warning: 5,
	info: 2,
};

const levels: Readonly<Record<TestSeverity, SarifResult["level"]>> = {
	critical: "error",
	error: "error",
	warning: "warning",
	info: "note",
};

function rulesOf(suite: SuiteResult): readonly SarifRule[] {
	const { description, owner, docs } = suite;
	return suite.tests.map(({ id, name }) => {
		const own = suite.checks.filter(({ test }) => test === id);
		const help = [name, description, owner && `Owner: ${owner}`, docs && `See ${docs}`];
		return {
			id: ruleId(suite, id),
			title: visible(name === "" ? id : name),
			help:
				help
					.filter((one) => one !== "")
					.map(visible)
					.join("\n") || visible(id),
			severity:
				own.length === 0 ? scores.error : Math.max(...own.map(({ severity }) => scores[severity])),
		};
	});
}

function ruleId(suite: SuiteResult, test: string): string {
	return visible(`${suiteKey(suite)}/${test}`);
}

function resultOf({ suite, check, failure, summary, ...finding }: Finding): SarifResult {
	return {
		ruleId: ruleId(suite, check.test),
		level: failure === undefined ? "note" : levels[check.severity],
		message: `${summary} (${check.title}${variantInWords(suite)})`,
		places: finding.places,
		related: finding.related,
		fingerprint: finding.fingerprint,
		fixes: failure !== undefined && failure === check.failures[0] ? fixesOf(check) : [],
		...(check.status === "known-failure" && {
			suppressed: { kind: "external", why: check.reason },
		}),
	};
}

function fixesOf({ repair }: CheckResult): NonNullable<SarifResult["fixes"]> {
	return (repair?.fixes ?? []).flatMap(({ edits, texts = [] }) => {
		const description = edits.map(fixEditInWords).join("; ");
		const changes = texts.map((one) => ({ ...one, file: one.file.replace(/^\.\//, "") }));
		return changes.length === 0 ? [] : [{ description, changes }];
	});
}

function notificationsOf(suite: SuiteResult): readonly SarifNotification[] {
	const problems = suite.problems.map(({ severity, message, place }) => ({
		level: severity,
		message,
		place,
	}));
	const note = (message: string): SarifNotification => ({
		...{ level: "note", message, place: { file: suite.file } },
	});
	const skipped = suite.checks.filter(({ status }) => status === "skipped");
	const reasons = [...new Set(skipped.map(({ reason }) => reason))];
	return [
		...problems,
		...reasons.map((why) => {
			const many = skipped.filter(({ reason }) => reason === why).length;
			return note(`${counted(many, "check")} skipped: ${why}`);
		}),
		...(suite.skipped === undefined ? [] : [note(suite.skipped)]),
	];
}
