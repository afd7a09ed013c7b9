// https://docs.github.com/actions/reference/workflow-commands-for-github-actions
import type { Place } from "../../model/origin.ts";
import type { TestSeverity } from "../../model/suite.ts";
import type { TestRun } from "../../model/suite-result.ts";
import { plainStyle } from "../style.ts";
import { visible } from "../visible.ts";
import { lineInWords } from "../words.ts";
import { alikeRun } from "./alike-checks.ts";
import { type Finding, findingsOf, variantInWords } from "./findings.ts";
import { smallestFixInWords } from "./fix-words.ts";
import { summaryLine } from "./pretty.ts";
import type { ReportView } from "./report-view.ts";
import { repositoryPath } from "./repository-path.ts";

type Level = "error" | "warning" | "notice";

interface Annotation {
	readonly level: Level;
	readonly place: Place | undefined;
	readonly title: string;
	readonly message: string;
}

/** GitHub shows ten of a level and step: the tenth tells of those that are left. */
const most = 9;

/** Annotations where access is granted, so that they stand in the diff of a pull request. */
export function githubReport(run: TestRun, view: ReportView): string {
	const problems = run.suites.flatMap((suite) =>
		suite.problems.map(({ severity, message, place }): Annotation => {
			return { level: severity, place, title: `${suite.name}${variantInWords(suite)}`, message };
		}),
	);
	const skipped = run.suites.flatMap(({ name, file, skipped }): readonly Annotation[] =>
		skipped === undefined
			? []
			: [{ level: "notice", place: { file }, title: `${name} was not run`, message: skipped }],
	);
	const failed = findingsOf(alikeRun(run)).filter(({ check }) => check.status !== "known-failure");
	const all = [...problems, ...failed.map(annotationOf), ...skipped];
	const shown = (["error", "warning", "notice"] as const).flatMap((level) =>
		fewest(all.filter((one) => one.level === level)),
	);
	return `${[...shown.map((one) => commandOf(one, view)), summaryLine(run, { ...view, style: plainStyle })].join("\n")}\n`;
}

const levels: Readonly<Record<TestSeverity, Level>> = {
	critical: "error",
	error: "error",
	warning: "warning",
	info: "notice",
};

function annotationOf({ suite, check, failure, summary, places }: Finding): Annotation {
	const chain = failure?.chains[0];
	const how = chain === undefined ? "" : `\ngranted by ${chain.binding.kind} ${chain.binding.name}`;
	const fix = smallestFixInWords(check);
	const mended = fix === "" ? "" : `\nsmallest fix: ${fix}`;
	const tryIt = failure?.tryIt === undefined ? "" : `\n${failure.tryIt}`;
	return {
		level: failure === undefined ? "warning" : levels[check.severity],
		place: places[0],
		title: `${check.test} (${failure === undefined ? "unknown" : check.severity})${variantInWords(suite)}`,
		message: `${summary}\n${check.title}, asserted at ${lineInWords(check.place)}${how}${tryIt}${mended}`,
	};
}

function fewest(annotations: readonly Annotation[]): readonly Annotation[] {
	const left = annotations.length - most;
	const [first] = annotations;
	if (left <= 1 || first === undefined) return annotations;
	const rest = {
		level: first.level,
		place: undefined,
		title: "rolecall",
		message: `and ${left} more: see the summary`,
	};
	return [...annotations.slice(0, most), rest];
}

function commandOf({ level, place, title, message }: Annotation, { at }: ReportView): string {
	const properties = [
		...(place === undefined ? [] : [`file=${propertyText(repositoryPath(place.file, at))}`]),
		...(place?.line === undefined ? [] : [`line=${place.line}`, `endLine=${place.line}`]),
		`title=${propertyText(title)}`,
	];
	const lines = message.split("\n").map(visible).join("\n");
	return `::${level} ${properties.join(",")}::${dataText(lines)}`;
}

function propertyText(text: string): string {
	return dataText(visible(text)).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

function dataText(text: string): string {
	return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
