import type { Catalog } from "../model/catalog.ts";
import { type KnownResources, knownResources } from "../model/known-resources.ts";
import type { FieldPath } from "../model/origin.ts";
import type { Problem } from "../model/problem.ts";
import { type Advice, groupAdvice, resourceAdvice } from "../model/resource-advice.ts";
import type { Role } from "../model/role.ts";
import type { PolicyRule } from "../model/rule.ts";
import { formatFieldPath } from "./object-report.ts";

/**
 * Warns of rules that name resources in a form no request has: the singular, a kind, a short name, a slip of the
 * pen, another resource's group. The API server takes them all, and grants nothing.
 */
export function checkRuleResources(
	roles: readonly Role[],
	catalog: Catalog,
	customGroups: ReadonlySet<string>,
	problems: Problem[],
): void {
	const known = knownResources(catalog, customGroups);
	for (const role of roles) {
		if (role.builtIn) continue;
		for (let index = 0; index < role.rules.length; index += 1) {
			const rule = role.rules[index];
			if (rule !== undefined) checkRule(role, rule, index, known, problems);
		}
	}
}

function checkRule(
	role: Role,
	rule: PolicyRule,
	index: number,
	known: KnownResources,
	problems: Problem[],
): void {
	const { apiGroups, resources } = rule;
	let groupsAreKnown = true;
	for (let place = 0; place < apiGroups.length; place += 1) {
		const group = apiGroups[place] ?? "";
		if (group === "*" || known.groups.has(group)) continue;
		const advice = groupAdvice(group, known);
		if (advice === undefined) continue;
		groupsAreKnown = false;
		problems.push(problemOf(role, ["rules", index, "apiGroups", place], advice));
	}
	if (!groupsAreKnown) return;
	for (let place = 0; place < resources.length; place += 1) {
		const resource = resources[place] ?? "";
		if (resource === "*" || isServed(known.groupsOf.get(resource), apiGroups)) continue;
		const advice = resourceAdvice(resource, rule, role, known);
		if (advice === undefined) continue;
		problems.push(problemOf(role, ["rules", index, "resources", place], advice));
	}
}

function isServed(groups: ReadonlySet<string> | undefined, apiGroups: readonly string[]): boolean {
	if (groups === undefined) return false;
	for (const group of apiGroups) if (group === "*" || groups.has(group)) return true;
	return false;
}

function problemOf(role: Role, path: FieldPath, { severity, message }: Advice): Problem {
	const name = role.namespace === "" ? role.name : `${role.namespace}/${role.name}`;
	return {
		code: "misspelled-resource",
		severity,
		message,
		object: `${role.kind} ${name}`,
		field: formatFieldPath(path),
		origin: role.origin,
		path,
	};
}
