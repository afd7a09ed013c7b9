import { expect, test } from "vitest";
import type { Finding } from "../../src/model/audit.ts";
import { runAudit, shippedPolicies } from "../support/run-audit.ts";

const chosen = new Set([
	...["steal-pods", "change-nodes", "stop-workloads", "block-deletion", "change-pods"],
]);
const policies = shippedPolicies().filter(({ id }) => chosen.has(id));

test("a finding that dominates takes the findings into itself that are about a part of its permissions", () => {
	const text = granted("patch", "", "nodes") + granted("delete", "", "pods");
	expect(told(text)).toEqual([["steal-pods", ["change-nodes", "stop-workloads"]]]);
});

test("a finding that goes beyond one that dominates is told by itself", () => {
	const text =
		granted("patch", "", "nodes") +
		granted("delete", "", "pods") +
		granted("delete", "apps", "deployments");
	expect(told(text)).toEqual([
		["steal-pods", ["change-nodes"]],
		["stop-workloads", []],
	]);
});

test("what is given everywhere is told so, also where it completes a finding in one namespace", () => {
	const text = granted("patch", "", "nodes") + granted("delete", "", "pods", "web");
	const [stolen] = findings(text, ["web"]).filter(({ policy }) => policy === "steal-pods");
	expect(stolen?.permissions).toEqual(["patch nodes everywhere", "delete pods in web"]);
});

test("what a policy tells everywhere is not told once more for a namespace", () => {
	const text = granted("delete", "apps", "deployments") + granted("delete", "", "pods", "web");
	expect(weights(text, "stop-workloads")).toEqual(["medium everywhere"]);
});

test("it is told where the policy lists it before what it tells everywhere", () => {
	const text = granted("delete", "", "pods") + granted("delete", "apps", "deployments", "web");
	expect(weights(text, "stop-workloads")).toEqual(["medium everywhere", "low in web"]);
});

test("it is told where it is graver there", () => {
	const text = granted("patch", "", "pods/resize") + granted("patch", "", "pods", "web");
	expect(weights(text, "change-pods")).toEqual(["low everywhere", "high in web"]);
});

test("it is told where it is for one name everywhere and for any name there", () => {
	const named = granted("patch", "", "pods").replace("verbs:", "resourceNames: [one], verbs:");
	const text = named.replaceAll("patch--pods", "one-pod") + granted("patch", "", "pods", "web");
	expect(weights(text, "change-pods")).toEqual(["high everywhere", "high in web"]);
});

test("of a rule only the resources are told that the condition is about", () => {
	const text = granted("update", "apps", "deployments/status, statefulsets/finalizers");
	expect(findings(text).map(({ permissions }) => permissions)).toEqual([
		["update statefulsets.apps/finalizers everywhere"],
	]);
});

function told(text: string): readonly unknown[] {
	return findings(text)
		.map(({ policy, implies }) => [policy, implies])
		.sort();
}

function weights(text: string, id: string): readonly string[] {
	return findings(text)
		.filter(({ policy }) => policy === id)
		.map(({ severity, scope }) =>
			scope.kind === "namespace" ? `${severity} in ${scope.namespace}` : `${severity} everywhere`,
		)
		.sort((one, other) => Number(one.endsWith("web")) - Number(other.endsWith("web")));
}

function findings(text: string, sensitiveNamespaces: readonly string[] = []): readonly Finding[] {
	const texts = [{ file: "rbac.yaml", text }];
	return runAudit(policies, { texts }, { sensitiveNamespaces }).findings;
}

/** A ClusterRole with one rule, bound to one account: everywhere, or in a namespace. */
function granted(verb: string, group: string, resources: string, namespace = ""): string {
	const name = `${verb}-${group}-${resources.replace(/\W+/g, "-")}`;
	const api = "rbac.authorization.k8s.io";
	const binding = namespace === "" ? "ClusterRoleBinding" : "RoleBinding";
	const where = namespace === "" ? "" : `, namespace: ${namespace}`;
	return `apiVersion: ${api}/v1
kind: ClusterRole
metadata: {name: ${name}}
rules:
  - {apiGroups: ["${group}"], resources: [${resources}], verbs: [${verb}]}
---
apiVersion: ${api}/v1
kind: ${binding}
metadata: {name: ${name}${where}}
roleRef: {apiGroup: ${api}, kind: ClusterRole, name: ${name}}
subjects: [{kind: ServiceAccount, namespace: ops, name: agent}]
---
`;
}
