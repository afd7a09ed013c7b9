import type { Document } from "yaml";
import type { FieldPath } from "../../model/origin.ts";
import { convertYaml, type Duplicate } from "./convert-yaml.ts";
import { explainYamlError } from "./explain-yaml-error.ts";
import { findStrayTab } from "./find-stray-tab.ts";
import { yamlLocator } from "./locate-yaml.ts";
import { reindent } from "./reindent.ts";
import { YamlFault } from "./yaml-fault.ts";
import { composing, yamlLibrary } from "./yaml-library.ts";

/** What `yaml` makes of one document; offsets count from the start of the text given to it. */
export interface FullDocument {
	readonly value: unknown;
	readonly duplicates: readonly Duplicate[];
	/** Where text begins that stands below `...`, which kubectl drops. */
	readonly dropped: number | undefined;
}

/** A parsed document takes a hundred times its text in memory; longer ones have to be in plain style, or JSON. */
const longestText = 4 * 1024 * 1024;

/** Reads any YAML document as kubectl does; throws YamlFault. */
export function readFull(text: string): FullDocument {
	if (/^(?:[ \t]*(?:#.*)?\n)*\.\.\.(?:\s|$)/.test(text)) {
		throw new YamlFault(text.indexOf("..."), "expected a document above `...`");
	}
	const { document, text: parsed, original } = parse(text);
	const root = document.contents;
	try {
		const { value, duplicates } = convertYaml(root, parsed);
		const tab = findStrayTab(parsed, root);
		if (tab !== undefined) {
			throw new YamlFault(tab, "found a tab as indentation, which YAML does not allow; use spaces");
		}
		return {
			value,
			duplicates: duplicates.map((duplicate) => ({
				...duplicate,
				first: original(duplicate.first),
				second: original(duplicate.second),
			})),
			dropped: textAfter(parsed, document, original),
		};
	} catch (fault) {
		if (!(fault instanceof YamlFault)) throw fault;
		throw new YamlFault(original(fault.at), fault.message, fault.code);
	}
}

/** Finds the offsets of fields in a document that `readFull` has read. */
export function locatorOf(text: string): (path: FieldPath) => number {
	const { document, original } = parse(text);
	const locate = yamlLocator(document.contents);
	return (path) => original(locate(path));
}

interface Parsed {
	readonly document: Document.Parsed;
	readonly text: string;
	readonly original: (offset: number) => number;
}

function parse(text: string): Parsed {
	if (text.length > longestText) {
		const size = Math.ceil(text.length / 1024 / 1024);
		throw new YamlFault(
			0,
			`the document has ${size} MB and is not in the style kubectl prints; expected at most 4 MB, or JSON`,
			"too-large",
		);
	}
	const document = parseFirst(text);
	const error = firstError(document);
	if (error === undefined) return { document, text, original: (offset) => offset };
	const changed = reindent(text);
	const second = changed && parseFirst(changed.text);
	if (changed && second && firstError(second) === undefined) {
		return { document: second, text: changed.text, original: changed.original };
	}
	throw explainYamlError(error, text);
}

/** kubectl reads the first document between two `---` and drops what `...` cuts off. */
function parseFirst(text: string): Document.Parsed {
	const { Composer, Parser } = yamlLibrary();
	const composer = new Composer(composing);
	return withoutStacks(() => {
		for (const document of composer.compose(new Parser().parse(text), true, text.length)) {
			return document as Document.Parsed;
		}
		throw new YamlFault(0, "expected a document");
	});
}

/** A hostile text makes `yaml` create an error a line; their stacks cost more than the parsing and nobody sees them. */
function withoutStacks<T>(run: () => T): T {
	const limit = Error.stackTraceLimit;
	Error.stackTraceLimit = 0;
	try {
		return run();
	} finally {
		Error.stackTraceLimit = limit;
	}
}

function firstError(document: Document.Parsed): Document.Parsed["errors"][number] | undefined {
	return document.errors.toSorted((a, b) => a.pos[0] - b.pos[0])[0];
}

function textAfter(
	text: string,
	document: Document.Parsed,
	original: (offset: number) => number,
): number | undefined {
	const end = document.range[2];
	const content = text.slice(end).search(/^[^#\s]/m);
	if (content < 0) return undefined;
	if (!/^\.\.\.(?:\s|$)/m.test(text.slice(0, end + content))) {
		throw new YamlFault(end + content, "found text that does not fit what stands above it");
	}
	return original(end + content);
}
