import type { CoversSide } from "../model/covers.ts";
import { namespaceWarnings } from "../model/namespace-warnings.ts";
import { nearest } from "../model/nearest.ts";
import { objectName } from "../model/object-name.ts";
import type { Role } from "../model/role.ts";
import type { Grants } from "../resolve/grants.ts";
import { referenceTo } from "./chain.ts";
import { unlistedRoles } from "./gaps.ts";
import { parseSubject, whoAsks } from "./who-asks.ts";

/** A side, and what to say about how the words were read. */
export interface ReadSide {
	readonly side: CoversSide;
	readonly notes: readonly string[];
	readonly warnings: readonly string[];
}

/**
 * `ClusterRole/view`, `Role/ns/name`, `Role/name` with a namespace, or a subject as `sa:ns/name`, `user:name`,
 * `group:name`. `namespace`: the only one that is asked about.
 */
export function coversSide(
	grants: Grants,
	words: string,
	namespace: string | undefined,
): ReadSide | { readonly error: string } {
	const [, kind, rest = ""] = /^(cluster)?roles?\/(.*)$/is.exec(words) ?? [];
	if (/^(?:cluster)?roles?\//i.test(words)) {
		return kind === undefined
			? namespacedRole(grants, rest, namespace)
			: clusterRole(grants, rest, namespace);
	}
	if (!/[:=/]/.test(words)) return { error: neither(grants, words) };
	const subject = parseSubject(words);
	if ("error" in subject) return subject;
	const asks = whoAsks(grants, words);
	if ("error" in asks) return asks;
	const { identity, notes, warnings } = asks;
	return { side: { kind: "subject", subject, identity }, notes, warnings };
}

function clusterRole(
	grants: Grants,
	name: string,
	namespace: string | undefined,
): ReadSide | { readonly error: string } {
	const role = grants.role("ClusterRole", "", name);
	if (role === undefined) return { error: noRole(grants, "ClusterRole", "", name) };
	const scope = namespace ?? "";
	const warnings = namespaceWarnings(grants.snapshot, scope);
	return {
		side: { kind: "role", role: referenceTo(role.role), namespace: scope },
		notes: [],
		warnings,
	};
}

function namespacedRole(
	grants: Grants,
	words: string,
	asked: string | undefined,
): ReadSide | { readonly error: string } {
	const [first = "", second, more] = words.split("/");
	const namespace = second === undefined ? asked : first;
	const name = second ?? first;
	if (namespace === undefined) {
		const says = `a Role is in a namespace: write \`Role/NAMESPACE/${name}\` or give -n`;
		return { error: says };
	}
	if (more !== undefined || namespace === "" || name === "") {
		return { error: `expected a Role as \`Role/NAMESPACE/NAME\`, found \`Role/${words}\`` };
	}
	if (asked !== undefined && asked !== namespace) {
		const says = `\`Role/${words}\` counts in namespace ${namespace} alone, and -n asks about ${asked}`;
		return { error: says };
	}
	const role = grants.role("Role", namespace, name);
	if (role === undefined) return { error: noRole(grants, "Role", namespace, name) };
	const side: CoversSide = { kind: "role", role: referenceTo(role.role), namespace };
	return { side, notes: [], warnings: [] };
}

function noRole(grants: Grants, kind: Role["kind"], namespace: string, name: string): string {
	const { snapshot } = grants;
	const asWritten = objectName({ kind, namespace, name });
	const all = snapshot.roles.map(objectName);
	const [elsewhere] = snapshot.roles
		.filter((role) => role.name === name)
		.map(objectName)
		.sort();
	const hint = elsewhere ?? nearest(asWritten, all);
	const meant = hint === undefined ? "" : `; did you mean \`${hint}\`?`;
	const [gap] = kind === "ClusterRole" ? unlistedRoles(snapshot) : [];
	const unlisted = gap === undefined ? "" : "; the cluster did not list its ClusterRoles";
	return `there is no \`${asWritten}\`${unlisted}${meant}`;
}

/** A bare word may be a role's name or a user's. */
function neither(grants: Grants, words: string): string {
	const role = grants.snapshot.roles.find(({ name }) => name === words);
	const meant = role === undefined ? `user:${words}` : objectName(role);
	return `expected a role as \`ClusterRole/NAME\` or \`Role/NAMESPACE/NAME\`, or a subject as \`sa:NAMESPACE/NAME\`, found \`${words}\`; did you mean \`${meant}\`?`;
}
