// Audits made by hand, for what draws them.
import type { Audit, Finding } from "../../src/model/audit.ts";
import type { AuditPolicy } from "../../src/model/audit-policy.ts";
import type { Subject } from "../../src/model/subject.ts";
import { chain, reference } from "./answers.ts";

export function auditPolicy(changes: Partial<AuditPolicy> = {}): AuditPolicy {
	const severity = {
		...({ cluster: "critical", sensitive: "critical", namespace: "high" } as const),
		named: undefined,
	};
	const place = { file: "policies/audit/mint-tokens/policy.yaml", line: 1, column: 1 };
	return {
		id: "mint-tokens",
		title: "Mints tokens of ServiceAccounts",
		pack: "risk",
		severity,
		confidence: "certain",
		variants: [
			{
				id: "any",
				says: "can mint a token of any ServiceAccount",
				when: {
					kind: "some",
					phrase: { text: "create serviceaccounts/token", place },
					named: [],
					isAnyName: true,
				},
				severity,
				confidence: "certain",
			},
		],
		check: undefined,
		dominates: false,
		why: "A token is all that an account is: whoever has one may do whatever the account may, from anywhere.",
		fix: "Name the accounts in `resourceNames`, or leave tokens to the kubelet.",
		except: [],
		isOptional: false,
		references: {
			catalogue: ["RC222"],
			cis: ["5.1.13"],
			nsa: [],
			attack: ["T1528"],
			docs: ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/#token-request"],
			peers: new Map([["kubescape", ["C-0282"]]]),
		},
		place,
		...changes,
	};
}

export function account(namespace: string, name: string): Subject {
	return { kind: "ServiceAccount", namespace, name };
}

export function finding(changes: Partial<Finding> = {}): Finding {
	return {
		policy: "mint-tokens",
		variants: ["any"],
		pack: "risk",
		severity: "high",
		confidence: "certain",
		concerned: { kind: "subject", subject: account("ci", "deployer") },
		scope: { kind: "namespace", namespace: "ci", sensitive: undefined },
		message: "sa:ci/deployer can mint a token of any ServiceAccount in ci",
		permissions: ["create serviceaccounts/token in ci"],
		example: {
			kind: "resource",
			verb: "create",
			apiGroup: "",
			resource: "serviceaccounts",
			subresource: "token",
			namespace: "ci",
			name: "",
		},
		chains: [chain()],
		place: { file: "rbac.yaml", line: 9, column: 3 },
		related: [],
		implies: [],
		changes: [],
		isLatent: false,
		workloads: [],
		fix: undefined,
		fingerprint: "rc1:0123",
		suppressed: undefined,
		...changes,
	};
}

/** About a role, as lint has it. */
export function objectFinding(name: string, line: number, changes: Partial<Finding> = {}): Finding {
	return finding({
		policy: "unknown-resource",
		variants: [],
		pack: "lint",
		severity: "medium",
		concerned: { kind: "object", object: reference("Role", "ci", name, line) },
		scope: { kind: "object" },
		message: `Role ci/${name} names \`pod\`, which nothing serves: did you mean \`pods\`?`,
		permissions: [],
		example: undefined,
		chains: [],
		place: { file: "rbac.yaml", line, column: 5 },
		fingerprint: `rc1:${name}`,
		...changes,
	});
}

export function audit(findings: readonly Finding[], changes: Partial<Audit> = {}): Audit {
	const severity = {
		...({ cluster: "medium", sensitive: "medium", namespace: "medium" } as const),
		named: undefined,
	};
	const lint = auditPolicy({
		...{ id: "unknown-resource", pack: "lint", title: "Names a resource that is not served" },
		...{ severity, variants: [], check: "unknown-resource" },
		why: "The rule never matches: whoever relies on it is refused.",
		fix: "Write the plural that `kubectl api-resources` lists.",
	});
	return {
		findings,
		policies: [auditPolicy(), lint],
		hiddenSystem: 0,
		remarks: [],
		gaps: [],
		kubernetesVersion: "1.37",
		subjects: 12,
		roles: 9,
		bindings: 14,
		...changes,
	};
}
