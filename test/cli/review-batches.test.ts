import { expect, test } from "vitest";
import { reviewBatches } from "../../src/cli/review-batches.ts";
import fc from "../support/fast-check.ts";

async function* inPieces(text: string, size: number): AsyncIterable<string> {
	for (let start = 0; start < text.length; start += size) yield text.slice(start, start + size);
}

test("however the text is cut, every line arrives once, in order, with its number", async () => {
	const line = fc.constantFrom('{"a":1}', "", "  ", '{"b":[2]}', "broken", "[1]");
	await fc.assert(
		fc.asyncProperty(fc.array(line), fc.integer({ min: 1, max: 9 }), async (rest, size) => {
			const all = ['{"first":true}', ...rest];
			const seen: [number, string][] = [];
			for await (const batch of reviewBatches(inPieces(all.join("\n"), size))) {
				expect(batch.shape).toBe("lines");
				for (const [index, text] of batch.text.split("\n").entries()) {
					if (text.trim() !== "") seen.push([batch.linesBefore + index, text]);
				}
			}
			const expected = [...all.entries()].filter(([, text]) => text.trim() !== "");
			expect(seen).toEqual(expected);
		}),
	);
});

test.each([
	["{\n}", "json"],
	["[\n]", "json"],
	["kind: x\n", "yaml"],
	["---\n{}\n", "yaml"],
	["{kind: x}\n", "json"],
])("%j is handed on whole, as %s", async (text, shape) => {
	const batches = [];
	for await (const batch of reviewBatches(inPieces(text, 1))) batches.push(batch);
	expect(batches).toEqual([{ shape, text, linesBefore: 0 }]);
});
