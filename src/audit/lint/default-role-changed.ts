import { filledSubject, referenceTo } from "../../answer/chain.ts";
import type { Binding } from "../../model/binding.ts";
import type { Catalog } from "../../model/catalog.ts";
import { objectName } from "../../model/object-name.ts";
import { placeOf } from "../../model/origin.ts";
import type { Role } from "../../model/role.ts";
import { formatSubject } from "../../model/subject.ts";
import { phrasesOfSet } from "../../phrase/phrases-of-set.ts";
import { printPhrase } from "../../phrase/print-phrase.ts";
import type { PermissionSet } from "../../sets/permission-set.ts";
import type { AuditWorld } from "../audit-world.ts";
import type { AuditCheck, Hit } from "../hit.ts";
import { defaultObject } from "./own-objects.ts";

/** Default roles and bindings that give more than Kubernetes has them give: nothing takes it back. */
export const defaultRoleChanged: AuditCheck = (world) => {
	const { roles, bindings } = world.snapshot;
	return [
		...roles.flatMap((role) => (role.builtIn ? [] : roleHit(world, role))),
		...bindings.flatMap((binding) => (binding.builtIn ? [] : bindingHit(world, binding))),
	];
};

function roleHit(world: AuditWorld, role: Role): readonly Hit[] {
	const original = defaultObject(world, role);
	if (original === undefined || "roleRef" in original) return [];
	const hit = rulesHit(world, role, original);
	if (hit !== undefined) return [hit];
	if (role.annotations.get(autoUpdate) !== "false") return [];
	const message = `${objectName(role)} is one of Kubernetes' own, and \`${autoUpdate}: "false"\` keeps the API server from putting it right when it starts`;
	const place = placeOf(role.origin, ["metadata", "annotations", autoUpdate]);
	return [{ ...hitOf(role, message), place, severity: "medium" }];
}

const autoUpdate = "rbac.authorization.kubernetes.io/autoupdate";

function rulesHit(world: AuditWorld, role: Role, original: Role): Hit | undefined {
	// Both are gathered: the rules are the controller's, whatever is written.
	if (role.aggregation !== undefined && original.aggregation !== undefined) return undefined;
	const { sets } = world.identities;
	const effective = role.kind === "ClusterRole" ? world.defaultRole(role.name) : undefined;
	const before =
		effective === undefined ? sets.ofRules(original.rules) : world.identities.ofRole(effective);
	const after = sets.ofRules(role.rules);
	const more = after.difference(before);
	if (!more.isEmpty) {
		const rule = role.rules.findIndex((one) => sets.ofRules([one]).meets(more));
		const phrases = inWords(more, world.snapshot.catalog);
		const message = `${objectName(role)} is one of Kubernetes' own, and here it allows more: ${phrases}; whoever has it gains that, and the API server adds missing rules when it starts but removes none`;
		return { ...hitOf(role, message), place: placeOf(role.origin, ["rules", rule]) };
	}
	const less = before.difference(after);
	if (less.isEmpty) return undefined;
	const phrases = inWords(less, world.snapshot.catalog);
	const message = `${objectName(role)} is one of Kubernetes' own, and here it lacks ${phrases}: the API server adds that again when it starts, unless \`${autoUpdate}\` is \`"false"\``;
	return { ...hitOf(role, message), severity: "low" };
}

function inWords(set: PermissionSet, catalog: Catalog): string {
	const { phrases, isWhole } = phrasesOfSet(set, catalog);
	const shown = phrases.map((one) => `\`${printPhrase(one)}\``).sort();
	const isCut = shown.length > 3 || !isWhole;
	if (shown.length === 0) return "what no phrase says";
	return `${shown.slice(0, 3).join(", ")}${isCut ? " and more" : ""}`;
}

function bindingHit(world: AuditWorld, binding: Binding): readonly Hit[] {
	const original = defaultObject(world, binding);
	if (original === undefined || !("roleRef" in original)) return [];
	const before = new Set(subjectsOf(original));
	// OpenShift's own controllers are among them.
	const more = subjectsOf(binding).filter(
		(subject) => !before.has(subject) && !subject.startsWith("sa:openshift-"),
	);
	if (more.length === 0) return [];
	const whom = more.map((subject) => `\`${subject}\``).join(", ");
	const { kind, name } = original.roleRef;
	const message = `${objectName(binding)} is one of Kubernetes' own, and here it gives ${kind} \`${name}\` to ${whom} too: the API server adds missing subjects when it starts but removes none`;
	return [hitOf(binding, message)];
}

function subjectsOf({ subjects, namespace }: Binding): readonly string[] {
	return subjects.map((subject) => formatSubject(filledSubject(subject, namespace)));
}

function hitOf(object: Role | Binding, message: string): Hit {
	return {
		concerned: { kind: "object", object: referenceTo(object) },
		message,
		place: placeOf(object.origin),
		key: message,
		fix: { words: "leave it as it is, and give what is more by an object of your own", edits: [] },
	};
}
