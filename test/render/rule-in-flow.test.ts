import { expect, test } from "vitest";
import { ruleInFlow } from "../../src/render/rule-in-flow.ts";

const rule = {
	verbs: ["get", "list", "watch"],
	apiGroups: [""],
	resources: ["pods", "a b"],
	resourceNames: [],
	nonResourceURLs: [],
};

test.each([
	[3, '{apiGroups: [""], resources: [pods, "a b"], verbs: [get, list, watch]}'],
	[2, '{apiGroups: [""], resources: [pods, "a b"], verbs: [get, list, … 1 more]}'],
])("a rule as YAML, of each list %i words", (most, text) => {
	expect(ruleInFlow(rule, most)).toBe(text);
});
