import { filledSubject } from "../answer/chain.ts";
import type { Binding } from "../model/binding.ts";
import type { Role } from "../model/role.ts";
import type { PolicyRule } from "../model/rule.ts";
import { formatSubject } from "../model/subject.ts";
import type { FixEdit } from "../model/suite-fix.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { SuiteWorld } from "./suite-world.ts";

/** What an edit gives or takes, and whom: the names of subjects, each once for each of their bindings. */
export interface Reach {
	readonly set: PermissionSet;
	readonly bearers: readonly string[];
}

/** All that an edit changes, by where it counts. */
export function reachOf(edit: FixEdit, world: SuiteWorld): readonly Reach[] {
	switch (edit.kind) {
		case "change-rule": {
			const old = edit.role.rules[edit.rule];
			return ofRules(edit.role, old === undefined ? [] : [old], edit.become, world);
		}
		case "add-rule":
			return ofRules(edit.role, [], [edit.added], world);
		case "grant": {
			const set = scoped(world.sets.ofRules(edit.role.rules), edit.binding, world);
			return [{ set, bearers: namesOf(edit.binding) }];
		}
		case "remove-subject":
			return [{ set: setOf(edit.binding, world), bearers: namesOf(edit.binding, edit.subject) }];
		case "delete-binding":
			return [{ set: setOf(edit.binding, world), bearers: namesOf(edit.binding) }];
		case "lower-role": {
			const { binding } = edit;
			const less = { ...binding, roleRef: { kind: "ClusterRole", name: edit.name } } as const;
			const set = setOf(binding, world).difference(setOf(less, world));
			return [{ set, bearers: namesOf(binding) }];
		}
		case "bind-inside": {
			const set = setOf(edit.binding, world);
			const left = world.sets.inNamespace(set, edit.namespace);
			return [{ set: set.difference(left), bearers: namesOf(edit.binding) }];
		}
	}
}

function ofRules(
	role: Role,
	before: readonly PolicyRule[],
	after: readonly PolicyRule[],
	world: SuiteWorld,
): readonly Reach[] {
	const { sets, grants } = world;
	const [old, now] = [sets.ofRules(before), sets.ofRules(after)];
	const change = old.difference(now).union(now.difference(old));
	const byNamespace = new Map<string, string[]>();
	for (const { binding, role: bound } of grants.bound) {
		const isBound =
			bound?.role === role || bound?.rules.some(({ declaredIn }) => declaredIn === role) === true;
		if (!isBound) continue;
		const known = byNamespace.get(binding.namespace);
		if (known === undefined) byNamespace.set(binding.namespace, [...namesOf(binding)]);
		else known.push(...namesOf(binding));
	}
	return [...byNamespace].map(([namespace, bearers]) => {
		const set = namespace === "" ? change : sets.inNamespace(change, namespace);
		return { set, bearers };
	});
}

function setOf(binding: Binding, world: SuiteWorld): PermissionSet {
	const { kind, name } = binding.roleRef;
	const namespace = kind === "Role" ? binding.namespace : "";
	const role = world.grants.role(kind, namespace, name);
	return role === undefined
		? world.sets.none
		: scoped(world.identities.ofRole(role), binding, world);
}

function scoped(set: PermissionSet, { namespace }: Binding, { sets }: SuiteWorld): PermissionSet {
	return namespace === "" ? set : sets.inNamespace(set, namespace);
}

function namesOf({ subjects, namespace }: Binding, only?: number): readonly string[] {
	return subjects
		.filter((_, index) => only === undefined || index === only)
		.map((subject) => formatSubject(filledSubject(subject, namespace)));
}
