import type { HostAccess, Workload } from "../model/snapshot.ts";
import type { Metadata } from "./decode-metadata.ts";
import { isRecord, type JsonRecord } from "./json-record.ts";

/** What a pod's spec says about its token and its node. Wrong types are the server's to refuse, not told here. */
export function podTraits(
	spec: JsonRecord,
): Pick<Workload, "automount" | "hasTokenVolume" | "hostAccess"> {
	const automount = spec["automountServiceAccountToken"];
	const hostAccess = hostAccessOf(spec);
	return {
		...(typeof automount === "boolean" ? { automount } : {}),
		...(recordsOf(spec["volumes"]).some(isTokenVolume) ? { hasTokenVolume: true } : {}),
		...(hostAccess.length === 0 ? {} : { hostAccess }),
	};
}

function hostAccessOf(spec: JsonRecord): readonly HostAccess[] {
	const found = (["hostPID", "hostIPC", "hostNetwork"] as const).filter(
		(field) => spec[field] === true,
	);
	const containers = ["initContainers", "containers"].flatMap((field) => recordsOf(spec[field]));
	return [
		...(containers.some(isPrivileged) ? ["privileged" as const] : []),
		...found,
		...(recordsOf(spec["volumes"]).some(isHostPath) ? ["hostPath" as const] : []),
	];
}

export function isPrivileged(container: JsonRecord): boolean {
	const context = container["securityContext"];
	return isRecord(context) && context["privileged"] === true;
}

export function isHostPath(volume: JsonRecord): boolean {
	return isRecord(volume["hostPath"]);
}

/** A projected volume with a token for the API server: one with an audience of its own opens other doors. */
export function isTokenVolume({ projected }: JsonRecord): boolean {
	if (!isRecord(projected)) return false;
	return recordsOf(projected["sources"]).some(({ serviceAccountToken: token }) => {
		return isRecord(token) && (token["audience"] ?? "") === "";
	});
}

export function recordsOf(list: unknown): readonly JsonRecord[] {
	return Array.isArray(list) ? list.filter(isRecord) : [];
}

const appLabels: ReadonlySet<string> = new Set(["app.kubernetes.io/name", "app", "k8s-app"]);

/** What the metadata of a workload says about where it belongs. */
export function workloadTraits({
	labels,
	ownerReferences,
}: Metadata): Pick<Workload, "app" | "isOwned"> {
	const app = Object.entries(labels).find(([key]) => appLabels.has(key))?.[1];
	return {
		...(app === undefined ? {} : { app }),
		...(ownerReferences.some(({ kind }) => madeBy.has(kind)) ? { isOwned: true } : {}),
	};
}

/** The kinds that make pods or other workloads and are read themselves. */
export const madeBy: ReadonlySet<string> = new Set([
	"CronJob",
	"DaemonSet",
	"Deployment",
	"DeploymentConfig",
	"Job",
	"ReplicaSet",
	"ReplicationController",
	"StatefulSet",
]);
