import { isRecord, type JsonRecord } from "../json-record.ts";
import {
	type CatalogBuilder,
	recordsIn,
	type ServedResource,
	textOf,
	textsIn,
} from "./catalog-builder.ts";
import { ClusterError } from "./cluster-error.ts";
import type { Connection } from "./connection.ts";

interface GroupVersion {
	readonly group: string;
	readonly version: string;
}

/** The group versions that `/api` (APIVersions) or `/apis` (APIGroupList) names, the preferred one of a group first. */
export function legacyGroupVersions(answer: unknown, place: string): readonly GroupVersion[] {
	if (!isRecord(answer)) throw new ClusterError("protocol", place, "expected discovery");
	if (answer["kind"] === "APIVersions") {
		return textsIn(answer, "versions").map((version) => ({ group: "", version }));
	}
	if (answer["kind"] !== "APIGroupList") {
		throw new ClusterError("protocol", place, "expected discovery");
	}
	return recordsIn(answer, "groups").flatMap(versionsOf);
}

function versionsOf(entry: JsonRecord): readonly GroupVersion[] {
	const group = textOf(entry["name"]);
	const preferred = isRecord(entry["preferredVersion"]) ? entry["preferredVersion"] : {};
	const named = recordsIn(entry, "versions").map((version) => textOf(version["version"]));
	const first = textOf(preferred["version"]);
	const versions = new Set(first === "" ? named : [first, ...named]);
	return [...versions].map((version) => ({ group, version }));
}

/** Reads each group version's own list. One that is not answered is left out and told. */
export async function addLegacyGroups(
	builder: CatalogBuilder,
	connection: Connection,
	named: readonly GroupVersion[],
	signal: AbortSignal | undefined,
): Promise<void> {
	const lists = await Promise.all(
		named.map(async ({ group, version }) => {
			const path = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
			try {
				return await connection.requests.get(path, { signal });
			} catch (error) {
				if (!(error instanceof ClusterError) || error.status === undefined) throw error;
				return error;
			}
		}),
	);
	for (const [index, { group, version }] of named.entries()) {
		const list = lists[index];
		if (list instanceof ClusterError) builder.unread.push({ group, version, why: list.says });
		else if (isRecord(list)) addList(builder, { group, version }, recordsIn(list, "resources"));
	}
}

/** Subresources stand beside their resources, as `pods/log`. */
function addList(
	builder: CatalogBuilder,
	{ group, version }: GroupVersion,
	entries: readonly JsonRecord[],
): void {
	const subresources = new Map<string, { name: string; verbs: readonly string[] }[]>();
	for (const entry of entries) {
		const [resource = "", name] = textOf(entry["name"]).split("/", 2);
		if (name === undefined) continue;
		const known = subresources.get(resource) ?? [];
		known.push({ name, verbs: textsIn(entry, "verbs") });
		subresources.set(resource, known);
	}
	for (const entry of entries) {
		const resource = textOf(entry["name"]);
		if (resource === "" || resource.includes("/")) continue;
		const served: ServedResource = {
			resource,
			singular: textOf(entry["singularName"]),
			kind: textOf(entry["kind"]),
			shortNames: textsIn(entry, "shortNames"),
			namespaced: entry["namespaced"] === true,
			verbs: textsIn(entry, "verbs"),
			subresources: subresources.get(resource) ?? [],
		};
		builder.add(group, version, served);
	}
}
