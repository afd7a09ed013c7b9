import { type Document, type ReadOptions, readDocuments } from "../../src/load/documents.ts";
import type { FieldPath } from "../../src/model/origin.ts";
import { formatPlace, placeOf } from "../../src/model/origin.ts";
import { problemPlace } from "../../src/model/problem.ts";

/** What a text is read as: values, and problems and unread texts as lines with their places. */
export interface Read {
	readonly documents: readonly Document[];
	readonly values: readonly unknown[];
	/** `f:1:2: error yaml-syntax: …` */
	readonly problems: readonly string[];
	/** `f:1:1: not YAML: …text…` */
	readonly unread: readonly string[];
	/** The place of a field of the first document: `3:5`. */
	readonly at: (path: FieldPath, document?: number) => string;
}

export function readText(text: string, options: ReadOptions = {}): Read {
	const documents: Document[] = [];
	const problems: string[] = [];
	const unread: string[] = [];
	readDocuments(
		"f",
		text,
		{
			document: (document) => documents.push(document),
			problem: (problem) => {
				const { severity, code, message } = problem;
				problems.push(`${formatPlace(problemPlace(problem))}: ${severity} ${code}: ${message}`);
			},
			unread: ({ origin, why, text: source }) =>
				unread.push(`${formatPlace(placeOf(origin))}: ${why}: ${source}`),
		},
		options,
	);
	return {
		documents,
		values: documents.map((document) => document.value),
		problems,
		unread,
		at: (path, index = 0) => {
			const position = documents[index]?.origin.at(path);
			return position === undefined ? "nowhere" : `${position.line}:${position.column}`;
		},
	};
}
