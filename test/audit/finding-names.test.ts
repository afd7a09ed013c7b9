import { expect, test } from "vitest";
import { runAudit, shippedPolicies } from "../support/run-audit.ts";

const policies = shippedPolicies().filter(({ id }) => id === "use-scc");

test("a finding names only those of resourceNames that the policy asks for", () => {
	expect(messagesFor("use", ["privileged", "restricted-v2", "hostaccess"])).toEqual([
		"sa:ci/deployer can use SCCs that give the node away (only `hostaccess`, `privileged`)",
	]);
});

test("names end the sentence where no scope follows", () => {
	expect(messagesFor("patch", ["restricted-v2"])).toEqual([
		"sa:ci/deployer can change security context constraints (only `restricted-v2`)",
	]);
});

function messagesFor(verb: string, names: readonly string[]): readonly string[] {
	const text = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: deployer}
rules:
  - apiGroups: [security.openshift.io]
    resources: [securitycontextconstraints]
    resourceNames: [${names.join(", ")}]
    verbs: [${verb}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: deployer}
roleRef: {kind: ClusterRole, name: deployer, apiGroup: rbac.authorization.k8s.io}
subjects:
  - {kind: ServiceAccount, name: deployer, namespace: ci}
`;
	const texts = [{ file: "rbac.yaml", text }];
	return runAudit(policies, { texts }).findings.map(({ message }) => message);
}
