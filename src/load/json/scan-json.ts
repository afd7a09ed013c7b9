const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const openBracket = 0x5b;

/** The offset of the next character that is no white space. */
export function skipSpace(text: string, from: number): number {
	let at = from;
	while (isSpace(text.charCodeAt(at))) at++;
	return at;
}

function isSpace(code: number): boolean {
	return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** The offset behind the string that starts here; the end of the text when it is not closed. */
export function skipString(text: string, from: number): number {
	for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
		let escapes = at;
		while (text.charCodeAt(escapes - 1) === backslash) escapes--;
		if ((at - escapes) % 2 === 0) return at + 1;
	}
	return text.length;
}

/** The offset behind the value that starts here, going by brackets and quotes alone; undefined when it does not end. */
export function skipValue(text: string, from: number): number | undefined {
	const first = text.charAt(from);
	if (first === '"') return skipString(text, from);
	if (first !== "{" && first !== "[") {
		const scalar = /[^\s,\]}]*/y;
		scalar.lastIndex = from;
		scalar.test(text);
		return scalar.lastIndex;
	}
	const mark = /["{}[\]]/g;
	let depth = 0;
	mark.lastIndex = from;
	while (mark.test(text)) {
		const code = text.charCodeAt(mark.lastIndex - 1);
		if (code === quote) {
			mark.lastIndex = skipString(text, mark.lastIndex - 1);
		} else {
			depth += code === openBrace || code === openBracket ? 1 : -1;
			if (depth === 0) return mark.lastIndex;
		}
	}
	return undefined;
}
