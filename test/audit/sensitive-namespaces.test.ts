import { expect, test } from "vitest";
import type { Finding } from "../../src/model/audit.ts";
import { type AuditConfidence, auditConfidences } from "../../src/model/audit-policy.ts";
import { findingsIn, policyFor } from "../support/audit-world.ts";
import { runAudit, shippedPolicies } from "../support/run-audit.ts";
import { bind, role, rule, snapshotOf } from "../support/world.ts";

const policies = shippedPolicies().filter(({ id }) => ["mint-tokens", "change-pods"].includes(id));
const apiGroup = "rbac.authorization.k8s.io";
const minting = '{apiGroups: [""], resources: [serviceaccounts/token], verbs: [create]}';
const changing = '{apiGroups: [""], resources: [pods], verbs: [patch]}';

/** A role and its binding, in a namespace or, without one, everywhere. */
function granted(namespace: string, rule: string, account: string): string {
	const kind = namespace === "" ? "ClusterRole" : "Role";
	const at = `{name: ${account}${namespace === "" ? "" : `, namespace: ${namespace}`}}`;
	return `apiVersion: ${apiGroup}/v1
kind: ${kind}
metadata: ${at}
rules: [${rule}]
---
apiVersion: ${apiGroup}/v1
kind: ${kind}Binding
metadata: ${at}
roleRef: {apiGroup: ${apiGroup}, kind: ${kind}, name: ${account}}
subjects: [{kind: ServiceAccount, name: ${account}, namespace: vault}]
---
`;
}

function changingPods(text: string, sensitiveNamespaces: readonly string[] = []): Finding[] {
	const { findings } = runAudit(
		policies,
		{ filenames: ["-"], readStdin: () => text },
		{ sensitiveNamespaces },
	);
	return findings.filter(({ policy }) => policy === "change-pods");
}

test("a namespace is sensitive where another account with power over the cluster is, and the finding says so", () => {
	const text = granted("", minting, "injector") + granted("vault", changing, "server");
	expect(changingPods(text)).toMatchObject([
		{
			severity: "critical",
			changes: [
				{
					from: "high",
					to: "critical",
					reason: "sa:vault/injector is there, with `mint-tokens` everywhere",
				},
			],
		},
	]);
});

test("what is not certain makes no namespace sensitive", () => {
	const objects = [
		role("mint", rule("create", "serviceaccounts/token")),
		role("change", rule("patch", "pods")),
		bind("injector", "ClusterRole/mint", "sa:vault/injector"),
		bind("vault/server", "ClusterRole/change", "sa:vault/server"),
	];
	const severity = {
		...({ cluster: "critical", sensitive: "critical", namespace: "high" } as const),
		named: undefined,
	};
	const changingBeside = (confidence: AuditConfidence): unknown =>
		findingsIn(snapshotOf(objects), [
			policyFor("mint", { some: "create serviceaccounts/token" }, { severity, confidence }),
			policyFor("change", { some: "patch pods" }, { severity }),
		]).find(({ policy }) => policy === "change")?.severity;
	expect(auditConfidences.map(changingBeside)).toEqual(["critical", "high", "high", "high"]);
});

test("nobody gains by becoming what they are: an account makes no namespace sensitive to itself", () => {
	const text = granted("", minting, "server") + granted("vault", changing, "server");
	expect(changingPods(text)).toMatchObject([{ severity: "high", changes: [] }]);
});

test("kube-system, and what is named, are sensitive to everybody, and the finding says why", () => {
	expect(changingPods(granted("kube-system", changing, "server"))).toMatchObject([
		{
			severity: "critical",
			changes: [{ reason: "the control plane's own accounts and Secrets are there" }],
		},
	]);
	const own = granted("", minting, "server") + granted("vault", changing, "server");
	expect(changingPods(own, ["vault"])).toMatchObject([
		{ severity: "critical", changes: [{ reason: "it was named as sensitive" }] },
	]);
});
