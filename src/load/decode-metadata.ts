import {
	readBoolean,
	readList,
	readRecord,
	readString,
	readStringMap,
	readStrings,
} from "./decode-value.ts";
import type { JsonRecord } from "./json-record.ts";
import { isAbsent } from "./json-record.ts";
import type { ObjectReport } from "./object-report.ts";
import { checkFields } from "./unknown-fields.ts";

/** The part of ObjectMeta that matters here. An absent name or namespace is "". */
export interface Metadata {
	readonly name: string;
	readonly generateName: string;
	readonly namespace: string;
	readonly labels: ReadonlyMap<string, string>;
	readonly annotations: ReadonlyMap<string, string>;
	readonly finalizers: readonly string[];
	readonly ownerReferences: readonly OwnerReference[];
	readonly generation: number;
}

export interface OwnerReference {
	readonly apiVersion: string;
	readonly kind: string;
	readonly name: string;
	readonly uid: string;
	readonly controller?: boolean;
	readonly blockOwnerDeletion?: boolean;
}

const fields = new Set([
	"name",
	"generateName",
	"namespace",
	"labels",
	"annotations",
	"finalizers",
	"ownerReferences",
	"selfLink",
	"uid",
	"resourceVersion",
	"generation",
	"creationTimestamp",
	"deletionTimestamp",
	"deletionGracePeriodSeconds",
	"managedFields",
]);
const ownerFields = new Set([
	"apiVersion",
	"kind",
	"name",
	"uid",
	"controller",
	"blockOwnerDeletion",
]);

const noPairs: ReadonlyMap<string, string> = new Map();
const noOwners: readonly OwnerReference[] = [];

export function readMetadata(report: ObjectReport, value: unknown): Metadata {
	const metadata = readRecord(report, value, "metadata");
	checkFields(report, metadata, fields, "metadata");
	readString(report, metadata["uid"], "metadata", "uid");
	readString(report, metadata["resourceVersion"], "metadata", "resourceVersion");
	return {
		name: readString(report, metadata["name"], "metadata", "name"),
		generateName: readString(report, metadata["generateName"], "metadata", "generateName"),
		namespace: readString(report, metadata["namespace"], "metadata", "namespace"),
		labels: readPairs(report, metadata["labels"], "labels"),
		annotations: readPairs(report, metadata["annotations"], "annotations"),
		finalizers: readStrings(report, metadata["finalizers"], "metadata", "finalizers"),
		ownerReferences: readOwners(report, metadata["ownerReferences"]),
		generation: readInteger(report, metadata["generation"], "generation"),
	};
}

function readPairs(
	report: ObjectReport,
	value: unknown,
	field: string,
): ReadonlyMap<string, string> {
	return isAbsent(value) ? noPairs : readStringMap(report, value, "metadata", field);
}

function readInteger(report: ObjectReport, value: unknown, field: string): number {
	if (isAbsent(value)) return 0;
	if (Number.isSafeInteger(value)) return Number(value);
	report.wrongType(["metadata", field], "a whole number", value);
	return 0;
}

function readOwners(report: ObjectReport, value: unknown): readonly OwnerReference[] {
	if (isAbsent(value)) return noOwners;
	return readList(report, value, "metadata", "ownerReferences").map((item, index) => {
		const path = ["metadata", "ownerReferences", index] as const;
		const owner = readRecord(report, item, ...path);
		checkFields(report, owner, ownerFields, ...path);
		return readOwner(report, owner, path);
	});
}

function readOwner(
	report: ObjectReport,
	owner: JsonRecord,
	path: readonly ["metadata", "ownerReferences", number],
): OwnerReference {
	const flag = (name: string): boolean | undefined =>
		isAbsent(owner[name]) ? undefined : readBoolean(report, owner[name], ...path, name);
	const controller = flag("controller");
	const blocks = flag("blockOwnerDeletion");
	return {
		apiVersion: readString(report, owner["apiVersion"], ...path, "apiVersion"),
		kind: readString(report, owner["kind"], ...path, "kind"),
		name: readString(report, owner["name"], ...path, "name"),
		uid: readString(report, owner["uid"], ...path, "uid"),
		...(controller === undefined ? {} : { controller }),
		...(blocks === undefined ? {} : { blockOwnerDeletion: blocks }),
	};
}
