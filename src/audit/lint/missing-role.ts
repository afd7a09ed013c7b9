import { referenceTo } from "../../answer/chain.ts";
import { mayExist } from "../../answer/gaps.ts";
import type { Binding } from "../../model/binding.ts";
import { objectName } from "../../model/object-name.ts";
import { formatPlace, placeOf } from "../../model/origin.ts";
import type { Role } from "../../model/role.ts";
import type { Grants } from "../../resolve/grants.ts";
import type { AuditWorld } from "../audit-world.ts";
import type { AuditCheck, Hit } from "../hit.ts";
import { likelyMeant } from "./likely-meant.ts";
import { defaultObject } from "./own-objects.ts";
import { placeholderIn } from "./placeholder-in.ts";
import { unplacedOf } from "./unplaced-of.ts";

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
	const meant = meantBy(world, binding);
	if (meant === "told" || (isOpen && meant === undefined && isOfPlatform(name))) return undefined;
	const where = kind === "Role" ? ` in \`${binding.namespace}\`` : "";
	const found = isOpen ? "is not in the input" : "does not exist";
	const effect = isOpen
		? "unless it exists elsewhere, the binding gives nothing"
		: "the binding gives nothing, until somebody creates a role of that name";
	const hint = meant === undefined ? "" : `; ${meant.says}`;
	return {
		concerned: { kind: "object", object: referenceTo(binding) },
		message: `${objectName(binding)} binds ${kind} \`${name}\`, which ${found}${where}${hint}: ${effect}`,
		place: placeOf(binding.origin, ["roleRef", "name"]),
		...(meant?.role !== undefined && { related: [relatedTo(meant.role)] }),
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

interface Meant {
	readonly says: string;
	readonly role: Role | undefined;
}

function meantBy(world: AuditWorld, binding: Binding): Meant | "told" | undefined {
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

/** Where one of the two names no namespace, `binding-without-namespace` tells it. */
function inAnother({ snapshot }: AuditWorld, binding: Binding, role: Role): Meant | "told" {
	const isUnplaced = unplacedOf(snapshot);
	if (isUnplaced(role) || isUnplaced(binding)) return "told";
	const where = `\`${role.namespace}\` (${formatPlace(placeOf(role.origin))})`;
	return {
		says: `there is one in ${where}, but a RoleBinding finds Roles of its own namespace only`,
		role,
	};
}

/** A role that nothing binds and that is called nearly so. */
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
	const role = candidates.find((one) => one.name === meant);
	return role && { says: `did you mean \`${role.name}\`?`, role };
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
