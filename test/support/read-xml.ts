/** An element of a document, its attributes and texts as a reader sees them. */
export interface XmlNode {
	readonly name: string;
	readonly attributes: ReadonlyMap<string, string>;
	readonly children: readonly XmlNode[];
	readonly text: string;
}

const entities: Readonly<Record<string, string>> = {
	amp: "&",
	lt: "<",
	gt: ">",
	quot: '"',
	apos: "'",
};
const allowed = /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u;

/**
 * Reads XML 1.0 without doctype, comments, instructions and sections, strictly by
 * https://www.w3.org/TR/xml: everything else is an error.
 */
export function readXml(text: string): XmlNode {
	if (!allowed.test(text)) throw new Error("a character that XML cannot hold");
	const reader = new Reader(text);
	reader.take(/<\?xml version="1\.0" encoding="UTF-8"\?>\s*/y);
	const root = reader.element();
	reader.take(/\s*$/y);
	return root;
}

class Reader {
	readonly #text: string;
	#at = 0;

	constructor(text: string) {
		this.#text = text;
	}

	take(pattern: RegExp): RegExpExecArray {
		const found = this.#maybe(pattern);
		if (found !== undefined) return found;
		throw new Error(
			`expected ${pattern} at ${JSON.stringify(this.#text.slice(this.#at, this.#at + 60))}`,
		);
	}

	element(): XmlNode {
		const name = this.take(/<([A-Za-z][\w.-]*)/y)[1] ?? "";
		const attributes = new Map<string, string>();
		for (;;) {
			const found = this.#maybe(/\s+([A-Za-z][\w.-]*)="([^"<]*)"/y);
			if (found === undefined) break;
			const [, key = "", value = ""] = found;
			if (attributes.has(key)) throw new Error(`the attribute ${key} twice`);
			// A reader makes a blank of each line break and tab that is not written as a number.
			attributes.set(key, decoded(value.replace(/\r\n|[\t\n\r]/g, " ")));
		}
		const children: XmlNode[] = [];
		if (this.#maybe(/\s*\/>/y) !== undefined) return { name, attributes, children, text: "" };
		this.take(/\s*>/y);
		let text = "";
		for (;;) {
			const run = this.take(/[^<]*/y)[0];
			if (run.includes("]]>")) throw new Error("`]]>` in a text");
			text += decoded(run.replace(/\r\n?/g, "\n"));
			if (this.#maybe(new RegExp(`</${name}\\s*>`, "y")) !== undefined) break;
			children.push(this.element());
		}
		return { name, attributes, children, text };
	}

	#maybe(pattern: RegExp): RegExpExecArray | undefined {
		pattern.lastIndex = this.#at;
		const found = pattern.exec(this.#text) ?? undefined;
		if (found !== undefined) this.#at = pattern.lastIndex;
		return found;
	}
}

function decoded(text: string): string {
	return text.replace(/&([^;&]*;?)/g, (_, name: string) => {
		const [, hex, decimal, word] = /^(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));$/.exec(name) ?? [];
		const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
		const told = word === undefined ? String.fromCodePoint(code) : entities[word];
		if (told === undefined || !allowed.test(told)) throw new Error(`a bare & or unknown &${name}`);
		return told;
	});
}
