import { type Place, placeOf } from "../../model/origin.ts";
import type { AuditWorld } from "../audit-world.ts";
import { type AccountInUse, type AccountName, ownGrants } from "./account-grants.ts";

/** Where to look at an account first: at a binding of it, at its object, or at what runs as it. */
export function placeOfAccount(world: AuditWorld, account: AccountName | AccountInUse): Place {
	const [match] = ownGrants(world, account);
	if (match !== undefined) {
		return placeOf(match.binding.origin, ["subjects", match.subjectIndex]);
	}
	const object = world.snapshot.accounts.find(
		({ namespace, name }) => namespace === account.namespace && name === account.name,
	);
	const first = object ?? ("workloads" in account ? account.workloads[0] : undefined);
	return first === undefined ? { file: "" } : placeOf(first.origin);
}
