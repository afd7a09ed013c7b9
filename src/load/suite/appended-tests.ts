import { isDeepStrictEqual } from "node:util";
import { readDocuments } from "../documents.ts";
import { isRecord } from "../json-record.ts";

/**
 * The text of a suite with more tests behind its own, every other byte kept; `items` are the lines of a YAML list. Or
 * why that cannot be done: the new text is read again, and has to say what the old one says and just that more.
 */
export function appendedTests(
	text: string,
	items: readonly string[],
): { readonly text: string } | { readonly error: string } {
	const lines = text.split("\n");
	const start = lines.findIndex((line) => /^tests:\s*(#.*)?$/.test(line));
	const first = lines.findIndex((line, at) => at > start && /^ *- ?/.test(line));
	if (start < 0 || first < 0) return { error: "its `tests` are not a list with a line for each" };
	const indent = /^ */.exec(lines[first] ?? "")?.[0] ?? "";
	const newline = text.includes("\r\n") ? "\r" : "";
	const end = endOfTests(lines, first);
	const added = ["", ...items].map((line) =>
		line === "" ? newline : `${indent}${line}${newline}`,
	);
	const above = lines.slice(0, end);
	const below = lines.slice(end);
	// A last line without its end gets one.
	const last = above.length - 1;
	if (below.length === 0 && newline !== "" && above[last]?.endsWith("\r") === false)
		above[last] += newline;
	const grown = [...above, ...added, ...(below.length === 0 ? [""] : below)].join("\n");
	const whole = listed(items.join("\n"));
	const [before, after] = [suiteIn(text), suiteIn(grown)];
	if (before === undefined || after === undefined || !Array.isArray(before["tests"])) {
		return { error: "it cannot be read as one suite" };
	}
	const expected = { ...before, tests: [...before["tests"], ...whole] };
	return isDeepStrictEqual(after, expected)
		? { text: grown }
		: { error: "the new text could not be proved to say just that" };
}

/** Behind the last test: before the next key of the suite, with the comments that stand above it, or at the end. */
function endOfTests(lines: readonly string[], first: number): number {
	const next = lines.findIndex((line, at) => at > first && /^[^\s#-]|^(---|\.\.\.)/.test(line));
	let end = next < 0 ? lines.length : next;
	const isOutside = (line: string): boolean => line.trim() === "" || line.startsWith("#");
	if (next < 0) {
		while (end > first && lines[end - 1]?.trim() === "") end -= 1;
		return end;
	}
	while (end > first && isOutside(lines[end - 1] ?? "")) end -= 1;
	return end;
}

function listed(text: string): readonly unknown[] {
	const value = documentIn(text);
	return Array.isArray(value) ? value : [];
}

function suiteIn(text: string): Readonly<Record<string, unknown>> | undefined {
	const value = documentIn(text);
	return isRecord(value) ? value : undefined;
}

/** Undefined where there is not just one document. */
function documentIn(text: string): unknown {
	const values: unknown[] = [];
	let problems = 0;
	readDocuments("suite.yaml", text, {
		document: ({ value }) => values.push(value),
		problem: () => {
			problems += 1;
		},
		unread: () => {
			problems += 1;
		},
	});
	return values.length === 1 && problems === 0 ? values[0] : undefined;
}
