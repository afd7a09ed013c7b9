// Block YAML for plain data: what kubectl prints. Strings are quoted wherever a reader of YAML 1.1 or 1.2 could take
// them for something else.
import { visibleJson } from "./visible.ts";

/** JSON-like data; keys whose value is undefined are left out. */
export type Data =
	| string
	| number
	| boolean
	| null
	| readonly Data[]
	| { readonly [key: string]: Data | undefined };

/** Data as a YAML document that ends in a newline. */
export function toYaml(data: Data): string {
	const lines: string[] = [];
	write(data, "", "", lines);
	return lines.map((line) => `${line}\n`).join("");
}

/** Writes `data` after `lead` on the first line and under `indent` on the others. */
function write(data: Data, lead: string, indent: string, lines: string[]): void {
	if (isList(data)) {
		if (data.length === 0) lines.push(`${lead}[]`);
		else if (lead.trimEnd().endsWith(":")) {
			lines.push(lead.trimEnd());
			for (const item of data) write(item, `${indent}- `, `${indent}  `, lines);
		} else writeInline(data, lead, indent, lines);
		return;
	}
	if (typeof data === "object" && data !== null) {
		writeMapping(data, lead, indent, lines);
		return;
	}
	lines.push(lead + scalar(data));
}

/** A list that starts on the line of its parent's dash. */
function writeInline(data: readonly Data[], lead: string, indent: string, lines: string[]): void {
	data.forEach((item, index) => {
		write(item, `${index === 0 ? lead : indent}- `, `${indent}  `, lines);
	});
}

function writeMapping(
	data: { readonly [key: string]: Data | undefined },
	lead: string,
	indent: string,
	lines: string[],
): void {
	const entries = Object.entries(data).filter(([, value]) => value !== undefined);
	if (entries.length === 0) {
		lines.push(`${lead}{}`);
		return;
	}
	const nested = lead.trimEnd().endsWith(":");
	if (nested) lines.push(lead.trimEnd());
	const inner = nested ? `${indent}  ` : indent;
	entries.forEach(([key, value], index) => {
		const start = index === 0 && !nested ? lead : inner;
		write(value as Data, `${start}${scalar(key)}: `, inner, lines);
	});
}

function isList(data: Data): data is readonly Data[] {
	return Array.isArray(data);
}

const plain =
	/^[A-Za-z_/.](?:[A-Za-z0-9_./@$()+:-]*[A-Za-z0-9_./@$()+-])?(?: [A-Za-z0-9_./@$()+-]+)*$/;
const special =
	/^(?:y|yes|n|no|on|off|true|false|null|~|\.inf|\.nan|\.|\.\.\.|[-+]?\.?[0-9][0-9_.,:eExXa-fA-F+-]*)$/i;

function scalar(value: string | number | boolean | null): string {
	if (typeof value !== "string") return JSON.stringify(value);
	if (plain.test(value) && !special.test(value)) return value;
	return visibleJson(JSON.stringify(value));
}
