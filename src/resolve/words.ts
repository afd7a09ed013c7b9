import type { ResourceRequest } from "../model/request.ts";
import type { PolicyRule } from "../model/rule.ts";

// Texts that come from outside are compared letter by letter; numbers are not. Every word that a rule uses gets a
// number, and a question is put into numbers once, however many rules it then meets.

/** The number of `*`, as a verb, an API group and a resource. */
export const anyWord = 0;
/** What no rule has. */
const unheardOf = -1;

/** A question about a resource in numbers. */
export interface NumberedRequest {
	readonly verb: number;
	readonly apiGroup: number;
	/** The resource with its subresource. */
	readonly target: number;
	/** That subresource of any resource: `*` and a slash before it. */
	readonly anyTarget: number;
	readonly name: number;
}

/** What is named before a slash: by itself, and with each subresource. */
interface Targets {
	plain: number;
	readonly bySubresource: Map<string, number>;
}

export class Words {
	readonly #verbs = new Map<string, number>([["*", anyWord]]);
	readonly #apiGroups = new Map<string, number>([["*", anyWord]]);
	readonly #names = new Map<string, number>();
	readonly #targets = new Map<string, Targets>();
	#targetCount = 0;

	constructor() {
		this.target("*");
	}

	/** A question can only be put into numbers once every rule it may meet is known. */
	learn(rule: PolicyRule): void {
		for (const verb of rule.verbs) this.verb(verb);
		for (const group of rule.apiGroups) this.apiGroup(group);
		for (const resource of rule.resources) this.target(resource);
		for (const name of rule.resourceNames) this.name(name);
	}

	verb(word: string): number {
		return numberOf(this.#verbs, word);
	}

	apiGroup(word: string): number {
		return numberOf(this.#apiGroups, word);
	}

	name(word: string): number {
		return numberOf(this.#names, word);
	}

	/** The number of an entry of a rule's `resources`. */
	target(entry: string): number {
		const slash = entry.indexOf("/");
		const resource = slash < 0 ? entry : entry.slice(0, slash);
		let targets = this.#targets.get(resource);
		if (targets === undefined) {
			targets = { plain: unheardOf, bySubresource: new Map() };
			this.#targets.set(resource, targets);
		}
		if (slash < 0) {
			if (targets.plain === unheardOf) targets.plain = this.#targetCount++;
			return targets.plain;
		}
		const subresource = entry.slice(slash + 1);
		let target = targets.bySubresource.get(subresource);
		if (target === undefined) {
			target = this.#targetCount++;
			targets.bySubresource.set(subresource, target);
		}
		return target;
	}

	numbered({ verb, apiGroup, resource, subresource, name }: ResourceRequest): NumberedRequest {
		return {
			verb: this.#verbs.get(verb) ?? unheardOf,
			apiGroup: this.#apiGroups.get(apiGroup) ?? unheardOf,
			target: this.#find(resource, subresource),
			anyTarget: subresource === "" ? unheardOf : this.#findIn("*", subresource),
			name: this.#names.get(name) ?? unheardOf,
		};
	}

	#find(resource: string, subresource: string): number {
		const targets = this.#targets.get(resource);
		if (targets !== undefined) {
			if (subresource === "") return targets.plain;
			return targets.bySubresource.get(subresource) ?? unheardOf;
		}
		// A resource that itself holds a slash comes from raw reviews only; it is compared joined with its subresource.
		const slash = resource.indexOf("/");
		if (slash < 0) return unheardOf;
		const rest = resource.slice(slash + 1);
		const joined = subresource === "" ? rest : `${rest}/${subresource}`;
		return this.#findIn(resource.slice(0, slash), joined);
	}

	#findIn(resource: string, subresource: string): number {
		return this.#targets.get(resource)?.bySubresource.get(subresource) ?? unheardOf;
	}
}

function numberOf(numbers: Map<string, number>, word: string): number {
	let number = numbers.get(word);
	if (number === undefined) {
		number = numbers.size;
		numbers.set(word, number);
	}
	return number;
}
