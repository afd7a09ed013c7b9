import type { CatalogResource, CatalogSubresource } from "../../model/catalog.ts";
import { compareText } from "../../model/text-order.ts";
import { isRecord, type JsonRecord } from "../json-record.ts";

/** A group version whose resources could not be read. */
export interface UnreadGroup {
	readonly group: string;
	readonly version: string;
	readonly why: string;
}

/** What one version of a group serves under one name. */
export interface ServedResource {
	readonly resource: string;
	readonly singular: string;
	readonly kind: string;
	readonly shortNames: readonly string[];
	readonly namespaced: boolean;
	readonly verbs: readonly string[];
	readonly subresources: readonly CatalogSubresource[];
}

/** Puts together what the versions of each group serve; the first to be added is the preferred one. */
export class CatalogBuilder {
	readonly unread: UnreadGroup[] = [];
	readonly #rows = new Map<string, CatalogResource>();

	add(group: string, version: string, served: ServedResource): void {
		const key = `${group}/${served.resource}`;
		const known = this.#rows.get(key);
		this.#rows.set(key, {
			group,
			resource: served.resource,
			// CustomResourceDefinitions of old may leave it out; kubectl then takes the kind.
			singular: known?.singular ?? (served.singular || served.kind.toLowerCase()),
			kind: known?.kind ?? served.kind,
			shortNames: union(known?.shortNames ?? [], served.shortNames),
			namespaced: known?.namespaced ?? served.namespaced,
			versions: union(known?.versions ?? [], [version]),
			verbs: union(known?.verbs ?? [], served.verbs).toSorted(compareText),
			subresources: mergeSubresources(known?.subresources ?? [], served.subresources),
		});
	}

	/** Adds the items of an APIGroupDiscoveryList. */
	addAggregated(groups: readonly unknown[]): void {
		for (const group of groups.filter(isRecord)) {
			const metadata = isRecord(group["metadata"]) ? group["metadata"] : {};
			const name = textOf(metadata["name"]);
			for (const version of recordsIn(group, "versions")) this.#addVersion(name, version);
		}
	}

	#addVersion(group: string, entry: JsonRecord): void {
		const version = textOf(entry["version"]);
		// The API server shows what it last knew of a server behind it that is down.
		if (entry["freshness"] === "Stale") {
			this.unread.push({ group, version, why: "the server behind it does not answer" });
		}
		for (const resource of recordsIn(entry, "resources")) {
			const served = servedResource(resource);
			if (served.resource !== "") this.add(group, version, served);
		}
	}

	resources(): readonly CatalogResource[] {
		return [...this.#rows.values()];
	}
}

function servedResource(entry: JsonRecord): ServedResource {
	const responseKind = isRecord(entry["responseKind"]) ? entry["responseKind"] : {};
	return {
		resource: textOf(entry["resource"]),
		singular: textOf(entry["singularResource"]),
		kind: textOf(responseKind["kind"]),
		shortNames: textsIn(entry, "shortNames"),
		namespaced: entry["scope"] === "Namespaced",
		verbs: textsIn(entry, "verbs"),
		subresources: recordsIn(entry, "subresources").map((sub) => ({
			name: textOf(sub["subresource"]),
			verbs: textsIn(sub, "verbs"),
		})),
	};
}

function mergeSubresources(
	known: readonly CatalogSubresource[],
	more: readonly CatalogSubresource[],
): readonly CatalogSubresource[] {
	const verbs = new Map<string, readonly string[]>();
	for (const sub of [...known, ...more]) {
		verbs.set(sub.name, union(verbs.get(sub.name) ?? [], sub.verbs).toSorted(compareText));
	}
	return [...verbs]
		.map(([name, all]) => ({ name, verbs: all }))
		.sort((a, b) => compareText(a.name, b.name));
}

function union(known: readonly string[], more: readonly string[]): readonly string[] {
	return [...new Set([...known, ...more])];
}

export function textOf(value: unknown): string {
	return typeof value === "string" ? value : "";
}

export function textsIn(entry: JsonRecord, field: string): readonly string[] {
	const value = entry[field];
	return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

export function recordsIn(entry: JsonRecord, field: string): readonly JsonRecord[] {
	const value = entry[field];
	return Array.isArray(value) ? value.filter(isRecord) : [];
}
