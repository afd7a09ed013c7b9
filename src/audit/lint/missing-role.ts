import { referenceTo } from "../../answer/chain.ts";
import { mayExist } from "../../answer/gaps.ts";
import type { Binding } from "../../model/binding.ts";
import { objectName } from "../../model/object-name.ts";
import { placeOf } from "../../model/origin.ts";
import type { Role } from "../../model/role.ts";
import type { AuditWorld } from "../audit-world.ts";
import type { AuditCheck, Hit } from "../hit.ts";
import { meantRole } from "./meant-role.ts";
import { defaultObject } from "./own-objects.ts";
import { placeholderIn } from "./placeholder-in.ts";

/** Bindings whose role is not there, or not where the API server looks for it. */
export const missingRole: AuditCheck = (world) =>
	world.grants.missing
		.map(({ binding }) => binding)
		.filter((binding) => isWorthTelling(world, binding))
		.flatMap((binding) => hitOf(world, binding) ?? []);

/** What is said of the role itself, or of a name nobody filled in, is said already. */
function isWorthTelling(world: AuditWorld, binding: Binding): boolean {
	const { snapshot, options } = world;
	const { kind, name } = binding.roleRef;
	const namespace = kind === "Role" ? binding.namespace : "";
	if (!options.includeSystem && (binding.builtIn || defaultObject(world, binding))) return false;
	if (placeholderIn(name) !== undefined) return false;
	if (defaultObject(world, { kind, namespace, name }) !== undefined) return false;
	// A document of the same file that could not be read may well be the role.
	if (snapshot.unread.some(({ origin }) => origin.file === binding.origin.file)) return false;
	const labels = [`${kind} ${name}`, `${kind} ${namespace}/${name}`];
	return !snapshot.problems.some(
		({ object, severity }) =>
			severity === "error" && object !== undefined && labels.includes(object),
	);
}

function hitOf(world: AuditWorld, binding: Binding): Hit | undefined {
	const { kind, name } = binding.roleRef;
	const isOpen = !world.options.isComplete || isUnlisted(world, binding);
	const meant = meantRole(world, binding);
	if (meant === "told" || (isOpen && meant === undefined && isOfPlatform(name))) return undefined;
	const where = kind === "Role" ? ` in \`${binding.namespace}\`` : "";
	const found = isOpen ? "the input does not have" : "does not exist";
	const effect = isOpen
		? "unless it exists elsewhere, the binding gives nothing"
		: "the binding gives nothing, until somebody creates a role of that name";
	const hint = meant === undefined ? "" : `; ${meant.says}`;
	return {
		concerned: { kind: "object", object: referenceTo(binding) },
		message: `${objectName(binding)} binds ${kind} \`${name}\`, which ${found}${where}: ${effect}${hint}`,
		place: placeOf(binding.origin, ["roleRef", "name"]),
		...(meant !== undefined && { related: [relatedTo(meant.role)] }),
		...gravity(isOpen, meant !== undefined),
		...(binding.namespace !== "" && { namespace: binding.namespace }),
		key: `${kind} ${name}`,
	};
}

/** What is not among the manifests may be elsewhere, unless another role looks like the one meant. */
function gravity(isOpen: boolean, isMeant: boolean): Pick<Hit, "severity" | "confidence"> {
	if (!isOpen) return { severity: "high", confidence: "certain" };
	return isMeant
		? { severity: "medium", confidence: "likely" }
		: { severity: "low", confidence: "conditional" };
}

/** A cluster's own list may be short of some. */
function isUnlisted({ snapshot }: AuditWorld, binding: Binding): boolean {
	return snapshot.cluster !== undefined && mayExist(snapshot, binding);
}

function relatedTo(role: Role): NonNullable<Hit["related"]>[number] {
	return { place: placeOf(role.origin), title: objectName(role) };
}

/** Roles that distributions bring: not in the manifests of those who bind them. */
function isOfPlatform(name: string): boolean {
	return name.startsWith("system:") || platformRoles.has(name);
}

const platformRoles: ReadonlySet<string> = new Set([
	"basic-user",
	"cluster-debugger",
	"cluster-reader",
	"cluster-status",
	"hostnetwork-v2-role",
	"registry-admin",
	"registry-editor",
	"registry-viewer",
	"self-access-reviewer",
	"self-provisioner",
	"storage-admin",
	"sudoer",
]);
