import { referenceTo } from "../../answer/chain.ts";
import { objectName } from "../../model/object-name.ts";
import { formatPlace, placeOf } from "../../model/origin.ts";
import type { RbacObject } from "../../model/written.ts";
import type { AuditCheck, Hit } from "../hit.ts";
import { type Duplicate, duplicatesOf } from "./duplicates.ts";

/** An object stands twice in the manifests, under one owner. */
export const replacedObject: AuditCheck = ({ snapshot }) =>
	duplicatesOf(snapshot)
		.filter(({ isCollision }) => !isCollision)
		.map((one) => ({ ...duplicateHit(one), severity: one.isSame ? "info" : "medium" }));

/** What becomes of the first of two, in words. */
export function duplicateHit({ earlier, later, isSame }: Duplicate): Hit {
	const place = placeOf(later.origin);
	const before = placeOf(earlier.origin);
	const effect = isSame
		? "they say the same, so one is enough; `helm install` refuses the second"
		: `they differ, and ${effectOf(earlier, later)}`;
	return {
		concerned: { kind: "object", object: referenceTo(later) },
		message: `${objectName(later)} stands at ${formatPlace(before)} too: ${effect}`,
		place,
		related: [{ place: before, title: "the first one" }],
		key: isSame ? "same" : "different",
	};
}

function effectOf(earlier: RbacObject, later: RbacObject): string {
	if (!("roleRef" in earlier && "roleRef" in later)) {
		return "whichever is applied last counts, with none of the other's rules";
	}
	const [one, other] = [earlier.roleRef, later.roleRef];
	return one.kind === other.kind && one.name === other.name
		? "whichever is applied last counts: the other's subjects lose the role"
		: `the API server refuses to change the roleRef from ${one.kind} \`${one.name}\` to ${other.kind} \`${other.name}\``;
}
