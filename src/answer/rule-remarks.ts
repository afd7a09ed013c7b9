import type { Binding } from "../model/binding.ts";
import type { Catalog } from "../model/catalog.ts";
import type { Problem } from "../model/problem.ts";
import type { Role } from "../model/role.ts";
import type { PolicyRule } from "../model/rule.ts";
import type { RuleRemark } from "../model/simplification.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { PermissionSets } from "../sets/permission-sets.ts";
import { Requestable } from "../sets/requestable.ts";
import { whyInert } from "./why-inert.ts";

/** What is known of the world that a role is for. */
export interface RoleWorld {
	/** What the cluster serves. */
	readonly catalog: Catalog;
	readonly bindings?: readonly Binding[];
	/** What was said of the input when it was read: misspelled resources are told by rule. */
	readonly problems?: readonly Problem[];
}

/** The rules of a role, and words in them, that no request ever matches or that do less than they seem to. */
export function ruleRemarks(
	sets: PermissionSets,
	role: Role,
	world: RoleWorld,
): readonly RuleRemark[] {
	const { catalog } = world;
	const requestable = new Requestable(sets, catalog);
	const inScope = (rules: readonly PolicyRule[]): PermissionSet =>
		role.kind === "Role"
			? sets.inNamespace(sets.ofRules(rules), role.namespace)
			: sets.ofRules(rules);
	const { inert } = requestable.partsOf(inScope(role.rules));
	const isInert = (part: PolicyRule): boolean => inScope([part]).isSubsetOf(inert);
	const dead = partsOfRules(role, isInert).map(({ part, ...place }): RuleRemark => {
		return { kind: "inert", ...place, why: whyInert(role, part, catalog) };
	});
	const others = [
		...misspelled(role, world.problems ?? []),
		...unused(sets, requestable, role, world.bindings ?? [], isInert),
		...partly(role),
	];
	const isTold = (one: RuleRemark): boolean =>
		dead.some(
			({ rule, field, words }) =>
				rule === one.rule &&
				(field === undefined || (field === one.field && one.words.every((w) => words.includes(w)))),
		);
	return [...dead, ...others.filter((one) => !isTold(one))].sort(
		(one, other) => one.rule - other.rule,
	);
}

interface Part {
	readonly rule: number;
	readonly field: keyof PolicyRule | undefined;
	readonly words: readonly string[];
	/** The rule, or the rule for these words alone. */
	readonly part: PolicyRule;
}

const fields = ["resources", "nonResourceURLs", "verbs", "resourceNames", "apiGroups"] as const;

/** The rules of which something holds; of the others, the words of which it does. */
function partsOfRules(role: Role, holds: (part: PolicyRule) => boolean): readonly Part[] {
	return role.rules.flatMap((part, rule): readonly Part[] => {
		if (holds(part)) return [{ rule, field: undefined, words: [], part }];
		return fields.flatMap((field) =>
			[...new Set(part[field])]
				.map((word) => ({ rule, field, words: [word], part: { ...part, [field]: [word] } }))
				.filter((one) => holds(one.part)),
		);
	});
}

/** What the loader warned of, put to its rule. */
function misspelled(role: Role, problems: readonly Problem[]): readonly RuleRemark[] {
	const name = role.namespace === "" ? role.name : `${role.namespace}/${role.name}`;
	return problems.flatMap(({ code, severity, object, origin, path, message }) => {
		const [, rule, field, at] = path;
		const isOurs =
			code === "misspelled-resource" &&
			severity === "warning" &&
			object === `${role.kind} ${name}` &&
			origin.file === role.origin.file;
		if (!isOurs || typeof rule !== "number" || typeof at !== "number") return [];
		if (field !== "resources" && field !== "apiGroups") return [];
		const word = role.rules[rule]?.[field][at];
		if (word === undefined) return [];
		return [{ kind: "misspelled" as const, rule, field, words: [word], why: message }];
	});
}

/** In a ClusterRole that RoleBindings alone bind, what is cluster-scoped and what is a path counts for nothing. */
function unused(
	sets: PermissionSets,
	requestable: Requestable,
	role: Role,
	bindings: readonly Binding[],
	isInert: (part: PolicyRule) => boolean,
): readonly RuleRemark[] {
	const own = bindings.filter(
		({ roleRef }) => role.kind === roleRef.kind && role.name === roleRef.name,
	);
	const isLocal = own.length > 0 && own.every(({ kind }) => kind === "RoleBinding");
	if (role.kind === "Role" || !isLocal) return [];
	const inside = (rules: readonly PolicyRule[]): PermissionSet =>
		sets.ofRules(rules).intersection(sets.resourceRequests({ namespace: { except: [""] } }));
	const { inert } = requestable.partsOf(inside(role.rules));
	const isUnused = (part: PolicyRule): boolean =>
		!isInert(part) && inside([part]).isSubsetOf(inert);
	return partsOfRules(role, isUnused).map(({ part, ...place }) => {
		const what =
			part.nonResourceURLs.length > 0
				? "which count for no path"
				: "which count inside of namespaces only";
		return { kind: "unused", ...place, why: `the role is bound by RoleBindings alone, ${what}` };
	});
}

/** A plain create carries no name. */
function partly({ rules }: Role): readonly RuleRemark[] {
	return rules.flatMap((rule, index): readonly RuleRemark[] => {
		const isNamed = rule.resourceNames.length > 0 && !rule.resourceNames.includes("");
		const isPlain = rule.resources.some((entry) => !entry.includes("/"));
		if (!isNamed || !isPlain || !rule.verbs.includes("create")) return [];
		const why =
			"with resourceNames `create` allows a server-side apply of these names, but no plain create";
		return [{ kind: "partly", rule: index, field: "verbs", words: ["create"], why }];
	});
}
