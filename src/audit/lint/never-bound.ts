import { referenceTo } from "../../answer/chain.ts";
import { objectName } from "../../model/object-name.ts";
import { placeOf } from "../../model/origin.ts";
import type { Role } from "../../model/role.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { AuditWorld } from "../audit-world.ts";
import type { AuditCheck } from "../hit.ts";
import { areBindingsListed } from "../listed-whole.ts";
import { folderOf } from "./folder-of.ts";
import { meantRole } from "./meant-role.ts";
import { ownRoles } from "./own-objects.ts";
import { selectedRoles } from "./selected-roles.ts";

/** Roles that nobody has: not bound, not gathered by another role, not named where somebody may bind them. */
export const neverBound: AuditCheck = (world) => {
	const used = usedRoles(world);
	const unsure = unsureFolders(world.snapshot);
	const { isComplete } = world.options;
	return ownRoles(world)
		.filter((role) => !used.has(nameOf(role)) && !isForAggregation(role))
		.filter(({ origin }) => !unsure.has(folderOf(origin.file)))
		.filter(({ namespace }) => areBindingsListed(world, namespace))
		.map((role) => {
			const where = isComplete ? "" : " of the input";
			return {
				concerned: { kind: "object", object: referenceTo(role) },
				message: `${objectName(role)} is bound by nothing${where} and gathered by no other role: nobody has what it allows`,
				place: placeOf(role.origin),
				severity: isComplete ? "low" : "info",
				...(role.namespace !== "" && { namespace: role.namespace }),
				key: "never bound",
				fix: { words: `delete ${objectName(role)}, or bind it`, edits: [] },
			};
		});
};

function nameOf({ kind, name }: { readonly kind: string; readonly name: string }): string {
	return `${kind}/${name}`;
}

/** Folders with bindings that the server refuses, or with documents that could not be read. */
function unsureFolders({ problems, unread }: Snapshot): ReadonlySet<string> {
	const refused = problems.filter(
		({ severity, object = "" }) => severity === "error" && /^(Cluster)?RoleBinding /.test(object),
	);
	return new Set([...refused, ...unread].map(({ origin }) => folderOf(origin.file)));
}

/** By kind and name alone: a binding that looks in the wrong namespace, or misspells the name, is told as such. */
function usedRoles(world: AuditWorld): ReadonlySet<string> {
	const { roles, bindings } = world.snapshot;
	const used = new Set(bindings.map(({ roleRef }) => nameOf(roleRef)));
	for (const { binding } of world.grants.missing) {
		const meant = meantRole(world, binding);
		if (meant !== undefined && meant !== "told") used.add(nameOf(meant.role));
	}
	for (const role of roles) {
		for (const source of selectedRoles(role, roles)) used.add(nameOf(source));
		for (const name of bindableNames(role)) {
			used.add(nameOf({ kind: "Role", name }));
			used.add(nameOf({ kind: "ClusterRole", name }));
		}
	}
	return used;
}

/** What a role lets its holders bind by name. */
function bindableNames({ rules }: Role): readonly string[] {
	return rules.flatMap(({ verbs, resourceNames }) =>
		verbs.includes("bind") || verbs.includes("*") ? resourceNames : [],
	);
}

/** The role that gathers it may be elsewhere. */
function isForAggregation({ labels }: Role): boolean {
	return [...labels.keys()].some((key) => key.includes("/aggregate-to-"));
}
