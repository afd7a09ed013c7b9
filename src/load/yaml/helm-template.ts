/**
 * The offset of the first `{{` of a Helm template: one with a `}}` behind it that stands outside quotes, comments and
 * block scalars, where other systems keep templates of their own. Undefined without one.
 */
export function findTemplateAction(text: string): number | undefined {
	if (!text.includes("{{") || !text.includes("}}")) return undefined;
	let start = 0;
	/** The indentation of the line whose block scalar we may be in; -1 outside of one. */
	let blockColumn = -1;
	for (const line of text.split("\n")) {
		const indent = line.search(/\S/);
		if (indent >= 0 && indent <= blockColumn) blockColumn = -1;
		if (blockColumn < 0) {
			const action = findAction(line);
			if (action !== undefined) return start + action;
			if (/[:-] +[|>][-+0-9]*\s*(?:#.*)?$/.test(line)) blockColumn = indent;
		}
		start += line.length + 1;
	}
	return undefined;
}

function findAction(line: string): number | undefined {
	const tokens = /"(?:[^"\\]|\\.)*"|'[^']*'|(?:^|\s)#.*|\{\{/g;
	for (const match of line.matchAll(tokens)) {
		if (match[0] === "{{") return match.index;
	}
	return undefined;
}
