import type { Assertion } from "../model/suite.ts";
import type { Check } from "./claim.ts";

/** What a check asserts, in the words of its suite. */
export function kindOfCheck({ test, place }: Check): Assertion["kind"] | undefined {
	return test.assertions.find((assertion) => assertion.place === place)?.kind;
}
