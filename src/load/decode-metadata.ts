import type { FieldPath } from "../model/origin.ts";
import { checkServerFields } from "./check-server-fields.ts";
import {
	readBoolean,
	readList,
	readRecord,
	readString,
	readStringPairs,
	readStrings,
} from "./decode-value.ts";
import { isAbsent, type JsonRecord, type StringPairs } from "./json-record.ts";
import type { ObjectReport } from "./object-report.ts";
import { checkFields } from "./unknown-fields.ts";

/** The part of ObjectMeta that matters here. An absent name or namespace is "". */
export interface Metadata {
	readonly name: string;
	readonly generateName: string;
	readonly namespace: string;
	readonly labels: StringPairs;
	readonly annotations: StringPairs;
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

const noPairs: StringPairs = {};
const noOwners: readonly OwnerReference[] = [];

const paths = {
	all: ["metadata"],
	name: ["metadata", "name"],
	generateName: ["metadata", "generateName"],
	namespace: ["metadata", "namespace"],
	labels: ["metadata", "labels"],
	annotations: ["metadata", "annotations"],
	finalizers: ["metadata", "finalizers"],
	ownerReferences: ["metadata", "ownerReferences"],
} as const;

export function readMetadata(report: ObjectReport, value: unknown): Metadata {
	const metadata = readRecord(report, value, paths.all);
	checkFields(report, metadata, fields, paths.all);
	checkServerFields(report, metadata);
	return {
		name: readString(report, metadata["name"], paths.name),
		generateName: readString(report, metadata["generateName"], paths.generateName),
		namespace: readString(report, metadata["namespace"], paths.namespace),
		labels: readPairs(report, metadata["labels"], paths.labels),
		annotations: readPairs(report, metadata["annotations"], paths.annotations),
		finalizers: readStrings(report, metadata["finalizers"], paths.finalizers),
		ownerReferences: readOwners(report, metadata["ownerReferences"]),
		generation: readInteger(report, metadata["generation"], "generation"),
	};
}

function readPairs(report: ObjectReport, value: unknown, path: FieldPath): StringPairs {
	return isAbsent(value) ? noPairs : readStringPairs(report, value, path);
}

function readInteger(report: ObjectReport, value: unknown, field: string): number {
	if (isAbsent(value)) return 0;
	if (Number.isSafeInteger(value)) return Number(value);
	report.wrongType(["metadata", field], "a whole number", value);
	return 0;
}

function readOwners(report: ObjectReport, value: unknown): readonly OwnerReference[] {
	if (isAbsent(value)) return noOwners;
	return readList(report, value, ["metadata", "ownerReferences"]).map((item, index) => {
		const path = ["metadata", "ownerReferences", index] as const;
		const owner = readRecord(report, item, path);
		checkFields(report, owner, ownerFields, path);
		return readOwner(report, owner, path);
	});
}

function readOwner(
	report: ObjectReport,
	owner: JsonRecord,
	path: readonly ["metadata", "ownerReferences", number],
): OwnerReference {
	const flag = (name: string): boolean | undefined =>
		isAbsent(owner[name]) ? undefined : readBoolean(report, owner[name], [...path, name]);
	const controller = flag("controller");
	const blocks = flag("blockOwnerDeletion");
	return {
		apiVersion: readString(report, owner["apiVersion"], [...path, "apiVersion"]),
		kind: readString(report, owner["kind"], [...path, "kind"]),
		name: readString(report, owner["name"], [...path, "name"]),
		uid: readString(report, owner["uid"], [...path, "uid"]),
		...(controller === undefined ? {} : { controller }),
		...(blocks === undefined ? {} : { blockOwnerDeletion: blocks }),
	};
}
