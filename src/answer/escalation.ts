import { goQuote } from "../model/go-quote.ts";
import { type Identity, mastersGroup } from "../model/identity.ts";
import type { PolicyRule } from "../model/rule.ts";
import { compareText } from "../model/text-order.ts";
import type { RbacObject } from "../model/written.ts";
import type { Grants } from "../resolve/grants.ts";
import { compactRules, rulesCover } from "../resolve/rule-covers.ts";
import { resolutionErrors } from "./server-reason.ts";

/** A role or binding on its way into the server. */
export interface RbacWrite {
	readonly object: RbacObject;
	/** What it replaces. */
	readonly old: RbacObject | undefined;
	/** Does the request carry the name? A create by POST does not, so that `escalate` on that name is of no use. */
	readonly isNamed: boolean;
}

/** Why the escalation check refuses a write, with the server's own words. */
export type Escalation =
	| { readonly kind: "not-held"; readonly says: string; readonly missing: readonly PolicyRule[] }
	| { readonly kind: "no-role"; readonly says: string }
	| { readonly kind: "aggregation"; readonly says: string };

export const rbacGroup = "rbac.authorization.k8s.io";

/** What only a cluster-admin holds. */
export const everyRule: readonly PolicyRule[] = [
	{ verbs: ["*"], apiGroups: ["*"], resources: ["*"], resourceNames: [], nonResourceURLs: [] },
	{ verbs: ["*"], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: ["*"] },
];

/**
 * The check that the server makes of every role and binding beside the ordinary permission: nobody gives what they do
 * not hold. Undefined when it passes. An update that changes nothing but finalizers and owners always passes, which is
 * nothing that manifests show.
 * https://github.com/kubernetes/kubernetes/blob/v1.37.1/pkg/registry/rbac/clusterrole/policybased/storage.go
 */
export function escalationOf(
	grants: Grants,
	identity: Identity,
	write: RbacWrite,
): Escalation | undefined {
	if (identity.groups.includes(mastersGroup)) return undefined;
	return "roleRef" in write.object
		? ofBinding(grants, identity, write.object)
		: ofRole(grants, identity, write.object, write);
}

/** All that the identity holds in a namespace, or with "" cluster-wide, as its bindings give it. */
export function heldRules(
	grants: Grants,
	identity: Identity,
	namespace: string,
): readonly PolicyRule[] {
	const matches = grants.matches(identity, namespace);
	return matches.flatMap(({ role }) => role?.rules.map(({ rule }) => rule) ?? []);
}

/** `roles.rbac.authorization.k8s.io "reader" is forbidden: `, as every refusal of the server begins. */
export function forbiddenHead(kind: RbacObject["kind"], name: string): string {
	const named = name === "" ? "" : ` ${goQuote(name)}`;
	return `${pluralOf(kind)}.${rbacGroup}${named} is forbidden: `;
}

export function pluralOf(kind: RbacObject["kind"]): string {
	return `${kind.toLowerCase()}s`;
}

function ofRole(
	grants: Grants,
	identity: Identity,
	role: Extract<RbacObject, { readonly rules: unknown }>,
	{ old, isNamed }: RbacWrite,
): Escalation | undefined {
	const { kind, namespace, name } = role;
	if (mayUse(grants, identity, "escalate", kind, namespace, isNamed ? name : "")) return undefined;
	const refused = notHeld(grants, identity, role, role.rules);
	if (refused !== undefined) return refused;
	const gathers = [role, old].some(
		(one) => one !== undefined && "aggregation" in one && (one.aggregation ?? []).length > 0,
	);
	if (!gathers || rulesCover(heldRules(grants, identity, namespace), everyRule).covers) {
		return undefined;
	}
	const why = "must have cluster-admin privileges to use the aggregationRule";
	return { kind: "aggregation", says: `${forbiddenHead(kind, name)}${why}` };
}

function ofBinding(
	grants: Grants,
	identity: Identity,
	binding: Extract<RbacObject, { readonly roleRef: unknown }>,
): Escalation | undefined {
	const { namespace, roleRef } = binding;
	if (mayUse(grants, identity, "bind", roleRef.kind, namespace, roleRef.name)) return undefined;
	const role = grants.role(roleRef.kind, namespace, roleRef.name);
	if (role === undefined) {
		// Storage calls whatever it does not find by the resource of the request.
		const says = `${pluralOf(binding.kind)}.${rbacGroup} ${goQuote(roleRef.name)} not found`;
		return { kind: "no-role", says };
	}
	const rules = role.rules.map(({ rule }) => rule);
	return notHeld(grants, identity, binding, rules);
}

function mayUse(
	grants: Grants,
	identity: Identity,
	verb: "bind" | "escalate",
	kind: "Role" | "ClusterRole",
	namespace: string,
	name: string,
): boolean {
	const what = { apiGroup: rbacGroup, resource: pluralOf(kind), subresource: "" };
	return grants.allows(identity, { kind: "resource", verb, ...what, namespace, name });
}

/** https://github.com/kubernetes/kubernetes/blob/v1.37.1/pkg/registry/rbac/validation/rule.go */
function notHeld(
	grants: Grants,
	identity: Identity,
	{ kind, namespace, name }: RbacObject,
	wanted: readonly PolicyRule[],
): Escalation | undefined {
	const atoms = rulesCover(heldRules(grants, identity, namespace), wanted).missing;
	if (atoms.length === 0) return undefined;
	const byLine = new Map(compactRules(atoms).map((rule) => [compactText(rule), rule]));
	const sorted = [...byLine].sort(([one], [other]) => compareText(one, other));
	const lines = sorted.map(([line]) => line).join("\n");
	const who = `user ${goQuote(identity.name)} (groups=${goList(identity.groups)})`;
	const why = `${who} is attempting to grant RBAC permissions not currently held:\n${lines}`;
	const errors = resolutionErrors(grants.matches(identity, namespace), pluralOf(kind));
	const unresolved = errors === "" ? "" : `; resolution errors: [${errors}]`;
	return {
		kind: "not-held",
		says: `${forbiddenHead(kind, name)}${why}${unresolved}`,
		missing: sorted.map(([, rule]) => rule),
	};
}

const compactFields = [
	["APIGroups", "apiGroups"],
	["Resources", "resources"],
	["NonResourceURLs", "nonResourceURLs"],
	["ResourceNames", "resourceNames"],
	["Verbs", "verbs"],
] as const;

/** `{APIGroups:["apps"], Resources:["deployments"], Verbs:["get" "list"]}`. */
function compactText(rule: PolicyRule): string {
	const shown = compactFields
		.filter(([, field]) => rule[field].length > 0)
		.map(([title, field]) => `${title}:${goList(rule[field])}`);
	return `{${shown.join(", ")}}`;
}

/** A list as Go's %q prints it. */
function goList(words: readonly string[]): string {
	return `[${words.map(goQuote).join(" ")}]`;
}
