import { expect, test } from "vitest";
import type { PolicyRule } from "../../src/model/rule.ts";
import { runAudit, shippedPolicies } from "../support/run-audit.ts";

test("of what several variants need, what ends none of them stays", () => {
	const rules = ["[''] [namespaces] [get, create, update]", "[apps] [deployments] [get, create]"];
	expect(becoming("change-namespaces", rules)).toEqual([["get namespaces"]]);
});

test("one half is enough where a condition needs two", () => {
	const rules = ["[''] [persistentvolumes] [get, create, patch]", "[''] [pods] [get, create]"];
	expect(becoming("create-volumes", rules)).toEqual([["get persistentvolumes"]]);
});

test("a verb that the resource does not have is not worth a rule of its own", () => {
	const rules = ["[''] [pods, pods/log] [get, list, watch]"];
	expect(becoming("read-logs", rules)).toEqual([["get,list,watch pods"]]);
});

test("a verb that the resource does have is", () => {
	const rules = ["[''] [pods, secrets] [get, create]"];
	expect(becoming("read-secrets", rules)).toEqual([["get,create pods", "create secrets"]]);
});

test("a group that does not serve the resource is not worth keeping", () => {
	const rules = ["['', apps] [namespaces] ['*']"];
	expect(becoming("change-namespaces", rules)).toEqual([["get,list,watch namespaces"]]);
});

test("a resource of which nothing is left that somebody can ask for goes", () => {
	const rules = ["[''] [pods/exec, pods/log] [create, get]"];
	expect(becoming("enter-pods", rules)).toEqual([["get pods/log"]]);
});

test("half of what opens a session in a pod is not worth keeping, since Kubernetes 1.35", () => {
	const rules = ["[''] [pods, pods/exec] [get, create, delete]"];
	expect(becoming("enter-pods", rules)).toEqual([["get,create,delete pods"]]);
});

/** What the rules that a fix touches become, each rule as `verbs resources`. */
function becoming(policy: string, rules: readonly string[]): readonly (readonly string[])[] {
	const policies = shippedPolicies().filter(({ id }) => id === policy);
	const texts = [{ text: granted(rules), file: "it.yaml" }];
	const { findings } = runAudit(policies, { texts, kubernetesVersion: "1.35" });
	expect(findings).toHaveLength(1);
	return (findings[0]?.fix?.edits ?? []).map((edit) =>
		edit.kind === "change-rule" ? edit.become.map(wordsOf) : [edit.kind],
	);
}

function wordsOf({ verbs, resources }: PolicyRule): string {
	return `${verbs.join(",")} ${resources.join(",")}`;
}

function granted(rules: readonly string[]): string {
	const written = rules.map((rule) => {
		const [groups, resources, verbs] = rule.split(/(?<=\]) /);
		return `  - {apiGroups: ${groups}, resources: ${resources}, verbs: ${verbs}}\n`;
	});
	return `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: tool}
rules:
${written.join("")}---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: tool}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: tool}
subjects: [{kind: ServiceAccount, name: robot, namespace: shop}]
`;
}
