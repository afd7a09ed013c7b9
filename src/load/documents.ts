import type { FieldPath, Origin } from "../model/origin.ts";
import type { Problem, ProblemCode, Severity } from "../model/problem.ts";
import { deepest, isTooDeep } from "./deepest.ts";
import { findJsonFault } from "./json/find-json-fault.ts";
import { looksLikeJson, readJsonStream } from "./json/read-json.ts";
import { type TextPositions, textPositions } from "./text-positions.ts";
import { findTemplateAction } from "./yaml/helm-template.ts";
import { readYaml, type YamlDocument } from "./yaml/read-yaml.ts";
import type { Wants } from "./yaml/skip-kinds.ts";
import { type Section, splitDocuments } from "./yaml/split-documents.ts";
import { YamlFault } from "./yaml/yaml-fault.ts";

/** One document of a file as plain data, as kubectl's conversion of YAML to JSON gives it. Not to be changed: aliases share parts. */
export interface Document {
	readonly value: unknown;
	/**
	 * `at(path)` is the place of the key for an entry of a mapping, of the value for an item of a list (behind its
	 * dash), and of the nearest enclosing field for what is absent; `at([])` is where the document's content starts.
	 */
	readonly origin: Origin;
}

/** A document that could not be parsed; a problem has been told already. */
interface UnreadText {
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
	 * Whether objects of a kind matter. YAML documents that surely are of another kind may be left out unparsed, and
	 * such items of a `kind: List` be cut down to `apiVersion` and `kind`; the List itself is always read.
	 */
	readonly wants?: Wants;
	/** Called for each document that is left out so. */
	readonly leftOut?: () => void;
	/** Asked about each YAML document with its whole text, in order; what is known is not read. */
	readonly knows?: (text: string) => boolean;
}

const longestText = 256 * 1024 * 1024;

/** Reads all documents of a file, YAML or JSON, in order; never throws. */
export function readDocuments(
	file: string,
	text: string,
	sink: DocumentSink,
	options: ReadOptions = {},
): void {
	if (text.length > longestText) {
		const origin: Origin = { file, at: () => undefined };
		const message = `expected at most 256 MB, found ${Math.ceil(text.length / 1024 / 1024)} MB`;
		sink.problem({ code: "too-large", severity: "error", message, origin, path: [] });
		sink.unread({ origin, why: "too large", text: text.slice(0, 65_536) });
		return;
	}
	const clean = withPlainBreaks(text);
	const reader = new FileReader(file, clean, sink);
	const yamlStart = looksLikeJson(clean) ? reader.readJson() : 0;
	if (yamlStart < clean.length) reader.readYamlFrom(yamlStart, options);
}

/** Lines end in a line feed, also the last one; neither that nor a byte-order mark moves a line or column. */
export function withPlainBreaks(text: string): string {
	const start = text.startsWith("\uFEFF") ? text.slice(1) : text;
	const broken = start.includes("\r") ? start.replaceAll(/\r\n?/g, "\n") : start;
	return broken.endsWith("\n") ? broken : `${broken}\n`;
}

/** Patterns and parsers run out of stack on texts made for that; everything else is our bug. */
function asFault(error: unknown, at: number): YamlFault {
	if (error instanceof YamlFault) return error;
	if (!(error instanceof RangeError)) throw error;
	return new YamlFault(at, "the document is too large or nested too deeply", "too-large");
}

class FileReader {
	private readonly file: string;
	private readonly text: string;
	private readonly sink: DocumentSink;
	private readonly positions: TextPositions;
	private toldTemplate = false;

	constructor(file: string, text: string, sink: DocumentSink) {
		this.file = file;
		this.text = text;
		this.sink = sink;
		this.positions = textPositions(text);
	}

	readJson(): number {
		return readJsonStream(this.text, {
			value: (value, locate, start, end) => {
				if (!isTooDeep(value)) return this.document(value, locate);
				this.problem("too-large", "error", `expected at most ${deepest} levels of nesting`, start);
				this.unread(start, end, "nested too deeply");
			},
			fault: ({ at, message }, start, end) => {
				this.problem("json-syntax", "error", message, at);
				this.unread(start, end, "not JSON");
			},
		});
	}

	readYamlFrom(from: number, { wants, leftOut, knows }: ReadOptions): void {
		const { text } = this;
		const file = { text, wants };
		for (const section of splitDocuments(text, from)) {
			const { start, end, badSeparator } = section;
			if (knows && badSeparator === undefined && knows(text.slice(start, end))) continue;
			try {
				const document = readYaml(file, section);
				if (document === undefined) leftOut?.();
				else this.yamlDocument(document);
			} catch (fault) {
				this.fault(asFault(fault, start), section);
			}
		}
	}

	private yamlDocument({ value, locate, duplicates, dropped }: YamlDocument): void {
		for (const { path, first, second } of duplicates) {
			const line = this.positions.at(first).line;
			const message = `\`${path.at(-1)}\` stands twice, first in line ${line}; the later one counts`;
			this.problem("duplicate-key", "warning", message, second, path);
		}
		if (dropped !== undefined) {
			const message = "kubectl does not read what follows `...`; separate documents with `---`";
			this.problem("yaml-syntax", "warning", message, dropped);
		}
		// kubectl goes over empty documents, and over `null`.
		if (value !== null) this.document(value, locate);
	}

	private fault(fault: YamlFault, { start, end }: Section): void {
		const source = this.text.slice(start, end);
		const action = findTemplateAction(source);
		if (action !== undefined) {
			this.template(start + action);
			this.unread(start, end, "a Helm template");
			return;
		}
		const isJson = /^\s*[{[]\s*["{[}\]]/.test(source);
		const json = isJson ? findJsonFault(this.text, start) : undefined;
		if (json === undefined) this.problem(fault.code, "error", fault.message, fault.at);
		else this.problem("json-syntax", "error", json.message, json.at);
		this.unread(start, end, json === undefined ? "not YAML" : "not JSON");
	}

	private template(at: number): void {
		if (this.toldTemplate) return;
		this.toldTemplate = true;
		const message =
			"found a Helm template; render it first: `helm template CHART | rolecall … -f -`";
		this.problem("helm-template", "warning", message, at);
	}

	private document(value: unknown, locate: (path: FieldPath) => number): void {
		const { file, positions } = this;
		this.sink.document({ value, origin: { file, at: (path) => positions.at(locate(path)) } });
	}

	private unread(start: number, end: number, why: string): void {
		this.sink.unread({ origin: this.originAt(start), why, text: this.text.slice(start, end) });
	}

	private problem(
		code: ProblemCode,
		severity: Severity,
		message: string,
		at: number,
		path: FieldPath = [],
	): void {
		// Words of the input stand in messages, which are one line.
		const line = message.replace(/[\p{Cc}\u2028\u2029]/gu, "\uFFFD");
		this.sink.problem({ code, severity, message: line, origin: this.originAt(at), path });
	}

	/** An origin that is one place, whatever the path. */
	private originAt(offset: number): Origin {
		return { file: this.file, at: () => this.positions.at(offset) };
	}
}
