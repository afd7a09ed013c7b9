import { expect, test } from "vitest";
import { bindingText, getServices, lintHits, roleText } from "../../support/lint-hits.ts";

function gathering(selector: string, rules = "[]", name = "shop"): string {
	return `---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: ${name}}
aggregationRule: {clusterRoleSelectors: [${selector}]}
rules: ${rules}
`;
}

const own = '{matchLabels: {example.com/gather: "true"}}';
const part = roleText("services", getServices, ', labels: {example.com/gather: "true"}');
const getEndpoints = '[{apiGroups: [""], resources: [endpoints], verbs: [get]}]';

function count(check: string, text: string, isComplete = false): number {
	return lintHits(check, text, { isComplete }).length;
}

test("rules beside an aggregation are lost where a selected role brings others", () => {
	const check = "aggregation-overwrites-rules";
	expect(count(check, gathering(own, getEndpoints) + part)).toBe(1);
	expect(lintHits(check, gathering(own, getEndpoints) + part)[0]?.message).toBe(
		"ClusterRole/shop has rules of its own beside an aggregationRule: the controller writes those of the role it selects over them, so rules[0] is lost",
	);
	// A role as a cluster prints it holds what was gathered.
	expect(count(check, gathering(own, getServices) + part)).toBe(0);
	// The controller leaves the rules alone while it has nothing to write.
	expect(count(check, gathering(own, getEndpoints))).toBe(0);
	expect(count(check, gathering(own) + part)).toBe(0);
});

test("an aggregated role that gathers nothing", () => {
	const tell = (text: string, isComplete = false): readonly unknown[] =>
		lintHits("aggregation-selects-nothing", text, { isComplete }).map((hit) => hit.severity);
	expect(tell(gathering(own))).toEqual(["info"]);
	expect(tell(gathering(own), true)).toEqual(["medium"]);
	expect(tell(gathering(own) + part)).toEqual([]);
	expect(tell(gathering(own) + part.replace("gather:", "gathers:"))).toEqual(["medium"]);
	expect(tell(gathering(own) + part.replace('"true"', '"yes"'))).toEqual(["medium"]);
	const [slip] = lintHits(
		"aggregation-selects-nothing",
		gathering(own) + part.replace('"true"', '"yes"'),
	);
	expect(slip?.message).toContain(
		"it wants `example.com/gather: true`, and ClusterRole/services has `yes`",
	);
});

const to = "rbac.authorization.k8s.io/aggregate-to-";
const labelled = (key: string, value = "true", kind?: string): string =>
	roleText(kind === "Role" ? "shop/a" : "a", getServices, `, labels: {${key}: "${value}"}`, kind);

// Only ClusterRoles are gathered, by labels that are exactly what the selector says.
test.each<readonly [string, string, number, number]>([
	["aggregate-to-view", labelled(`${to}view`), 0, 0],
	["declined", labelled(`${to}view`, "false"), 0, 0],
	["True", labelled(`${to}edit`, "True"), 1, 1],
	["an empty value", labelled(`${to}edit`, ""), 1, 1],
	["viewer", labelled(`${to}viewer`), 1, 1],
	["audit, which is no slip of edit", labelled(`${to}audit`), 0, 1],
	["another prefix", labelled("rbac.authorization.k8s.io/aggregated-to-view"), 1, 1],
	["somebody else's", labelled("rbac.example.com/aggregate-to-monitoring"), 0, 1],
	[
		"one that a role of the input selects",
		labelled("rbac.example.com/aggregate-to-monitoring") +
			gathering('{matchLabels: {rbac.example.com/aggregate-to-monitoring: "true"}}'),
		0,
		0,
	],
	["on a Role", labelled(`${to}view`, "true", "Role"), 1, 1],
	["no such label at all", labelled("app.kubernetes.io/name"), 0, 0],
	["among the annotations", roleText("a", getServices, `, annotations: {${to}view: "true"}`), 1, 1],
])("the label: %s", (_title, text, open, complete) => {
	expect(count("aggregation-label-wrong", text)).toBe(open);
	expect(count("aggregation-label-wrong", text, true)).toBe(complete);
});

// An empty selector matches every ClusterRole; so does one that asks for what is absent.
test.each<readonly [string, readonly string[]]>([
	["{}", ["high"]],
	["{matchLabels: {kubernetes.io/bootstrapping: rbac-defaults}}", ["high"]],
	["{matchExpressions: [{key: example.com/private, operator: DoesNotExist}]}", ["high"]],
	[`{matchLabels: {${to}admin: "true"}}`, []],
	[own, []],
])("everything is gathered by %s", (selector, severities) => {
	const tell = (text: string): readonly unknown[] =>
		lintHits("aggregates-everything", text).map(({ severity }) => severity);
	expect(tell(gathering(selector) + part)).toEqual(severities);
	const bound = gathering(selector) + part + bindingText("b", "ClusterRole/shop", ["user:jane"]);
	expect(tell(bound)).toEqual(severities.map(() => "critical"));
});

test("without the default policy an empty selector is told all the same", () => {
	const load = { bootstrapPolicy: false };
	expect(lintHits("aggregates-everything", gathering("{}"), {}, load)).toHaveLength(1);
});
