import type { Draft } from "./finding-draft.ts";
import {
	compareSeverity,
	type Fired,
	type FiredVariant,
	type ScopeKind,
} from "./fired-policies.ts";

/**
 * Of what fired in a namespace, what says more than the findings that the subject has everywhere: a variant that its
 * policy lists before theirs, or that is graver here.
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

function isMore({ variant }: FiredVariant, draft: Draft, scope: ScopeKind): boolean {
	const { variants } = draft.fired.policy;
	const told = draft.variants.map((one) => variants.indexOf(one.variant));
	if (variants.indexOf(variant) < Math.min(...told)) return true;
	const severity = variant.severity[scope];
	return severity !== undefined && compareSeverity(severity, draft.severity) < 0;
}
