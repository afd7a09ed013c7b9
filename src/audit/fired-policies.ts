import type { AuditPolicy, AuditSeverity, PolicyVariant } from "../model/audit-policy.ts";
import type { Clause, CompiledPolicy } from "./clause.ts";
import type { Holding } from "./holding.ts";
import type { Judge } from "./judge.ts";
import type { Proof } from "./proof.ts";
import type { RoleReaches } from "./role-reaches.ts";

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
	readonly #policies: readonly CompiledPolicy[];
	readonly #judge: Judge;
	readonly #reaches: RoleReaches;
	readonly #known = new Map<string, readonly Fired[]>();
	readonly #implied = new Map<string, ReadonlySet<string>>();

	constructor(policies: readonly CompiledPolicy[], judge: Judge, reaches: RoleReaches) {
		this.#policies = policies;
		this.#judge = judge;
		this.#reaches = reaches;
	}

	of(holding: Holding): readonly Fired[] {
		const key = this.#keyOf(holding);
		let fired = this.#known.get(key);
		if (fired === undefined) {
			fired = this.#policies.flatMap(({ policy, variants }) => {
				const held = variants.flatMap(({ variant, clause }) => {
					const proof = this.#judge.proofOf(clause, holding);
					return proof === undefined ? [] : [{ variant, clause, proof }];
				});
				return held.length === 0 ? [] : [{ policy, variants: held }];
			});
			this.#known.set(key, fired);
		}
		return fired;
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
		const isTold = inside.some((role) => this.#reaches.namesNamespaces(role));
		return `${keys(everywhere)}|${keys(inside)}|${isTold ? namespace : ""}`;
	}
}

const order: readonly AuditSeverity[] = ["critical", "high", "medium", "low", "info"];

export function compareSeverity(one: AuditSeverity, other: AuditSeverity): number {
	return order.indexOf(one) - order.indexOf(other);
}

/** One step better, never under low; what is info stays. */
export function lowered(severity: AuditSeverity): AuditSeverity {
	if (severity === "info" || severity === "low") return severity;
	return order[order.indexOf(severity) + 1] ?? severity;
}
