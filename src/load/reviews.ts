import { minorOf } from "../model/minor-of.ts";
import type { Origin } from "../model/origin.ts";
import type { Problem } from "../model/problem.ts";
import type { Review } from "../model/review.ts";
import { decodeReview } from "./decode-review.ts";
import { readDocuments } from "./documents.ts";
import { isRecord } from "./json-record.ts";

/** Where reviews go as they are read, each with its place; problems come in the same order. */
export interface ReviewSink {
	review(review: Review, origin: Origin): void;
	problem(problem: Problem): void;
}

export interface ReviewOptions {
	/** The minor whose words refusals have; the newest unless given. */
	readonly kubernetesVersion?: string;
}

/**
 * Reads review objects: YAML or JSON, several documents, Lists, or one JSON object a line. Lines are read one by one,
 * without a thought for positions until one is wrong, so that a program can ask in bulk.
 */
export function readReviews(
	file: string,
	text: string,
	sink: ReviewSink,
	options: ReviewOptions = {},
): void {
	const minor = minorOf(options.kubernetesVersion ?? "1.37");
	if (isJsonLines(text)) {
		readLines(file, text, sink, minor);
		return;
	}
	readDocuments(file, text, {
		document: ({ value, origin }) => takeValue(value, origin, sink, minor),
		problem: (problem) => sink.problem(problem),
		unread: () => undefined,
	});
}

/** Every line that is not blank starts an object, and the first one also ends it. */
function isJsonLines(text: string): boolean {
	if (!text.startsWith("{") || /\n[ \t]*[^\s{]/.test(text)) return false;
	const end = text.indexOf("\n");
	return parseJson(end === -1 ? text : text.slice(0, end)) !== undefined;
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function readLines(file: string, text: string, sink: ReviewSink, minor: number): void {
	let start = 0;
	for (let line = 1; start < text.length; line += 1) {
		let end = text.indexOf("\n", start);
		if (end === -1) end = text.length;
		const source = text.slice(start, end);
		start = end + 1;
		if (source.trim() === "") continue;
		const value = parseJson(source);
		if (value === undefined) tellBrokenLine(file, source, line, sink);
		else takeValue(value, lineOrigin(file, source, line), sink, minor);
	}
}

/** The reader of whole documents knows what is wrong, and where. */
function tellBrokenLine(file: string, source: string, line: number, sink: ReviewSink): void {
	readDocuments(file, source, {
		document: () => undefined,
		problem: (problem) =>
			sink.problem({ ...problem, origin: onLine(problem.origin, source, line) }),
		unread: () => undefined,
	});
}

function lineOrigin(file: string, source: string, line: number): Origin {
	return {
		file,
		at(path) {
			let inside: Origin | undefined;
			const ignore = (): void => undefined;
			readDocuments(file, source, {
				document(document) {
					inside = document.origin;
				},
				problem: ignore,
				unread: ignore,
			});
			return inside === undefined ? { line, column: 1 } : onLine(inside, source, line).at(path);
		},
	};
}

/** The origin of a text that is one line of a longer one. */
function onLine(origin: Origin, source: string, line: number): Origin {
	return {
		file: origin.file,
		at(path) {
			const position = origin.at(path);
			if (position === undefined) return undefined;
			// What is missing at the end of the line is missed on the next one.
			return { line, column: position.line === 1 ? position.column : source.length + 1 };
		},
	};
}

function takeValue(value: unknown, origin: Origin, sink: ReviewSink, minor: number): void {
	if (isRecord(value) && value["kind"] === "List" && Array.isArray(value["items"])) {
		for (const [index, item] of value["items"].entries()) {
			const place: Origin = {
				file: origin.file,
				at: (path) => origin.at(["items", index, ...path]),
			};
			takeReview(item, place, sink, minor);
		}
		return;
	}
	takeReview(value, origin, sink, minor);
}

function takeReview(value: unknown, origin: Origin, sink: ReviewSink, minor: number): void {
	const decoded = decodeReview(value, origin, minor);
	for (const problem of decoded.problems) sink.problem(problem);
	if (decoded.review !== undefined) sink.review(decoded.review, origin);
}
