import { SourceMap } from "node:module";
import { expect, test } from "vitest";
import { lineMap } from "../../src/vitest/line-map.ts";

test("Node's own reader finds the place of every line, forwards, backwards and far away", () => {
	const places = [
		undefined,
		{ line: 1, column: 1 },
		{ line: 40, column: 7 },
		undefined,
		{ line: 3, column: 120 },
		{ line: 100_000, column: 2_000 },
		{ line: 100_000, column: 1 },
		{ line: 16, column: 16 },
		{ line: 32, column: 33 },
	];
	const map = lineMap("/suite.rolecall.yaml", "text", places);
	const reader = new SourceMap({
		...{ file: "", sourceRoot: "", version: 3, mappings: map.mappings },
		...{ sources: [...map.sources], names: [], sourcesContent: [...map.sourcesContent] },
	});
	const found = places.map((_, line) => {
		const entry = reader.findEntry(line, 50);
		// A line without a place is told as the one before it.
		if (!("originalLine" in entry) || entry.generatedLine !== line) return undefined;
		expect(entry.originalSource).toBe("/suite.rolecall.yaml");
		return { line: entry.originalLine + 1, column: entry.originalColumn + 1 };
	});
	expect(found).toEqual(places);
});
