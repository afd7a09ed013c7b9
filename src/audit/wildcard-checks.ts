import { referenceTo } from "../answer/chain.ts";
import { type AuditSeverity, compareSeverity } from "../model/audit-policy.ts";
import type { Catalog } from "../model/catalog.ts";
import { objectName } from "../model/object-name.ts";
import { placeOf } from "../model/origin.ts";
import type { Role } from "../model/role.ts";
import type { PolicyRule } from "../model/rule.ts";
import type { AuditWorld } from "./audit-world.ts";
import { DefaultGrants } from "./default-grants.ts";
import type { AuditCheck, Hit } from "./hit.ts";

/** Stars of rules in which something else is written out; what is all stars is told of whoever holds it. */
export const wildcardChecks: ReadonlyMap<string, AuditCheck> = new Map([
	["wildcard-verbs", checkOf(starOfVerbs)],
	["wildcard-resources", checkOf(starOfResources)],
	["wildcard-groups", checkOf(starOfGroups)],
	["wildcard-subresources", checkOf(starOfSubresources)],
]);

/** A star of a rule: how bad, what it gives in words, the field that it stands in. */
interface Star {
	readonly severity: AuditSeverity;
	readonly gives: string;
	readonly field: "verbs" | "resources" | "apiGroups";
}

type StarOf = (rule: PolicyRule, catalog: Catalog) => Star | undefined;

/** One finding a role, at the worst of its rules. */
function checkOf(starOf: StarOf): AuditCheck {
	return (world) => writtenRoles(world).flatMap((role) => hitOf(role, starOf, world));
}

function writtenRoles(world: AuditWorld): readonly Role[] {
	const { snapshot, grants, options } = world;
	const defaults = new DefaultGrants(world);
	return snapshot.roles.filter((role) => {
		if (role.aggregation !== undefined) return false;
		if (options.includeSystem) return true;
		const effective = grants.role(role.kind, role.namespace, role.name);
		return !role.builtIn && (effective === undefined || !defaults.isDefaultRole(effective));
	});
}

function hitOf(role: Role, starOf: StarOf, { snapshot }: AuditWorld): readonly Hit[] {
	const stars = role.rules
		.flatMap((rule, index) => {
			const star = starOf(rule, snapshot.catalog);
			if (star === undefined) return [];
			const severity = rule.resourceNames.length > 0 ? "low" : star.severity;
			const place = placeOf(role.origin, ["rules", index, star.field]);
			return [{ severity, index, gives: star.gives, place }];
		})
		.toSorted((one, other) => compareSeverity(one.severity, other.severity));
	const [first, ...others] = stars;
	if (first === undefined) return [];
	const more = others.length === 0 ? "" : `, and so ${othersInWords(others.length)} of its rules`;
	return [
		{
			concerned: { kind: "object", object: referenceTo(role) },
			message: `${objectName(role)} gives ${first.gives}${more}`,
			place: first.place,
			related: others.map(({ index, place }) => ({
				place,
				title: `${objectName(role)} rules[${index}]`,
			})),
			severity: first.severity,
			key: stars
				.map(({ gives }) => gives)
				.sort()
				.join("; "),
		},
	];
}

function starOfVerbs(rule: PolicyRule, catalog: Catalog): Star | undefined {
	const resources = rule.resources.filter(canMatch);
	if (!rule.verbs.includes("*") || resources.length === 0 || resources.includes("*"))
		return undefined;
	const special = specialVerbs(rule, catalog);
	const too =
		special.length === 0 ? "" : `, ${special.map((verb) => `\`${verb}\``).join(", ")} too`;
	const gives = `every verb on ${some(resources)}${too}`;
	return { severity: isOwn(rule, catalog) ? "low" : "medium", gives, field: "verbs" };
}

function starOfResources(rule: PolicyRule, catalog: Catalog): Star | undefined {
	const { verbs, resources, apiGroups, resourceNames } = rule;
	if (!resources.includes("*") || apiGroups.includes("*") || apiGroups.length === 0)
		return undefined;
	// All of the core group is as good as everything: told of whoever holds it.
	if (verbs.includes("*") && apiGroups.includes("") && resourceNames.length === 0) return undefined;
	if (apiGroups.every((group) => metrics.has(group)) && !writes(rule)) return undefined;
	const gives = `${verbWords(rule)} on every resource of ${some(apiGroups.map(groupName))}`;
	const isGrave = !isOwn(rule, catalog) && (writes(rule) || apiGroups.includes(""));
	return { severity: isGrave ? "medium" : "low", gives, field: "resources" };
}

/** Every metric is a resource there: who reads them cannot list them. */
const metrics: ReadonlySet<string> = new Set(["custom.metrics.k8s.io", "external.metrics.k8s.io"]);

function starOfGroups(rule: PolicyRule): Star | undefined {
	const { resources, apiGroups } = rule;
	if (!apiGroups.includes("*") || resources.includes("*")) return undefined;
	const told = resources.filter((one) => one !== "*/scale" && canMatch(one));
	if (told.length === 0) return undefined;
	const gives = `${verbWords(rule)} on ${some(told)} of every API group`;
	return { severity: "low", gives, field: "apiGroups" };
}

/** Subresources by which code is run, or somebody else's rights are had. */
const powerful: readonly string[] = [
	...["exec", "attach", "portforward", "ephemeralcontainers", "proxy"],
	...["token", "approval", "nodeclient", "binding"],
];

function starOfSubresources(rule: PolicyRule): Star | undefined {
	const subresources = rule.resources
		.filter((one) => one.startsWith("*/") && one !== "*/scale" && canMatch(one))
		.map((one) => one.slice("*/".length));
	if (subresources.length === 0) return undefined;
	const of = rule.apiGroups.includes("*") ? "every API group" : some(rule.apiGroups.map(groupName));
	const gives = `${verbWords(rule)} on ${some(subresources)} of every resource of ${of}`;
	const isGrave = subresources.some((one) => powerful.includes(one));
	return { severity: isGrave ? "medium" : "low", gives, field: "resources" };
}

/** A star after the slash is no star, and stands for nothing. */
function canMatch(resource: string): boolean {
	return !resource.endsWith("/*") && !resource.endsWith("/");
}

/** A group that Kubernetes does not serve: a program's own. */
function isOwn({ apiGroups }: PolicyRule, { resources }: Catalog): boolean {
	return apiGroups.every(
		(group) =>
			group.includes(".") &&
			!(group.endsWith(".k8s.io") && resources.some((row) => row.group === group)),
	);
}

const ordinary: readonly string[] = [
	...["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"],
];

/** Verbs that only some resources know, such as `bind`. */
function specialVerbs({ apiGroups, resources }: PolicyRule, catalog: Catalog): readonly string[] {
	const rows = catalog.resources.filter(
		({ group, resource }) =>
			resources.includes(resource) && (apiGroups.includes(group) || apiGroups.includes("*")),
	);
	const verbs = rows.flatMap((row) => row.verbs).filter((verb) => !ordinary.includes(verb));
	return [...new Set(verbs)].sort();
}

function writes({ verbs }: PolicyRule): boolean {
	return verbs.some((verb) => !["get", "list", "watch"].includes(verb));
}

function verbWords({ verbs }: PolicyRule): string {
	return verbs.includes("*") ? "every verb" : some(verbs);
}

function groupName(group: string): string {
	return group === "" ? "the core group" : group;
}

const most = 4;

function some(words: readonly string[]): string {
	const more = words.length > most ? ` and ${words.length - most} more` : "";
	return `${words.slice(0, most).join(", ")}${more}`;
}

function othersInWords(number: number): string {
	return number === 1 ? "does another" : `do ${number} more`;
}
