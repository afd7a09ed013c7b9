import { compareSeverity } from "../model/audit-policy.ts";
import type { Draft } from "./finding-draft.ts";
import { weightOf } from "./finding-severity.ts";
import type { Fired, FiredVariant, ScopeKind } from "./fired.ts";

/**
 * Of what fired in a namespace, what says more than the finding of the same policy that the subject has everywhere: a
 * variant that the policy lists before those, that is graver here, or that is about any name where that is about some.
 */
export function withoutLesser(
	fired: readonly Fired[],
	above: readonly Draft[],
	scope: ScopeKind,
): readonly Fired[] {
	const known = new Map(above.map((draft) => [draft.fired.policy, draft]));
	return fired.flatMap((one) => {
		const draft = known.get(one.policy);
		if (draft === undefined) return [one];
		const variants = one.variants.filter((variant) => isMore(variant, draft, scope));
		return variants.length === 0 ? [] : [{ policy: one.policy, variants }];
	});
}

function isMore(here: FiredVariant, { fired, severity }: Draft, scope: ScopeKind): boolean {
	const weight = weightOf(here, scope, {
		audience: undefined,
		isLatent: false,
		sensitive: undefined,
	});
	if (weight === undefined) return false;
	if (compareSeverity(weight.severity, severity) < 0) return true;
	if (fired.variants[0]?.proof.isNamed === true && !here.proof.isNamed) return true;
	const listed = fired.policy.variants;
	const told = fired.variants.map(({ variant }) => listed.indexOf(variant));
	return listed.indexOf(here.variant) < Math.min(...told);
}
