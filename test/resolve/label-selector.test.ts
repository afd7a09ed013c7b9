import { expect, test } from "vitest";
import type { LabelSelector } from "../../src/model/role.ts";
import { selectorMatches } from "../../src/resolve/label-selector.ts";

const noLabels = {};
const empty = { tier: "" };
const a = { tier: "a" };
const b = { tier: "b", agg: "true" };

function selector(
	matchLabels: Readonly<Record<string, string>>,
	...matchExpressions: LabelSelector["matchExpressions"]
): LabelSelector {
	return { matchLabels: new Map(Object.entries(matchLabels)), matchExpressions };
}

const isIn = { key: "tier", operator: "In", values: ["a", ""] } as const;
const isNotIn = { key: "tier", operator: "NotIn", values: ["a"] } as const;
const exists = { key: "tier", operator: "Exists", values: [] } as const;
const doesNotExist = { key: "tier", operator: "DoesNotExist", values: [] } as const;

test.each([
	["an empty selector matches everything", selector({}), [noLabels, empty, a, b], []],
	["matchLabels compares values", selector({ tier: "a" }), [a], [noLabels, empty, b]],
	["all matchLabels must hold", selector({ tier: "b", agg: "true" }), [b], [a, noLabels]],
	[
		"In needs the label, though its value may be empty",
		selector({}, isIn),
		[a, empty],
		[b, noLabels],
	],
	["NotIn holds without the label", selector({}, isNotIn), [noLabels, empty, b], [a]],
	["Exists asks for the label only", selector({}, exists), [empty, a, b], [noLabels]],
	["DoesNotExist is its opposite", selector({}, doesNotExist), [noLabels], [empty, a, b]],
	["labels and expressions must both hold", selector({ agg: "true" }, exists), [b], [a, noLabels]],
	["no label is found by a word that objects have anyway", selector({ constructor: "a" }), [], [a]],
])("%s", (_, one, matching, others) => {
	for (const labels of matching) {
		expect(selectorMatches(one, new Map(Object.entries(labels)))).toBe(true);
	}
	for (const labels of others) {
		expect(selectorMatches(one, new Map(Object.entries(labels)))).toBe(false);
	}
});
