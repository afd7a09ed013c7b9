// Names and paths come from files other people wrote. What a terminal would obey (escape sequences, C1 controls) and
// what would show a line in another order than it is stored (bidirectional marks) is spelled out instead.
const invisible =
	/\p{Cc}|\p{Cf}|\p{Cs}|\p{Zl}|\p{Zp}|(?! )\p{Zs}|\u034f|\u115f|\u1160|\u17b4|\u17b5|\u3164|\uffa0/gu;

/** A text with everything invisible or obeyed by terminals written as `\u001b`. */
export function visible(text: string): string {
	return text.replace(invisible, escapeOf);
}

/** JSON or double-quoted YAML whose strings hold nothing invisible; the data stays the same. */
export function visibleJson(json: string): string {
	// Most of a long text is what a keyboard has; such a search costs next to nothing.
	return json.replace(/[^\n -~]+/g, visible);
}

function escapeOf(found: string): string {
	return [...found.matchAll(/[\s\S]/g)]
		.map(([unit]) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
		.join("");
}
