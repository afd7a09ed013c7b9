/** A word as it was meant, with what is wrong with it. */
interface Cleaned {
	readonly words: readonly string[];
	readonly why: string;
}

const separators = /[\s,;"'`[\]]+/;

/** What blanks, commas, quotes and capitals hide: the words that were meant; undefined for a word without them. */
export function cleanedWords(word: string): Cleaned | undefined {
	const parts = word.split(separators).filter((part) => part !== "");
	const words = [...new Set(parts.map((part) => part.toLowerCase()))];
	if (words.length > 1) return { words, why: `one word to the server, meant as ${words.length}` };
	const [only] = words;
	if (only === undefined || only === word) return undefined;
	const isCase = parts[0] === word;
	const why = isCase
		? `requests are written small: \`${only}\``
		: `blanks and quotes are letters here: write \`${only}\``;
	return { words, why };
}
