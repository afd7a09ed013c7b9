import type { FieldPath, Origin, Position } from "../model/origin.ts";
import { changesOf, takeKustomization } from "./decode-kustomization.ts";
import { isTokenSecret, takeTokenSecret } from "./decode-secret.ts";
import type { Document } from "./documents.ts";
import { expandTemplate, type TemplateObject } from "./expand-template.ts";
import { isAbsent, isRecord, type JsonRecord } from "./json-record.ts";
import { decoderOf, groupOf, isList, isTemplate, unservedKind, versionOf } from "./object-kinds.ts";
import { ObjectReport } from "./object-report.ts";
import type { SnapshotBuilder } from "./snapshot-builder.ts";

/** Lists in lists, templates in lists: nobody writes more than two. */
const deepestNesting = 8;

/**
 * Takes what a document holds into the snapshot. `isNamed` says that the user named the file: then a document that is
 * no Kubernetes object is told; in a folder it is only told when it might be RBAC.
 */
export function decodeDocument(
	builder: SnapshotBuilder,
	{ value, origin }: Document,
	isNamed: boolean,
): void {
	if (isRecord(value)) {
		decodeObject(builder, value, origin, { isNamed, depth: 0, list: undefined });
		return;
	}
	const items: readonly unknown[] = Array.isArray(value) ? value : [];
	if (items.length > 0 && items.every(isPatchOperation)) {
		const message = "a JSON patch, not an object: render it with `kustomize build`";
		builder.tell("kustomize-patch", "note", origin, message);
	} else if (isNamed || items.some(isRbacLike)) {
		const found = Array.isArray(value) ? "a list" : "a single value";
		const message = `expected a mapping with \`apiVersion\` and \`kind\`, found ${found}`;
		builder.tell("not-an-object", "error", origin, message);
	}
}

interface Surroundings {
	readonly isNamed: boolean;
	readonly depth: number;
	/** The list an item is in: it stands in for an absent kind and apiVersion. */
	readonly list: { readonly itemKind: string; readonly apiVersion: string } | undefined;
}

function decodeObject(
	builder: SnapshotBuilder,
	value: JsonRecord,
	origin: Origin,
	around: Surroundings,
): void {
	const kind = textOf(value["kind"]) || (around.list?.itemKind ?? "");
	const apiVersion = textOf(value["apiVersion"]) || (around.list?.apiVersion ?? "");
	if (kind === "" || apiVersion === "") {
		tellMissingKind(builder, value, origin, around);
		return;
	}
	if (groupOf(apiVersion).endsWith("openshift.io")) builder.isOpenShift = true;
	const decode = decoderOf(kind, apiVersion);
	if (decode !== undefined) {
		const report = builder.report.startOn(kind, value, origin);
		decode(builder, report, versionOf(apiVersion));
		count(builder, report);
		report.flush(builder.problems);
	} else if (isTemplate(kind, apiVersion)) {
		decodeTemplate(builder, value, origin, around);
	} else if (isList(kind) && Array.isArray(value["items"])) {
		decodeList(builder, value["items"], { kind, apiVersion }, origin, around);
	} else {
		takeOther(builder, new ObjectReport(kind, value, origin), apiVersion);
	}
}

/** Roles and bindings that are taken count themselves. */
function count({ written }: SnapshotBuilder, { kind, errors, isPatch }: ObjectReport): void {
	if (!rbacKinds.has(kind)) written.others += 1;
	else if (errors > 0 && !isPatch) written.invalid += 1;
}

function takeOther(builder: SnapshotBuilder, report: ObjectReport, apiVersion: string): void {
	if (isTokenSecret(report.value, report.kind, apiVersion)) takeTokenSecret(builder, report);
	const wrong = unservedKind(report.kind, apiVersion);
	if (wrong === undefined) {
		builder.written.others += 1;
		return;
	}
	builder.written.invalid += 1;
	report.add("unserved-api-version", "error", ["apiVersion"], wrong);
	report.flush(builder.problems);
}

const rbacKinds: ReadonlySet<string> = new Set([
	"Role",
	"ClusterRole",
	"RoleBinding",
	"ClusterRoleBinding",
]);

function textOf(value: unknown): string {
	return typeof value === "string" ? value : "";
}

function tellMissingKind(
	builder: SnapshotBuilder,
	value: JsonRecord,
	origin: Origin,
	around: Surroundings,
): void {
	const isOverlay = isKustomization(value);
	if (isOverlay && changesOf(value).length > 0) {
		takeKustomization(builder, new ObjectReport("Kustomization", value, origin));
		return;
	}
	if (!around.isNamed && around.list === undefined && !isRbacLike(value)) return;
	if (isOverlay) {
		const message = "a kustomization, not an object: render it with `kubectl kustomize`";
		builder.tell("kustomize-patch", "note", origin, message);
		return;
	}
	const report = new ObjectReport(textOf(value["kind"]) || "object", value, origin);
	const missing: string[] = [];
	for (const field of ["apiVersion", "kind"] as const) {
		const found = value[field];
		if (isAbsent(found) || found === "") missing.push(field);
		else if (typeof found !== "string") report.wrongType([field], "a string", found);
	}
	if (missing.length > 0) {
		const says = missing.map((field) => `${field} not set`).join(", ");
		const field = missing.length === 1 ? missing[0] : "";
		report.add("missing-kind", "error", [], `${says}: no Kubernetes object`, field);
	}
	report.flush(builder.problems);
}

/** kustomization.yaml may leave out its kind. */
function isKustomization(value: JsonRecord): boolean {
	if (isRecord(value["metadata"])) return false;
	const fields = ["resources", "bases", "components", "patches", "patchesStrategicMerge"];
	return fields.some((field) => Array.isArray(value[field]));
}

function decodeList(
	builder: SnapshotBuilder,
	items: readonly unknown[],
	list: { readonly kind: string; readonly apiVersion: string },
	origin: Origin,
	around: Surroundings,
): void {
	if (around.depth >= deepestNesting) {
		const message = `lists are nested more than ${deepestNesting} deep`;
		builder.tell("too-large", "error", origin, message);
		return;
	}
	const itemKind = list.kind === "List" ? "" : list.kind.slice(0, -"List".length);
	const inside: Surroundings = {
		isNamed: around.isNamed,
		depth: around.depth + 1,
		list: { itemKind, apiVersion: itemKind === "" ? "" : list.apiVersion },
	};
	for (let index = 0; index < items.length; index += 1) {
		const item = items[index];
		const place = new ItemOrigin(origin, "items", index);
		if (isRecord(item)) decodeObject(builder, item, place, inside);
		else builder.tell("not-an-object", "error", place, "expected an object as item of the list");
	}
}

/** The origin of an item of a list; one small object each, as lists are long. */
class ItemOrigin implements Origin {
	readonly file: string;
	readonly #list: Origin;
	readonly #field: string;
	readonly #index: number;

	constructor(list: Origin, field: string, index: number) {
		this.file = list.file;
		this.#list = list;
		this.#field = field;
		this.#index = index;
	}

	at(path: FieldPath): Position | undefined {
		return this.#list.at([this.#field, this.#index, ...path]);
	}
}

function decodeTemplate(
	builder: SnapshotBuilder,
	value: JsonRecord,
	origin: Origin,
	around: Surroundings,
): void {
	const report = new ObjectReport("Template", value, origin);
	if (around.depth < deepestNesting) {
		for (const object of expandTemplate(report)) {
			takeTemplateObject(builder, report, object, around);
		}
	}
	report.flush(builder.problems);
}

function takeTemplateObject(
	builder: SnapshotBuilder,
	template: ObjectReport,
	{ index, value, missing }: TemplateObject,
	around: Surroundings,
): void {
	if (!isRecord(value)) return;
	const place = new ItemOrigin(template.origin, "objects", index);
	if (missing.length === 0) {
		const inside = { isNamed: around.isNamed, depth: around.depth + 1, list: undefined };
		decodeObject(builder, value, place, inside);
	} else if (decoderOf(textOf(value["kind"]), textOf(value["apiVersion"])) !== undefined) {
		const names = missing.map((name) => `\`${name}\``).join(", ");
		const noun = missing.length === 1 ? "parameter" : "parameters";
		const options = missing.map((name) => `-p ${name}=…`).join(" ");
		const remedy = `run \`oc process ${options}\` first`;
		const message = `the ${textOf(value["kind"])} uses the ${noun} ${names} without a value; ${remedy}`;
		template.add("template-parameter", "error", ["objects", index], message);
	}
}

function isPatchOperation(value: unknown): boolean {
	return isRecord(value) && typeof value["op"] === "string" && typeof value["path"] === "string";
}

/** Something that was meant as an RBAC object, whatever it lacks. */
function isRbacLike(value: unknown): boolean {
	if (!isRecord(value)) return false;
	const { kind, apiVersion } = value as { readonly kind?: unknown; readonly apiVersion?: unknown };
	if (decoderOf(textOf(kind), "rbac.authorization.k8s.io/v1") !== undefined) return true;
	if (groupOf(textOf(apiVersion)) === "rbac.authorization.k8s.io") return true;
	return isRecord(value["metadata"]) && ("roleRef" in value || "rules" in value);
}
