// https://testanything.org/tap-version-14-specification.html
import type { CheckResult, SuiteResult, TestRun } from "../../model/suite-result.ts";
import { visible, visibleJson } from "../visible.ts";
import { lineInWords } from "../words.ts";
import { suiteKey, variantInWords } from "./findings.ts";

interface Point {
	readonly isOk: boolean;
	readonly name: string;
	/** `SKIP` or `TODO` with its reason. */
	readonly directive: string;
	/** Told in a block below. */
	readonly details: readonly (readonly [string, string | readonly string[]])[];
}

/** A test point for each check, and one for each thing that is wrong with a suite. */
export function tapReport({ suites }: TestRun): string {
	const points = suites.flatMap((suite) => [
		...problemPoints(suite),
		...suite.checks.map((check) => checkPoint(suite, check)),
	]);
	const plan = points.length === 0 ? "1..0 # SKIP nothing to check" : `1..${points.length}`;
	return `${["TAP version 14", plan, ...points.flatMap(pointLines)].join("\n")}\n`;
}

function problemPoints(suite: SuiteResult): readonly Point[] {
	const errors = suite.problems.filter(({ severity }) => severity === "error");
	const broken = errors.map(({ message, place }) => ({
		isOk: false,
		name: `${nameOf(suite)} is sound`,
		directive: "",
		details: [
			["message", message],
			["at", lineInWords(place)],
		] as const,
	}));
	if (suite.skipped === undefined) return broken;
	const directive = `SKIP ${suite.skipped}`;
	return [...broken, { isOk: true, name: nameOf(suite), directive, details: [] }];
}

function checkPoint(suite: SuiteResult, check: CheckResult): Point {
	const { status, reason, failures } = check;
	const directives: Readonly<Record<CheckResult["status"], string>> = {
		passed: "",
		failed: "",
		unknown: "",
		skipped: `SKIP ${reason}`,
		"known-failure": `TODO ${reason}`,
	};
	const told = status === "unknown" ? [reason] : failures.map(({ summary }) => summary);
	return {
		isOk: status === "passed" || status === "skipped",
		name: `${nameOf(suite)} › ${check.id}`,
		directive: directives[status],
		details:
			told.length === 0
				? []
				: [
						["message", told[0] ?? ""],
						["severity", status === "unknown" ? "unknown" : check.severity],
						["at", lineInWords(check.place)],
						["failures", told],
					],
	};
}

function nameOf(suite: SuiteResult): string {
	return `${suiteKey(suite)}${variantInWords(suite)}`;
}

function pointLines({ isOk, name, directive, details }: Point, index: number): readonly string[] {
	const end = directive === "" ? "" : ` # ${escaped(directive)}`;
	const line = `${isOk ? "ok" : "not ok"} ${index + 1} - ${escaped(name)}${end}`;
	if (details.length === 0) return [line];
	const block = details.map(([key, value]) => `  ${key}: ${visibleJson(JSON.stringify(value))}`);
	return [line, "  ---", ...block, "  ..."];
}

function escaped(text: string): string {
	return visible(text).replaceAll("\\", "\\\\").replaceAll("#", "\\#");
}
