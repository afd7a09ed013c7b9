import { requestVerbs } from "./request.ts";
import { compareText } from "./text-order.ts";

/** Verbs as people list them: get, list, watch and so on, then all others by name. */
export function compareVerbs(one: string, other: string): number {
	return placeOf(one) - placeOf(other) || compareText(one, other);
}

function placeOf(verb: string): number {
	const found = requestVerbs.indexOf(verb);
	return found < 0 ? requestVerbs.length : found;
}
