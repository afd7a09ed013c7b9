import type { PolicyVariant } from "../model/audit-policy.ts";
import type { Fired } from "./fired.ts";

/** By variant, whether it is known by names alone. */
export type KnownVariants = ReadonlyMap<PolicyVariant, boolean>;

export function knownVariants(fired: readonly Fired[]): KnownVariants {
	return new Map(
		fired.flatMap(({ variants }) =>
			variants.map(({ variant, proof }) => [variant, proof.isNamed] as const),
		),
	);
}

/** What is known for some names is news for any. */
export function isNews(variant: PolicyVariant, isNamed: boolean, known: KnownVariants): boolean {
	const isKnownNamed = known.get(variant);
	return isKnownNamed === undefined || (isKnownNamed && !isNamed);
}

/** The variants that the other side does not have as well, or only by names. */
export function withoutKnown(fired: readonly Fired[], others: readonly Fired[]): readonly Fired[] {
	if (others.length === 0) return fired;
	const known = knownVariants(others);
	return fired.flatMap(({ policy, variants }) => {
		const left = variants.filter(({ variant, proof }) => isNews(variant, proof.isNamed, known));
		return left.length === 0 ? [] : [{ policy, variants: left }];
	});
}
