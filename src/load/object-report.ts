import type { FieldPath, Origin } from "../model/origin.ts";
import type { Problem, ProblemCode, Severity } from "../model/problem.ts";
import { isRecord, type JsonRecord } from "./json-record.ts";

/**
 * What is wrong with one API object. Decoders call it only when something is, so that a sound object costs no more
 * than its checks.
 */
export class ObjectReport {
	/** How many reasons the API server has not to take the object. */
	errors = 0;
	/** Set by a field such as `$patch`: the document changes an object and is none itself. */
	isPatch = false;
	kind: string;
	value: JsonRecord;
	origin: Origin;
	#found: Problem[] | undefined;

	constructor(kind: string, value: JsonRecord, origin: Origin) {
		this.kind = kind;
		this.value = value;
		this.origin = origin;
	}

	/** Forgets everything and begins again, on another object. */
	startOn(kind: string, value: JsonRecord, origin: Origin): this {
		this.kind = kind;
		this.value = value;
		this.origin = origin;
		this.errors = 0;
		this.isPatch = false;
		this.#found = undefined;
		return this;
	}

	/** True while there is nothing to tell. */
	get isSilent(): boolean {
		return this.#found === undefined && !this.isPatch;
	}

	add(
		code: ProblemCode,
		severity: Severity,
		path: FieldPath,
		message: string,
		field: string = formatFieldPath(path),
	): void {
		if (severity === "error") this.errors += 1;
		this.#found ??= [];
		this.#found.push({
			code,
			severity,
			message,
			object: objectLabel(this.kind, this.value),
			...(field === "" ? {} : { field }),
			origin: this.origin,
			path,
		});
	}

	wrongType(path: FieldPath, expected: string, found: unknown): void {
		const message = `expected ${expected} at \`${formatFieldPath(path)}\`, found ${describe(found)}`;
		this.add("wrong-type", "error", path, message);
	}

	/** `serverSays` is the API server's own sentence, without the field; `remedy` is ours. */
	refuse(path: FieldPath, serverSays: string, remedy: string, field?: string): void {
		const message = remedy === "" ? serverSays : `${serverSays}; ${remedy}`;
		this.add("refused-by-server", "error", path, message, field);
	}

	/** Hands over what was found; of a kustomize patch only that it is one. */
	flush(problems: Problem[]): void {
		if (this.isPatch) this.#tellPatch();
		if (this.#found !== undefined) problems.push(...this.#found);
	}

	#tellPatch(): void {
		this.#found = undefined;
		const message =
			"a kustomize patch, not an object: render it with `kustomize build` to see what it does";
		this.add("kustomize-patch", "note", [], message);
	}
}

/** A field path as the API server prints it: `rules[0].verbs`. */
export function formatFieldPath(path: FieldPath): string {
	let text = "";
	for (const step of path) {
		if (typeof step === "number") text += `[${step}]`;
		else text += text === "" ? step : `.${step}`;
	}
	return text;
}

/** `Role ci/deployer`, from whatever there is of a name. */
function objectLabel(kind: string, value: JsonRecord): string {
	const metadata = isRecord(value["metadata"]) ? value["metadata"] : {};
	const name = textOf(metadata["name"]) || textOf(metadata["generateName"]);
	const namespace = textOf(metadata["namespace"]);
	if (name === "") return `${kind} without a name`;
	return namespace === "" ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}

function textOf(value: unknown): string {
	return typeof value === "string" ? value : "";
}

function describe(value: unknown): string {
	if (Array.isArray(value)) return "a list";
	switch (typeof value) {
		case "string":
			return value === "" ? "an empty text" : `the text \`${shortened(value)}\``;
		case "boolean":
			return `the boolean ${value} (YAML reads yes, no, on, off, y and n as booleans: quote it)`;
		case "number":
		case "bigint":
			return `the number ${value} (quote it)`;
		default:
			return isRecord(value) ? "a mapping" : "nothing";
	}
}

function shortened(text: string): string {
	return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
