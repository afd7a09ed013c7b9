import { type KnownResources, knownResources } from "../../model/known-resources.ts";
import { objectName } from "../../model/object-name.ts";
import type { Role } from "../../model/role.ts";
import type { PolicyRule } from "../../model/rule.ts";
import type { AuditWorld } from "../audit-world.ts";
import { deadWords } from "./dead-words.ts";
import { groupFaults } from "./group-faults.ts";
import { nameFaults } from "./name-faults.ts";
import { pathFaults } from "./path-faults.ts";
import { resourceFaults } from "./resource-faults.ts";
import { type RulePlace, rulePlaces } from "./rule-place.ts";
import { pathVerbFaults, verbFaults } from "./verb-faults.ts";
import { type WordFault, withMeant } from "./word-fault.ts";

/** A rule as a person wrote it, with what is wrong with its words. */
export interface ReadRule {
	readonly role: Role;
	readonly index: number;
	readonly rule: PolicyRule;
	/** The rule with what was meant for misspelled words; undefined where a list is left empty. */
	readonly meant: PolicyRule | undefined;
	readonly faults: readonly WordFault[];
	/** All words of a list match nothing, so the rule does not. */
	readonly isDead: boolean;
}

/** The rules of all roles that somebody wrote: those of the API server's default policy are left out. */
export function readRules(world: AuditWorld): readonly ReadRule[] {
	let rules = readBefore.get(world);
	if (rules === undefined) {
		rules = findRules(world);
		readBefore.set(world, rules);
	}
	return rules;
}

/** Every check asks for the same. */
const readBefore = new WeakMap<AuditWorld, readonly ReadRule[]>();

function findRules(world: AuditWorld): readonly ReadRule[] {
	const { catalog, customGroups } = world.snapshot;
	const known = knownResources(catalog, customGroups ?? new Set());
	const placeOfRole = rulePlaces(world);
	return writtenRoles(world).flatMap((role) => {
		const place = placeOfRole(role);
		return role.rules.map((rule, index) => readRule(role, index, rule, place, known));
	});
}

/** Roles of which somebody chose the rules: not those of the default policy, nor those that a controller fills. */
export function writtenRoles({ snapshot, defaults }: AuditWorld): readonly Role[] {
	const byName = new Map(defaults.roles.map((role) => [objectName(role), role]));
	const isDefault = (role: Role): boolean => {
		const own = byName.get(objectName(role));
		return own !== undefined && JSON.stringify(own.rules) === JSON.stringify(role.rules);
	};
	return snapshot.roles.filter(
		(role) => !role.builtIn && role.aggregation === undefined && !isDefault(role),
	);
}

function readRule(
	role: Role,
	index: number,
	rule: PolicyRule,
	place: RulePlace,
	known: KnownResources,
): ReadRule {
	const { meant, faults } =
		rule.nonResourceURLs.length > 0
			? ofPaths(rule, place, known)
			: ofResources(rule, role, place, known);
	return { role, index, rule, meant, faults, isDead: isDead(rule, faults) };
}

interface Reading {
	readonly meant: PolicyRule | undefined;
	readonly faults: readonly WordFault[];
}

function ofPaths(rule: PolicyRule, place: RulePlace, known: KnownResources): Reading {
	const paths = pathFaults(rule, known);
	const verbs = pathVerbFaults(rule);
	const meant = {
		...rule,
		nonResourceURLs: withMeant(rule.nonResourceURLs, paths),
		verbs: withMeant(rule.verbs, verbs),
	};
	const isLeft = meant.nonResourceURLs.length > 0 && meant.verbs.length > 0;
	const unused = place.kind === "bound-inside" && isLeft ? unusedPaths(meant) : [];
	return { meant: isLeft ? meant : undefined, faults: [...paths, ...verbs, ...unused] };
}

function unusedPaths({ nonResourceURLs }: PolicyRule): readonly WordFault[] {
	return nonResourceURLs.map((word) => ({
		policy: "cluster-scoped-in-role",
		field: "nonResourceURLs",
		word,
		why: "RoleBindings alone bind the role, which count for no path",
		whole: "medium",
		confidence: "likely",
	}));
}

/** List by list: what is told of one is taken as mended for the next, so that one slip is told once. */
function ofResources(
	rule: PolicyRule,
	role: Role,
	place: RulePlace,
	known: KnownResources,
): Reading {
	const groups = groupFaults(rule, role, known);
	const inGroups = { ...rule, apiGroups: withMeant(rule.apiGroups, groups) };
	const areLeft = inGroups.apiGroups.length > 0;
	const resources = areLeft ? resourceFaults(inGroups, role, known) : [];
	const ofKinds = { ...inGroups, resources: withMeant(rule.resources, resources) };
	const verbs = verbFaults(ofKinds, known);
	const withVerbs = { ...ofKinds, verbs: withMeant(rule.verbs, verbs) };
	const names = nameFaults(withVerbs, known);
	const meant = { ...withVerbs, resourceNames: withMeant(rule.resourceNames, names) };
	const isLeft =
		areLeft &&
		meant.resources.length > 0 &&
		meant.verbs.length > 0 &&
		(meant.resourceNames.length > 0 || rule.resourceNames.length === 0);
	const dead = isLeft ? deadWords(meant, place, known) : [];
	const faults = [...groups, ...resources, ...verbs, ...names, ...dead];
	return { meant: isLeft ? meant : undefined, faults };
}

/** Words that were mended and are dead all the same are told under the word that was meant. */
function isDead(rule: PolicyRule, faults: readonly WordFault[]): boolean {
	if (faults.length === 0) return false;
	return lists.some((field) => {
		const words = new Set(faults.filter((one) => one.field === field).map(({ word }) => word));
		return rule[field].length > 0 && rule[field].every((word) => words.has(word));
	});
}

const lists = ["apiGroups", "resources", "verbs", "resourceNames", "nonResourceURLs"] as const;
