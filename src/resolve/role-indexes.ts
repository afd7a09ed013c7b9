import type { EffectiveRole } from "../model/grant.ts";
import type { PathRequest, Request } from "../model/request.ts";
import type { PolicyRule } from "../model/rule.ts";
import type { BoundRole } from "./bound-role.ts";
import { RuleIndex } from "./rule-index.ts";
import { type NumberedRequest, Words } from "./words.ts";

/** A request as the indexes take it. */
export type Asked = NumberedRequest | PathRequest;

/** So many roles are asked one by one; of more their rules go into one index. */
const few = 3;

/** The index over each role's rules, made when it is first needed and shared by all who are bound to the role. */
export class RoleIndexes {
	readonly #words = new Words();
	readonly #indexes = new Map<EffectiveRole, RuleIndex>();

	/** Knows the words of these rules: no index may meet another. */
	constructor(rules: Iterable<PolicyRule>) {
		for (const rule of rules) this.#words.learn(rule);
	}

	asked(request: Request): Asked {
		return request.kind === "path" ? request : this.#words.numbered(request);
	}

	of(role: EffectiveRole): RuleIndex {
		let index = this.#indexes.get(role);
		if (index === undefined) {
			index = new RuleIndex(rulesOf(role), this.#words);
			this.#indexes.set(role, index);
		}
		return index;
	}

	/** Indexes that together hold the rules of these bindings' roles, shared ones where they are few. */
	over(bindings: readonly BoundRole[]): readonly RuleIndex[] {
		const roles = rolesOf(bindings);
		return roles.size > few ? [this.#merged(roles)] : [...roles].map((role) => this.of(role));
	}

	/** One index for all of them: quicker to ask, but nobody else's. */
	merged(bindings: readonly BoundRole[]): RuleIndex {
		return this.#merged(rolesOf(bindings));
	}

	#merged(roles: ReadonlySet<EffectiveRole>): RuleIndex {
		return new RuleIndex([...roles].flatMap(rulesOf), this.#words);
	}
}

export function indexAllows(index: RuleIndex, asked: Asked): boolean {
	return "path" in asked ? index.allowsPath(asked.verb, asked.path) : index.allowsResource(asked);
}

function rolesOf(bindings: readonly BoundRole[]): ReadonlySet<EffectiveRole> {
	const roles = new Set<EffectiveRole>();
	for (const { role } of bindings) if (role !== undefined) roles.add(role);
	return roles;
}

function rulesOf(role: EffectiveRole): readonly PolicyRule[] {
	return role.rules.map(({ rule }) => rule);
}
