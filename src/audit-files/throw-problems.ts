import type { FieldProblem } from "../load/fields.ts";
import { LoadError } from "../load/load-error.ts";
import { formatPlace } from "../model/origin.ts";

/** Throws a LoadError of all that is wrong with a file, a line each; nothing where nothing is. */
export function throwProblems(problems: readonly FieldProblem[]): void {
	if (problems.length === 0) return;
	const told = problems.map(({ place, message }) => `${formatPlace(place)}: ${message}`);
	throw new LoadError(told.join("\n"));
}
