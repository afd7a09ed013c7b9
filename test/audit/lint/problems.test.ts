import { expect, test } from "vitest";
import { policyOfProblem } from "../../../src/audit/lint/policy-of-problem.ts";
import { loadSnapshot } from "../../../src/load/snapshot.ts";
import type { Problem } from "../../../src/model/problem.ts";
import {
	accountText,
	bindingText,
	getServices,
	lintHits,
	roleText,
} from "../../support/lint-hits.ts";

const noVerbs = '{apiGroups: [""], resources: [services]}';

test("one finding for an object and slip, with the places of all", () => {
	const text = roleText("shop/read", `[${noVerbs}, ${noVerbs}]`);
	const [hit, ...others] = lintHits("refused-object", text);
	expect(others).toEqual([]);
	expect(hit?.message).toContain("Role shop/read is refused by the API server: rules[0].verbs: ");
	expect(hit?.message).toContain("Required value");
	expect(hit?.message).toContain("(and 1 more like it)");
	expect(hit?.related).toEqual([
		{ place: expect.objectContaining({ file: "rbac.yaml", line: 5 }), title: "rules[1].verbs" },
	]);
	expect(hit?.concerned).toMatchObject({
		object: { kind: "Role", namespace: "shop", name: "read" },
	});
});

test("two objects of one name are two findings, also in one file", () => {
	const text = roleText("shop/read", `[${noVerbs}]`) + roleText("shop/read", `[${noVerbs}]`);
	expect(lintHits("refused-object", text)).toHaveLength(2);
});

test.each([
	["refused-object", roleText("shop/read", getServices, "", "Rolle")],
	["refused-object", roleText("shop/read", `[{apiGroups: "", resources: [a], verbs: [get]}]`)],
	["refused-object", bindingText("read", "ClusterRole/view", ["sa:web"])],
	["refused-object", bindingText("read", "Role/view", ["sa:shop/web"])],
	["unreadable-document", `${roleText("shop/read", "[")}`],
	["unreadable-document", "apiVersion: rbac.authorization.k8s.io/v1\nmetadata: {name: a}\n"],
	["dropped-field", `${roleText("shop/read", getServices)}rule: []\n`],
	["dropped-field", `${roleText("shop/read", getServices)}rules: []\n`],
	["dropped-field", roleText("read", getServices, ", namespace: shop")],
	["unrendered-template", roleText("shop/read", "{{ .Values.rules }}")],
	["unrendered-template", roleText(`"\${NS}"/read`, getServices)],
])("%s tells what the loader told", (policy, text) => {
	const told = lintHits(policy, text);
	expect(told).toHaveLength(1);
	const { problems } = loadSnapshot({ texts: [{ file: "rbac.yaml", text }] });
	const severe = problems.filter(({ severity }) => severity !== "note");
	expect(severe.map(policyOfProblem)).toEqual(severe.map(() => policy));
});

test("what is no slip of an object stays with the loader", () => {
	const problem: Problem = {
		code: "file-unreadable",
		severity: "error",
		message: "",
		origin: { file: "a", at: () => undefined },
		path: [],
	};
	expect(policyOfProblem(problem)).toBe(undefined);
	expect(policyOfProblem({ ...problem, code: "duplicate-object" })).toBe(undefined);
});

test("a file that surely holds no role or binding is of low weight", () => {
	const severity = (text: string): unknown => lintHits("unreadable-document", text)[0]?.severity;
	expect(severity("kind: ConfigMap\ndata: [\n")).toBe("low");
	expect(severity("kind: RoleBinding\nsubjects: [\n")).toBe("high");
});

test.each([
	[`user:\${DEPLOYER}`, true],
	["user:$(DEPLOYER)", true],
	["user:{{ .Values.user }}", true],
	["user:<your-user>", true],
	["user:REPLACE_ME", true],
	["user:changeme", true],
	["user:__USER__", true],
	['sa:"{{.Namespace}}"/web', true],
	["user:jane", false],
	["user:CN=jane,OU=<none", false],
	["user:cost$center", false],
	["user:exchange-me", false],
	["group:my-team", false],
])("%s is a placeholder: %s", (subject, isOne) => {
	const text = roleText("shop/read", getServices) + bindingText("shop/b", "Role/read", [subject]);
	expect(lintHits("unrendered-template", text)).toHaveLength(isOne ? 1 : 0);
});

test("generateName makes no placeholder", () => {
	const text = roleText("shop/x", getServices).replace("name:", "generateName:");
	expect(lintHits("unrendered-template", text + accountText("shop/web"))).toEqual([]);
});
