import type { IdentitySets } from "../answer/identity-sets.ts";
import { globMatches } from "../model/glob-matches.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { Asked, Clause } from "./clause.ts";
import { countingReach } from "./counting-reach.ts";
import type { Holding } from "./holding.ts";
import type { Proof } from "./proof.ts";
import type { RoleReaches } from "./role-reaches.ts";
import type { Reach } from "./rule-reach.ts";
import { hasBit, type Touched } from "./touched.ts";

const nothing: Proof = { parts: [], isNamed: false };

/** Holds conditions to what somebody holds in one scope. */
export class Judge {
	readonly #reaches: RoleReaches;
	readonly #identities: IdentitySets;
	readonly #sets = new WeakMap<Holding, PermissionSet>();
	readonly #known = new WeakMap<Holding, Touched>();

	constructor(reaches: RoleReaches, identities: IdentitySets) {
		this.#reaches = reaches;
		this.#identities = identities;
	}

	/** Undefined where the condition does not hold; `elsewhere` is what is held in each namespace, of one cluster-wide. */
	proofOf(clause: Clause, holding: Holding, elsewhere: readonly Holding[] = []): Proof | undefined {
		switch (clause.kind) {
			case "some":
				return this.#some(clause, holding);
			case "every": {
				const wanted = holding.inside === undefined ? clause.set : clause.inside;
				const isHeld = !wanted.isEmpty && wanted.isSubsetOf(this.#setOf(holding));
				return isHeld ? { parts: [clause], isNamed: false } : undefined;
			}
			case "sameName":
				return this.#sameName(clause.asked, holding);
			case "all":
				return this.#all(clause.clauses, holding, elsewhere);
			case "any": {
				const proofs = clause.clauses.map((one) => this.proofOf(one, holding, elsewhere));
				const held = proofs.filter((proof) => proof !== undefined);
				return held.length === 0 ? undefined : joined(held, "every");
			}
			case "not":
				return this.proofOf(clause.clause, holding, elsewhere) === undefined ? nothing : undefined;
			case "inside":
				return this.#inside(clause, holding, elsewhere);
			case "nowhere": {
				const isSomewhere = [holding, ...elsewhere].some(
					(one) => this.proofOf(clause.clause, one) !== undefined,
				);
				return isSomewhere ? undefined : nothing;
			}
			case "never":
				return undefined;
		}
	}

	#all(
		clauses: readonly Clause[],
		holding: Holding,
		elsewhere: readonly Holding[],
	): Proof | undefined {
		const held: Proof[] = [];
		for (const clause of clauses) {
			const proof = this.proofOf(clause, holding, elsewhere);
			if (proof === undefined) return undefined;
			held.push(proof);
		}
		return held.length === 0 ? undefined : joined(held, "some");
	}

	#inside(
		{ namespaces, clause }: Extract<Clause, { kind: "inside" }>,
		holding: Holding,
		elsewhere: readonly Holding[],
	): Proof | undefined {
		const { inside, namespace } = holding;
		const isThere = inside === undefined || namespaces.some((glob) => globMatches(glob, namespace));
		return isThere ? this.proofOf(clause, holding, elsewhere) : undefined;
	}

	#some(
		{ asked, named, isAnyName }: Extract<Clause, { kind: "some" }>,
		holding: Holding,
	): Proof | undefined {
		const { some, any } = this.touched(holding);
		const isAny = hasBit(any, asked.number);
		if (!hasBit(some, asked.number) || (isAnyName && !isAny)) return undefined;
		const part = { kind: "some" as const, asked, named, isAnyName, shared: undefined };
		if (named.length === 0) return { parts: [part], isNamed: !isAny };
		const isMet = this.#reached(asked, holding).some(
			(reach) => countingReach(part, reach) !== undefined,
		);
		return isMet ? { parts: [part], isNamed: true } : undefined;
	}

	/** An object of one name, or any, for all of them. */
	#sameName(all: readonly Asked[], holding: Holding): Proof | undefined {
		const { some, any } = this.touched(holding);
		if (!all.every(({ number }) => hasBit(some, number))) return undefined;
		const [first, ...others] = all
			.filter(({ number }) => !hasBit(any, number))
			.map((asked) => new Set(this.#reached(asked, holding).flat()));
		const shared = [...(first ?? [])].filter((name) => others.every((names) => names.has(name)));
		if (first !== undefined && shared.length === 0) return undefined;
		const limit = { named: [], isAnyName: false, shared: first === undefined ? undefined : shared };
		const parts = all.map((asked) => ({ kind: "some" as const, asked, ...limit }));
		return { parts, isNamed: first !== undefined };
	}

	/** What of each phrase is reached. */
	touched(holding: Holding): Touched {
		let touched = this.#known.get(holding);
		if (touched === undefined) {
			const { everywhere, inside = [], namespace } = holding;
			touched = this.#reaches.joined([
				...everywhere.map((role) => this.#reaches.touchedBy(role, "")),
				...inside.map((role) => this.#reaches.touchedBy(role, namespace)),
			]);
			this.#known.set(holding, touched);
		}
		return touched;
	}

	#reached(asked: Asked, { everywhere, inside = [], namespace }: Holding): readonly Reach[] {
		return [
			...everywhere.flatMap((role) => this.#reaches.of(role, asked, "")),
			...inside.flatMap((role) => this.#reaches.of(role, asked, namespace)),
		];
	}

	#setOf(holding: Holding): PermissionSet {
		let set = this.#sets.get(holding);
		if (set === undefined) {
			const roles = [...holding.everywhere, ...(holding.inside ?? [])];
			set = this.#identities.sets.union(roles.map((role) => this.#identities.ofRole(role)));
			this.#sets.set(holding, set);
		}
		return set;
	}
}

/** `some`: one part by names is enough to limit the whole; `every`: all of them have to be. */
function joined(proofs: readonly Proof[], limits: "some" | "every"): Proof {
	const telling = proofs.filter(({ parts }) => parts.length > 0);
	return {
		parts: telling.flatMap(({ parts }) => parts),
		isNamed: telling.length > 0 && telling[limits](({ isNamed }) => isNamed),
	};
}
