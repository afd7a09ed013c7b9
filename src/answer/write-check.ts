import type { Gap, Verdict } from "../model/answer.ts";
import type { Binding } from "../model/binding.ts";
import { goQuote } from "../model/go-quote.ts";
import type {
	Manner,
	Refusal,
	RoleFate,
	Wanting,
	WriteAction,
	WriteCheck,
} from "../model/grant-check.ts";
import type { Identity } from "../model/identity.ts";
import { placeOf } from "../model/origin.ts";
import type { ResourceRequest } from "../model/request.ts";
import type { Role } from "../model/role.ts";
import type { PolicyRule } from "../model/rule.ts";
import type { RbacObject } from "../model/written.ts";
import { declared } from "../resolve/aggregate-roles.ts";
import type { Grants } from "../resolve/grants.ts";
import { compactRules, rulesCover } from "../resolve/rule-covers.ts";
import { referenceTo, roleRefOf } from "./chain.ts";
import { escalationOf, forbiddenHead, heldRules, pluralOf, rbacGroup } from "./escalation.ts";
import { gapsOf, missingRoles } from "./gaps.ts";
import { changedRoleRef, isSame } from "./same-object.ts";
import { serverAnswer } from "./server-reason.ts";
import type { WritingState } from "./writing-state.ts";

/** One write among others. */
export interface Writing {
	readonly object: RbacObject;
	readonly manner: Manner;
	/** What became of a role that is not there. */
	readonly fateOf: (kind: Role["kind"], namespace: string, name: string) => RoleFate;
}

/** What would come of one write, as things stand. */
export function writeCheck(state: WritingState, identity: Identity, writing: Writing): WriteCheck {
	const { object, manner } = writing;
	const { grants } = state;
	const old = state.existing(object);
	const action = actionOf(object, old);
	const refusals = [
		...requestsOf(object, action, manner).flatMap((request) =>
			permissionRefusal(grants, identity, object, request),
		),
		...(action === "unchanged" ? [] : contentRefusals(grants, identity, writing, old)),
	];
	const gaps = refusals.length === 0 ? [] : gapsFor(grants, identity, object, refusals);
	return {
		object: referenceTo(object),
		action,
		verdict: verdictOf(refusals, gaps),
		refusals,
		gaps,
	};
}

function actionOf(object: RbacObject, old: RbacObject | undefined): WriteAction {
	if (old === undefined) return "create";
	return isSame(object, old) ? "unchanged" : "update";
}

/** The requests of a client, in their order. Clients look first, but a server-side apply just writes. */
function requestsOf(
	{ kind, namespace, name }: RbacObject,
	action: WriteAction,
	manner: Manner,
): readonly ResourceRequest[] {
	const request = (verb: string, named: boolean): ResourceRequest => ({
		kind: "resource",
		verb,
		apiGroup: rbacGroup,
		resource: pluralOf(kind),
		subresource: "",
		namespace,
		name: named ? name : "",
	});
	if (manner === "server-side-apply") {
		const patch = request("patch", true);
		return action === "create" ? [patch, request("create", true)] : [patch];
	}
	const get = request("get", true);
	if (action === "unchanged") return [get];
	if (action === "create") return [get, request("create", false)];
	return [get, request(manner === "update" ? "update" : "patch", true)];
}

function permissionRefusal(
	grants: Grants,
	identity: Identity,
	{ kind, namespace }: RbacObject,
	request: ResourceRequest,
): readonly Refusal[] {
	if (grants.allows(identity, request)) return [];
	const { kubernetesVersion } = grants.snapshot;
	const matches = grants.matches(identity, namespace);
	const { reason } = serverAnswer(matches, request, kubernetesVersion);
	const where =
		namespace === "" ? "at the cluster scope" : `in the namespace ${goQuote(namespace)}`;
	const what = `cannot ${request.verb} resource ${goQuote(request.resource)} in API group ${goQuote(rbacGroup)} ${where}`;
	const why = `User ${goQuote(identity.name)} ${what}${reason === "" ? "" : `: ${reason}`}`;
	return [{ kind: "permission", says: `${forbiddenHead(kind, request.name)}${why}`, request }];
}

/** What the server has against the object itself: first who gives what, then whether it is valid. */
function contentRefusals(
	grants: Grants,
	identity: Identity,
	writing: Writing,
	old: RbacObject | undefined,
): readonly Refusal[] {
	const { object, manner } = writing;
	const isNamed = old !== undefined || manner === "server-side-apply";
	const escalation = escalationOf(grants, identity, { object, old, isNamed });
	const says = changedRoleRef(object, old, grants.snapshot.kubernetesVersion);
	const immutable: readonly Refusal[] = says === undefined ? [] : [{ kind: "immutable", says }];
	if (escalation === undefined) return immutable;
	const power = powerRule(object, isNamed);
	return [completed(grants, identity, writing, escalation, power), ...immutable];
}

function completed(
	grants: Grants,
	identity: Identity,
	{ object, fateOf }: Writing,
	escalation: NonNullable<ReturnType<typeof escalationOf>>,
	power: PolicyRule,
): Refusal {
	switch (escalation.kind) {
		case "aggregation":
			return { ...escalation, power };
		case "no-role":
			if (!("roleRef" in object)) throw new Error("a role that binds nothing lacks a role");
			return { ...escalation, ...bound(object, fateOf) };
		case "not-held":
			return { ...escalation, wantedBy: wanting(grants, identity, object), power };
	}
}

function bound(binding: Binding, fateOf: Writing["fateOf"]): Pick<NoRole, "roleRef" | "because"> {
	const { kind, name } = binding.roleRef;
	return { roleRef: roleRefOf(binding), because: fateOf(kind, binding.namespace, name) };
}

type NoRole = Extract<Refusal, { readonly kind: "no-role" }>;

/** A create carries no name, so that only a right to write any role at all helps. */
function powerRule(object: RbacObject, isNamed: boolean): PolicyRule {
	const rule = { apiGroups: [rbacGroup], nonResourceURLs: [] };
	if ("roleRef" in object) {
		const { kind, name } = object.roleRef;
		return { ...rule, verbs: ["bind"], resources: [pluralOf(kind)], resourceNames: [name] };
	}
	const resourceNames = isNamed ? [object.name] : [];
	return { ...rule, verbs: ["escalate"], resources: [pluralOf(object.kind)], resourceNames };
}

/** The rules that give too much: the role's own, or those of the role that is bound. */
function wanting(grants: Grants, identity: Identity, object: RbacObject): readonly Wanting[] {
	const held = heldRules(grants, identity, object.namespace);
	const role =
		"roleRef" in object
			? grants.role(object.roleRef.kind, object.namespace, object.roleRef.name)
			: declared(object);
	return (role?.rules ?? []).flatMap(({ rule, declaredIn, index }) => {
		const { covers, missing } = rulesCover(held, [rule]);
		if (covers) return [];
		return [
			{
				role: referenceTo(declaredIn),
				ruleIndex: index,
				rulePlace: placeOf(declaredIn.origin, ["rules", index]),
				missing: compactRules(missing),
			},
		];
	});
}

function gapsFor(
	grants: Grants,
	identity: Identity,
	object: RbacObject,
	refusals: readonly Refusal[],
): readonly Gap[] {
	const { namespace } = object;
	const isDangling = refusals.some(
		(refusal) => refusal.kind === "no-role" && refusal.because === "absent",
	);
	return [
		...(isDangling && "roleRef" in object
			? missingRoles(grants.snapshot, [{ binding: object, role: undefined }])
			: []),
		...gapsOf(grants, identity, namespace, grants.matches(identity, namespace)),
	];
}

function verdictOf(refusals: readonly Refusal[], gaps: readonly Gap[]): Verdict {
	if (refusals.length === 0) return "yes";
	const isFinal = gaps.length === 0 || refusals.some(({ kind }) => kind === "immutable");
	return isFinal ? "no" : "unknown";
}
