import type { AuditPolicy } from "../model/audit-policy.ts";
import type { CompiledPolicy, CompiledVariant } from "./clause.ts";

interface Numbered {
	readonly policy: AuditPolicy;
	readonly compiled: CompiledVariant;
}

/** The variants of all policies by the phrases that they need, so that a look at what is touched finds the few. */
export class VariantIndex {
	readonly #variants: readonly Numbered[];
	/** Numbers of variants by the number of a phrase. */
	readonly #byPhrase: number[][] = [];
	/** Those that may hold whatever is touched. */
	readonly #always: number[] = [];

	constructor(compiled: readonly CompiledPolicy[]) {
		this.#variants = compiled.flatMap(({ policy, variants }) =>
			variants.map((one) => ({ policy, compiled: one })),
		);
		for (const [number, { compiled }] of this.#variants.entries()) {
			if (compiled.needs === undefined) this.#always.push(number);
			for (const phrase of compiled.needs ?? []) {
				this.#byPhrase[phrase] ??= [];
				this.#byPhrase[phrase].push(number);
			}
		}
	}

	/** In the order of the policies; `touched` has a bit for each phrase. */
	thatMayHold(touched: Uint32Array): readonly Numbered[] {
		const isFound = new Uint8Array(this.#variants.length);
		for (const number of this.#always) isFound[number] = 1;
		for (const [word, all] of touched.entries()) {
			for (let left = all; left !== 0; left &= left - 1) {
				const bit = 31 - Math.clz32(left & -left);
				for (const number of this.#byPhrase[word * 32 + bit] ?? []) isFound[number] = 1;
			}
		}
		return this.#variants.filter((_, number) => isFound[number] === 1);
	}
}
