import { formatPlace } from "../../model/origin.ts";
import type { LintFinding } from "../../model/suite-lint.ts";
import { apiVersion, type Fields, placeData } from "../answer-data.ts";
import type { Look, Style } from "../style.ts";
import { visible, visibleJson } from "../visible.ts";
import { counted } from "../words.ts";

const labels: Readonly<Record<LintFinding["severity"], readonly [string, Look]>> = {
	error: ["ERROR", "no"],
	warning: ["WARN ", "warning"],
	note: ["NOTE ", "quiet"],
};

/** A line for each finding, then how many there are. */
export function lintText(
	suites: number,
	findings: readonly LintFinding[],
	{ style }: { readonly style: Style },
): string {
	const lines = findings.map(({ severity, message, place }) => {
		const [label, look] = labels[severity];
		return `${style.paint(look, label)} ${visible(formatPlace(place))}  ${visible(message)}\n`;
	});
	const counts = (["error", "warning", "note"] as const)
		.map(
			(severity) => [findings.filter((one) => one.severity === severity).length, severity] as const,
		)
		.filter(([count]) => count > 0)
		.map(([count, severity]) => counted(count, severity));
	return `${lines.join("")}${counted(suites, "suite")}: ${counts.join(", ") || "nothing to mend"}\n`;
}

/** One object, as schema/suite-lint.json describes it. */
export function lintJson(suites: number, findings: readonly LintFinding[]): string {
	const data: Fields = {
		apiVersion,
		kind: "SuiteLint",
		suites,
		findings: findings.map(({ severity, message, place }) => ({
			...{ severity, message, place: placeData(place) },
		})),
	};
	return `${visibleJson(JSON.stringify(data, undefined, 2))}\n`;
}
