import type { Cell } from "../model/answer.ts";
import { isNamespaceItself, placeOfCheck } from "../model/deciding-namespace.ts";
import { type Request, requestVerbs } from "../model/request.ts";
import type { PolicyRule } from "../model/rule.ts";
import { compareText } from "../model/text-order.ts";
import {
	apiGroupMatches,
	resourceMatches,
	ruleAllows,
	verbMatches,
} from "../resolve/rule-allows.ts";
import type { Target } from "./matrix-targets.ts";

/** What counts in one scope of one identity. */
export interface Scope {
	/** "" is cluster-wide. */
	readonly namespace: string;
	/** The rules of ClusterRoleBindings. */
	readonly clusterRules: readonly PolicyRule[];
	/** The rules of this namespace's RoleBindings. */
	readonly namespaceRules: readonly PolicyRule[];
	/** A binding here points to a role that is missing. */
	readonly hasGap: boolean;
}

export interface CellAnswer {
	readonly cell: Cell;
	/** The names for which a `named` cell holds. */
	readonly names: readonly string[];
}

const ownNameVerbs = new Set(["get", "update", "patch", "delete"]);

/** A letter no rule can name: what holds for it holds for every one that is not named. */
const fresh = "\u0001any";

/** What a scope's rules give for one verb on one target. */
export function cellOf(scope: Scope, target: Target, verb: string): CellAnswer {
	if (isAbsent(target, verb)) return plain("absent");
	const rules = [...scope.clusterRules, ...scope.namespaceRules];
	const request = requestFor(target, verb, scope.namespace);
	const reached = isReachable(target, scope, verb) ? rules : scope.clusterRules;
	const counting = isServed(target, verb) ? reached : [];
	if (counting.some((rule) => ruleAllows(rule, request))) return plain("yes");
	const own = ownNamespace(scope, target, verb, request);
	if (own !== undefined) return own;
	const names = namesFor(counting, request);
	if (names.length > 0 && canCarryName(target, verb)) return { cell: "named", names };
	if (scope.hasGap) return plain("unknown");
	const granted = names.length > 0 || rules.some((rule) => namesTarget(rule, request));
	return plain(granted ? "dead" : "no");
}

function plain(cell: Cell): CellAnswer {
	return { cell, names: [] };
}

/** The server offers no such verb there. */
function isAbsent({ row, subresource, path }: Target, verb: string): boolean {
	if (path !== undefined)
		return ["list", "watch", "create", "update", "deletecollection"].includes(verb);
	if (row === undefined || !requestVerbs.includes(verb)) return false;
	if (subresource === "") return !row.verbs.includes(verb);
	const listed = row.subresources.find(({ name }) => name === subresource);
	return listed !== undefined && !listed.verbs.includes(verb);
}

/** False for `pod` and the like: nothing can add resources to the core group, so no request is about them. */
function isServed({ row, path, apiGroup, resource }: Target, verb: string): boolean {
	if (row !== undefined || path !== undefined) return true;
	return apiGroup !== "" || resource === "*" || !requestVerbs.includes(verb);
}

/** Do RoleBindings reach it? Not paths, and not what is known to be cluster-scoped, but for a few checks. */
function isReachable(
	{ row, path, apiGroup, resource }: Target,
	{ namespace }: Scope,
	verb: string,
): boolean {
	if (path !== undefined || namespace === "") return false;
	return row?.namespaced !== false || placeOfCheck(verb, apiGroup, resource) !== undefined;
}

/** The request that stands for a row: a star becomes a letter that only stars match. */
function requestFor(target: Target, verb: string, namespace: string): Request {
	const asked = verb === "*" ? fresh : verb;
	if (target.path !== undefined) {
		const path = target.path === "*" ? `/${fresh}` : target.path.replace(/\*+$/, fresh);
		return { kind: "path", verb: asked, path };
	}
	const { apiGroup, resource, subresource } = target;
	return {
		kind: "resource",
		verb: asked,
		apiGroup: apiGroup === "*" ? fresh : apiGroup,
		resource: resource === "*" ? fresh : resource,
		subresource,
		namespace,
		name: "",
	};
}

/** A Namespace is decided in itself, so its RoleBindings give something for this one name. */
function ownNamespace(
	scope: Scope,
	target: Target,
	verb: string,
	request: Request,
): CellAnswer | undefined {
	const isNamespace = isNamespaceItself(target.apiGroup, target.resource);
	if (!isNamespace || scope.namespace === "" || !ownNameVerbs.has(verb)) return undefined;
	if (request.kind === "path") return undefined;
	const own = { ...request, name: scope.namespace };
	const rules = [...scope.clusterRules, ...scope.namespaceRules];
	if (!rules.some((rule) => ruleAllows(rule, own))) return undefined;
	return { cell: "named", names: [scope.namespace] };
}

/** The names to which rules that otherwise allow a request are limited. */
function namesFor(rules: readonly PolicyRule[], request: Request): readonly string[] {
	const limited = rules.filter(
		(rule) => rule.resourceNames.length > 0 && namesTarget(rule, request),
	);
	const names = new Set(limited.flatMap(({ resourceNames }) => resourceNames));
	names.delete("");
	return [...names].sort(compareText);
}

/** Would the rule allow the request but for the name? */
function namesTarget(rule: PolicyRule, request: Request): boolean {
	if (request.kind === "path") return ruleAllows(rule, request);
	return (
		verbMatches(rule, request.verb) &&
		apiGroupMatches(rule, request.apiGroup) &&
		resourceMatches(rule, request)
	);
}

/** A create by POST and a deletecollection never carry a name; subresources are created on a named object. */
function canCarryName({ subresource, path }: Target, verb: string): boolean {
	if (path !== undefined) return false;
	return verb === "create" ? subresource !== "" : verb !== "deletecollection";
}
