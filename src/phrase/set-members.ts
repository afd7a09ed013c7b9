import type { Term } from "./phrase.ts";
import { PhraseError } from "./phrase-error.ts";
import type { PhraseWorld } from "./phrase-world.ts";
import { Scanner } from "./scanner.ts";

/** The members of the set a word names, each read whole; undefined when it names none. Sets hold no other sets. */
export function setMembers<T>(
	world: PhraseWorld,
	term: Term,
	read: (scanner: Scanner) => T,
): readonly T[] | undefined {
	if (term.kind !== "word") return undefined;
	return world.sets?.get(term.text)?.map((member) => {
		try {
			const scanner = new Scanner(member);
			const found = read(scanner);
			return scanner.isAtEnd ? found : scanner.failExpecting("nothing more");
		} catch (error) {
			if (!(error instanceof PhraseError)) throw error;
			throw new PhraseError(`the set \`${term.text}\` holds \`${member}\`: ${error.message}`, term);
		}
	});
}
