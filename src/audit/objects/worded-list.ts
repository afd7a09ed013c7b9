/** `a`, `a and b`, `a, b and 4 more`: no more than three of many. */
export function wordedList(words: readonly string[], most = 3): string {
	const shown = words.length > most ? words.slice(0, most - 1) : words;
	const left = words.length - shown.length;
	const all = left > 0 ? [...shown, `${left} more`] : shown;
	if (all.length <= 1) return all.join("");
	return `${all.slice(0, -1).join(", ")} and ${all.at(-1) ?? ""}`;
}
