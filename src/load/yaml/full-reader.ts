import { createRequire } from "node:module";
import type { Document, ParsedNode } from "yaml";
import { convertYaml, type Duplicate } from "./convert-yaml.ts";
import { explainYamlError } from "./explain-yaml-error.ts";
import { YamlFault } from "./yaml-fault.ts";

/** What `yaml` makes of one document; offsets count from the start of the text given to it. */
export interface FullDocument {
	readonly value: unknown;
	readonly root: ParsedNode | null;
	readonly duplicates: readonly Duplicate[];
	/** Where text begins that follows `...`, which kubectl drops. */
	readonly dropped: number | undefined;
}

/** A parsed document takes about a hundred times its text in memory; larger ones have to be in plain style or JSON. */
const largestText = 8 * 1024 * 1024;

/** Reads any YAML document; throws YamlFault. It is slow, and loading `yaml` alone takes 80 ms. */
export function readFull(text: string): FullDocument {
	if (text.length > largestText) {
		throw new YamlFault(
			0,
			`the document is ${Math.ceil(text.length / 1048576)} MB long and not in the plain style kubectl prints; expected at most 8 MB, or JSON`,
			"too-large",
		);
	}
	const document = parseFirst(text);
	if (document === undefined)
		return { value: null, root: null, duplicates: [], dropped: undefined };
	const root = document.contents as ParsedNode | null;
	const { value, duplicates } = convertYaml(root);
	return { value, root, duplicates, dropped: textAfter(text, document) };
}

let library: typeof import("yaml") | undefined;

function loadLibrary(): typeof import("yaml") {
	library ??= createRequire(import.meta.url)("yaml") as typeof import("yaml");
	return library;
}

/** kubectl reads the first document between two `---` and drops what `...` cuts off. */
function parseFirst(text: string): Document.Parsed | undefined {
	const { Composer, Parser } = loadLibrary();
	const composer = new Composer({
		version: "1.1",
		schema: "failsafe",
		merge: false,
		resolveKnownTags: false,
		uniqueKeys: false,
		logLevel: "silent",
	});
	for (const document of composer.compose(new Parser().parse(text), true, text.length)) {
		const error = document.errors.toSorted((a, b) => a.pos[0] - b.pos[0])[0];
		if (error !== undefined) throw explainYamlError(error, text);
		return document;
	}
	return undefined;
}

function textAfter(text: string, document: Document.Parsed): number | undefined {
	const rest = text.slice(document.range[2]);
	const content = rest.search(/^[^#\s]/m);
	return content < 0 ? undefined : document.range[2] + content;
}
