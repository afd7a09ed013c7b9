import { readFileSync } from "node:fs";
import { dirname, resolve, sep } from "node:path";
import { type FieldPath, formatPlace, placeOf as placeIn } from "../../model/origin.ts";
import { problemPlace } from "../../model/problem.ts";
import { type Document, readDocuments } from "../documents.ts";
import { isRecord, type JsonRecord } from "../json-record.ts";
import { ClusterError } from "./cluster-error.ts";

/** One kubeconfig file, read and parsed, its entries not yet looked at. */
export interface KubeconfigFile {
	readonly value: JsonRecord;
	/** Relative paths in it start here. */
	readonly folder: string;
	/** `~/.kube/config:12:5`: the field, or the nearest enclosing one. */
	readonly placeOf: (path: FieldPath) => string;
}

/** Reads a kubeconfig file; undefined when it does not exist. `home` is shown as `~`. */
export function readKubeconfigFile(path: string, home: string): KubeconfigFile | undefined {
	const shown = shownPath(path, home);
	const text = readText(path, shown);
	if (text === undefined) return undefined;
	const document = firstDocument(shown, text);
	const placeOf = (field: FieldPath): string =>
		document === undefined ? shown : formatPlace(placeIn(document.origin, field));
	const value = document?.value ?? {};
	if (!isRecord(value)) {
		throw new ClusterError("config", placeOf([]), "expected a kubeconfig, a mapping");
	}
	return { value, folder: dirname(resolve(path)), placeOf };
}

function firstDocument(shown: string, text: string): Document | undefined {
	let first: Document | undefined;
	readDocuments(shown, text, {
		document: (document) => {
			first ??= document;
		},
		problem: (problem) => {
			if (problem.severity !== "error" || first !== undefined) return;
			const place = formatPlace(problemPlace(problem));
			throw new ClusterError("config", place, `not a kubeconfig: ${problem.message}`);
		},
		unread: ({ origin, why }) => {
			if (first !== undefined) return;
			throw new ClusterError("config", formatPlace(placeIn(origin)), `not a kubeconfig: ${why}`);
		},
	});
	return first;
}

export function shownPath(path: string, home: string): string {
	return home !== "" && path.startsWith(home + sep) ? `~${path.slice(home.length)}` : path;
}

function readText(path: string, shown: string): string | undefined {
	try {
		return readFileSync(path, "utf8");
	} catch (error) {
		if (codeOf(error) === "ENOENT") return undefined;
		throw new ClusterError("config", shown, unreadable(error));
	}
}

/** Why a file cannot be read, in words. */
export function unreadable(error: unknown): string {
	switch (codeOf(error)) {
		case "ENOENT":
			return "the file does not exist";
		case "EACCES":
		case "EPERM":
			return "the file may not be read: permission denied";
		case "EISDIR":
			return "expected a file, found a folder";
		default:
			return `the file cannot be read: ${error instanceof Error ? error.message : String(error)}`;
	}
}

function codeOf(error: unknown): string | undefined {
	return isRecord(error) && typeof error["code"] === "string" ? error["code"] : undefined;
}
