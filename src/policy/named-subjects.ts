import type { Subject } from "../model/subject.ts";

/** A ServiceAccount. */
export function sa(namespace: string, name: string): Subject {
	return { kind: "ServiceAccount", namespace, name };
}

export function user(name: string): Subject {
	return { kind: "User", name };
}

export function group(name: string): Subject {
	return { kind: "Group", name };
}
