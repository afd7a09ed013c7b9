import type { PolicyRule } from "../model/rule.ts";
import { urlCovers } from "./rule-allows.ts";

/** What one set of rules lacks to include another; nothing missing means it covers it. */
export interface Coverage {
	readonly covers: boolean;
	/** The uncovered atoms: one verb on one resource of one group (and one name), or one verb on one path. */
	readonly missing: readonly PolicyRule[];
}

/**
 * Do the owner's rules include every right of the servant's? The API server's escalation check: each servant rule is
 * broken into atoms, and each atom has to be covered by one owner rule.
 * https://github.com/kubernetes/kubernetes/blob/v1.37.1/staging/src/k8s.io/component-helpers/auth/rbac/validation/policy_comparator.go
 */
export function rulesCover(owner: readonly PolicyRule[], servant: readonly PolicyRule[]): Coverage {
	const missing = servant
		.flatMap(atomsOf)
		.filter((atom) => !owner.some((rule) => coversAtom(rule, atom)));
	return { covers: missing.length === 0, missing };
}

/** The smallest rules a rule is made of, in Kubernetes' order: group, resource, verb, name; then paths. */
export function atomsOf(rule: PolicyRule): readonly PolicyRule[] {
	const names = rule.resourceNames.length === 0 ? [[]] : rule.resourceNames.map((name) => [name]);
	const onResources = rule.apiGroups.flatMap((group) =>
		rule.resources.flatMap((resource) =>
			rule.verbs.flatMap((verb) =>
				names.map((resourceNames): PolicyRule => {
					const what = { apiGroups: [group], resources: [resource], resourceNames };
					return { ...empty, verbs: [verb], ...what };
				}),
			),
		),
	);
	const onPaths = rule.nonResourceURLs.flatMap((url) =>
		rule.verbs.map((verb): PolicyRule => ({ ...empty, verbs: [verb], nonResourceURLs: [url] })),
	);
	return [...onResources, ...onPaths];
}

/** Atoms of one group, resource and name joined again, their verbs in order, as the server's refusal lists them. */
export function compactRules(atoms: readonly PolicyRule[]): readonly PolicyRule[] {
	const compact = new Map<string, PolicyRule>();
	atoms.forEach((atom, index) => {
		const { apiGroups, resources, resourceNames, nonResourceURLs } = atom;
		const isSimple =
			apiGroups.length === 1 &&
			resources.length === 1 &&
			resourceNames.length <= 1 &&
			nonResourceURLs.length === 0;
		const key = isSimple ? JSON.stringify([apiGroups, resources, resourceNames]) : String(index);
		const before = compact.get(key);
		compact.set(key, before ? { ...before, verbs: [...before.verbs, ...atom.verbs] } : atom);
	});
	return [...compact.values()];
}

const empty: PolicyRule = {
	verbs: [],
	apiGroups: [],
	resources: [],
	resourceNames: [],
	nonResourceURLs: [],
};

function coversAtom(owner: PolicyRule, atom: PolicyRule): boolean {
	const has = (list: readonly string[], word: string): boolean =>
		list.includes("*") || list.includes(word);
	return (
		atom.verbs.every((verb) => has(owner.verbs, verb)) &&
		atom.apiGroups.every((group) => has(owner.apiGroups, group)) &&
		atom.resources.every((resource) => coversResource(owner.resources, resource)) &&
		coversNames(owner.resourceNames, atom.resourceNames) &&
		atom.nonResourceURLs.every((url) => owner.nonResourceURLs.some((own) => urlCovers(own, url)))
	);
}

/** No prefixes: `*` is covered by `*` only, a star and a subresource by that or `*`. */
function coversResource(owner: readonly string[], resource: string): boolean {
	if (owner.includes("*") || owner.includes(resource)) return true;
	const slash = resource.indexOf("/");
	return slash >= 0 && owner.includes(`*${resource.slice(slash)}`);
}

function coversNames(owner: readonly string[], names: readonly string[]): boolean {
	if (owner.length === 0) return true;
	return names.length > 0 && names.every((name) => owner.includes(name));
}
