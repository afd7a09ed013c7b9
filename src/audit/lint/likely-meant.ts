import { nearest } from "../../model/nearest.ts";

/** The candidate that a word most likely is a slip of; names that differ in a number are others on purpose. */
export function likelyMeant(word: string, candidates: Iterable<string>): string | undefined {
	const others = [...candidates].filter(
		(one) => one !== word && withoutNumbers(one) !== withoutNumbers(word),
	);
	const meant = nearest(word, others);
	return meant !== undefined && areNear(word.split(separators), meant.split(separators))
		? meant
		: undefined;
}

function withoutNumbers(name: string): string {
	return name.replaceAll(/\d+/g, "0");
}

const separators = /[-.:_]/;

/** Long names are near as a whole where one part is another word: `app-reader` is no slip of `app-writer`. */
function areNear(parts: readonly string[], others: readonly string[]): boolean {
	if (parts.length !== others.length) return true;
	return parts.every((part, at) => {
		const other = others[at] ?? "";
		return part === other || nearest(part, [other]) !== undefined;
	});
}
