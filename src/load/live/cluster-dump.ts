import type { CatalogResource } from "../../model/catalog.ts";
import { compareText } from "../../model/text-order.ts";
import { type KeptObject, objectKey } from "./kept-object.ts";

/** A list that could not be read, and why: a deny that depends on it is not final. */
export interface MissingList {
	/** `*` when it is not known what the group serves. */
	readonly resource: string;
	readonly apiGroup: string;
	/** "" is all of them. */
	readonly namespace: string;
	readonly verb: "list";
	/** `forbidden: User "jane" cannot list resource …` */
	readonly why: string;
	/** Namespaces that were read although not all could be; only where `namespace` is "". */
	readonly except?: readonly string[];
}

/** What a cluster says about who may do what, at one moment, as plain data. */
export interface ClusterDump {
	readonly apiVersion: typeof dumpVersion;
	readonly kind: typeof dumpKind;
	/** As the server calls itself, such as `v1.37.1`. */
	readonly kubernetesVersion: string;
	/** The kubeconfig context it was read through. */
	readonly context: string;
	/** The namespace of that context: where a question without -n is asked. */
	readonly namespace: string;
	/** When, as an ISO 8601 time. */
	readonly takenAt: string;
	readonly missing: readonly MissingList[];
	/** What the cluster serves, in the order of its discovery, and what is only authorized. */
	readonly catalog: readonly CatalogResource[];
	/** Cut down to what matters, sorted by kind, namespace and name. */
	readonly objects: readonly KeptObject[];
}

export const dumpVersion = "rolecall.dev/v1";
export const dumpKind = "ClusterSnapshot";

/** A dump in its one order, so that the same cluster gives the same bytes. */
export function makeDump(parts: Omit<ClusterDump, "apiVersion" | "kind">): ClusterDump {
	const keyed = parts.objects.map((object) => [objectKey(object), object] as const);
	return {
		apiVersion: dumpVersion,
		kind: dumpKind,
		kubernetesVersion: parts.kubernetesVersion,
		context: parts.context,
		namespace: parts.namespace,
		takenAt: parts.takenAt,
		missing: parts.missing.toSorted(
			(a, b) =>
				compareText(a.apiGroup, b.apiGroup) ||
				compareText(a.resource, b.resource) ||
				compareText(a.namespace, b.namespace),
		),
		catalog: parts.catalog,
		objects: keyed.sort(([a], [b]) => compareText(a, b)).map(([, object]) => object),
	};
}

const headFields = [
	...(["apiVersion", "kind", "kubernetesVersion"] as const),
	...(["context", "namespace", "takenAt"] as const),
];

/** The text of a snapshot file: JSON with one object a line, so that versions of it can be compared line by line. */
export function formatDump(dump: ClusterDump): string {
	const lines = ["{"];
	for (const field of headFields) {
		lines.push(`"${field}":${JSON.stringify(dump[field])},`);
	}
	pushList(lines, "missing", dump.missing, ",");
	pushList(lines, "catalog", dump.catalog, ",");
	pushList(lines, "objects", dump.objects, "");
	lines.push("}", "");
	return lines.join("\n");
}

function pushList(lines: string[], field: string, items: readonly unknown[], end: string): void {
	if (items.length === 0) {
		lines.push(`"${field}":[]${end}`);
		return;
	}
	lines.push(`"${field}":[`);
	for (const [index, item] of items.entries()) {
		lines.push(JSON.stringify(item) + (index < items.length - 1 ? "," : ""));
	}
	lines.push(`]${end}`);
}
