import { referenceTo } from "../../answer/chain.ts";
import type { Binding } from "../../model/binding.ts";
import { objectName } from "../../model/object-name.ts";
import { placeOf } from "../../model/origin.ts";
import type { Role } from "../../model/role.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { AuditWorld } from "../audit-world.ts";
import type { AuditCheck, Hit } from "../hit.ts";
import { unplacedOf } from "./unplaced-of.ts";

/**
 * A RoleBinding or Role that names no namespace goes where the client happens to be. In a chart all do, and nothing
 * speaks against it: that is worth a word only.
 */
export const bindingWithoutNamespace: AuditCheck = (world) => {
	const { snapshot } = world;
	const isUnplaced = unplacedOf(snapshot);
	const bindings = snapshot.bindings.filter(isUnplaced);
	const bound = new Set(bindings.map(({ namespace, roleRef }) => `${namespace}/${roleRef.name}`));
	const roles = snapshot.roles
		.filter(isUnplaced)
		.filter(({ namespace, name }) => !bound.has(`${namespace}/${name}`));
	return [
		...bindings.map((binding) => bindingHit(world, binding, isUnplaced)),
		...roles.map((role) => roleHit(snapshot, role, isUnplaced)),
	];
};

type IsUnplaced = ReturnType<typeof unplacedOf>;

function bindingHit({ snapshot }: AuditWorld, binding: Binding, isUnplaced: IsUnplaced): Hit {
	const { roleRef, subjects, origin } = binding;
	const role = snapshot.roles.find(
		(one) => one.kind === "Role" && one.name === roleRef.name && !isUnplaced(one),
	);
	const isLost = roleRef.kind === "Role" && role !== undefined && !hasOwnRole(snapshot, binding);
	const spoken = subjects.flatMap((one) => (one.kind === "ServiceAccount" ? one.namespace : []));
	const named = isLost ? role.namespace : spoken.find((one) => one !== "");
	const effect = isLost
		? `its Role \`${roleRef.name}\` is in \`${named}\`, and from any other namespace it gives nothing`
		: `it gives its role there${named === undefined ? "" : `, while its subjects are in \`${named}\``}`;
	return {
		...hitOf(binding, named, effect),
		severity: isLost ? "medium" : severityOf(snapshot, origin.file, isUnplaced),
	};
}

function hasOwnRole({ roles }: Snapshot, { namespace, roleRef }: Binding): boolean {
	return roles.some(
		(one) => one.kind === "Role" && one.namespace === namespace && one.name === roleRef.name,
	);
}

function roleHit(snapshot: Snapshot, role: Role, isUnplaced: IsUnplaced): Hit {
	const binding = snapshot.bindings.find(
		({ roleRef, namespace }) =>
			roleRef.kind === "Role" && roleRef.name === role.name && namespace !== role.namespace,
	);
	const effect =
		binding === undefined
			? "bindings of other namespaces do not find it"
			: `${objectName(binding)} finds it in \`${binding.namespace}\` only`;
	return {
		...hitOf(role, binding?.namespace, effect),
		severity: binding === undefined ? severityOf(snapshot, role.origin.file, isUnplaced) : "medium",
	};
}

function hitOf(object: Role | Binding, meant: string | undefined, effect: string): Hit {
	const { kind, namespace, name, origin } = object;
	const example = meant === namespace ? "" : `, such as \`${namespace}\``;
	return {
		concerned: { kind: "object", object: referenceTo(object) },
		message: `${kind} \`${name}\` names no namespace: kubectl puts it into the one it is in${example}; ${effect}`,
		place: placeOf(origin, ["metadata"]),
		key: name,
		fix: {
			words: `write \`namespace: ${meant ?? "…"}\` under metadata, or apply it with -n`,
			edits: [],
		},
	};
}

/** Where nothing of a file names a namespace, whoever applies it is meant to choose. */
function severityOf(snapshot: Snapshot, file: string, isUnplaced: IsUnplaced): "low" | "info" {
	const { roles, bindings, accounts, workloads } = snapshot;
	const inFile = [...roles, ...bindings, ...accounts, ...workloads].filter(
		({ origin, namespace }) => origin.file === file && namespace !== "",
	);
	return inFile.every(isUnplaced) ? "info" : "low";
}
