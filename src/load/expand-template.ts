import { readString } from "./decode-value.ts";
import { isRecord, type JsonRecord } from "./json-record.ts";
import type { ObjectReport } from "./object-report.ts";

/** An object of an OpenShift Template with its parameters filled in; `index` is its place in `objects`. */
export interface TemplateObject {
	readonly index: number;
	readonly value: unknown;
	/** Parameters the object uses that have no value until the template is processed. */
	readonly missing: readonly string[];
}

interface Parameter {
	readonly value: string | undefined;
}

/**
 * The objects of a Template as `oc process` makes them: `${NAME}` stands for a parameter's value, a whole text of
 * `${{NAME}}` for its value read as JSON. What is not a parameter stays as it is written.
 * https://github.com/openshift/library-go/tree/master/pkg/template
 */
export function expandTemplate(report: ObjectReport): readonly TemplateObject[] {
	const { value } = report;
	const objects = Array.isArray(value["objects"]) ? value["objects"] : [];
	const parameters = parametersOf(report);
	const labels = isRecord(value["labels"]) ? value["labels"] : undefined;
	return objects.map((object, index) => {
		const missing = new Set<string>();
		const expanded = expand(object, { parameters, missing, copies: new Map() });
		return {
			index,
			value: labels === undefined ? expanded : withLabels(expanded, labels),
			missing: [...missing],
		};
	});
}

function parametersOf(report: ObjectReport): ReadonlyMap<string, Parameter> {
	const parameters = new Map<string, Parameter>();
	const list = report.value["parameters"];
	for (const [index, item] of (Array.isArray(list) ? list : []).entries()) {
		if (!isRecord(item)) continue;
		const name = readString(report, item["name"], ["parameters", index, "name"]);
		const given = readString(report, item["value"], ["parameters", index, "value"]);
		// Neither given nor made up by the server, and not asked for: it takes the empty text.
		const isOpen =
			given === "" && (item["required"] === true || typeof item["generate"] === "string");
		parameters.set(name, { value: isOpen ? undefined : given });
	}
	return parameters;
}

interface Filling {
	readonly parameters: ReadonlyMap<string, Parameter>;
	readonly missing: Set<string>;
	/** YAML aliases make one value stand in many places: each is copied once, or a few lines could fill the memory. */
	readonly copies: Map<unknown, unknown>;
}

function expand(value: unknown, filling: Filling): unknown {
	if (typeof value === "string") return value.includes("$") ? expandText(value, filling) : value;
	if (typeof value !== "object" || value === null) return value;
	const known = filling.copies.get(value);
	if (known !== undefined) return known;
	const copy = Array.isArray(value)
		? value.map((item) => expand(item, filling))
		: Object.fromEntries(
				Object.entries(value).map(([key, item]) => [
					expandParts(key, filling),
					expand(item, filling),
				]),
			);
	filling.copies.set(value, copy);
	return copy;
}

function expandText(text: string, filling: Filling): unknown {
	const whole = /^\$\{\{([a-zA-Z0-9_]+)\}\}$/.exec(text)?.[1];
	if (whole === undefined) return expandParts(text, filling);
	const given = parameterValue(whole, filling);
	if (given === undefined) return text;
	try {
		return JSON.parse(given);
	} catch {
		return given;
	}
}

function expandParts(text: string, filling: Filling): string {
	return text.replace(
		/\$\{([a-zA-Z0-9_]+)\}/g,
		(whole, name: string) => parameterValue(name, filling) ?? whole,
	);
}

function parameterValue(name: string, { parameters, missing }: Filling): string | undefined {
	const parameter = parameters.get(name);
	if (parameter !== undefined && parameter.value === undefined) missing.add(name);
	return parameter?.value;
}

/** A Template's own labels go onto every object of it, which matters to aggregated roles. */
function withLabels(object: unknown, labels: JsonRecord): unknown {
	if (!isRecord(object)) return object;
	const metadata = isRecord(object["metadata"]) ? object["metadata"] : {};
	const own = isRecord(metadata["labels"]) ? metadata["labels"] : {};
	return { ...object, metadata: { ...metadata, labels: { ...own, ...labels } } };
}
