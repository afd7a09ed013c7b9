// biome-ignore lint/suspicious/noControlCharactersInRegex: our own colours, taken out before measuring
const colours = /\u001b\[[0-9;]*m/g;
const narrow = /^[\u0020-\u007e]*$/;
const combining = /\p{M}/u;
const wide =
	/[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;

/** How many terminal columns a text takes; colours take none. */
export function columnsOf(text: string): number {
	if (narrow.test(text)) return text.length;
	let columns = 0;
	for (const character of text.replace(colours, "")) columns += columnsOfCharacter(character);
	return columns;
}

export function columnsOfCharacter(character: string): number {
	if (narrow.test(character)) return 1;
	if (combining.test(character)) return 0;
	return wide.test(character) ? 2 : 1;
}

/** The text with spaces to its right, so that it takes at least so many columns. */
export function padTo(text: string, columns: number): string {
	const missing = columns - columnsOf(text);
	return missing > 0 ? text + " ".repeat(missing) : text;
}
