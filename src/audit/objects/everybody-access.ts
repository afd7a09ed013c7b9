import { allAuthenticated } from "../../model/identity.ts";
import type { AuditCheck } from "../hit.ts";
import { broadGrants } from "./broad-grants.ts";
import { isAtLeast } from "./grant-strength.ts";
import { isOpenShiftDefault } from "./is-open-shift-default.ts";

const everybody: ReadonlySet<string> = new Set([allAuthenticated, "system:authenticated:oauth"]);

/** Everybody who can log in, and every pod, may do more than the default policy gives them. */
export const everybodyAccess: AuditCheck = (world) =>
	broadGrants(
		world,
		(subject) => subject.kind === "Group" && everybody.has(subject.name),
		({ bound, strength, isNamedRead }) => {
			if (isOpenShiftDefault(bound.binding)) return undefined;
			if (isAtLeast(strength, "medium")) return "critical";
			return isNamedRead ? "low" : "medium";
		},
		"everybody with an account and every pod",
	);
