import type { Request, ResourceRequest } from "../model/request.ts";
import type { PolicyRule } from "../model/rule.ts";
import { resourceNameMatches, urlCovers, verbMatches } from "./rule-allows.ts";

/** The rules that name one resource, apart for the resource itself and for each subresource. */
interface ResourceRules {
	readonly plain: PolicyRule[];
	readonly bySubresource: Map<string, PolicyRule[]>;
}

/**
 * Many rules, arranged so that one request looks at few of them. Answers exactly as `ruleAllows` over all of them;
 * a property test holds it to that.
 */
export class RuleIndex {
	readonly #byResource = new Map<string, ResourceRules>();
	/** Rules for `*` followed by a slash and a subresource. */
	readonly #anyResource = new Map<string, PolicyRule[]>();
	/** Rules for `*`. */
	readonly #everything: PolicyRule[] = [];
	readonly #paths: PolicyRule[] = [];

	constructor(rules: Iterable<PolicyRule>) {
		for (const rule of rules) this.#add(rule);
	}

	allows(request: Request): boolean {
		return request.kind === "path"
			? this.#allowsPath(request.verb, request.path)
			: this.#allowsResource(request);
	}

	#allowsResource(request: ResourceRequest): boolean {
		const { resource, subresource } = request;
		if (anyMatches(this.#named(resource, subresource), request)) return true;
		if (subresource !== "" && anyMatches(this.#anyResource.get(subresource), request)) return true;
		return this.#everything.length > 0 && anyMatches(this.#everything, request);
	}

	/** A resource that itself holds a slash comes from raw reviews only; it is compared joined with its subresource. */
	#named(resource: string, subresource: string): PolicyRule[] | undefined {
		if (resource.includes("/")) {
			const combined = subresource === "" ? resource : `${resource}/${subresource}`;
			const slash = combined.indexOf("/");
			return this.#byResource
				.get(combined.slice(0, slash))
				?.bySubresource.get(combined.slice(slash + 1));
		}
		const rules = this.#byResource.get(resource);
		return subresource === "" ? rules?.plain : rules?.bySubresource.get(subresource);
	}

	#allowsPath(verb: string, path: string): boolean {
		for (const rule of this.#paths) {
			if (!verbMatches(rule, verb)) continue;
			for (const url of rule.nonResourceURLs) if (urlCovers(url, path)) return true;
		}
		return false;
	}

	#add(rule: PolicyRule): void {
		if (rule.nonResourceURLs.length > 0) this.#paths.push(rule);
		for (const resource of rule.resources) {
			if (resource === "*") {
				this.#everything.push(rule);
				continue;
			}
			const slash = resource.indexOf("/");
			if (slash < 0) {
				this.#rulesOf(resource).plain.push(rule);
				continue;
			}
			const subresource = resource.slice(slash + 1);
			append(this.#rulesOf(resource.slice(0, slash)).bySubresource, subresource, rule);
			if (slash === 1 && resource.startsWith("*")) append(this.#anyResource, subresource, rule);
		}
	}

	#rulesOf(resource: string): ResourceRules {
		let rules = this.#byResource.get(resource);
		if (rules === undefined) {
			rules = { plain: [], bySubresource: new Map() };
			this.#byResource.set(resource, rules);
		}
		return rules;
	}
}

function anyMatches(rules: readonly PolicyRule[] | undefined, request: ResourceRequest): boolean {
	if (rules === undefined) return false;
	for (const rule of rules) {
		if (
			holds(rule.verbs, request.verb) &&
			holds(rule.apiGroups, request.apiGroup) &&
			resourceNameMatches(rule, request.name)
		) {
			return true;
		}
	}
	return false;
}

/** The lists are short: walking them beats a Set. */
function holds(list: readonly string[], word: string): boolean {
	for (const has of list) if (has === word || has === "*") return true;
	return false;
}

function append(map: Map<string, PolicyRule[]>, key: string, rule: PolicyRule): void {
	const rules = map.get(key);
	if (rules === undefined) map.set(key, [rule]);
	else rules.push(rule);
}
