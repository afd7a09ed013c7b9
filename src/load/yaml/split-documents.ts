/** One document's text between two separators, as offsets in the file. */
export interface Section {
	readonly start: number;
	readonly end: number;
	/** The text after a `---` that kubectl refuses as a separator; the section then starts with that line. */
	readonly badSeparator: string | undefined;
}

/**
 * Splits a stream as kubectl does, before any YAML is read: every line that starts with `---` separates, even inside
 * a quoted scalar, and only a comment may follow on it.
 */
export function splitDocuments(text: string, from: number): readonly Section[] {
	const sections: Section[] = [];
	let start = from;
	let badSeparator: string | undefined;
	for (let at = nextSeparator(text, from); at >= 0; at = nextSeparator(text, at + 3)) {
		const lineEnd = endOfLine(text, at);
		const after = text.slice(at + 3, lineEnd).trim();
		const bad = after !== "" && !after.startsWith("#");
		if (!bad && onlyDirectives(text.slice(start, at))) continue;
		sections.push({ start, end: at, badSeparator });
		badSeparator = bad ? after : undefined;
		start = bad ? at : afterMark(text, Math.min(lineEnd + 1, text.length));
	}
	sections.push({ start, end: text.length, badSeparator });
	return sections;
}

function nextSeparator(text: string, from: number): number {
	if (text.startsWith("---", from) && (from === 0 || text[from - 1] === "\n")) return from;
	const at = text.indexOf("\n---", from);
	return at < 0 ? -1 : at + 1;
}

function endOfLine(text: string, from: number): number {
	const end = text.indexOf("\n", from);
	return end < 0 ? text.length : end;
}

/** Files written by several tools and put together have byte-order marks inside; kubectl goes over them here. */
function afterMark(text: string, at: number): number {
	return text.charAt(at) === "\uFEFF" ? at + 1 : at;
}

/** `%YAML 1.1` belongs to the document behind the separator; kubectl itself would refuse it. */
function onlyDirectives(text: string): boolean {
	return text.includes("%") && text.split("\n").every((line) => /^\s*(?:[%#]|$)/.test(line));
}
