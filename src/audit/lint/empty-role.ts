import { referenceTo } from "../../answer/chain.ts";
import { objectName } from "../../model/object-name.ts";
import { placeOf } from "../../model/origin.ts";
import type { AuditCheck } from "../hit.ts";
import { writtenRoles } from "./read-rules.ts";

/** Roles that somebody is bound to, and that allow nothing. */
export const emptyRole: AuditCheck = (world) =>
	writtenRoles(world).flatMap((role) => {
		if (role.rules.length > 0) return [];
		const bindings = world.grants.bound.filter((bound) => bound.role?.role === role);
		const [first] = bindings;
		if (first === undefined) return [];
		const more = bindings.length > 1 ? ` and ${bindings.length - 1} more` : "";
		return [
			{
				concerned: { kind: "object" as const, object: referenceTo(role) },
				message: `${objectName(role)} has no rules and allows nothing, and ${objectName(first.binding)}${more} binds it`,
				place: placeOf(role.origin),
				related: [{ place: placeOf(first.binding.origin), title: "bound here" }],
				key: "empty",
			},
		];
	});
