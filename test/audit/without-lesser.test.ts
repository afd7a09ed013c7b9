import { expect, test } from "vitest";
import { runAudit, shippedPolicies } from "../support/run-audit.ts";

const policies = shippedPolicies().filter(({ id }) =>
	["read-secrets", "mint-tokens", "path-wildcard"].includes(id),
);

test("of a namespace nothing is told that says less than what the subject has everywhere", () => {
	const reads = granted("list", "secrets") + granted("get", "secrets", "web");
	expect(told(reads)).toEqual(["user:jo can read every Secret in every namespace"]);
});

test("what is more in a namespace than everywhere is told of the namespace too", () => {
	const reads = granted("get", "secrets") + granted("list", "secrets", "web");
	expect(told(reads)).toEqual([
		"user:jo can read any Secret whose name it knows in every namespace",
		"user:jo can read every Secret in web",
	]);
	const tokens =
		granted("create", "serviceaccounts/token", "", "robot") +
		granted("create", "serviceaccounts/token", "kube-system");
	expect(told(tokens)).toEqual([
		"user:jo can mint a token of any ServiceAccount in kube-system",
		"user:jo can mint tokens of some ServiceAccounts (only `robot`) in every namespace",
	]);
});

test("paths are in no namespace", () => {
	const paths = `${role("all-paths", '{nonResourceURLs: ["/*"], verbs: [get]}')}${bound("all-paths")}`;
	expect(told(paths)).toEqual(["user:jo can read every path of the API server"]);
});

function told(text: string): readonly string[] {
	const { findings } = runAudit(policies, { texts: [{ file: "rbac.yaml", text }] });
	return findings.map(({ message }) => message).sort();
}

/** A ClusterRole with one rule on the core group, bound to one user: everywhere, or in a namespace. */
function granted(verb: string, resource: string, namespace = "", objectName = ""): string {
	const name = `${verb}-${resource.replace("/", "-")}-${namespace}-${objectName}`;
	const names = objectName === "" ? "" : `, resourceNames: [${objectName}]`;
	const rule = `{apiGroups: [""], resources: [${resource}], verbs: [${verb}]${names}}`;
	return role(name, rule) + bound(name, namespace);
}

const api = "apiVersion: rbac.authorization.k8s.io/v1";

function role(name: string, rule: string): string {
	return `${api}\nkind: ClusterRole\nmetadata: {name: "${name}"}\nrules: [${rule}]\n---\n`;
}

function bound(name: string, namespace = ""): string {
	const kind = namespace === "" ? "ClusterRoleBinding" : "RoleBinding";
	const place = namespace === "" ? "" : `, namespace: ${namespace}`;
	const reference = `{apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: "${name}"}`;
	const jo = "{apiGroup: rbac.authorization.k8s.io, kind: User, name: jo}";
	return `${api}\nkind: ${kind}\nmetadata: {name: "${name}"${place}}\nroleRef: ${reference}\nsubjects: [${jo}]\n---\n`;
}
