import type { Fired } from "./fired-policies.ts";

/** The variants that the other side does not have as well, or only by names. */
export function withoutKnown(fired: readonly Fired[], known: readonly Fired[]): readonly Fired[] {
	if (known.length === 0) return fired;
	const told = new Map(
		known.map(({ policy, variants }) => [
			policy,
			new Map(variants.map(({ variant, proof }) => [variant, proof.isNamed])),
		]),
	);
	return fired.flatMap(({ policy, variants }) => {
		const left = variants.filter(({ variant, proof }) => {
			const isNamed = told.get(policy)?.get(variant);
			return isNamed === undefined || (isNamed && !proof.isNamed);
		});
		return left.length === 0 ? [] : [{ policy, variants: left }];
	});
}
