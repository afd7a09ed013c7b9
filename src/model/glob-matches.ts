/** Stars for any text, by pieces from left to right: no pattern is slow. */
export function globMatches(glob: string, text: string): boolean {
	const [first = "", ...rest] = glob.split("*");
	const last = rest.pop();
	if (last === undefined) return glob === text;
	if (!text.startsWith(first)) return false;
	let at = first.length;
	for (const piece of rest) {
		const found = text.indexOf(piece, at);
		if (found < 0) return false;
		at = found + piece.length;
	}
	return text.length - last.length >= at && text.endsWith(last);
}
