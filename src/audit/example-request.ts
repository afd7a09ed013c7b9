import { isNamespaceItself } from "../model/deciding-namespace.ts";
import type { Request } from "../model/request.ts";
import type { PolicyRule } from "../model/rule.ts";
import { sideHas } from "../phrase/side-words.ts";
import { ruleAllows } from "../resolve/rule-allows.ts";
import type { AskedBlock } from "./clause.ts";
import type { ProofPart } from "./judge.ts";
import type { Scoping } from "./rule-reach.ts";

/** A request that shows what a rule gives of a part of a proof, sent in a namespace; undefined where none is found. */
export function exampleRequest(
	rule: PolicyRule,
	part: ProofPart,
	namespace: string,
	scoping: Scoping,
): Request | undefined {
	if (part.kind === "every") {
		const [whole] = part.rules;
		return whole && concrete(both(whole.rule, rule), namespace, scoping);
	}
	for (const block of part.asked.resources) {
		const request = concrete(within(rule, block), namespace, scoping);
		if (request !== undefined && ruleAllows(rule, request)) return request;
	}
	const [paths] = part.asked.paths;
	if (paths === undefined) return undefined;
	const verb = rule.verbs.find((one) => one !== "*" && sideHas(paths.verb, one)) ?? "get";
	const path = paths.paths[0]?.replace(/\*+$/, "") || "/";
	return { kind: "path", verb, path };
}

/** What two rules both say, star for star. */
function both(one: PolicyRule, other: PolicyRule): PolicyRule {
	const common = (mine: readonly string[], theirs: readonly string[]): readonly string[] => {
		if (theirs.includes("*")) return mine;
		return mine.includes("*") ? theirs : mine.filter((word) => theirs.includes(word));
	};
	return {
		verbs: common(one.verbs, other.verbs),
		apiGroups: common(one.apiGroups, other.apiGroups),
		resources: common(one.resources, other.resources),
		resourceNames: other.resourceNames,
		nonResourceURLs: [],
	};
}

function within(rule: PolicyRule, block: AskedBlock): PolicyRule {
	const only = (side: AskedBlock["verb"], words: readonly string[]): readonly string[] => {
		if ("only" in side) {
			return words.includes("*") ? side.only : side.only.filter((word) => words.includes(word));
		}
		return words;
	};
	const { resource, subresource } = block;
	const resources =
		"only" in resource && "only" in subresource
			? resource.only.flatMap((one) =>
					subresource.only.map((sub) => (sub === "" ? one : `${one}/${sub}`)),
				)
			: rule.resources;
	return {
		verbs: only(block.verb, rule.verbs),
		apiGroups: only(block.apiGroup, rule.apiGroups),
		resources,
		resourceNames: rule.resourceNames.filter((name) => sideHas(block.name, name)),
		nonResourceURLs: [],
	};
}

const nameless: readonly string[] = ["create", "list", "watch", "deletecollection"];

/** Stars become what everybody knows. */
function concrete(
	{ verbs, apiGroups, resources, resourceNames }: PolicyRule,
	namespace: string,
	scoping: Scoping,
): Request | undefined {
	const [first, group, entry] = [verbs[0], apiGroups[0], resources[0]];
	if (first === undefined || group === undefined || entry === undefined) return undefined;
	const verb = first === "*" ? "get" : first;
	const target = concreteTarget(group, entry);
	const { apiGroup, resource, subresource } = target;
	const isNameless = subresource === "" && nameless.includes(verb);
	const isItself = isNamespaceItself(apiGroup, resource);
	const isInside = scoping.isNamespaced(apiGroup, resource) !== false;
	const place = namespace === "" ? "default" : namespace;
	const own = isNameless ? "" : isItself ? place : "example";
	const name = resourceNames[0] ?? own;
	const where = isInside ? place : namespace;
	return { kind: "resource", verb, ...target, namespace: isItself ? name : where, name };
}

function concreteTarget(
	group: string,
	entry: string,
): { readonly apiGroup: string; readonly resource: string; readonly subresource: string } {
	const [own = "", subresource = ""] = entry.split("/");
	if (own !== "*") return { apiGroup: group === "*" ? "" : group, resource: own, subresource };
	if (subresource === "") return { apiGroup: "", resource: "secrets", subresource };
	return { apiGroup: group === "*" ? "" : group, resource: "pods", subresource };
}
