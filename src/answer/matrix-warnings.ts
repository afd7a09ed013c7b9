import { namespaceWarnings } from "../model/namespace-warnings.ts";
import { nearest } from "../model/nearest.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { pathVerbs, unknownVerb } from "../model/verb-warnings.ts";

/** The words that limit a matrix, as `MatrixQuestion` has them. */
interface Limits {
	readonly verbs: readonly string[];
	readonly apiGroups: readonly string[];
	readonly namespaces: readonly string[];
}

/** What is odd about the words that limit a matrix: a misspelled one leaves a table with nothing in it. */
export function matrixWarnings(snapshot: Snapshot, limits: Limits): readonly string[] {
	const { verbs, apiGroups, namespaces } = limits;
	return [
		...namespaces.flatMap((namespace) => namespaceWarnings(snapshot, namespace)),
		...verbs.flatMap((verb) => verbWarnings(snapshot, verb)),
		...apiGroups.flatMap((group) => groupWarnings(snapshot, group)),
	];
}

/** Anybody may invent a verb: one that a rule names is known. */
function verbWarnings({ roles }: Snapshot, verb: string): readonly string[] {
	const warnings = pathVerbs.includes(verb) ? [] : unknownVerb(verb, pathVerbs);
	if (warnings.length === 0) return [];
	const isNamed = roles.some(({ rules }) => rules.some(({ verbs }) => verbs.includes(verb)));
	return isNamed ? [] : warnings;
}

function groupWarnings({ roles, catalog }: Snapshot, group: string): readonly string[] {
	const known = new Set(["", "*", ...catalog.resources.map((row) => row.group)]);
	if (known.has(group)) return [];
	for (const { rules } of roles) {
		for (const { apiGroups } of rules) for (const named of apiGroups) known.add(named);
	}
	if (known.has(group)) return [];
	const hint = nearest(group, known) ?? [...known].find((one) => one.startsWith(`${group}.`));
	const meant = hint === undefined ? "" : `; did you mean \`${hint}\`?`;
	return [`the server has no API group \`${group}\` and no rule names it${meant}`];
}
