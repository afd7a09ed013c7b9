import type { Clause } from "./clause.ts";
import type { Fired } from "./fired.ts";
import { type Holder, heldBy, holdingOf, namespacesOf } from "./holders.ts";
import type { Judge } from "./judge.ts";

/** Of what fired cluster-wide, what also holds where a condition asks that something is in no namespace. */
export function withoutElsewhere(
	fired: readonly Fired[],
	{ own, others }: Holder,
	judge: Judge,
): readonly Fired[] {
	if (!fired.some(({ variants }) => variants.some(({ clause }) => saysNowhere(clause))))
		return fired;
	const all = [...own, ...others];
	const everywhere = heldBy(all, "");
	const holding = holdingOf(everywhere, undefined, "");
	const elsewhere = namespacesOf(all).map((namespace) =>
		holdingOf(everywhere, heldBy(all, namespace), namespace),
	);
	return fired.flatMap(({ policy, variants }) => {
		const left = variants.filter(
			({ clause }) =>
				!saysNowhere(clause) || judge.proofOf(clause, holding, elsewhere) !== undefined,
		);
		return left.length === 0 ? [] : [{ policy, variants: left }];
	});
}

function saysNowhere(clause: Clause): boolean {
	switch (clause.kind) {
		case "nowhere":
			return true;
		case "not":
			return saysNowhere(clause.clause);
		case "all":
		case "any":
			return clause.clauses.some(saysNowhere);
		default:
			return false;
	}
}
