import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { shippedPolicies } from "../support/run-audit.ts";

interface Catalogue {
	readonly rows: readonly string[];
	/** Why no policy answers a row. */
	readonly without: Readonly<Record<string, string>>;
}

const file = new URL("catalogue-rows.yaml", import.meta.url);
const { rows, without } = parse(readFileSync(file, "utf8")) as Catalogue;
const cited = new Set(shippedPolicies().flatMap(({ references }) => references.catalogue));

test("every row of the risk catalogue is answered by a policy, or has a reason why not", () => {
	expect(rows.filter((row) => !cited.has(row) && without[row] === undefined)).toEqual([]);
});

test("no row has both a policy and a reason why none", () => {
	expect(Object.keys(without).filter((row) => cited.has(row))).toEqual([]);
});

test("policies cite rows of the catalogue only", () => {
	expect([...cited].filter((row) => !rows.includes(row)).sort()).toEqual([]);
	expect(Object.keys(without).filter((row) => !rows.includes(row))).toEqual([]);
});
