const named = new Map([
	["\u0007", "\\a"],
	["\b", "\\b"],
	["\f", "\\f"],
	["\n", "\\n"],
	["\r", "\\r"],
	["\t", "\\t"],
	["\v", "\\v"],
	['"', '\\"'],
	["\\", "\\\\"],
]);
const unquotable = /["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu;

/** A text as Go's %q prints it: the quoting in the API server's messages. */
export function goQuote(text: string): string {
	const escaped = text.replace(unquotable, (character) => {
		const short = named.get(character);
		if (short !== undefined) return short;
		const code = character.codePointAt(0) ?? 0;
		if (code < 0x80) return `\\x${code.toString(16).padStart(2, "0")}`;
		if (code < 0x10000) return `\\u${code.toString(16).padStart(4, "0")}`;
		return `\\U${code.toString(16).padStart(8, "0")}`;
	});
	return `"${escaped}"`;
}

/** A record as Go's json.Marshal prints it, which escapes what HTML would obey. */
export function goJson(record: Readonly<Record<string, string>>): string {
	return JSON.stringify(record).replace(
		/[<>&\u2028\u2029]/g,
		(unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
	);
}
