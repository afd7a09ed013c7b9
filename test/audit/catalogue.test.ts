import { expect, test } from "vitest";
import { readCatalogue } from "../support/risk-catalogue.ts";
import { shippedPolicies } from "../support/run-audit.ts";

const { rows, without, pending } = readCatalogue();
const cited = new Set(shippedPolicies().flatMap(({ references }) => references.catalogue));

test("every row of the risk catalogue is answered by a policy, or has a reason why not", () => {
	const open = rows.filter((row) => !cited.has(row) && without[row] === undefined);
	expect(open.filter((row) => !pending.includes(row))).toEqual([]);
});

test("no row has both a policy and a reason why none", () => {
	expect(Object.keys(without).filter((row) => cited.has(row))).toEqual([]);
});

test("policies cite rows of the catalogue only", () => {
	expect([...cited].filter((row) => !rows.includes(row)).sort()).toEqual([]);
	expect(Object.keys(without).filter((row) => !rows.includes(row))).toEqual([]);
});
