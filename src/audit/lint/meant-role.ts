import type { Binding } from "../../model/binding.ts";
import { formatPlace, placeOf } from "../../model/origin.ts";
import type { Role } from "../../model/role.ts";
import type { Grants } from "../../resolve/grants.ts";
import type { AuditWorld } from "../audit-world.ts";
import { likelyMeant } from "./likely-meant.ts";
import { unplacedOf } from "./unplaced-of.ts";

/** What a binding was most likely meant to name. */
interface Meant {
	readonly says: string;
	readonly role: Role;
}

/**
 * The role that a binding without one was most likely meant to name; `told` where it is a matter of namespaces that are
 * not written down, which `binding-without-namespace` tells.
 */
export function meantRole(world: AuditWorld, binding: Binding): Meant | "told" | undefined {
	const { roles } = world.snapshot;
	const named = roles.filter((role) => role.name === binding.roleRef.name);
	const [elsewhere] = named.filter((role) => role.kind === "Role");
	const cluster = named.find((role) => role.kind === "ClusterRole");
	if (binding.roleRef.kind === "Role") {
		if (elsewhere !== undefined) return inAnother(world, binding, elsewhere);
		if (cluster === undefined) return misspelt(world, binding);
		return { says: "did you mean the ClusterRole of that name?", role: cluster };
	}
	const own = named.find((role) => role.namespace === binding.namespace);
	if (own !== undefined) return { says: "did you mean the Role of that name?", role: own };
	if (binding.kind === "RoleBinding" || elsewhere === undefined) return misspelt(world, binding);
	const says = `there is a Role of that name in \`${elsewhere.namespace}\`, which no ClusterRoleBinding can bind`;
	return { says, role: elsewhere };
}

function inAnother({ snapshot }: AuditWorld, binding: Binding, role: Role): Meant | "told" {
	const isUnplaced = unplacedOf(snapshot);
	if (isUnplaced(role) || isUnplaced(binding)) return "told";
	const where = `\`${role.namespace}\` (${formatPlace(placeOf(role.origin))})`;
	return {
		says: `there is one in ${where}, but a RoleBinding finds Roles of its own namespace only`,
		role,
	};
}

/** A role that nothing binds and that is called nearly so, or as the binding is. */
function misspelt({ snapshot, options, grants }: AuditWorld, binding: Binding): Meant | undefined {
	const { kind, name } = binding.roleRef;
	const bound = boundRoles(grants);
	const candidates = snapshot.roles.filter(
		(role) =>
			role.kind === kind &&
			(kind === "ClusterRole" || role.namespace === binding.namespace) &&
			(options.isComplete || role.builtIn || !bound.has(role)),
	);
	const meant = likelyMeant(
		name,
		candidates.map((role) => role.name),
	);
	const role =
		candidates.find((one) => one.name === meant) ??
		candidates.find((one) => !one.builtIn && !bound.has(one) && isNamedFor(binding, one));
	return role && { says: `did you mean \`${role.name}\`?`, role };
}

/** `web-reader` and its `web-reader` or `web-reader-binding`. */
function isNamedFor(binding: Binding, role: Role): boolean {
	return binding.name.replace(/[-.:_](cluster-?)?(role-?)?binding$/i, "") === role.name;
}

const known = new WeakMap<Grants, ReadonlySet<Role>>();

function boundRoles(grants: Grants): ReadonlySet<Role> {
	let roles = known.get(grants);
	if (roles === undefined) {
		roles = new Set(grants.bound.flatMap(({ role }) => (role === undefined ? [] : role.role)));
		known.set(grants, roles);
	}
	return roles;
}
