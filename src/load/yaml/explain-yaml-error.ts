import type { ErrorCode, YAMLParseError } from "yaml";
import { findUnclosed } from "./reindent.ts";
import { YamlFault } from "./yaml-fault.ts";

/** What `yaml` finds wrong with a text, in rolecall's words and at the place where a person would mend it. */
export function explainYamlError(error: YAMLParseError, text: string): YamlFault {
	const at = Math.min(error.pos[0], text.length);
	if (error.code === "RESOURCE_EXHAUSTION") {
		return new YamlFault(at, "the document is nested too deeply", "too-large");
	}
	return explainTab(text, at) ?? explainByCode(error, text, at);
}

function explainByCode(error: YAMLParseError, text: string, at: number): YamlFault {
	const { code, message } = error;
	switch (code) {
		case "MISSING_CHAR":
			return explainMissing(message, text, at);
		case "BAD_INDENT":
			return explainIndent(message, text, at);
		case "BLOCK_AS_IMPLICIT_KEY":
			return explainNested(text, at);
		case "MULTILINE_IMPLICIT_KEY":
			return explainKey(text, at);
		case "UNEXPECTED_TOKEN":
			return explainUnexpected(message, text, at);
		case "BAD_DQ_ESCAPE":
			return new YamlFault(
				at,
				`found \`${text.slice(at, at + 2)}\`, an escape YAML does not know; write \`\\\\\` for a backslash, or use single quotes`,
			);
		case "BAD_SCALAR_START": {
			const sign = text.charAt(at) === "`" ? "a backtick" : `\`${text.charAt(at)}\``;
			return new YamlFault(at, `text cannot start with ${sign}; put it in quotes`);
		}
		default:
			return new YamlFault(at, sentences[code] ?? `found ${found(text, at)}, which is not YAML`);
	}
}

const sentences: Partial<Record<ErrorCode, string>> = {
	ALIAS_PROPS: "an alias cannot carry an anchor or a tag",
	BAD_ALIAS: 'expected a name after `*` or `&`; text that starts with one needs quotes: `"*"`',
	BAD_DIRECTIVE: "expected a directive such as `%YAML 1.1`; text cannot start with `%`",
	BAD_PROP_ORDER: "anchors and tags belong behind the indicator",
	BLOCK_IN_FLOW:
		"expected `,` or a closing bracket, found a mapping or list inside brackets; did you forget a comma?",
	KEY_OVER_1024_CHARS: "expected `:` within 1024 characters on the line of a key",
	MULTIPLE_ANCHORS: "a value can have one anchor only",
	MULTIPLE_TAGS: "a value can have one tag only",
	TAB_AS_INDENT: "found a tab as indentation, which YAML does not allow; use spaces",
	TAG_RESOLVE_FAILED: "found a tag that is not declared; text that starts with `!` needs quotes",
};

/** A tab in front of a line's content confuses everything below it: tell the first of the lines that have one. */
function explainTab(text: string, at: number): YamlFault | undefined {
	let tab: number | undefined;
	let line = text.lastIndexOf("\n", at - 1) + 1;
	const below = endOfLine(text, at) + 1;
	if (!/^ *\t/.test(text.slice(line, below)) && /^ *\t/.test(text.slice(below, below + 200))) {
		line = below;
	}
	while (/^ *\t/.test(text.slice(line, line + 200))) {
		tab = text.indexOf("\t", line);
		if (line === 0) break;
		// From -1 on `lastIndexOf` looks at the first character still: above line 2 is line 1.
		line = line === 1 ? 0 : text.lastIndexOf("\n", line - 2) + 1;
	}
	if (tab === undefined) return undefined;
	return new YamlFault(tab, "found a tab as indentation, which YAML does not allow; use spaces");
}

function explainMissing(message: string, text: string, at: number): YamlFault {
	if (message.startsWith("Missing closing")) {
		const open = findUnclosed(text) ?? text.lastIndexOf(message.includes('"') ? '"' : "'", at - 1);
		return new YamlFault(open, `the quote is not closed: ${found(text, open)}`);
	}
	if (message.startsWith("Missing ,")) {
		const close = message.includes("sequence") ? "]" : "}";
		return new YamlFault(
			at,
			`expected \`,\` or \`${close}\` after ${before(text, at)}, found ${found(text, at)}; did you forget a comma?`,
		);
	}
	if (message.startsWith("Flow")) return explainOpenBracket(text, at);
	if (/^(?:Block|Sequence)/.test(message)) return explainIndent(message, text, at);
	if (!message.startsWith("Implicit map keys")) {
		return new YamlFault(at, `expected a blank in front of ${found(text, at)}`);
	}
	if (/-\S/y.test(text.slice(at, at + 2))) {
		return new YamlFault(at, `expected a blank behind the dash of ${found(text, at)}`);
	}
	return new YamlFault(at, `expected \`:\` after ${found(text, at)}`);
}

function explainOpenBracket(text: string, at: number): YamlFault {
	const open = findUnclosed(text);
	if (open === undefined)
		return new YamlFault(at, `the bracket is not closed before ${found(text, at)}`);
	const close = text.charAt(open) === "[" ? "]" : "}";
	return new YamlFault(open, `\`${text.charAt(open)}\` is not closed; expected \`${close}\``);
}

function explainIndent(message: string, text: string, at: number): YamlFault {
	if (message.startsWith("Flow")) return explainOpenBracket(text, at);
	const start = contentAt(text, at);
	const column = start - text.lastIndexOf("\n", start - 1);
	if (message.startsWith("Block scalar")) {
		return new YamlFault(start, "a blank line above the text is indented further than the text");
	}
	return new YamlFault(
		start,
		`${found(text, start)} is indented to column ${column}, which matches none of the lines above`,
	);
}

/** `a: b: c`, or a line indented below a value. */
function explainNested(text: string, at: number): YamlFault {
	const lineEnd = endOfLine(text, at);
	const line = text.slice(at, lineEnd);
	if (isFirstOnLine(text, at) && line.startsWith("- ")) return explainIndent("", text, at);
	const second = line.search(/:(?:\s|$)/);
	if (second >= 0) {
		return new YamlFault(
			at + second,
			`found a second \`:\` on the line, behind ${before(text, at + second)}; a value that holds \`: \` needs quotes`,
		);
	}
	const below = contentAt(text, lineEnd);
	return new YamlFault(
		below,
		`${found(text, below)} is indented below a key that has a value already; check the indentation`,
	);
}

function explainKey(text: string, at: number): YamlFault {
	if (text.startsWith("- ", at)) {
		return new YamlFault(
			at,
			"found a list item among the keys of a mapping; check the indentation",
		);
	}
	return new YamlFault(at, `expected \`:\` after ${found(text, at)}, on the same line`);
}

function explainUnexpected(message: string, text: string, at: number): YamlFault {
	const start = contentAt(text, at);
	if (/^Unexpected ,|empty item/.test(message)) {
		return new YamlFault(start, `expected a value in front of ${found(text, start)}`);
	}
	if (message.startsWith("Block scalar header")) {
		return new YamlFault(start, "expected nothing but a comment on the line of `|` or `>`");
	}
	if (isFirstOnLine(text, start)) {
		return new YamlFault(
			start,
			`${found(text, start)} does not fit what stands above it; check the indentation`,
		);
	}
	if (/seq-item-ind|block-seq-ind/.test(message)) {
		return new YamlFault(start, "a list has to start on the line below its key");
	}
	return new YamlFault(
		start,
		`expected the end of the line after ${before(text, start)}, found ${found(text, start)}`,
	);
}

function isFirstOnLine(text: string, at: number): boolean {
	return /^\s*$/.test(text.slice(text.lastIndexOf("\n", at - 1) + 1, at));
}

function endOfLine(text: string, at: number): number {
	const end = text.indexOf("\n", at);
	return end < 0 ? text.length : end;
}

function contentAt(text: string, from: number): number {
	const content = /\s*/y;
	content.lastIndex = from;
	const at = from + (content.exec(text)?.[0].length ?? 0);
	return at >= text.length ? from : at;
}

/** The word at an offset, in backticks. */
function found(text: string, at: number): string {
	const word = /"[^"\n]*"?|'[^'\n]*'?|[^\s,[\]{}"']+|[^\s]/y;
	word.lastIndex = at;
	const match = word.exec(text)?.[0];
	return match === undefined ? "the end" : quoted(match.slice(0, 40).replace(/:$/, ""));
}

/** The word in front of an offset. */
function before(text: string, at: number): string {
	const line = text.slice(Math.max(text.lastIndexOf("\n", at - 1) + 1, at - 200), at).trimEnd();
	const match = /(?:"[^"]*"|'[^']*'|[^\s,[\]{}"']+|\S)$/.exec(line)?.[0];
	return match === undefined ? "the line above" : quoted(match.slice(-40));
}

function quoted(word: string): string {
	return `\`${word.replaceAll("`", "'")}\``;
}
