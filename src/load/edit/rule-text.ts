import type { Document, Node, YAMLMap, YAMLSeq } from "yaml";
import type { FieldPath, Origin } from "../../model/origin.ts";
import { withPlainBreaks } from "../documents.ts";
import { looksLikeJson, readJsonStream } from "../json/read-json.ts";
import { type TextPositions, textPositions } from "../text-positions.ts";
import { splitDocuments } from "../yaml/split-documents.ts";
import { composing, yamlLibrary } from "../yaml/yaml-library.ts";

/** A comment with where it begins. */
export interface Comment {
	readonly at: number;
	readonly text: string;
}

/** A document in which something is written; offsets of its nodes count from `start`. */
export interface DocumentPlace {
	/** The document's text. */
	readonly text: string;
	/** Where the document begins in the clean text. */
	readonly start: number;
	readonly comments: readonly Comment[];
	/** Names of anchors that an alias refers to. */
	readonly aliased: ReadonlySet<string>;
}

/** The list of a role's rules as it is written. */
export interface RulesPlace extends DocumentPlace {
	readonly list: YAMLSeq;
}

/** An object as it is written. */
export interface ObjectPlace extends DocumentPlace {
	readonly map: YAMLMap;
	/** The list that it is an item of; undefined for one that is a document. */
	readonly items: YAMLSeq | undefined;
	/** All that goes when the document goes, its separator too, in the clean text. */
	readonly whole: { readonly start: number; readonly end: number };
}

/** Longer documents take too much memory as nodes. */
const longest = 4 * 1024 * 1024;

/** A text in which the rules of roles can be found. */
export class RuleText {
	readonly text: string;
	readonly clean: string;
	readonly positions: TextPositions;
	/** How long the documents are that are kept as nodes, which take much memory. */
	parsedLength = 0;
	readonly #sections: readonly Section[];
	readonly #lineStarts: number[] = [0];

	constructor(text: string) {
		this.text = text;
		this.clean = withPlainBreaks(text);
		this.positions = textPositions(this.clean);
		this.#sections = sectionsOf(this.clean);
		for (let at = this.clean.indexOf("\n"); at >= 0; at = this.clean.indexOf("\n", at + 1)) {
			this.#lineStarts.push(at + 1);
		}
	}

	/** The rules of a role, or why they cannot be edited. */
	find(origin: Origin): RulesPlace | string {
		const found = this.#at(origin, ["rules", 0]);
		if (typeof found === "string") return found;
		const { section, parsed: document, at } = found;
		const list = document.lists.get(at);
		if (list === undefined) return "its rules are written elsewhere: behind a YAML alias or merge";
		const { text, comments, aliased } = document;
		return { list, text, start: section.start, comments, aliased };
	}

	/** An object, or why it cannot be edited. */
	object(origin: Origin): ObjectPlace | string {
		const found = this.#at(origin, []);
		if (typeof found === "string") return found;
		const { section, parsed: document, at } = found;
		const object = document.objects.get(at);
		if (object === undefined) return "it is written elsewhere: behind a YAML alias or merge";
		const { text, comments, aliased } = document;
		const whole = this.#whole(section);
		return { ...object, text, start: section.start, comments, aliased, whole };
	}

	#at(origin: Origin, path: FieldPath): Found | string {
		const position = origin.at(path);
		if (position === undefined) return "it has no text";
		const at = (this.#lineStarts[position.line - 1] ?? 0) + position.column - 1;
		const section = this.#sections.find(({ start, end }) => start <= at && at < end);
		if (section === undefined) return "its document cannot be found in the file";
		section.parsed ??= this.#parsed(section);
		if (typeof section.parsed === "string") return section.parsed;
		return { section, parsed: section.parsed, at: at - section.start };
	}

	#parsed({ start, end }: Section): Parsed | string {
		const document = parsed(this.clean.slice(start, end));
		if (typeof document !== "string") this.parsedLength += end - start;
		return document;
	}

	/** With the separator behind it, or that before the last one; what a file begins with stays. */
	#whole(section: Section): ObjectPlace["whole"] {
		const index = this.#sections.indexOf(section);
		const next = this.#sections[index + 1];
		const text = this.clean.slice(section.start, section.end);
		const head = index === 0 ? (/^(?:#[^\n]*\n)+(?=[ \t]*\n)/.exec(text)?.[0].length ?? 0) : 0;
		if (next !== undefined) return { start: section.start + head, end: next.start };
		const before = this.#sections[index - 1];
		return { start: before?.end ?? section.start + head, end: section.end };
	}
}

interface Found {
	readonly section: Section;
	readonly parsed: Parsed;
	/** The offset in the document. */
	readonly at: number;
}

interface Section {
	readonly start: number;
	readonly end: number;
	parsed?: Parsed | string;
}

interface Parsed {
	readonly text: string;
	/** Lists called `rules` by where their first item begins. */
	readonly lists: ReadonlyMap<number, YAMLSeq>;
	/** Mappings by where they begin. */
	readonly objects: ReadonlyMap<number, Pick<ObjectPlace, "map" | "items">>;
	readonly comments: readonly Comment[];
	readonly aliased: ReadonlySet<string>;
}

function sectionsOf(clean: string): readonly Section[] {
	const sections: Section[] = [];
	let yamlStart = 0;
	if (looksLikeJson(clean)) {
		yamlStart = readJsonStream(clean, {
			value: (_value, _locate, start, end) => void sections.push({ start, end }),
			fault: () => {},
		});
	}
	if (yamlStart >= clean.length) return sections;
	return [
		...sections,
		...splitDocuments(clean, yamlStart).map(({ start, end }) => ({ start, end })),
	];
}

function parsed(text: string): Parsed | string {
	if (text.length > longest) return "its document is too long to be edited";
	const { visit, isSeq, isScalar, Lexer } = yamlLibrary();
	const objects = new Map<number, Pick<ObjectPlace, "map" | "items">>();
	const lexemes = [...new Lexer().lex(text)];
	const document = composed(lexemes);
	if (document === undefined || document.errors.length > 0) {
		return "its document is not YAML that can be edited";
	}
	const lists = new Map<number, YAMLSeq>();
	const aliased = new Set<string>();
	visit(document, {
		Map: (_key, map, path) => {
			const parent = path.at(-1) as Node | undefined;
			const items = isSeq(parent) ? parent : undefined;
			if (map.range) objects.set(map.range[0], { map, items });
		},
		Alias: (_key, alias) => void aliased.add(alias.source),
		Pair: (_key, { key, value }) => {
			if (!isScalar(key) || key.value !== "rules" || !isSeq(value)) return;
			const first = value.items[0] as { readonly range?: readonly number[] | null } | undefined;
			if (first?.range) lists.set(first.range[0] ?? 0, value);
		},
	});
	return { text, lists, objects, comments: commentsOf(lexemes), aliased };
}

/** The first document. */
function composed(lexemes: readonly string[]): Document.Parsed | undefined {
	const { Composer, Parser } = yamlLibrary();
	const parser = new Parser();
	function* tokens(): ReturnType<typeof parser.end> {
		for (const lexeme of lexemes) yield* parser.next(lexeme);
		yield* parser.end();
	}
	const composer = new Composer(composing);
	const [document] = composer.compose(tokens());
	return document as Document.Parsed | undefined;
}

function commentsOf(lexemes: readonly string[]): readonly Comment[] {
	const comments: Comment[] = [];
	let at = 0;
	let before = "";
	for (const lexeme of lexemes) {
		// Control characters of the lexer stand for no text; the one before a scalar says that it is no comment.
		if (lexeme !== documentMark && lexeme !== flowEnd && lexeme !== scalarMark) {
			const isComment = lexeme.startsWith("#") && before !== scalarMark;
			if (isComment) comments.push({ at, text: lexeme.trimEnd() });
			at += lexeme.length;
		}
		before = lexeme;
	}
	return comments;
}

const documentMark = "\u0002";
const flowEnd = "\u0018";
const scalarMark = "\u001f";
