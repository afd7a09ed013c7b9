import type { AuditPolicy } from "../model/audit-policy.ts";
import { globMatches } from "../model/glob-matches.ts";
import type { CompiledPolicies } from "./compile-policies.ts";
import type { Fired, FiredVariant } from "./fired.ts";
import type { Holding } from "./holding.ts";
import type { Judge } from "./judge.ts";
import type { RoleReaches } from "./role-reaches.ts";
import { VariantIndex } from "./variant-index.ts";
import { isNews, type KnownVariants, knownVariants } from "./without-known.ts";

const nothingKnown: KnownVariants = new Map();

/** All policies held to what somebody holds; once for all who hold the same. */
export class FiredPolicies {
	readonly #variants: VariantIndex;
	readonly #judge: Judge;
	readonly #reaches: RoleReaches;
	readonly #namespaces: readonly string[];
	readonly #known = new Map<string, readonly Fired[]>();
	readonly #knownInside = new Map<string, readonly Fired[]>();
	readonly #limited = new Map<string, boolean>();
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
			fired = this.#firedBy(holding, nothingKnown);
			this.#known.set(key, fired);
		}
		return fired;
	}

	/** Of what holds in a namespace, what does not hold everywhere as well, or there only by names. */
	ofNamespaceAlone(holding: Holding): readonly Fired[] {
		const key = this.#keyOf(holding);
		let fired = this.#knownInside.get(key);
		if (fired === undefined) {
			const { everywhere } = holding;
			const above = this.of({ everywhere, inside: undefined, namespace: "" });
			fired = this.#firedBy(holding, knownVariants(above));
			this.#knownInside.set(key, fired);
		}
		return fired;
	}

	#firedBy(holding: Holding, known: KnownVariants): readonly Fired[] {
		const { some } = this.#judge.touched(holding);
		const fired = new Map<AuditPolicy, FiredVariant[]>();
		for (const { policy, compiled } of this.#variants.thatMayHold(some)) {
			const { variant, clause } = compiled;
			// What is known for any name needs no look.
			if (!isNews(variant, false, known)) continue;
			const proof = this.#judge.proofOf(clause, holding);
			if (proof === undefined || !isNews(variant, proof.isNamed, known)) continue;
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
			inside.some((role) => this.#reaches.namesNamespaces(role)) || this.#isLimitedTo(namespace);
		return `${keys(everywhere)}|${keys(inside)}|${isTold ? namespace : ""}`;
	}

	/** Is there a condition that counts in some namespaces only, and this is one of them? */
	#isLimitedTo(namespace: string): boolean {
		let isOne = this.#limited.get(namespace);
		if (isOne === undefined) {
			isOne = this.#namespaces.some((glob) => globMatches(glob, namespace));
			this.#limited.set(namespace, isOne);
		}
		return isOne;
	}
}
