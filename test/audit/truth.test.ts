import { expect, test } from "vitest";
import type { Finding } from "../../src/model/audit.ts";
import { auditSeverities } from "../../src/model/audit-policy.ts";
import { runAudit, shippedPolicies } from "../support/run-audit.ts";

const policies = shippedPolicies();

test("a right everywhere is as grave as one in a sensitive namespace, and that as one in any other", () => {
	const rank = (one: (typeof auditSeverities)[number] | undefined): number | undefined =>
		one && auditSeverities.indexOf(one);
	const wrong = policies.flatMap(({ id, severity, variants }) =>
		[{ id: "", severity }, ...variants].flatMap((one) => {
			const { cluster, sensitive, namespace } = one.severity;
			const ranks = [cluster, sensitive, namespace].map(rank).filter((each) => each !== undefined);
			const isSorted = ranks.every((each, i) => i === 0 || (ranks[i - 1] ?? 0) <= each);
			return isSorted ? [] : [`${id} ${one.id}`];
		}),
	);
	expect(wrong).toEqual([]);
});

test("what a default role in the input gives is the fault of its binding, and what it gives more is the rule's", () => {
	const usual = `${role("cluster-admin", '["*"]', '["*"]', '["*"]')}${bound("ClusterRoleBinding", "cluster-admin", "jo")}`;
	const [given] = findings(usual).filter(({ concerned }) => concerned.kind === "subject");
	expect(given?.place).toMatchObject({ file: "rbac.yaml", line: 10 });
	expect(given?.fix?.edits.map(({ kind }) => kind)).toEqual(["delete-binding"]);
	const more = `${role("view", '[""]', "[secrets]", "[list]")}${bound("ClusterRoleBinding", "view", "jo")}`;
	const [read] = findings(more).filter(({ policy }) => policy === "read-secrets");
	expect(read?.place).toMatchObject({ file: "rbac.yaml", line: 5 });
});

test("a default role that was given more than the server gives it is told of all whom the server binds to it", () => {
	const discovery = (more: string): readonly string[] => {
		const rules = `{nonResourceURLs: [/version], verbs: [get]}${more}`;
		const text = `${api}kind: ClusterRole\nmetadata: {name: "system:discovery"}\nrules: [${rules}]\n`;
		return findings(text).flatMap(({ policy, concerned }) =>
			concerned.kind === "subject" ? [`${policy} ${concerned.subject.name}`] : [],
		);
	};
	expect(discovery("")).toEqual([]);
	const secrets = `, {apiGroups: [""], resources: [secrets], verbs: [get]}`;
	expect(discovery(secrets)).toContain("read-secrets system:authenticated");
});

test("whoever is excepted everywhere is not told of in single namespaces", () => {
	const who = "{kind: ServiceAccount, namespace: kube-system, name: namespace-controller}";
	const everywhere = role("labels", '[""]', "[namespaces]", "[patch]");
	const inside = role("status", '[""]', "[namespaces/status]", "[patch]");
	const text =
		everywhere +
		bound("ClusterRoleBinding", "labels", who) +
		inside +
		bound("RoleBinding", "status", who, "web");
	expect(findings(text).filter(({ policy }) => policy === "change-namespaces")).toEqual([]);
});

test("two equal rules of a role are one finding with both places", () => {
	const rule = "  - {apiGroups: [extensions], resources: [deployments], verbs: [get]}\n";
	const text = `${api}kind: ClusterRole\nmetadata: {name: old}\nrules:\n${rule}${rule}`;
	const found = findings(text).filter(({ policy }) => policy === "unknown-resource");
	expect(found.map(({ place }) => place.line)).toEqual([5]);
	expect(found[0]?.related.map(({ place }) => place.line)).toEqual([6]);
});

test("of a rule with names only those are told that count", () => {
	const names = ", resourceNames: [bootstrap-token-abc, other]";
	const text = `${role("tokens", '[""]', "[secrets]", `[get]${names}`)}${bound("RoleBinding", "tokens", "jo", "kube-system")}`;
	const [found] = findings(text).filter(({ policy }) => policy === "bootstrap-tokens");
	expect(found?.permissions).toEqual(["get secrets(bootstrap-token-abc) in kube-system"]);
	expect(found?.message).not.toContain("other");
	expect(found?.example).toMatchObject({ name: "bootstrap-token-abc" });
});

test("where one rule gives everything, it is told and mended alone; where several do, each is", () => {
	const star = '{apiGroups: ["*"], resources: ["*"], verbs: [get]}';
	const beside = (rule: string): string =>
		`${role("mixed", '[""]', "[secrets]", '["*"]').replace("---\n", "")}  - ${rule}\n---\n${bound("ClusterRoleBinding", "mixed", "jo")}`;
	const read = (text: string): Finding | undefined =>
		findings(text).find(
			({ policy, concerned }) => policy === "read-everything" && concerned.kind === "subject",
		);
	const alone = read(beside(star));
	expect(alone?.place).toMatchObject({ line: 6 });
	expect(alone?.chains).toHaveLength(1);
	expect(alone?.fix?.edits).toMatchObject([{ kind: "change-rule", rule: 1, become: [] }]);
	const twice = read(
		beside(`${star}\n  - {apiGroups: ["*"], resources: ["*"], verbs: [get, patch]}`),
	);
	expect(twice?.fix?.edits).toMatchObject([
		{ kind: "change-rule", rule: 1, become: [] },
		{ kind: "change-rule", rule: 2, become: [{ verbs: ["patch"] }] },
	]);
	const halves = read(
		beside(
			'{apiGroups: ["*"], resources: ["*"], verbs: [get], resourceNames: [a]}\n  - {apiGroups: ["*"], resources: ["*"], verbs: [get, list]}',
		),
	);
	expect(halves?.fix?.edits).toMatchObject([{ kind: "change-rule", rule: 2 }]);
});

test("of two variants that are as grave the one is told that no names limit", () => {
	const names = ", resourceNames: [mine]";
	const group = "[admissionregistration.k8s.io]";
	const text =
		role("hooks", group, "[mutatingwebhookconfigurations]", `[update]${names}`) +
		bound("ClusterRoleBinding", "hooks", "jo") +
		role("policies", group, "[validatingadmissionpolicies]", "[update]") +
		bound("ClusterRoleBinding", "policies", "jo");
	const [found] = findings(text).filter(({ policy }) => policy === "change-admission");
	expect(found?.severity).toBe("high");
	expect(found?.message).not.toContain("mine");
	expect(found?.message).toContain("ValidatingAdmissionPolicies");
});

const api = "apiVersion: rbac.authorization.k8s.io/v1\n";

function findings(text: string): readonly Finding[] {
	return runAudit(policies, { texts: [{ file: "rbac.yaml", text }] }).findings;
}

/** Six lines. */
function role(name: string, groups: string, resources: string, verbs: string): string {
	const rule = `{apiGroups: ${groups}, resources: ${resources}, verbs: ${verbs}}`;
	return `${api}kind: ClusterRole\nmetadata: {name: ${name}}\nrules:\n  - ${rule}\n---\n`;
}

function bound(kind: string, name: string, who: string, namespace = ""): string {
	const where = namespace === "" ? "" : `, namespace: ${namespace}`;
	const subject = who.startsWith("{")
		? who
		: `{apiGroup: rbac.authorization.k8s.io, kind: User, name: ${who}}`;
	const reference = `{apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ${name}}`;
	return `${api}kind: ${kind}\nmetadata: {name: ${name}-${namespace}x${where}}\nroleRef: ${reference}\nsubjects: [${subject}]\n---\n`;
}
