import { compareText } from "../../model/text-order.ts";
import { isRecord, type JsonRecord } from "../json-record.ts";
import { isKeptAnnotation } from "../kept-annotations.ts";
import { isHostPath, isPrivileged, isTokenVolume, madeBy, recordsOf } from "../pod-traits.ts";

/** A Kubernetes object with what rolecall looks at, and nothing else. */
export interface KeptObject {
	readonly apiVersion: string;
	readonly kind: string;
	readonly metadata: KeptMetadata;
	readonly [field: string]: unknown;
}

interface KeptMetadata {
	readonly name: string;
	readonly namespace?: string;
	readonly labels?: Readonly<Record<string, string>>;
	readonly annotations?: Readonly<Record<string, string>>;
}

/** Cuts an object of a list down; undefined for one that says nothing. */
export type Cut = (item: JsonRecord, apiVersion: string, kind: string) => KeptObject | undefined;

export function cutRole(item: JsonRecord, apiVersion: string, kind: string): KeptObject {
	const aggregation = isRecord(item["aggregationRule"])
		? { aggregationRule: item["aggregationRule"] }
		: {};
	return {
		...cutLabelled(item, apiVersion, kind),
		...aggregation,
		rules: listOf(item["rules"]).map(cutRule),
	};
}

const ruleFields = ["verbs", "apiGroups", "resources", "resourceNames", "nonResourceURLs"] as const;

function cutRule(rule: unknown): JsonRecord {
	return pick(rule, ruleFields);
}

export function cutBinding(item: JsonRecord, apiVersion: string, kind: string): KeptObject {
	return {
		...cutLabelled(item, apiVersion, kind),
		subjects: listOf(item["subjects"]).map((subject) =>
			pick(subject, ["kind", "apiGroup", "namespace", "name"]),
		),
		roleRef: pick(item["roleRef"], ["apiGroup", "kind", "name"]),
	};
}

/** An object of which only its being there counts. */
export function cutNamed(item: JsonRecord, apiVersion: string, kind: string): KeptObject {
	return { apiVersion, kind, metadata: cutMetadata(item, false) };
}

export function cutLabelled(item: JsonRecord, apiVersion: string, kind: string): KeptObject {
	return { apiVersion, kind, metadata: cutMetadata(item, true) };
}

export function cutAccount(item: JsonRecord, apiVersion: string, kind: string): KeptObject {
	return {
		...cutNamed(item, apiVersion, kind),
		...pick(item, ["automountServiceAccountToken"]),
	};
}

export function cutGroup(item: JsonRecord, apiVersion: string, kind: string): KeptObject {
	return { ...cutNamed(item, apiVersion, kind), ...pick(item, ["users"]) };
}

/** Cuts a workload down to the account its pods run as. `path` leads to the pods' spec. */
export function cutWorkload(path: readonly string[]): Cut {
	return (item, apiVersion, kind) => {
		if (isMadeByWorkload(item)) return undefined;
		let spec: unknown = item;
		for (const field of path) spec = isRecord(spec) ? spec[field] : undefined;
		const kept = isRecord(spec) ? cutPodSpec(spec) : {};
		const nested = path.reduceRight<JsonRecord>((inner, field) => ({ [field]: inner }), kept);
		return { ...cutNamed(item, apiVersion, kind), ...nested };
	};
}

const podFields = [
	...["serviceAccountName", "automountServiceAccountToken"],
	...["hostPID", "hostIPC", "hostNetwork"],
];

/** Of containers and volumes only that one reaches the node, or brings a token: neither names nor images. */
function cutPodSpec(spec: JsonRecord): JsonRecord {
	const volumes = recordsOf(spec["volumes"]);
	const kept = [
		...(volumes.some(isHostPath) ? [{ hostPath: {} }] : []),
		...(volumes.some(isTokenVolume)
			? [{ projected: { sources: [{ serviceAccountToken: {} }] } }]
			: []),
	];
	return {
		...pick(spec, podFields),
		...(["initContainers", "containers"].some((field) => recordsOf(spec[field]).some(isPrivileged))
			? { containers: [{ securityContext: { privileged: true } }] }
			: {}),
		...(kept.length === 0 ? {} : { volumes: kept }),
	};
}

/** What a workload makes runs as its maker says; the maker is in the list already. */
function isMadeByWorkload(item: JsonRecord): boolean {
	const metadata = isRecord(item["metadata"]) ? item["metadata"] : {};
	return listOf(metadata["ownerReferences"]).some(
		(owner) => isRecord(owner) && madeBy.has(String(owner["kind"])),
	);
}

function cutMetadata(item: JsonRecord, withLabels: boolean): KeptMetadata {
	const metadata = isRecord(item["metadata"]) ? item["metadata"] : {};
	const { name, namespace, labels, annotations } = metadata;
	const kept = isRecord(annotations) ? sorted(annotations, isKeptAnnotation) : {};
	return {
		name: String(name ?? ""),
		...(typeof namespace === "string" ? { namespace: intern(namespace) } : {}),
		...(withLabels && isRecord(labels) ? { labels: sorted(labels) } : {}),
		...(Object.keys(kept).length === 0 ? {} : { annotations: kept }),
	};
}

function sorted(
	pairs: JsonRecord,
	isKept: (key: string) => boolean = () => true,
): Readonly<Record<string, string>> {
	return Object.fromEntries(
		Object.entries(pairs)
			.filter((pair): pair is [string, string] => typeof pair[1] === "string" && isKept(pair[0]))
			.sort(([a], [b]) => compareText(a, b))
			.map(([key, value]) => [intern(key), intern(value)]),
	);
}

/** The fields of a record that are there, in the order given, so that equal objects have equal texts. */
function pick(value: unknown, fields: readonly string[]): JsonRecord {
	const record = isRecord(value) ? value : {};
	return Object.fromEntries(
		fields
			.filter((field) => record[field] !== undefined && record[field] !== null)
			.map((field) => [field, interned(record[field])]),
	);
}

function listOf(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}

/** JSON.parse makes a text anew each time; a hundred thousand bindings say the same few words. */
const words = new Map<string, string>();
const mostWords = 20_000;

function intern(text: string): string {
	const known = words.get(text);
	if (known !== undefined) return known;
	if (words.size < mostWords && text.length <= 100) words.set(text, text);
	return text;
}

function interned(value: unknown): unknown {
	if (typeof value === "string") return intern(value);
	return Array.isArray(value) ? value.map(interned) : value;
}

/** Where an object stands in a snapshot: kind, then namespace, then name. */
export function objectKey({ kind, apiVersion, metadata }: KeptObject): string {
	// Nothing sorts before a space in these words, so that `a` comes before `a-b`.
	return `${kind}\u0000${apiVersion}\u0000${metadata.namespace ?? ""}\u0000${metadata.name}`;
}
