import { readFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import type { FieldPath } from "../../model/origin.ts";
import { isAbsent, isRecord, type JsonRecord } from "../json-record.ts";
import { ClusterError } from "./cluster-error.ts";
import { type KubeconfigFile, unreadable } from "./kubeconfig-file.ts";

/**
 * A mapping inside a kubeconfig file, read field by field: only what the chosen context needs is looked at, so that
 * a mistake in another entry does no harm. Every complaint names its place.
 */
export class KubeconfigEntry {
	readonly #file: KubeconfigFile;
	readonly #path: FieldPath;
	readonly #record: JsonRecord;

	constructor(file: KubeconfigFile, path: FieldPath, record: JsonRecord) {
		this.#file = file;
		this.#path = path;
		this.#record = record;
	}

	get place(): string {
		return this.#file.placeOf(this.#path);
	}

	get folder(): string {
		return this.#file.folder;
	}

	/** A field as it is, whatever it holds. */
	raw(field: string): unknown {
		return Object.hasOwn(this.#record, field) ? this.#record[field] : undefined;
	}

	/** "" when absent. */
	text(field: string): string {
		const value = this.raw(field);
		if (isAbsent(value)) return "";
		if (typeof value !== "string") throw this.wrong(field, `expected text, found ${shown(value)}`);
		return value;
	}

	flag(field: string): boolean {
		const value = this.raw(field);
		if (isAbsent(value)) return false;
		if (typeof value !== "boolean") {
			throw this.wrong(field, `expected true or false, found ${shown(value)}`);
		}
		return value;
	}

	texts(field: string): readonly string[] {
		return this.#items(field).map((item, index) => {
			if (typeof item === "string") return item;
			throw this.wrong([field, index], `expected text, found ${shown(item)}`);
		});
	}

	/** An absent mapping is empty. */
	entry(field: string): KubeconfigEntry {
		const value = this.raw(field);
		if (!isAbsent(value) && !isRecord(value)) {
			throw this.wrong(field, `expected a mapping, found ${shown(value)}`);
		}
		return new KubeconfigEntry(this.#file, [...this.#path, field], value ?? {});
	}

	has(field: string): boolean {
		return !isAbsent(this.raw(field));
	}

	fields(): readonly string[] {
		return Object.keys(this.#record);
	}

	entries(field: string): readonly KubeconfigEntry[] {
		return this.#items(field).map((item, index) => {
			if (!isRecord(item)) {
				throw this.wrong([field, index], `expected a mapping, found ${shown(item)}`);
			}
			return new KubeconfigEntry(this.#file, [...this.#path, field, index], item);
		});
	}

	/** What `field-data` holds in base64, or else the file that `field` names; undefined without both. */
	content(field: string): Buffer | undefined {
		const data = this.text(`${field}-data`);
		if (data !== "") return this.#decoded(`${field}-data`, data);
		const named = this.text(field);
		return named === "" ? undefined : this.#fileContent(field, named);
	}

	/** A path as the file means it: relative to its own folder. */
	absolute(path: string): string {
		return isAbsolute(path) ? path : join(this.#file.folder, path);
	}

	wrong(field: string | FieldPath, says: string): ClusterError {
		const path = [...this.#path, ...(typeof field === "string" ? [field] : field)];
		return new ClusterError(
			"config",
			this.#file.placeOf(path),
			`${says} at \`${fieldPath(path)}\``,
		);
	}

	#items(field: string): readonly unknown[] {
		const value = this.raw(field);
		if (isAbsent(value)) return [];
		if (!Array.isArray(value)) throw this.wrong(field, `expected a list, found ${shown(value)}`);
		return value;
	}

	#decoded(field: string, data: string): Buffer {
		const clean = data.replace(/\s+/g, "");
		if (!/^[A-Za-z0-9+/]*={0,2}$/.test(clean)) throw this.wrong(field, "expected base64");
		return Buffer.from(clean, "base64");
	}

	#fileContent(field: string, named: string): Buffer {
		try {
			return readFileSync(this.absolute(named));
		} catch (error) {
			throw this.wrong(field, `\`${named}\`: ${unreadable(error)}`);
		}
	}
}

function fieldPath(path: FieldPath): string {
	return path
		.map((part, index) =>
			typeof part === "number" ? `[${part}]` : `${index === 0 ? "" : "."}${part}`,
		)
		.join("");
}

/** What stands there instead, without quoting it: it may be a password. */
function shown(value: unknown): string {
	if (value === null) return "nothing";
	if (Array.isArray(value)) return "a list";
	if (typeof value === "object") return "a mapping";
	if (typeof value === "string") return "text";
	return typeof value === "number" ? "a number" : "true or false";
}
