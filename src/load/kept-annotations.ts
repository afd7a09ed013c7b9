import type { StringPairs } from "./json-record.ts";

// One for all objects without any: most have none, and there are many.
const noPairs: ReadonlyMap<string, string> = new Map();

/** Labels, or annotations, as a map. */
export function mapOf(pairs: StringPairs): ReadonlyMap<string, string> {
	let map: Map<string, string> | undefined;
	for (const key in pairs) {
		map ??= new Map();
		map.set(key, pairs[key] ?? "");
	}
	return map ?? noPairs;
}

/** The annotations that are looked at; all others may hold anything, and are not kept. */
export function keptAnnotations(pairs: StringPairs): ReadonlyMap<string, string> {
	let map: Map<string, string> | undefined;
	for (const key in pairs) {
		if (!isKeptAnnotation(key)) continue;
		map ??= new Map();
		map.set(key, pairs[key] ?? "");
	}
	return map ?? noPairs;
}

/** Rolecall's own, RBAC's, aggregation labels that were put into the wrong place, and cloud identities of accounts. */
export function isKeptAnnotation(key: string): boolean {
	return (
		key.startsWith("rolecall.dev/") ||
		key.includes("rbac.authorization.k") ||
		cloudIdentities.has(key)
	);
}

const cloudIdentities: ReadonlySet<string> = new Set([
	"eks.amazonaws.com/role-arn",
	"iam.gke.io/gcp-service-account",
	"azure.workload.identity/client-id",
]);
