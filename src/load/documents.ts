import type { FieldPath, Origin } from "../model/origin.ts";
import type { Problem } from "../model/problem.ts";
import { textPositions } from "./text-positions.ts";
import { readFull } from "./yaml/full-reader.ts";
import { splitDocuments } from "./yaml/split-documents.ts";
import { YamlFault } from "./yaml/yaml-fault.ts";

/** One document of a file as plain data, as kubectl's conversion of YAML to JSON gives it. */
export interface Document {
	readonly value: unknown;
	/**
	 * `at(path)` is the place of the key for an entry of a mapping, of the item for an item of a list, and of the
	 * nearest enclosing field for what is absent; `at([])` is where the document's content starts.
	 */
	readonly origin: Origin;
}

/** A document that could not be parsed; a problem has been told already. */
export interface UnreadText {
	readonly origin: Origin;
	/** In a few words: `not YAML`, `a Helm template`. */
	readonly why: string;
	readonly text: string;
}

/** Where documents go as they are read. */
export interface DocumentSink {
	document(document: Document): void;
	problem(problem: Problem): void;
	unread(unread: UnreadText): void;
}

export interface ReadOptions {
	/**
	 * Whether objects of a kind matter. Documents that surely are of another kind may be left out unparsed, and items
	 * of a List be cut down to `apiVersion` and `kind`.
	 */
	readonly wants?: (kind: string, apiVersion: string) => boolean;
}

/** Reads all documents of a file, YAML or JSON, in order; never throws. */
export function readDocuments(
	file: string,
	text: string,
	sink: DocumentSink,
	_options: ReadOptions = {},
): void {
	const clean = text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
	const positions = textPositions(clean);
	for (const section of splitDocuments(clean, 0)) {
		const source = clean.slice(section.start, section.end);
		const at = (offset: number): Origin => ({
			file,
			at: () => positions.at(section.start + offset),
		});
		try {
			const { value } = readFull(source);
			const origin: Origin = { file, at: (_path: FieldPath) => positions.at(section.start) };
			if (value !== null) sink.document({ value, origin });
		} catch (fault) {
			if (!(fault instanceof YamlFault)) throw fault;
			sink.problem({
				code: fault.code,
				severity: "error",
				message: fault.message,
				origin: at(fault.at),
				path: [],
			});
			sink.unread({ origin: at(0), why: "not YAML", text: source });
		}
	}
}
