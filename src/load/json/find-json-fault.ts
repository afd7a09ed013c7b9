import { skipSpace } from "./scan-json.ts";

/** What is wrong with a text that JSON.parse refuses, and where. */
export interface JsonFault {
	readonly at: number;
	readonly message: string;
}

const string = /"(?:[^"\\\p{Cc}]+|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
const scalar =
	/(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null)(?![\w.+-])/y;

interface Walk {
	readonly text: string;
	/** The closing brackets that are due, the innermost last. */
	readonly open: string[];
	at: number;
	expected: "value" | "key" | "next" | "end";
}

/** Reads one JSON value up to the first thing that is wrong; undefined when it is right. */
export function findJsonFault(text: string, start: number): JsonFault | undefined {
	const walk: Walk = { text, open: [], at: skipSpace(text, start), expected: "value" };
	while (walk.expected !== "end") {
		const fault = step(walk);
		if (fault !== undefined) return fault;
		walk.at = skipSpace(text, walk.at);
	}
	return undefined;
}

function step(walk: Walk): JsonFault | undefined {
	if (walk.expected === "next") return stepOver(walk);
	const { text, at, expected } = walk;
	const end = expected === "key" ? afterKey(text, at) : afterValue(text, at);
	if (typeof end !== "number") return end;
	walk.at = end;
	const bracket = expected === "value" && (text[at] === "{" || text[at] === "[");
	if (bracket) stepInto(walk, text[at] === "{");
	else if (expected === "key") walk.expected = "value";
	else walk.expected = walk.open.length === 0 ? "end" : "next";
	return undefined;
}

function stepInto(walk: Walk, isObject: boolean): void {
	const close = isObject ? "}" : "]";
	walk.open.push(close);
	walk.at = skipSpace(walk.text, walk.at);
	if (walk.text[walk.at] === close) walk.expected = "next";
	else walk.expected = isObject ? "key" : "value";
}

/** Over a comma or a closing bracket. */
function stepOver(walk: Walk): JsonFault | undefined {
	const close = walk.open.at(-1) ?? "";
	const letter = walk.text.charAt(walk.at);
	if (letter === ",") {
		walk.expected = close === "}" ? "key" : "value";
	} else if (letter === close) {
		walk.open.pop();
		if (walk.open.length === 0) walk.expected = "end";
	} else {
		return missing(walk.text, walk.at, `expected \`,\` or \`${close}\``);
	}
	walk.at++;
	return undefined;
}

/** The offset behind a key and its colon. */
function afterKey(text: string, at: number): number | JsonFault {
	const end = match(string, text, at);
	if (end === undefined) return missing(text, at, "expected a key in double quotes");
	const colon = skipSpace(text, end);
	return text[colon] === ":" ? colon + 1 : missing(text, colon, "expected `:`");
}

/** The offset behind a scalar or an opening bracket. */
function afterValue(text: string, at: number): number | JsonFault {
	const letter = text.charAt(at);
	if (letter === "{" || letter === "[") return at + 1;
	return (
		match(string, text, at) ?? match(scalar, text, at) ?? missing(text, at, "expected a value")
	);
}

function match(pattern: RegExp, text: string, at: number): number | undefined {
	pattern.lastIndex = at;
	return pattern.test(text) ? pattern.lastIndex : undefined;
}

function missing(text: string, at: number, expected: string): JsonFault {
	const before = /(?:"[^"\n]*"|[^\s,:[\]{}"]+|\S)\s*$/.exec(text.slice(Math.max(0, at - 200), at));
	const after = before === null ? "" : ` after \`${before[0].trim().slice(-40)}\``;
	const word = /"[^"\n]*"?|[^\s,:[\]{}"]+|\S/y;
	word.lastIndex = at;
	const found = word.exec(text)?.[0].slice(0, 40).replaceAll("`", "'");
	const comma = expected.startsWith("expected `,`") && found?.startsWith('"');
	return {
		at,
		message: `${expected}${after}, found ${found === undefined ? "the end" : `\`${found}\``}${comma ? "; did you forget a comma?" : ""}`,
	};
}
