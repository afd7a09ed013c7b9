import { formatPlace, type Origin, placeOf } from "./origin.ts";
import type { Snapshot } from "./snapshot.ts";
import { compareText } from "./text-order.ts";
import type { RbacObject } from "./written.ts";

/** A role or binding of the manifests that takes the place of another one, which says something else. */
export interface OverwrittenObject {
	/** `ClusterRole api`. */
	readonly object: string;
	readonly message: string;
	/** Of the later one. */
	readonly origin: Origin;
}

/** Of two objects with one name only the later counts: what the first one says is then no part of the policy. */
export function overwrittenObjects(snapshot: Snapshot): readonly OverwrittenObject[] {
	const selecting = selectingLabels(snapshot);
	const seen = new Map<string, RbacObject>();
	return (snapshot.written?.objects ?? []).flatMap((one): readonly OverwrittenObject[] => {
		const name = [one.namespace, one.name].filter((part) => part !== "").join("/");
		const object = `${one.kind} ${name}`;
		const earlier = seen.get(object);
		if (earlier === undefined) {
			seen.set(object, one);
			return [];
		}
		if (said(earlier, selecting) === said(one, selecting)) return [];
		const where = formatPlace(placeOf(earlier.origin));
		const message = `says something else than the one at ${where}, and only one of them can count: leave one out (\`exclude\`)`;
		return [{ object, message, origin: one.origin }];
	});
}

/** The labels by which roles gather others: no other label gives anybody anything. */
function selectingLabels({ roles }: Snapshot): ReadonlySet<string> {
	const selectors = roles.flatMap(({ aggregation }) => aggregation ?? []);
	return new Set(
		selectors.flatMap(({ matchLabels, matchExpressions }) => [
			...matchLabels.keys(),
			...matchExpressions.map(({ key }) => key),
		]),
	);
}

/** All that counts of an object, as a text. */
function said(object: RbacObject, selecting: ReadonlySet<string>): string {
	if ("roleRef" in object) return JSON.stringify([object.roleRef, object.subjects]);
	const { rules, labels, aggregation } = object;
	const gathered = aggregation?.map(({ matchLabels, matchExpressions }) => [
		pairs(matchLabels),
		matchExpressions,
	]);
	return JSON.stringify([rules, pairs(labels).filter(([key]) => selecting.has(key)), gathered]);
}

function pairs(labels: ReadonlyMap<string, string>): readonly (readonly [string, string])[] {
	return [...labels].sort(([a], [b]) => compareText(a, b));
}
