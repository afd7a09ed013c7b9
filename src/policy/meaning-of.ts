import { SuiteWords } from "../suite/suite-words.ts";
import type { SuiteWorld } from "../suite/suite-world.ts";
import { PolicyError } from "./policy-error.ts";

/** Where the words of a test stand, as far as we know. */
export const inTest: { readonly file: string } = { file: "the test" };

/** What words mean in a world; throws what is wrong with them. */
export function meaningOf<Meaning>(
	world: SuiteWorld,
	read: (words: SuiteWords) => Meaning | undefined,
): Meaning {
	const words = new SuiteWords(world);
	const meaning = read(words);
	const errors = words.problems.filter(({ severity }) => severity === "error");
	if (errors.length > 0) throw new PolicyError(errors.map(({ message }) => message).join("\n"));
	if (meaning === undefined) throw new PolicyError("the words mean nothing");
	return meaning;
}
