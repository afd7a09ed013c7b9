import type { Binding } from "../../model/binding.ts";
import { objectName } from "../../model/object-name.ts";
import type { Role } from "../../model/role.ts";
import type { AuditWorld } from "../audit-world.ts";

/** The roles that are not the API server's own, by their names; those too under `--include-system`. */
export function ownRoles(world: AuditWorld): readonly Role[] {
	return world.snapshot.roles.filter((role) => isOwn(world, role));
}

/** The same of bindings. */
export function ownBindings(world: AuditWorld): readonly Binding[] {
	return world.snapshot.bindings.filter((binding) => isOwn(world, binding));
}

function isOwn(world: AuditWorld, object: Role | Binding): boolean {
	if (world.options.includeSystem) return true;
	return !object.builtIn && defaultObject(world, object) === undefined;
}

const known = new WeakMap<AuditWorld["defaults"], ReadonlyMap<string, Role | Binding>>();

/** The object of the default policy that has this kind, namespace and name. */
export function defaultObject(
	{ defaults }: AuditWorld,
	object: { readonly kind: string; readonly namespace: string; readonly name: string },
): Role | Binding | undefined {
	let objects = known.get(defaults);
	if (objects === undefined) {
		const all: readonly (Role | Binding)[] = [...defaults.roles, ...defaults.bindings];
		objects = new Map(all.map((one) => [objectName(one), one]));
		known.set(defaults, objects);
	}
	return objects.get(objectName(object));
}
