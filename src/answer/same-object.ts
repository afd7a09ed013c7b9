import type { Binding, RoleRef } from "../model/binding.ts";
import { goJson, goQuote } from "../model/go-quote.ts";
import { minorOf } from "../model/minor-of.ts";
import type { Role } from "../model/role.ts";
import { compareText } from "../model/text-order.ts";
import type { RbacObject } from "../model/written.ts";

const rbacGroup = "rbac.authorization.k8s.io";

/** Would a client find nothing to write? Annotations, which play no part in RBAC, are not compared. */
export function isSame(object: RbacObject, old: RbacObject): boolean {
	if ("roleRef" in object) return "roleRef" in old && told(object) === told(old);
	return !("roleRef" in old) && isSameRole(object, old);
}

/**
 * The server's refusal of a binding with another roleRef than before; undefined where it is none. Words:
 * https://github.com/kubernetes/kubernetes/blob/v1.37.1/pkg/apis/rbac/validation/validation.go
 */
export function changedRoleRef(
	object: RbacObject,
	old: RbacObject | undefined,
	kubernetesVersion: string,
): string | undefined {
	if (old === undefined || !("roleRef" in object) || !("roleRef" in old)) return undefined;
	const { kind, name, roleRef } = object;
	if (roleRef.kind === old.roleRef.kind && roleRef.name === old.roleRef.name) return undefined;
	const minor = minorOf(kubernetesVersion);
	const value = roleRefInWords(roleRef, minor);
	const why = minor >= 37 ? "field is immutable" : "cannot change roleRef";
	return `${kind}.${rbacGroup} ${goQuote(name)} is invalid: roleRef: Invalid value: ${value}: ${why}`;
}

function roleRefInWords({ kind, name }: RoleRef, minor: number): string {
	if (minor >= 34) return goJson({ APIGroup: rbacGroup, Kind: kind, Name: name });
	const fields = [`APIGroup:${goQuote(rbacGroup)}`, `Kind:${goQuote(kind)}`];
	return `rbac.RoleRef{${[...fields, `Name:${goQuote(name)}`].join(", ")}}`;
}

function told({ roleRef, subjects }: Binding): string {
	return JSON.stringify([roleRef.kind, roleRef.name, subjects]);
}

/** The rules of an aggregated role are the controller's work: a manifest without any leaves them alone. */
function isSameRole(role: Role, old: Role): boolean {
	const isControllers = role.aggregation !== undefined && role.rules.length === 0;
	const parts = ({ labels, aggregation, rules }: Role): string =>
		JSON.stringify([
			pairs(labels),
			aggregation?.map((one) => [pairs(one.matchLabels), one.matchExpressions]),
			isControllers ? [] : rules,
		]);
	return parts(role) === parts(old);
}

function pairs(map: ReadonlyMap<string, string>): readonly (readonly [string, string])[] {
	return [...map].sort(([one], [other]) => compareText(one, other));
}
