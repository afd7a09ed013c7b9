import type { SmallestGrant } from "../model/answer.ts";
import { nameOfRuleGrant } from "../model/grant-name.ts";
import type { PolicyRule } from "../model/rule.ts";
import type { Subject } from "../model/subject.ts";
import type { FixEdit } from "../model/suite-fix.ts";
import { type Data, toYaml } from "./yaml.ts";

const rbacGroup = "rbac.authorization.k8s.io";

/** The role and binding that would allow the request, as YAML to paste. */
export function grantYaml(grant: SmallestGrant): string {
	const { rule, namespace, subject } = grant;
	return rulesYaml([rule], { namespace, subject, name: nameOfRuleGrant(subject, rule) });
}

/** The new objects of a fix. */
export function newGrantYaml({ role, binding }: Extract<FixEdit, { kind: "grant" }>): string {
	const [subject] = binding.subjects;
	if (subject === undefined) throw new Error("a new binding names nobody");
	return rulesYaml(role.rules, { namespace: role.namespace, subject, name: role.name });
}

/** Rules in a role, with the binding that gives it to a subject: cluster-wide, or in a namespace. */
export function rulesYaml(
	rules: readonly PolicyRule[],
	to: { readonly namespace: string; readonly subject: Subject; readonly name: string },
): string {
	const { namespace, subject, name } = to;
	const scope = namespace === "" ? "Cluster" : "";
	const metadata = namespace === "" ? { name } : { name, namespace };
	const role = {
		apiVersion: `${rbacGroup}/v1`,
		kind: scope === "" ? "Role" : "ClusterRole",
		metadata,
		rules: rules.map(ruleData),
	};
	const binding = {
		apiVersion: `${rbacGroup}/v1`,
		kind: `${scope}RoleBinding`,
		metadata,
		roleRef: { apiGroup: rbacGroup, kind: role.kind, name },
		subjects: [subjectData(subject)],
	};
	return `${toYaml(role, "flow")}---\n${toYaml(binding, "flow")}`;
}

/** A rule as Kubernetes writes it: empty lists left out, but for the core group. */
export function ruleData(rule: PolicyRule): { readonly [key: string]: readonly string[] } {
	const data: { [key: string]: readonly string[] } = {};
	const fields = ["apiGroups", "resources", "resourceNames", "nonResourceURLs", "verbs"] as const;
	for (const field of fields) {
		if (rule[field].length > 0 || field === "verbs") data[field] = rule[field];
	}
	return data;
}

function subjectData(subject: Subject): Data {
	if (subject.kind === "ServiceAccount") {
		return { kind: "ServiceAccount", name: subject.name, namespace: subject.namespace };
	}
	return { apiGroup: rbacGroup, kind: subject.kind, name: subject.name };
}
