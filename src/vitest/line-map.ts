/** A source map as tools read it: https://tc39.es/ecma426/. */
export interface SourceMap {
	readonly version: 3;
	readonly sources: readonly string[];
	readonly sourcesContent: readonly string[];
	readonly names: readonly string[];
	readonly mappings: string;
}

/** Where a line of a source begins to speak of something; both count from 1. */
export interface LinePlace {
	readonly line: number;
	readonly column: number;
}

/** Maps each line of a generated text as a whole to a place of one source; undefined for lines of our own. */
export function lineMap(
	source: string,
	content: string,
	places: readonly (LinePlace | undefined)[],
): SourceMap {
	let [line, column] = [1, 1];
	const lines = places.map((place) => {
		if (place === undefined) return "";
		// Generated column, source, and the steps from the last place.
		const numbers = [0, 0, place.line - line, place.column - column];
		({ line, column } = place);
		return numbers.map(base64Digits).join("");
	});
	return {
		...{ version: 3, sources: [source], sourcesContent: [content], names: [] },
		mappings: lines.join(";"),
	};
}

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Five bits a digit, the lowest first, a sixth for "more follows"; the sign is the lowest bit of all. */
function base64Digits(number: number): string {
	let rest = number < 0 ? -number * 2 + 1 : number * 2;
	let text = "";
	do {
		const more = rest >= 32 ? 32 : 0;
		text += digits[(rest % 32) + more];
		rest = Math.floor(rest / 32);
	} while (rest > 0);
	return text;
}
