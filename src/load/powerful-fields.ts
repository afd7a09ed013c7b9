import type { FieldPath } from "../model/origin.ts";
import type { FieldPower, PowerfulField } from "../model/powerful-field.ts";
import { isRecord, type JsonRecord } from "./json-record.ts";

/** Schemas nest no deeper than objects may; the biggest that are known have some ten thousand fields. */
const deepest = 24;
const mostFields = 10_000;

interface Place {
	readonly schema: JsonRecord;
	readonly field: string;
	readonly path: FieldPath;
}

type Found = Pick<PowerfulField, "field" | "power" | "path">;

/** The fields of a schema's `spec` (of all of it, where there is none) that look powerful by name, the least deep of each power. */
export function powerfulFieldsOf(schema: JsonRecord, path: FieldPath): readonly Found[] {
	const found = new Map<FieldPower, Found>();
	// Aliases make one schema stand in many places.
	const seen = new Set<JsonRecord>();
	let level: readonly Place[] = [start(schema, path)];
	for (let depth = 0; depth < deepest && level.length > 0; depth += 1) {
		const below: Place[] = [];
		for (const place of level) {
			if (seen.has(place.schema) || seen.size >= mostFields) continue;
			seen.add(place.schema);
			for (const power of powersOf(place)) {
				const { field } = place;
				if (!found.has(power)) found.set(power, { field, power, path: place.path });
			}
			below.push(...inside(place));
		}
		level = below;
	}
	return [...found.values()];
}

function start(schema: JsonRecord, path: FieldPath): Place {
	const spec = recordOf(schema["properties"])["spec"];
	return isRecord(spec)
		? { schema: spec, field: "spec", path: [...path, "properties", "spec"] }
		: { schema, field: "", path };
}

function inside({ schema, field, path }: Place): readonly Place[] {
	const places: Place[] = [];
	for (const [name, below] of Object.entries(recordOf(schema["properties"]))) {
		if (field === "" && outside.has(name)) continue;
		if (!isRecord(below)) continue;
		const longer = field === "" ? name : `${field}.${name}`;
		places.push({ schema: below, field: longer, path: [...path, "properties", name] });
	}
	const { items, additionalProperties: any } = schema;
	if (isRecord(items))
		places.push({ schema: items, field: `${field}[]`, path: [...path, "items"] });
	if (isRecord(any)) {
		places.push({ schema: any, field: `${field}.*`, path: [...path, "additionalProperties"] });
	}
	return places;
}

const outside: ReadonlySet<string> = new Set(["apiVersion", "kind", "metadata", "status"]);

function powersOf({ schema, field }: Place): readonly FieldPower[] {
	const name = field.slice(field.lastIndexOf(".") + 1).replace(/(\[\])+$/, "");
	const power = powerOfName.get(name);
	const isOfType = power !== undefined && types[power].includes(String(schema["type"] ?? "object"));
	const properties = recordOf(schema["properties"]);
	return [
		...(isOfType ? [power] : []),
		...("image" in properties && "command" in properties ? (["pods"] as const) : []),
		...(schema["x-kubernetes-embedded-resource"] === true ? (["objects"] as const) : []),
	];
}

const powerOfName: ReadonlyMap<string, FieldPower> = new Map([
	["serviceAccountName", "account"],
	["serviceAccount", "account"],
	["podTemplate", "pods"],
	["podTemplateSpec", "pods"],
	["containers", "pods"],
	["initContainers", "pods"],
	["hostPath", "host"],
	["manifest", "objects"],
	["manifests", "objects"],
	["rawManifest", "objects"],
	["rawManifests", "objects"],
	["kubeconfig", "kubeconfig"],
	["kubeConfig", "kubeconfig"],
	["clusterRole", "roles"],
	["clusterRoleName", "roles"],
	["roleRef", "roles"],
	["subjects", "roles"],
	["userData", "machine"],
]);

/** What each may be: a `containers` that is a number counts them. */
const types: Readonly<Record<FieldPower, readonly string[]>> = {
	account: ["string"],
	pods: ["object", "array"],
	host: ["object"],
	objects: ["object", "array", "string"],
	kubeconfig: ["object", "string"],
	roles: ["object", "array", "string"],
	machine: ["object", "string"],
};

function recordOf(value: unknown): JsonRecord {
	return isRecord(value) ? value : {};
}
