import { allAccounts } from "../../model/identity.ts";
import type { AuditCheck } from "../hit.ts";
import { broadGrants } from "./broad-grants.ts";
import { isAtLeast } from "./grant-strength.ts";

/** Every pod of the cluster may do more than the default policy gives it. */
export const everyAccountAccess: AuditCheck = (world) =>
	broadGrants(
		world,
		(subject) => subject.kind === "Group" && subject.name === allAccounts,
		({ strength, isNamedRead }) => {
			if (isAtLeast(strength, "medium")) return "critical";
			return isNamedRead ? "low" : "medium";
		},
		"every pod of the cluster",
	);
