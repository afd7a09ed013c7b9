import type { CatalogResource, CatalogSubresource } from "../model/catalog.ts";
import type { FieldPath } from "../model/origin.ts";
import { isRecord, type JsonRecord } from "./json-record.ts";
import type { ObjectReport } from "./object-report.ts";
import { powerfulFieldsOf } from "./powerful-fields.ts";
import type { SnapshotBuilder } from "./snapshot-builder.ts";

const verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];
const subresourceVerbs = ["get", "patch", "update"];

/** Adds the resource a CustomResourceDefinition serves to the catalogue. */
export function takeCustomResource(builder: SnapshotBuilder, report: ObjectReport): void {
	const spec = recordOf(report.value["spec"]);
	const names = recordOf(spec["names"]);
	const group = textOf(spec["group"]);
	const resource = textOf(names["plural"]);
	const kind = textOf(names["kind"]);
	const versions = servedVersions(spec);
	// An incomplete one is refused by the server, or is a patch: it adds nothing.
	if (group === "" || resource === "" || kind === "" || versions.length === 0) return;
	const row: CatalogResource = {
		group,
		resource,
		singular: textOf(names["singular"]) || kind.toLowerCase(),
		kind,
		shortNames: listOf(names["shortNames"]).map(textOf).filter(Boolean),
		namespaced: spec["scope"] !== "Cluster",
		versions: versions.map(({ name }) => name),
		verbs,
		subresources: subresourcesOf(versions),
	};
	builder.customResources.set(`${group}/${resource}`, row);
	const { schema, path } = schemaOf(spec);
	const found = powerfulFieldsOf(schema, path).map((field) => ({
		...{ group, resource, ...field },
		origin: report.origin,
	}));
	builder.powerfulFields.set(`${group}/${resource}`, found);
}

/** That of the first served version that has one. v1beta1 had one for all versions. */
function schemaOf(spec: JsonRecord): { readonly schema: JsonRecord; readonly path: FieldPath } {
	for (const [index, version] of listOf(spec["versions"]).map(recordOf).entries()) {
		const schema = recordOf(version["schema"])["openAPIV3Schema"];
		if (version["served"] === false || !isRecord(schema)) continue;
		return { schema, path: ["spec", "versions", index, "schema", "openAPIV3Schema"] };
	}
	const schema = recordOf(recordOf(spec["validation"])["openAPIV3Schema"]);
	return { schema, path: ["spec", "validation", "openAPIV3Schema"] };
}

interface ServedVersion {
	readonly name: string;
	readonly subresources: JsonRecord;
}

/** The served versions, the preferred one first. `spec.version` alone is v1beta1. */
function servedVersions(spec: JsonRecord): readonly ServedVersion[] {
	const common = recordOf(spec["subresources"]);
	const listed = listOf(spec["versions"])
		.map(recordOf)
		.filter((version) => version["served"] !== false && textOf(version["name"]) !== "")
		.map((version) => ({
			name: textOf(version["name"]),
			subresources: isRecord(version["subresources"]) ? version["subresources"] : common,
		}));
	const only = textOf(spec["version"]);
	if (listed.length === 0 && only !== "") return [{ name: only, subresources: common }];
	return listed.sort((a, b) => compareVersions(a.name, b.name));
}

function subresourcesOf(versions: readonly ServedVersion[]): readonly CatalogSubresource[] {
	return ["scale", "status"]
		.filter((name) => versions.some(({ subresources }) => isRecord(subresources[name])))
		.map((name) => ({ name, verbs: subresourceVerbs }));
}

/** v2 before v1 before v1beta2 before v1alpha1, and anything else after them in the order of its letters. */
function compareVersions(a: string, b: string): number {
	const one = versionRank(a);
	const other = versionRank(b);
	for (const [index, part] of one.entries()) {
		const difference = (other[index] ?? 0) - part;
		if (difference !== 0) return difference;
	}
	return a < b ? -1 : 1;
}

function versionRank(version: string): readonly number[] {
	const parts = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
	if (parts === null) return [0, 0, 0];
	const stability = parts[2] === undefined ? 3 : parts[2] === "beta" ? 2 : 1;
	return [stability, Number(parts[1]), Number(parts[3] ?? 0)];
}

function recordOf(value: unknown): JsonRecord {
	return isRecord(value) ? value : {};
}

function listOf(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string {
	return typeof value === "string" ? value : "";
}
