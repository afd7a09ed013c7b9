import { placeOf } from "../../model/origin.ts";
import { overwrittenObjects } from "../../model/overwritten-objects.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Suite, SuiteProblem } from "../../model/suite.ts";
import { unplacedObjects } from "../../model/unplaced-objects.ts";

/** What of the input is not in a snapshot, or not where it will be: a test of half a policy proves nothing. */
export function leftOut(suite: Suite, snapshot: Snapshot): readonly SuiteProblem[] {
	const told = snapshot.problems
		.filter(({ severity }) => severity !== "note")
		.map(
			({ severity, object, field, message, origin, path }): SuiteProblem => ({
				severity: severity === "error" ? "error" : "warning",
				message: [object, field, message].filter((part) => part !== undefined).join(": "),
				place: placeOf(origin, path),
			}),
		);
	return [...told, ...overwritten(snapshot), ...unplaced(suite, snapshot)];
}

function overwritten(snapshot: Snapshot): readonly SuiteProblem[] {
	return overwrittenObjects(snapshot).map(({ object, message, origin }) => ({
		severity: "error",
		message: `${object}: ${message}`,
		place: placeOf(origin),
	}));
}

const shown = 5;

function unplaced({ hasNamespace }: Suite, snapshot: Snapshot): readonly SuiteProblem[] {
	const counting = unplacedObjects(snapshot);
	const [first] = counting;
	if (hasNamespace || first === undefined) return [];
	const names = counting.slice(0, shown).map(({ kind, name }) => `${kind} ${name}`);
	const left = counting.length - names.length;
	const list = `${names.join(", ")}${left > 0 ? ` and ${left} more` : ""}`;
	const verb = counting.length === 1 ? "has" : "have";
	const message = `${list} ${verb} no namespace: say \`defaults: {namespace: …}\`, where they will be applied`;
	return [{ severity: "error", message, place: placeOf(first.origin, ["metadata"]) }];
}
