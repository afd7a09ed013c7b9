import type { FieldPath } from "../../model/origin.ts";
import type { Duplicate } from "./convert-yaml.ts";
import { locatorOf, readFull } from "./full-reader.ts";
import { readPlainDocument } from "./plain-document.ts";
import { sightDocument, type Wants } from "./skip-kinds.ts";
import type { Section } from "./split-documents.ts";
import { YamlFault } from "./yaml-fault.ts";

/** A document read from a section of a file; all offsets count from the start of the file. */
export interface YamlDocument {
	readonly value: unknown;
	readonly locate: (path: FieldPath) => number;
	readonly duplicates: readonly Duplicate[];
	/** Where text begins that stands below `...`, which kubectl drops. */
	readonly dropped: number | undefined;
}

/** What is known of the file a document is in. */
export interface YamlFile {
	readonly text: string;
	readonly wants: Wants | undefined;
}

/** Control characters, which kubectl refuses, and line breaks that only YAML 1.1 has. */
const unusualCharacter = /[^\t\n\P{Cc}]|[\u2028\u2029\ufffe\uffff]/u;

/** Reads one document; undefined when nobody wants its kind. Throws YamlFault. */
export function readYaml(file: YamlFile, section: Section): YamlDocument | undefined {
	const { text, wants } = file;
	const { start, end } = section;
	if (section.badSeparator !== undefined) {
		throw new YamlFault(
			start + 3,
			`expected nothing but a comment after \`---\`, found \`${section.badSeparator.slice(0, 40)}\``,
		);
	}
	if (wants && isUnwanted(text, start, end, wants)) return undefined;
	refuseUnusual(text.slice(start, end), start);
	const plain = readPlainDocument(text, start, end, wants);
	if (plain !== undefined) return { ...plain, duplicates: [], dropped: undefined };
	return readAny(text.slice(start, end), start);
}

function refuseUnusual(source: string, start: number): void {
	const at = source.search(unusualCharacter);
	if (at < 0) return;
	const code = source.charCodeAt(at).toString(16).toUpperCase().padStart(4, "0");
	const breaks = "0085 2028 2029".includes(code)
		? ", a line break to kubectl that few editors show"
		: "";
	throw new YamlFault(
		start + at,
		`found the character U+${code}${breaks}; write it as an escape in double quotes`,
	);
}

function readAny(source: string, start: number): YamlDocument {
	try {
		const { value, duplicates, dropped } = readFull(source);
		let locate: ((path: FieldPath) => number) | undefined;
		return {
			value,
			locate: (path) => {
				locate ??= locatorOf(source);
				return start + locate(path);
			},
			duplicates: duplicates.map(({ path, first, second }) => ({
				path,
				first: start + first,
				second: start + second,
			})),
			dropped: dropped === undefined ? undefined : start + dropped,
		};
	} catch (fault) {
		if (!(fault instanceof YamlFault)) throw fault;
		throw new YamlFault(start + fault.at, fault.message, fault.code);
	}
}

/** A List may hold anything. */
function isUnwanted(text: string, start: number, end: number, wants: Wants): boolean {
	const sighting = sightDocument(text, start, end);
	if (sighting === undefined || sighting.kind === "List") return false;
	return !wants(sighting.kind, sighting.apiVersion, () => text.slice(start, end));
}
