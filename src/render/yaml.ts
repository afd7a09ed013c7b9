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

/** How lists of plain values stand: one below the other, or in brackets on the line of their key. */
type Lists = "block" | "flow";

/** Data as a YAML document that ends in a newline. */
export function toYaml(data: Data, lists: Lists = "block"): string {
	const lines: string[] = [];
	write(lists === "flow" ? withFlowLists(data) : data, "", "", lines);
	return lines.map((line) => `${line}\n`).join("");
}

/** A list written already: `[get, list]`. */
class FlowList {
	readonly text: string;

	constructor(items: readonly Scalar[]) {
		this.text = `[${items.map(flowScalar).join(", ")}]`;
	}
}

type Scalar = string | number | boolean | null;
type Written =
	| Scalar
	| FlowList
	| readonly Written[]
	| { readonly [key: string]: Written | undefined };

function withFlowLists(data: Data): Written {
	if (isList(data)) {
		return data.every(isScalar) ? new FlowList(data) : data.map(withFlowLists);
	}
	if (isScalar(data)) return data;
	const entries = Object.entries(data).map(
		([key, value]) => [key, value === undefined ? undefined : withFlowLists(value)] as const,
	);
	return Object.fromEntries(entries);
}

/** Old readers of YAML 1.1 take a colon inside brackets for the end of a key. */
function flowScalar(value: Scalar): string {
	const isColoned = typeof value === "string" && value.includes(":");
	return isColoned ? visibleJson(JSON.stringify(value)) : scalar(value);
}

function isScalar(data: Data): data is Scalar {
	return typeof data !== "object" || data === null;
}

/** Writes `data` after `lead` on the first line and under `indent` on the others. */
function write(data: Written, lead: string, indent: string, lines: string[]): void {
	if (data instanceof FlowList) {
		lines.push(lead + data.text);
		return;
	}
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
function writeInline(
	data: readonly Written[],
	lead: string,
	indent: string,
	lines: string[],
): void {
	data.forEach((item, index) => {
		write(item, `${index === 0 ? lead : indent}- `, `${indent}  `, lines);
	});
}

function writeMapping(
	data: { readonly [key: string]: Written | undefined },
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
		write(value as Written, `${start}${scalar(key)}: `, inner, lines);
	});
}

function isList<T>(data: T | readonly T[]): data is readonly T[] {
	return Array.isArray(data);
}

const plain =
	/^[A-Za-z_/.](?:[A-Za-z0-9_./@$()+:-]*[A-Za-z0-9_./@$()+-])?(?: [A-Za-z0-9_./@$()+-]+)*$/;
const special =
	/^(?:y|yes|n|no|on|off|true|false|null|~|\.inf|\.nan|\.|\.\.\.|[-+]?\.?[0-9][0-9_.,:eExXa-fA-F+-]*)$/i;

function scalar(value: Scalar): string {
	if (typeof value !== "string") return JSON.stringify(value);
	if (plain.test(value) && !special.test(value)) return value;
	return visibleJson(JSON.stringify(value));
}
