import type { AuditOptions } from "../../src/audit/audit-world.ts";
import { checks } from "../../src/audit/checks.ts";
import type { Hit } from "../../src/audit/hit.ts";
import { type LoadOptions, loadSnapshot } from "../../src/load/snapshot.ts";
import { worldOf } from "./run-audit.ts";

/** What one check finds in some manifests: one text, or texts by file. */
export function lintHits(
	check: string,
	input: string | Readonly<Record<string, string>>,
	options: Partial<AuditOptions> = {},
	load: Partial<LoadOptions> = {},
): readonly Hit[] {
	const files = typeof input === "string" ? { "rbac.yaml": input } : input;
	const texts = Object.entries(files).map(([file, text]) => ({ file, text }));
	const snapshot = loadSnapshot({ texts, ...load });
	const world = worldOf(snapshot, options);
	const found = checks.get(check);
	if (found === undefined) throw new Error(`there is no check ${check}`);
	return found(world);
}

const group = "rbac.authorization.k8s.io";

/** A Role as `namespace/name`, a ClusterRole as `name`; `more` is metadata in flow style. */
export function roleText(where: string, rules: string, more = "", kind?: string): string {
	const [namespace, name] = split(where);
	const inNamespace = namespace === undefined ? "" : `, namespace: ${namespace}`;
	const made = kind ?? (namespace === undefined ? "ClusterRole" : "Role");
	return `---
apiVersion: ${group}/v1
kind: ${made}
metadata: {name: ${JSON.stringify(name)}${inNamespace}${more}}
rules: ${rules}
`;
}

/** A RoleBinding as `namespace/name`, a ClusterRoleBinding as `name`; subjects as `sa:ns/name`, `user:…`, `group:…`. */
export function bindingText(
	where: string,
	roleRef: string,
	subjects: readonly string[],
	kind?: string,
): string {
	const [namespace, name] = split(where);
	const inNamespace = namespace === undefined ? "" : `, namespace: ${namespace}`;
	const [refKind = "", refName = ""] = roleRef.split("/");
	return `---
apiVersion: ${group}/v1
kind: ${kind ?? (namespace === undefined ? "ClusterRoleBinding" : "RoleBinding")}
metadata: {name: ${JSON.stringify(name)}${inNamespace}}
roleRef: {apiGroup: ${group}, kind: ${refKind}, name: ${JSON.stringify(refName)}}
subjects: [${subjects.map(subjectText).join(", ")}]
`;
}

/** `namespace/name`, or `name` for one whose manifest says no namespace. */
export function accountText(where: string): string {
	const [namespace, name] = split(where);
	const inNamespace = namespace === undefined ? "" : `, namespace: ${namespace}`;
	return `---
apiVersion: v1
kind: ServiceAccount
metadata: {name: ${name}${inNamespace}}
`;
}

export const getServices = '[{apiGroups: [""], resources: [services], verbs: [get]}]';

function split(where: string): readonly [string | undefined, string] {
	const slash = where.indexOf("/");
	return slash < 0 ? [undefined, where] : [where.slice(0, slash), where.slice(slash + 1)];
}

function subjectText(subject: string): string {
	const colon = subject.indexOf(":");
	const name = subject.slice(colon + 1);
	if (subject.startsWith("user:")) return `{kind: User, name: ${JSON.stringify(name)}}`;
	if (subject.startsWith("group:")) return `{kind: Group, name: ${JSON.stringify(name)}}`;
	const [namespace, account] = split(name);
	const inNamespace = namespace === undefined ? "" : `, namespace: ${namespace}`;
	return `{kind: ServiceAccount, name: ${account}${inNamespace}}`;
}
