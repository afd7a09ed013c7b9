import type { Binding, RoleRef } from "../../src/model/binding.ts";
import type { Catalog, CatalogResource } from "../../src/model/catalog.ts";
import type { FieldPath, Origin } from "../../src/model/origin.ts";
import type { LabelRequirement, Role } from "../../src/model/role.ts";
import type { PolicyRule } from "../../src/model/rule.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import type { Subject } from "../../src/model/subject.ts";
import type * as K from "./plain.ts";

// Worlds in three lines: `[role("dev/reader", rule("get", "pods")), bind("dev/b", "Role/reader", "user:jane")]`.

/** `rule("get,list", "pods,deployments/scale", { groups: ["apps"], names: ["web"] })`; the core group unless said. */
export function rule(
	verbs: string,
	resources: string,
	more: { readonly groups?: readonly string[]; readonly names?: readonly string[] } = {},
): K.Rule {
	const { groups = [""], names } = more;
	const lists = { verbs: verbs.split(","), apiGroups: groups, resources: resources.split(",") };
	return names === undefined ? lists : { ...lists, resourceNames: names };
}

export function urls(verbs: string, ...nonResourceURLs: readonly string[]): K.Rule {
	return { verbs: verbs.split(","), nonResourceURLs };
}

/** A Role as `namespace/name`, a ClusterRole as `name`. */
export function role(where: string, ...rules: readonly K.Rule[]): K.Role {
	const { namespace, name } = split(where);
	if (namespace === undefined) return { ...rbac, kind: "ClusterRole", metadata: { name }, rules };
	return { ...rbac, kind: "Role", metadata: { name, namespace }, rules };
}

/** A ClusterRole with labels, and with selectors when it aggregates. */
export function labelled(
	name: string,
	labels: Readonly<Record<string, string>>,
	rules: readonly K.Rule[],
	selectors?: readonly K.Selector[],
): K.Role {
	const aggregation = selectors && { aggregationRule: { clusterRoleSelectors: selectors } };
	return { ...rbac, kind: "ClusterRole", metadata: { name, labels }, rules, ...aggregation };
}

/** `bind("dev/b", "ClusterRole/view", "sa:dev/bot", "user:jane", "group:ops")`; `sa:bot` has no namespace. */
export function bind(where: string, roleRef: string, ...subjects: readonly string[]): K.Binding {
	const { namespace, name } = split(where);
	const [kind = "", role = ""] = roleRef.split("/");
	const rest = { roleRef: { ...group, kind, name: role }, subjects: subjects.map(plainSubject) };
	if (namespace === undefined) {
		return { ...rbac, kind: "ClusterRoleBinding", metadata: { name }, ...rest };
	}
	return { ...rbac, kind: "RoleBinding", metadata: { name, namespace }, ...rest };
}

/** Plain objects as a snapshot, without the loader: places are `world` and the field path. */
export function snapshotOf(objects: K.Objects, more: Partial<Snapshot> = {}): Snapshot {
	const roles: Role[] = [];
	const bindings: Binding[] = [];
	for (const object of objects) {
		if ("roleRef" in object) bindings.push(modelBinding(object));
		else roles.push(modelRole(object));
	}
	const namespaces = [...roles, ...bindings].map(({ namespace }) => namespace);
	return {
		kubernetesVersion: "1.37",
		roles,
		bindings,
		accounts: [],
		workloads: [],
		groups: [],
		users: [],
		tokenSecrets: [],
		namespaceObjects: [],
		powerfulFields: [],
		namespaces: [...new Set(["default", ...namespaces])].filter((one) => one !== "").sort(),
		catalog: smallCatalog,
		unread: [],
		problems: [],
		...more,
	};
}

/** An object's origin; its places are told by the field path alone: `ClusterRole/a rules,0`. */
export function originOf(file: string): Origin {
	return {
		file,
		at: (path: FieldPath) => ({ line: path.length + 1, column: lastNumber(path) + 1 }),
	};
}

/** A rule with absent lists filled. */
export function policyRule(plain: K.Rule): PolicyRule {
	const { verbs = [], apiGroups = [], resources = [], resourceNames = [] } = plain;
	return {
		verbs,
		apiGroups,
		resources,
		resourceNames,
		nonResourceURLs: plain.nonResourceURLs ?? [],
	};
}

/** What the questions in tests are about: a few resources of every sort. */
const smallCatalog: Catalog = {
	resources: [
		resource("", "pods", "po", ["log", "exec", "status", "proxy"]),
		resource("", "secrets", ""),
		resource("", "configmaps", "cm"),
		resource("", "serviceaccounts", "sa", ["token"]),
		resource("", "services", "svc", ["proxy", "status"]),
		{ ...resource("", "namespaces", "ns", ["status", "finalize"]), namespaced: false },
		{ ...resource("", "nodes", "no", ["proxy", "status"]), namespaced: false },
		resource("apps", "deployments", "deploy", ["scale", "status"]),
		resource("apps", "statefulsets", "sts", ["scale", "status"]),
		resource("networking.k8s.io", "ingresses", "ing", ["status"]),
		resource("events.k8s.io", "events", "ev"),
		virtual("users"),
		virtual("groups"),
	],
};

const rbac = { apiVersion: "rbac.authorization.k8s.io/v1" };
const group = { apiGroup: "rbac.authorization.k8s.io" };

function resource(
	group: string,
	plural: string,
	short: string,
	subresources: readonly string[] = [],
): CatalogResource {
	const singular = plural === "ingresses" ? "ingress" : plural.slice(0, -1);
	return {
		group,
		resource: plural,
		singular,
		kind: singular,
		shortNames: short === "" ? [] : [short],
		namespaced: true,
		versions: ["v1"],
		verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
		subresources: subresources.map((name) => ({ name, verbs: verbsOf(name) })),
	};
}

function virtual(plural: string): CatalogResource {
	return { ...resource("", plural, ""), namespaced: false, verbs: ["impersonate"], virtual: true };
}

function verbsOf(subresource: string): readonly string[] {
	if (subresource === "log") return ["get"];
	if (subresource === "exec") return ["create", "get"];
	return subresource === "token" ? ["create"] : ["get", "patch", "update"];
}

function modelRole({ kind, metadata, rules = [], aggregationRule }: K.Role): Role {
	const { name, namespace = "", labels = {} } = metadata;
	return {
		kind,
		namespace,
		name,
		labels: new Map(Object.entries(labels)),
		annotations: new Map(),
		rules: rules.map(policyRule),
		aggregation: aggregationRule?.clusterRoleSelectors?.map((selector) => ({
			matchLabels: new Map(Object.entries(selector.matchLabels ?? {})),
			matchExpressions: (selector.matchExpressions ?? []).map(({ key, operator, values = [] }) => ({
				key,
				operator: operator as LabelRequirement["operator"],
				values,
			})),
		})),
		builtIn: false,
		origin: originOf(`${kind}/${namespace}/${name}`),
	};
}

function modelBinding({ kind, metadata, roleRef, subjects = [] }: K.Binding): Binding {
	const { name, namespace = "" } = metadata;
	return {
		kind,
		namespace,
		name,
		annotations: new Map(),
		roleRef: { kind: roleRef.kind, name: roleRef.name } as RoleRef,
		subjects: subjects.map(modelSubject),
		builtIn: false,
		origin: originOf(`${kind}/${namespace}/${name}`),
	};
}

function modelSubject({ kind, name, namespace = "" }: K.Subject): Subject {
	return kind === "ServiceAccount" ? { kind, namespace, name } : ({ kind, name } as Subject);
}

function plainSubject(words: string): K.Subject {
	const kind = words.slice(0, words.indexOf(":"));
	const rest = words.slice(words.indexOf(":") + 1);
	if (kind === "sa") return { kind: "ServiceAccount", ...split(rest) };
	return { ...group, kind: kind === "user" ? "User" : "Group", name: rest };
}

function split(where: string): { readonly name: string; readonly namespace?: string } {
	const slash = where.indexOf("/");
	if (slash < 0) return { name: where };
	return { namespace: where.slice(0, slash), name: where.slice(slash + 1) };
}

function lastNumber(path: FieldPath): number {
	const last = path.at(-1);
	return typeof last === "number" ? last : 0;
}
