import { isRecord, type JsonRecord } from "./json-record.ts";
import type { ObjectReport } from "./object-report.ts";
import type { SnapshotBuilder } from "./snapshot-builder.ts";

const tokenType = "kubernetes.io/service-account-token";
const accountAnnotation = "kubernetes.io/service-account.name";

/** Whether a text might be a Secret for an account's token: no other Secret is even parsed. */
export function mightBeTokenSecret(
	kind: string,
	apiVersion: string,
	textOf: () => string,
): boolean {
	return kind === "Secret" && apiVersion === "v1" && textOf().includes(tokenType);
}

export function isTokenSecret(value: JsonRecord, kind: string, apiVersion: string): boolean {
	return kind === "Secret" && apiVersion === "v1" && value["type"] === tokenType;
}

/** Notes whose token a Secret is for. Its data is not looked at, and what is wrong with it is not our concern. */
export function takeTokenSecret(builder: SnapshotBuilder, { value, origin }: ObjectReport): void {
	const metadata = isRecord(value["metadata"]) ? value["metadata"] : {};
	const annotations = isRecord(metadata["annotations"]) ? metadata["annotations"] : {};
	const account = annotations[accountAnnotation];
	const name = metadata["name"] ?? metadata["generateName"];
	if (typeof account !== "string" || account === "" || typeof name !== "string") return;
	const written = metadata["namespace"];
	const namespace = builder.namespaceOf(typeof written === "string" ? written : "");
	builder.tokenSecrets.put(namespace, name, { namespace, name, account, origin });
}
