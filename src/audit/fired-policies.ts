import type { AuditPolicy, PolicyVariant } from "../model/audit-policy.ts";
import { globMatches } from "../model/glob-matches.ts";
import type { Clause } from "./clause.ts";
import type { CompiledPolicies } from "./compile-policies.ts";
import type { Holding } from "./holding.ts";
import type { Judge } from "./judge.ts";
import type { Proof } from "./proof.ts";
import type { RoleReaches } from "./role-reaches.ts";
import { VariantIndex } from "./variant-index.ts";

/** A policy of which something holds. */
export interface Fired {
	readonly policy: AuditPolicy;
	readonly variants: readonly FiredVariant[];
}

export interface FiredVariant {
	readonly variant: PolicyVariant;
	readonly clause: Clause;
	readonly proof: Proof;
}

export type ScopeKind = "cluster" | "sensitive" | "namespace";

/** All policies held to what somebody holds; once for all who hold the same. */
export class FiredPolicies {
	readonly #variants: VariantIndex;
	readonly #judge: Judge;
	readonly #reaches: RoleReaches;
	readonly #namespaces: readonly string[];
	readonly #known = new Map<string, readonly Fired[]>();
	readonly #implied = new Map<string, ReadonlySet<string>>();

	/** `namespaces`: globs of those that conditions are limited to. */
	constructor(
		{ compiled, namespaces }: Pick<CompiledPolicies, "compiled" | "namespaces">,
		judge: Judge,
		reaches: RoleReaches,
	) {
		this.#variants = new VariantIndex(compiled);
		this.#namespaces = namespaces;
		this.#judge = judge;
		this.#reaches = reaches;
	}

	of(holding: Holding): readonly Fired[] {
		const key = this.#keyOf(holding);
		let fired = this.#known.get(key);
		if (fired === undefined) {
			fired = this.#firedBy(holding);
			this.#known.set(key, fired);
		}
		return fired;
	}

	#firedBy(holding: Holding): readonly Fired[] {
		const { some } = this.#judge.touched(holding);
		const fired = new Map<AuditPolicy, FiredVariant[]>();
		for (const { policy, compiled } of this.#variants.thatMayHold(some)) {
			const { variant, clause } = compiled;
			const proof = this.#judge.proofOf(clause, holding);
			if (proof === undefined) continue;
			const one = { variant, clause, proof };
			const before = fired.get(policy);
			if (before === undefined) fired.set(policy, [one]);
			else before.push(one);
		}
		return [...fired].map(([policy, variants]) => ({ policy, variants }));
	}

	/** The ids of policies that hold for whoever holds just what a dominating policy is about. */
	impliedBy({ policy, variants }: Fired, isInside: boolean): ReadonlySet<string> {
		if (!policy.dominates) return new Set();
		const rules = variants.flatMap(({ proof }) =>
			proof.parts.flatMap((part) => (part.kind === "every" ? part.rules : [])),
		);
		const [first] = rules;
		if (first === undefined) return new Set();
		const key = [policy.id, isInside, ...variants.map(({ variant }) => variant.id)].join(" ");
		const known = this.#implied.get(key);
		if (known !== undefined) return known;
		const role = { role: first.declaredIn, rules };
		const holding: Holding = isInside
			? { everywhere: [], inside: [role], namespace: "any" }
			: { everywhere: [role], inside: undefined, namespace: "" };
		const own = this.of(holding).map((fired) => fired.policy.id);
		const implied = new Set(own.filter((id) => id !== policy.id));
		this.#implied.set(key, implied);
		return implied;
	}

	#keyOf({ everywhere, inside, namespace }: Holding): string {
		const keys = (roles: Holding["everywhere"]): string =>
			[...new Set(roles.map((role) => this.#reaches.keyOf(role)))].sort().join(" ");
		if (inside === undefined) return keys(everywhere);
		const isTold =
			inside.some((role) => this.#reaches.namesNamespaces(role)) ||
			this.#namespaces.some((glob) => globMatches(glob, namespace));
		return `${keys(everywhere)}|${keys(inside)}|${isTold ? namespace : ""}`;
	}
}
