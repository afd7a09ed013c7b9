import { expect, test } from "vitest";
import { patchText } from "../../src/render/patch.ts";
import fc from "../support/fast-check.ts";

const lines = fc.array(fc.constantFrom("a\n", "b\n", "\n", "a\r\n", "ab\n", "ba\n"), {
	maxLength: 30,
});
const texts = fc
	.tuple(lines, fc.constantFrom("", "a", "b", "ab"))
	.map(([all, end]) => [...all, end].join(""));

test("a patch makes the one text of the other, with the fewest lines", () => {
	fc.assert(
		fc.property(texts, texts, (before, after) => {
			const patch = patchText("f", before, after);
			expect(applied(before, patch)).toBe(after);
			expect(patch.split("\n").filter((line) => /^[-+](?!--|\+\+)/.test(line)).length).toBe(
				distance(linesOf(before), linesOf(after)),
			);
		}),
		{ numRuns: 500 },
	);
});

test("and where little of a text is changed", () => {
	fc.assert(
		fc.property(texts, fc.nat(), fc.nat({ max: 4 }), texts, (before, at, gone, put) => {
			const from = at % (before.length + 1);
			const after = before.slice(0, from) + put.slice(0, 3) + before.slice(from + gone);
			expect(applied(before, patchText("f", before, after))).toBe(after);
		}),
		{ numRuns: 500 },
	);
});

test("of lines that are the same, the last ones go", () => {
	expect(patchText("f", "1\np\nB\nB\nY\n", "2\np\nB\nY\n")).toBe(
		"--- a/f\n+++ b/f\n@@ -1,5 +1,4 @@\n-1\n+2\n p\n B\n-B\n Y\n",
	);
});

test("a text of which a line end goes", () => {
	expect(patchText("f", "a\nb\n", "a\nb")).toBe(
		"--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n a\n-b\n+b\n\\ No newline at end of file\n",
	);
});

function linesOf(text: string): readonly string[] {
	return text.split(/(?<=\n)/).filter((line) => line !== "");
}

/** What `patch` makes of a text: every line of the patch that is of the old text has to stand there. */
function applied(before: string, patch: string): string {
	const old = linesOf(before);
	const result: string[] = [];
	let at = 0;
	for (const hunk of patch.split(/^(?=@@ )/m).slice(1)) {
		const [head = "", ...body] = linesOf(
			hunk.replaceAll("\n\\ No newline at end of file", endless),
		);
		const [, start = "", count] = /^@@ -(\d+)(?:,(\d+))? /.exec(head) ?? [];
		const from = Number(start) - (count === "0" ? 0 : 1);
		result.push(...old.slice(at, from));
		at = from;
		for (const marked of body) {
			const line = marked.slice(1).replace(`${endless}\n`, "");
			if (!marked.startsWith("-")) result.push(line);
			if (marked.startsWith("+")) continue;
			if (old[at] !== line) return `no ${JSON.stringify(line)} in line ${at + 1}`;
			at += 1;
		}
	}
	return [...result, ...old.slice(at)].join("");
}

const endless = "\u0000";

/** The fewest lines to take out and put in, by the table of all beginnings. */
function distance(one: readonly string[], other: readonly string[]): number {
	let row = other.map((_, index) => index + 1);
	row.unshift(0);
	for (const [index, line] of one.entries()) {
		const next = [index + 1];
		for (const [at, second] of other.entries()) {
			const [corner = 0, above = 0] = [row[at], row[at + 1]];
			next.push(line === second ? corner : 1 + Math.min(above, next[at] ?? 0));
		}
		row = next;
	}
	return row.at(-1) ?? 0;
}
