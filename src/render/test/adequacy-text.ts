import { percentInWords, percentOf } from "../../model/percent.ts";
import type {
	CoverageReport,
	CoveredLine,
	MutationReport,
	MutationTally,
	SlackReport,
	SubjectSlack,
	SuiteAdequacy,
} from "../../model/suite-adequacy.ts";
import { statementLine } from "../statement-words.ts";
import { visible } from "../visible.ts";
import { counted, placeInWords } from "../words.ts";
import type { ReportView } from "./report-view.ts";

/** So many of each are shown unless all is asked for. */
const most = 8;

/** How good the checks of a suite are, in paragraphs. */
export function adequacyText(adequacy: SuiteAdequacy, view: ReportView): string {
	const { coverage, mutation, slack } = adequacy;
	return [
		...(coverage === undefined ? [] : [coverageText(coverage, view)]),
		...(mutation === undefined ? [] : [mutationText(mutation, view)]),
		...(slack === undefined ? [] : [slackText(slack, view)]),
	].join("");
}

function coverageText({ lines }: CoverageReport, view: ReportView): string {
	const rules = lines.filter(({ kind }) => kind === "rule");
	const subjects = lines.filter(({ kind }) => kind === "subject");
	const row = (label: string, what: string, isCounted: (line: CoveredLine) => boolean): string => {
		const own = (all: readonly CoveredLine[]): string =>
			share(all.filter(isCounted).length, all.length);
		return `  ${label.padEnd(9)} ${own(rules).padEnd(16)} ${own(subjects).padEnd(16)} ${view.style.paint("quiet", what)}`;
	};
	const left = lines.filter(({ decisive }) => decisive === 0);
	return `${[
		`${view.style.paint("strong", "Coverage")}  ${"rules".padEnd(17)}subjects of bindings`,
		row("touched", "a check asks about it", ({ touched }) => touched),
		row("decisive", "a check fails without it", ({ decisive }) => decisive > 0),
		row("bounded", "a check fails when it is wider", ({ bounded }) => bounded),
		...some(left, view).map((line) => lineText(line, view)),
		...more(left, view),
	].join("\n")}\n`;
}

function lineText({ name, place, touched, redundant }: CoveredLine, view: ReportView): string {
	const label = redundant ? "redundant" : touched ? "untold" : "untested";
	const where = view.style.paint("quiet", placeInWords(place));
	return `  ${view.style.paint("warning", label.padEnd(9))} ${visible(name)}  ${where}`;
}

function mutationText(report: MutationReport, view: ReportView): string {
	const { all, over, under, critical, survived } = report;
	const score = (name: string, { judged, killed }: MutationTally): string =>
		`${name} ${share(killed, judged)}`;
	const sorted = [
		...survived.filter((one) => one.critical),
		...survived.filter((one) => !one.critical),
	];
	return `${[
		`${view.style.paint("strong", "Mutation")}  ${counted(report.made, "mistake")}, ${report.equivalent} without effect, ${report.duplicate} like another: ${share(all.killed, all.judged)} noticed`,
		`  ${[score("too much", over), score("too little", under), score("critical", critical)].join(" · ")}`,
		...some(sorted, view).map(({ operator, critical: isCritical, object, change, place }) => {
			const label = isCritical ? "critical" : "survived";
			const look = isCritical ? "no" : "warning";
			return `  ${view.style.paint(look, label)}  ${operator} ${visible(object)}: ${visible(change)}  ${view.style.paint("quiet", placeInWords(place))}`;
		}),
		...more(sorted, view),
	].join("\n")}\n`;
}

function slackText({ subjects, pinnedAbove, pinnedBelow }: SlackReport, view: ReportView): string {
	const above = subjects.filter((one) => one.above.length > 0 || !one.isWhole);
	const below = subjects.filter((one) => one.below.length > 0);
	return `${[
		`${view.style.paint("strong", "Slack")}  ${percentInWords(pinnedAbove)} of what is not granted cannot be gained unnoticed, ${percentInWords(pinnedBelow)} of what is granted not lost`,
		...above.flatMap((one) => aboveLines(one, view)),
		...below.flatMap(({ subjects: names, below: lines }) => [
			`  ${namesInWords(names)} could lose`,
			...some(lines, view).map((line) => `    - ${statementLine(line, 6)}`),
			...more(lines, view),
		]),
	].join("\n")}\n`;
}

/** Dangerous rights; what else could be gained, only when all is asked for or nothing of it is dangerous. */
function aboveLines(
	{ subjects, above, critical }: SubjectSlack,
	view: ReportView,
): readonly string[] {
	const shown = view.verbose || critical.length === 0 ? some(above, view) : [];
	const left = above.length - shown.length;
	return [
		`  ${namesInWords(subjects)} could gain`,
		...critical.map((words) => `    ${view.style.paint("no", "!")} ${visible(words)}`),
		...shown.map((line) => `    + ${statementLine(line, 6)}`),
		...(left > 0 ? [`    … ${counted(left, "more line")} (-v shows them)`] : []),
	];
}

function namesInWords(names: readonly string[]): string {
	const shown = names.slice(0, 4).map(visible).join(", ");
	return names.length > 4 ? `${shown} and ${names.length - 4} more` : shown;
}

function some<T>(all: readonly T[], { verbose }: ReportView): readonly T[] {
	return verbose ? all : all.slice(0, most);
}

function more(all: readonly unknown[], { verbose }: ReportView): readonly string[] {
	const left = all.length - most;
	return verbose || left <= 0 ? [] : [`  … ${counted(left, "more line")} (-v shows them)`];
}

function share(part: number, whole: number): string {
	return `${part}/${whole}  ${percentInWords(percentOf(part, whole))}`;
}
