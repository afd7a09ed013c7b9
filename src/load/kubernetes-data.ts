import { readFileSync } from "node:fs";
import type { CatalogResource } from "../model/catalog.ts";
import type { JsonRecord } from "./json-record.ts";

/** Facts about each minor that ship with rolecall; each file is read when it is first needed. */
const policies = new URL("../../policies/", import.meta.url);
const alreadyRead = new Map<string, unknown>();

/** The roles and bindings an API server of this minor creates when it starts. */
export function defaultPolicyObjects(minor: string): readonly JsonRecord[] {
	return (readOnce(`bootstrap/kubernetes-${minor}.json`) as { items: readonly JsonRecord[] }).items;
}

/** What an API server of this minor serves, in the order of its discovery, and what is only authorized. */
export function kubernetesResources(minor: string): readonly CatalogResource[] {
	return readOnce(`catalog/kubernetes-${minor}.json`) as readonly CatalogResource[];
}

/** What OpenShift serves besides. */
export function openShiftResources(): readonly CatalogResource[] {
	return readOnce("catalog/openshift.json") as readonly CatalogResource[];
}

function readOnce(file: string): unknown {
	const known = alreadyRead.get(file);
	if (known !== undefined) return known;
	const value: unknown = JSON.parse(readFileSync(new URL(file, policies), "utf8"));
	alreadyRead.set(file, value);
	return value;
}
