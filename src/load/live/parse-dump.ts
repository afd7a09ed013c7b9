import type { CatalogResource } from "../../model/catalog.ts";
import type { FieldPath } from "../../model/origin.ts";
import { isRecord, type JsonRecord } from "../json-record.ts";
import { textPositions } from "../text-positions.ts";
import { type ClusterDump, dumpKind, dumpVersion, type MissingList } from "./cluster-dump.ts";
import { ClusterError, oneLine } from "./cluster-error.ts";
import type { KeptObject } from "./kept-object.ts";

/** Reads a snapshot file. Throws ClusterError with the place of what is wrong. */
export function parseDump(text: string, file: string): ClusterDump {
	const value = parseJson(text, file);
	const fail = (says: string): ClusterError => new ClusterError("protocol", file, says);
	if (!isRecord(value) || value["kind"] !== dumpKind) {
		const kind = isRecord(value) ? value["kind"] : undefined;
		const found = typeof kind === "string" ? `, found kind \`${oneLine(kind, 60)}\`` : "";
		throw fail(`expected a snapshot made by \`rolecall snapshot\`${found}`);
	}
	checkVersion(value["apiVersion"], fail);
	const reader = new DumpReader(fail);
	return {
		apiVersion: dumpVersion,
		kind: dumpKind,
		kubernetesVersion: reader.text(value, [], "kubernetesVersion"),
		context: reader.text(value, [], "context"),
		namespace: reader.text(value, [], "namespace"),
		takenAt: reader.text(value, [], "takenAt"),
		missing: reader.list(value, [], "missing").map((item, index) => reader.missing(item, index)),
		catalog: reader.list(value, [], "catalog").map((item, index) => reader.row(item, index)),
		objects: reader.list(value, [], "objects").map((item, index) => reader.object(item, index)),
	};
}

function parseJson(text: string, file: string): unknown {
	try {
		return JSON.parse(text);
	} catch (error) {
		const message = error instanceof Error ? error.message : "";
		const at = /position (\d+)/.exec(message);
		const end = /end of JSON input/.test(message) ? text.trimEnd().length : undefined;
		const offset = at === null ? end : Number(at[1]);
		if (offset === undefined) throw new ClusterError("protocol", file, "expected JSON");
		const { line, column } = textPositions(text).at(offset);
		const says = offset >= text.trimEnd().length ? "the file ends too soon" : "expected JSON";
		throw new ClusterError("protocol", `${file}:${line}:${column}`, says);
	}
}

function checkVersion(found: unknown, fail: (says: string) => ClusterError): void {
	if (found === dumpVersion) return;
	const version = /^rolecall\.dev\/v(\d+)$/.exec(String(found));
	if (version === null) {
		throw fail(
			`expected \`${dumpVersion}\` at \`apiVersion\`, found \`${oneLine(String(found), 60)}\``,
		);
	}
	const isNewer = Number(version[1]) > 1;
	throw fail(
		isNewer
			? `made by a newer rolecall (\`${version[0]}\`): this one reads \`${dumpVersion}\``
			: `made by an older rolecall (\`${version[0]}\`): take the snapshot again`,
	);
}

/** Checks the shape of a snapshot: it may have been edited, or come from somebody else. */
class DumpReader {
	readonly #fail: (says: string) => ClusterError;

	constructor(fail: (says: string) => ClusterError) {
		this.#fail = fail;
	}

	missing(item: unknown, index: number): MissingList {
		const path = ["missing", index];
		const entry = this.record(item, path);
		const except =
			entry["except"] === undefined ? {} : { except: this.texts(entry, path, "except") };
		return {
			resource: this.text(entry, path, "resource"),
			apiGroup: this.text(entry, path, "apiGroup"),
			namespace: this.text(entry, path, "namespace"),
			verb: "list",
			why: this.text(entry, path, "why"),
			...except,
		};
	}

	row(item: unknown, index: number): CatalogResource {
		const path = ["catalog", index];
		const row = this.record(item, path);
		return {
			group: this.text(row, path, "group"),
			resource: this.text(row, path, "resource"),
			singular: this.text(row, path, "singular"),
			kind: this.text(row, path, "kind"),
			shortNames: this.texts(row, path, "shortNames"),
			namespaced: this.flag(row, path, "namespaced"),
			versions: this.texts(row, path, "versions"),
			verbs: this.texts(row, path, "verbs"),
			subresources: this.list(row, path, "subresources").map((sub, at) => {
				const inside = [...path, "subresources", at];
				const part = this.record(sub, inside);
				const name = this.text(part, inside, "name");
				return { name, verbs: this.texts(part, inside, "verbs") };
			}),
			...(row["virtual"] === true ? { virtual: true } : {}),
			...(row["offByDefault"] === true ? { offByDefault: true } : {}),
		};
	}

	/** The fields of each kind are checked like those of any manifest, later. */
	object(item: unknown, index: number): KeptObject {
		const path = ["objects", index];
		const object = this.record(item, path);
		const metadata = this.record(object["metadata"], [...path, "metadata"]);
		return {
			...object,
			apiVersion: this.text(object, path, "apiVersion"),
			kind: this.text(object, path, "kind"),
			metadata: { ...metadata, name: this.text(metadata, [...path, "metadata"], "name") },
		};
	}

	record(value: unknown, path: FieldPath): JsonRecord {
		if (isRecord(value)) return value;
		throw this.#wrong("a mapping", path);
	}

	list(record: JsonRecord, path: FieldPath, field: string): readonly unknown[] {
		const value = record[field];
		if (Array.isArray(value)) return value;
		throw this.#wrong("a list", [...path, field]);
	}

	text(record: JsonRecord, path: FieldPath, field: string): string {
		const value = record[field];
		if (typeof value === "string") return value;
		throw this.#wrong("text", [...path, field]);
	}

	texts(record: JsonRecord, path: FieldPath, field: string): readonly string[] {
		return this.list(record, path, field).map((item, index) => {
			if (typeof item === "string") return item;
			throw this.#wrong("text", [...path, field, index]);
		});
	}

	flag(record: JsonRecord, path: FieldPath, field: string): boolean {
		const value = record[field];
		if (typeof value === "boolean") return value;
		throw this.#wrong("true or false", [...path, field]);
	}

	#wrong(expected: string, path: FieldPath): ClusterError {
		const field = path
			.map((part, index) =>
				typeof part === "number" ? `[${part}]` : (index > 0 ? "." : "") + part,
			)
			.join("");
		return this.#fail(`expected ${expected} at \`${field}\``);
	}
}
