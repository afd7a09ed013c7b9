// https://docs.github.com/actions/reference/workflow-commands-for-github-actions
import type { Place } from "../model/origin.ts";
import { type RunPlace, repositoryPath } from "./repository-path.ts";
import { visible } from "./visible.ts";

/** What GitHub shows beside a line of a file. */
export interface Annotation {
	readonly level: "error" | "warning" | "notice";
	readonly place: Place | undefined;
	readonly title: string;
	readonly message: string;
}

/** GitHub shows ten of a level and step: the tenth tells of those that are left. */
const most = 9;

/** The commands that annotate a run, the gravest level first, no more of each than GitHub shows. */
export function annotationLines(
	annotations: readonly Annotation[],
	at: RunPlace | undefined,
): readonly string[] {
	return (["error", "warning", "notice"] as const)
		.flatMap((level) => fewest(annotations.filter((one) => one.level === level)))
		.map((one) => commandOf(one, at));
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

function commandOf(annotation: Annotation, at: RunPlace | undefined): string {
	const { level, place, title, message } = annotation;
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
