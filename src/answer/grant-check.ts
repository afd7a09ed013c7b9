import type { Gap, Verdict } from "../model/answer.ts";
import type { GrantCheck, Manner, RoleFate, WriteCheck } from "../model/grant-check.ts";
import { type Identity, mastersGroup } from "../model/identity.ts";
import type { Role } from "../model/role.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { RbacObject } from "../model/written.ts";
import type { Grants } from "../resolve/grants.ts";
import { unreadDocuments } from "./gaps.ts";
import { remediesFor } from "./remedies-for.ts";
import { subjectOf } from "./subject-of.ts";
import { type Writing, writeCheck } from "./write-check.ts";
import { WritingState } from "./writing-state.ts";

export interface GrantCheckOptions {
	/** `apply` unless said: what `kubectl apply`, Helm and Argo CD do. */
	readonly manner?: Manner;
}

/**
 * Would the API server let this identity write these roles and bindings, one after the other? What was written counts
 * for what comes later, what was refused does not. `grants` is what stands there before.
 */
export function grantCheck(
	grants: Grants,
	identity: Identity,
	manifests: Snapshot,
	options: GrantCheckOptions = {},
): GrantCheck {
	const { manner = "apply" } = options;
	const { objects, invalid, others } = manifests.written ?? { objects: [], invalid: 0, others: 0 };
	const writes = writesOf(grants, identity, objects, manner);
	const unread = unreadDocuments(manifests);
	return {
		identity,
		subject: subjectOf(identity),
		manner,
		verdict: verdictOf(writes, invalid, unread),
		writes,
		invalid,
		others,
		remedies: remediesFor(grants, identity, writes, (given) =>
			writesOf(given, identity, objects, manner),
		),
		gaps: once([...unread, ...writes.flatMap(({ gaps }) => gaps)]),
		notes: notesOf(identity, writes),
	};
}

/**
 * From the first unknown on there are two states, one in which such objects were written and one in which they were
 * not, and only what holds in both is sure.
 */
function writesOf(
	grants: Grants,
	identity: Identity,
	objects: readonly RbacObject[],
	manner: Manner,
): readonly WriteCheck[] {
	const state = new WritingState(grants, identity);
	let without: WritingState | undefined;
	return objects.map((object, index) => {
		const fateOf: Writing["fateOf"] = (kind, namespace, name) =>
			fateOfRole(objects, index, { kind, namespace: kind === "Role" ? namespace : "", name });
		const writing = { object, manner, fateOf };
		const check = writeCheck(state, identity, writing);
		const other = without && writeCheck(without, identity, writing);
		if (check.verdict === "unknown" && without === undefined) without = state.copy();
		if (check.verdict !== "no") state.write(object);
		if (without !== undefined && (other ?? check).verdict === "yes") without.write(object);
		if (other === undefined || other.verdict === check.verdict) return check;
		const isRefused = check.refusals.length > 0;
		return { ...(isRefused ? check : other), action: check.action, verdict: "unknown" };
	});
}

/** What is written here is taken not to be there before. */
function fateOfRole(
	objects: readonly RbacObject[],
	at: number,
	{ kind, namespace, name }: Pick<Role, "kind" | "namespace" | "name">,
): RoleFate {
	const index = objects.findIndex(
		(one) => one.kind === kind && one.namespace === namespace && one.name === name,
	);
	if (index < 0) return "absent";
	return index < at ? "refused" : "later";
}

function verdictOf(
	writes: readonly WriteCheck[],
	invalid: number,
	unread: readonly Gap[],
): Verdict {
	if (invalid > 0 || writes.some(({ verdict }) => verdict === "no")) return "no";
	const isSure = unread.length === 0 && writes.every(({ verdict }) => verdict === "yes");
	return isSure ? "yes" : "unknown";
}

function once(gaps: readonly Gap[]): readonly Gap[] {
	return [...new Map(gaps.map((gap) => [JSON.stringify(gap), gap])).values()];
}

function notesOf({ groups }: Identity, writes: readonly WriteCheck[]): readonly string[] {
	const masters = `members of ${mastersGroup} are allowed everything by an authorizer before RBAC`;
	const reapplied = writes.filter(({ action }) => action === "unchanged").length;
	const unchanged = `${reapplied === 1 ? "an object stands" : `${reapplied} objects stand`} there already as written: nothing is sent, unless annotations differ`;
	return [
		...(groups.includes(mastersGroup) ? [masters] : []),
		...(reapplied > 0 ? [unchanged] : []),
	];
}
