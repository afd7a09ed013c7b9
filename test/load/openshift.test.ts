import { describe, expect, it } from "vitest";
import { loadSnapshot } from "../../src/load/snapshot.ts";
import { formatPlace } from "../../src/model/origin.ts";
import { problemPlace } from "../../src/model/problem.ts";

function load(text: string) {
	return loadSnapshot({ texts: [{ file: "a.yaml", text }], bootstrapPolicy: false });
}

describe("a Template", () => {
	const template = (more: string) => `apiVersion: template.openshift.io/v1
kind: Template
metadata: { name: t }
labels: { from: t }
objects:
- apiVersion: rbac.authorization.k8s.io/v1
  kind: RoleBinding
  metadata: { name: "\${NAME}-view", namespace: "\${NS}" }
  roleRef: { kind: ClusterRole, name: "\${OTHER}view" }
  subjects: [{ kind: ServiceAccount, name: "\${NAME}" }]
- apiVersion: rbac.authorization.k8s.io/v1
  kind: ClusterRole
  metadata: { name: "\${NAME}" }
  rules: "\${{RULES}}"
parameters:
${more}`;
	const all = `- { name: NAME, value: app }
- { name: NS, value: dev }
- { name: RULES, value: '[{"verbs":["get"],"apiGroups":[""],"resources":["pods"]}]' }
`;

	it("is expanded with the values of its parameters, and what is none stays", () => {
		const { bindings, roles, problems } = load(template(`${all}- { name: OTHER, value: '' }\n`));
		expect(problems).toEqual([]);
		expect(
			bindings.map(({ namespace, name, roleRef, subjects }) => [
				namespace,
				name,
				roleRef.name,
				subjects,
			]),
		).toEqual([
			["dev", "app-view", "view", [{ kind: "ServiceAccount", namespace: "", name: "app" }]],
		]);
		expect(roles.map(({ name, rules, labels }) => [name, rules[0]?.verbs, [...labels]])).toEqual([
			["app", ["get"], [["from", "t"]]],
		]);
		expect(load(template(all)).bindings[0]?.roleRef.name).toBe(`$\{OTHER}view`);
	});

	it("keeps the places of its file", () => {
		const [binding] = load(template(all)).bindings;
		expect(binding?.origin.at(["subjects", 0])).toEqual({ line: 10, column: 14 });
	});

	it("tells a parameter that has no value, and leaves out what uses it", () => {
		const { bindings, roles, problems } = load(
			template(`${all.replace("value: dev", "required: true")}`),
		);
		expect([bindings.length, roles.length]).toEqual([0, 1]);
		expect(
			problems.map((problem) => [
				problem.code,
				formatPlace(problemPlace(problem)),
				problem.message,
			]),
		).toEqual([
			[
				"template-parameter",
				"a.yaml:6:3",
				"the RoleBinding uses the parameter `NS` without a value; run `oc process -p NS=…` first",
			],
		]);
	});
});

describe("authorization.openshift.io objects", () => {
	const binding = (more: string) =>
		load(`apiVersion: authorization.openshift.io/v1
kind: RoleBinding
metadata: { name: b, namespace: dev }
${more}`);

	it("roleRef without a namespace is a ClusterRole, with the binding's own a Role, with another refused", () => {
		const kinds = (roleRef: string) =>
			binding(`roleRef: ${roleRef}\n`).bindings.map((taken) => taken.roleRef);
		expect(kinds("{ name: view }")).toEqual([{ kind: "ClusterRole", name: "view" }]);
		expect(kinds("{ name: r, namespace: dev }")).toEqual([{ kind: "Role", name: "r" }]);
		expect(kinds("{ name: r, namespace: other }")).toEqual([]);
	});

	it("userNames and groupNames win over subjects, and an account is told by its name", () => {
		const { bindings } = binding(`roleRef: { name: view }
userNames: [ann, "system:serviceaccount:ci:bot"]
groupNames: null
subjects: [{ kind: User, name: other }]
`);
		expect(bindings[0]?.subjects).toEqual([
			{ kind: "User", name: "ann" },
			{ kind: "ServiceAccount", namespace: "ci", name: "bot" },
		]);
	});

	it("subjects that only the list they lose against lacks are told, each at its place", () => {
		const { problems } = binding(`roleRef: { name: view }
userNames: [ann, "system:serviceaccount:ci:bot"]
groupNames: [ops]
subjects:
- { kind: User, name: ann }
- { kind: User, name: bob }
- { kind: ServiceAccount, name: bot }
- { kind: ServiceAccount, name: bot, namespace: dev }
- { kind: Group, name: ops }
`);
		const says = "`userNames` and `groupNames` win over `subjects`";
		expect(
			problems
				.filter(({ severity }) => severity === "warning")
				.map((problem) => [formatPlace(problemPlace(problem)), problem.code, problem.message]),
		).toEqual([
			["a.yaml:9:3", "legacy-openshift", `OpenShift ignores the subject \`bob\`: ${says}`],
			["a.yaml:11:3", "legacy-openshift", `OpenShift ignores the subject \`bot\`: ${says}`],
		]);
	});

	it("subjects count where both are null, with their old kinds", () => {
		const { bindings } = binding(`roleRef: { name: view }
userNames: null
subjects:
- { kind: SystemUser, name: "system:admin" }
- { kind: SystemGroup, name: "system:masters" }
- { kind: ServiceAccount, name: sa }
`);
		expect(bindings[0]?.subjects).toEqual([
			{ kind: "User", name: "system:admin" },
			{ kind: "Group", name: "system:masters" },
			{ kind: "ServiceAccount", namespace: "", name: "sa" },
		]);
	});

	it("rules get their group, are split, and are dropped with attributeRestrictions", () => {
		const { roles } = load(`apiVersion: v1
kind: ClusterRole
metadata: { name: r }
rules:
- { verbs: ["*"], resources: ["*"] }
- { verbs: [get], resources: [pods], nonResourceURLs: [/x] }
- { verbs: [get], resources: [secrets], attributeRestrictions: {} }
`);
		const rule = { resourceNames: [], nonResourceURLs: [] };
		expect(roles[0]?.rules).toEqual([
			{ ...rule, verbs: ["*"], apiGroups: ["*"], resources: ["*"] },
			{ ...rule, verbs: ["get"], apiGroups: [""], resources: ["pods"] },
			{ verbs: ["get"], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: ["/x"] },
		]);
	});
});

describe("people", () => {
	it("membership comes from Group objects only", () => {
		const { users, groups, problems } = load(`apiVersion: user.openshift.io/v1
kind: User
metadata: { name: ann }
groups: [admins]
---
apiVersion: user.openshift.io/v1
kind: Group
metadata: { name: devs }
users: [ann, bob]
`);
		expect(users.map(({ name }) => name)).toEqual(["ann"]);
		expect(groups.map(({ name, users: members }) => [name, members])).toEqual([
			["devs", ["ann", "bob"]],
		]);
		expect(problems.map(({ code }) => code)).toEqual(["legacy-openshift"]);
	});
});
