import type { Pair, Scalar } from "yaml";
import { YamlFault } from "./yaml-fault.ts";

type Range = readonly [number, number, number];

/** Refuses a key that `yaml` takes and kubectl does not: over several lines, or too long. */
export function checkKey(text: string, pair: Pair, flow: boolean): void {
	const key = pair.key as Partial<Scalar> | null;
	const range = key?.range as Range | null | undefined;
	if (!range) return;
	const [start, end] = range;
	if (/\?[ \t\n]*$/.test(text.slice(Math.max(0, start - 20), start))) return;
	const source = text.slice(start, end);
	const colon = /[ \t]*:/y;
	colon.lastIndex = end;
	const hasColon = colon.test(text);
	if (
		source.length > 1024 ||
		source.includes("\n") ||
		!(hasColon || (flow && isEmpty(pair.value)))
	) {
		throw new YamlFault(start, `expected \`:\` within 1024 characters on the line of a key`);
	}
	if (flow && hasColon && key?.type === "PLAIN" && /[[\]{},]/.test(text.charAt(colon.lastIndex))) {
		throw new YamlFault(colon.lastIndex, "expected a space after `:`");
	}
}

function isEmpty(value: unknown): boolean {
	const range = (value as { range?: Range | null } | null)?.range;
	return !range || range[0] === range[1];
}

/** Refuses what go-yaml does not find in a scalar but `yaml` does. */
export function checkScalar(text: string, node: Scalar, flow: boolean): void {
	const [start, end] = (node.range ?? [0, 0, 0]) as Range;
	if (end > start && text[start - 1] === "!") {
		throw new YamlFault(start - 1, "expected a blank behind `!`");
	}
	if (node.type === "QUOTE_DOUBLE") checkEscapes(text.slice(start, end), start);
	if (node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED") checkTabs(text, start, end);
	if (flow && node.type === "PLAIN" && /^:|\?/.test(text.slice(start, end))) {
		throw new YamlFault(start, "expected quotes around text with `?` or `:` inside brackets");
	}
}

function checkEscapes(source: string, start: number): void {
	if (!source.includes("\\")) return;
	// `yaml` ends the text at an escaped quote when the next line is not indented.
	if (/[^\\](?:\\\\)*\\"$/.test(source)) {
		throw new YamlFault(start, "the quote is not closed on its line, and the next is not indented");
	}
	for (const sequence of source.matchAll(/\\(?:[uU](?:0000)?[dD][89a-fA-F]|[\s\S])/g)) {
		const [found] = sequence;
		if (found.length > 2) {
			throw new YamlFault(
				start + sequence.index,
				"found half of a surrogate pair, which kubectl refuses; write the character itself",
			);
		}
		if (found === "\\/") {
			throw new YamlFault(
				start + sequence.index,
				"found `\\/`, an escape kubectl does not know; write `/`",
			);
		}
	}
}

/** The first lines of a block scalar say how far it is indented, unless its header does. */
function checkTabs(text: string, start: number, end: number): void {
	const [header = "", ...lines] = text.slice(start, end).split("\n", 100);
	if (/^.[-+]?[1-9]/.test(header)) return;
	const first = lines.find((line) => !/^ *$/.test(line));
	if (first !== undefined && /^ *\t/.test(first)) {
		throw new YamlFault(
			text.indexOf("\t", start),
			"found a tab where a block of text begins; kubectl expects spaces",
		);
	}
}

/** Refuses anchors and aliases named with anything but letters, digits, `_` and `-`. */
export function checkAnchor(name: string, sign: "&" | "*", at: number): void {
	if (/^[\w-]+$/.test(name)) return;
	const hint = sign === "*" ? `; text that starts with \`*\` needs quotes: \`"*${name}"\`` : "";
	throw new YamlFault(at, `expected letters and digits after \`${sign}\`${hint}`);
}
