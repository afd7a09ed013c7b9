import {
	type Cursor,
	colon,
	dash,
	giveUp,
	hash,
	isBlank,
	lineAfter,
	newline,
	nextLine,
	space,
	tab,
} from "./plain-cursor.ts";

const question = 0x3f;

/** The characters a plain scalar may start with wherever it stands: all but YAML's indicators, of ASCII. */
const starts: readonly boolean[] = Array.from({ length: 128 }, (_, code) =>
	/[A-Za-z0-9_./()+^$~;\\<=]/.test(String.fromCharCode(code)),
);

/** Whether a plain scalar surely starts here, be it in a block or in a flow collection. */
export function startsPlain(text: string, at: number): boolean {
	const code = text.charCodeAt(at);
	if (code === dash) return starts[text.charCodeAt(at + 1)] === true;
	return code > 127 || starts[code] === true;
}

/** In a block, `-`, `?` and `:` start a plain scalar when no blank follows. */
export function startsPlainBlock(text: string, at: number): boolean {
	const code = text.charCodeAt(at);
	if (code === dash || code === colon || code === question)
		return !isBlank(text.charCodeAt(at + 1));
	return code > 127 || starts[code] === true;
}

/** Reads a plain scalar of a block, on one line or folded over several, and goes on to the next line of content. */
export function readPlainScalar(cursor: Cursor, from: number, indent: number): string {
	if (!startsPlainBlock(cursor.text, from)) giveUp();
	const last = endOfPlain(cursor, from);
	const first = cursor.text.slice(from, last);
	const commented = cursor.text.charCodeAt(cursor.at) === hash;
	cursor.at = lineAfter(cursor, cursor.at);
	const below = cursor.at;
	nextLine(cursor);
	if (cursor.indent <= indent) return first;
	if (commented) giveUp();
	return foldPlain(cursor, first, below, indent);
}

/** Joins the lines below the first: one break is a space, each further one a line break. */
function foldPlain(cursor: Cursor, first: string, below: number, indent: number): string {
	const { text } = cursor;
	let folded = first;
	let from = below;
	while (cursor.indent > indent) {
		let breaks = 0;
		for (let at = from; at < cursor.at; at++) {
			const code = text.charCodeAt(at);
			if (code === newline) breaks++;
			// A comment ends the scalar, and text below it is an error.
			else if (code !== space) giveUp();
		}
		const start = cursor.at;
		folded +=
			(breaks === 0 ? " " : "\n".repeat(breaks)) + text.slice(start, endOfPlain(cursor, start));
		const commented = text.charCodeAt(cursor.at) === hash;
		cursor.at = lineAfter(cursor, cursor.at);
		from = cursor.at;
		nextLine(cursor);
		if (commented && cursor.indent > indent) giveUp();
	}
	return folded;
}

/** The offset behind the scalar's last character on this line; the cursor stops at the break or comment after it. */
function endOfPlain(cursor: Cursor, from: number): number {
	const { text, end } = cursor;
	let last = from;
	let at = from;
	for (; at < end; at++) {
		const code = text.charCodeAt(at);
		if (code === space) continue;
		if (code === newline) break;
		if (code === hash && last < at && at > from) break;
		if (code === tab || (code === colon && isBlank(text.charCodeAt(at + 1)))) giveUp();
		last = at + 1;
	}
	cursor.at = at;
	return last;
}
