import * as words from "./alphabet.ts";
import { selects } from "./naive.ts";
import type * as K from "./plain.ts";
import type { Random } from "./random.ts";

/**
 * A world full of traps: look-alike wildcards, one name for a Role and a ClusterRole, accounts spelled as users or
 * without a namespace, roles that are missing or of the wrong kind, chains and circles of aggregation. A `valid` one
 * has nothing in it that an API server would refuse.
 */
export function randomWorld(random: Random, valid = false): K.Objects {
	const bindings = Array.from({ length: most(random, 9) }, (_, i) => binding(random, i, valid));
	const clusterRoles = words.roleNames
		.slice(0, most(random, 4))
		.map((name) => clusterRole(random, name, valid));
	const roles = words.namespaces.flatMap((namespace) =>
		words.roleNames.slice(0, most(random, 3)).map(
			(name): K.Role => ({
				...rbac,
				kind: "Role",
				metadata: { name, namespace },
				rules: rules(random, valid, "Role"),
			}),
		),
	);
	return [...withoutAmbiguity(clusterRoles), ...roles, ...bindings];
}

/** Seldom none, often all. */
function most(random: Random, limit: number): number {
	return Math.min(limit, random.below(limit * 2));
}

const rbac = { apiVersion: "rbac.authorization.k8s.io/v1" };
const group = { apiGroup: "rbac.authorization.k8s.io" };

function clusterRole(random: Random, name: string, valid: boolean): K.Role {
	const metadata = { name, labels: labels(random) };
	const selectors = Array.from({ length: random.below(2) + 1 }, () => selector(random));
	return {
		...rbac,
		kind: "ClusterRole",
		metadata,
		rules: rules(random, valid, "ClusterRole"),
		...(random.chance(40) && { aggregationRule: { clusterRoleSelectors: selectors } }),
	};
}

function labels(random: Random): Readonly<Record<string, string>> {
	const keys = words.labelKeys.filter(() => random.chance(50));
	return Object.fromEntries(keys.map((key) => [key, random.of(words.labelValues)]));
}

function selector(random: Random): K.Selector {
	const kind = random.below(10);
	if (kind === 0) return {};
	if (kind < 4) return { matchLabels: { agg: random.of(words.labelValues) } };
	const key = random.of(words.labelKeys);
	const operator = random.of(["In", "NotIn", "Exists", "DoesNotExist"]);
	const values = [random.of(words.labelValues), ...random.some(words.labelValues, 1)];
	const matchExpressions = [
		operator.endsWith("In") ? { key, operator, values } : { key, operator },
	];
	const both = kind === 4 && { matchLabels: { tier: random.of(words.labelValues) } };
	return { matchExpressions, ...both };
}

function rules(random: Random, valid: boolean, kind: K.Role["kind"]): readonly K.Rule[] {
	return Array.from({ length: most(random, 3) }, () => rule(random, valid, kind));
}

function rule(random: Random, valid: boolean, kind: K.Role["kind"]): K.Rule {
	const verbs = list(random, words.verbs, valid);
	const paths = kind === "ClusterRole" && random.chance(30);
	const both = !valid && random.chance(5);
	const urls = { nonResourceURLs: list(random, words.paths, valid) };
	const resources = {
		apiGroups: list(random, words.apiGroups, valid),
		resources: list(random, words.resources, valid),
		...(random.chance(30) && { resourceNames: random.some(words.objectNames, 2) }),
	};
	return { verbs, ...((!paths || both) && resources), ...((paths || both) && urls) };
}

/** One to three of a list; an invalid world has empty lists too. */
function list(random: Random, from: readonly string[], valid: boolean): readonly string[] {
	if (!valid && random.chance(4)) return [];
	return [random.of(from), ...random.some(from, 2)];
}

function binding(random: Random, index: number, valid: boolean): K.Binding {
	const clusterWide = random.chance(40);
	const kind = (clusterWide && valid) || random.chance(50) ? "ClusterRole" : "Role";
	const name = random.chance(10) ? words.missingRole : random.of(words.roleNames);
	const length = random.chance(5) ? 0 : 1 + random.below(3);
	const subjects = Array.from({ length }, () => subject(random, valid, clusterWide));
	const rest = { roleRef: { ...group, kind, name }, subjects };
	if (clusterWide)
		return { ...rbac, kind: "ClusterRoleBinding", metadata: { name: `b${index}` }, ...rest };
	const metadata = { name: `b${index}`, namespace: random.of(words.namespaces) };
	return { ...rbac, kind: "RoleBinding", metadata, ...rest };
}

function subject(random: Random, valid: boolean, clusterWide: boolean): K.Subject {
	const named = (from: readonly string[]): string =>
		random.of(valid ? from.filter((name) => name !== "") : from);
	const kind = random.below(3);
	if (kind === 0) return { ...group, kind: "User", name: named(words.users) };
	if (kind === 1) return { ...group, kind: "Group", name: named(words.groups) };
	const account = { kind: "ServiceAccount", name: random.of(words.accounts) };
	if (random.chance(30) && !(valid && clusterWide)) return account;
	return { ...account, namespace: random.of(words.namespaces) };
}

/**
 * Where roles select each other in a circle, what becomes of the rules they declare themselves depends on the
 * schedule of the controller: in such a world aggregated roles declare none.
 */
function withoutAmbiguity(roles: readonly K.Role[]): readonly K.Role[] {
	if (!roles.some((role) => reaches(role, role, roles, new Set()))) return roles;
	return roles.map((role) => (role.aggregationRule === undefined ? role : { ...role, rules: [] }));
}

function reaches(from: K.Role, to: K.Role, roles: readonly K.Role[], seen: Set<K.Role>): boolean {
	for (const source of roles) {
		if (source === from || !selectsRole(from, source) || seen.has(source)) continue;
		seen.add(source);
		if (source === to || reaches(source, to, roles, seen)) return true;
	}
	return false;
}

function selectsRole(role: K.Role, source: K.Role): boolean {
	const selectors = role.aggregationRule?.clusterRoleSelectors ?? [];
	return selectors.some((one) => selects(one, source.metadata.labels ?? {}));
}
