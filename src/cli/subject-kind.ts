import type { Subject } from "../model/subject.ts";
import { UsageError } from "./usage-error.ts";

export type SubjectKind = Subject["kind"];

const kinds: ReadonlyMap<string, SubjectKind> = new Map([
	["sa", "ServiceAccount"],
	["serviceaccount", "ServiceAccount"],
	["serviceaccounts", "ServiceAccount"],
	["user", "User"],
	["users", "User"],
	["group", "Group"],
	["groups", "Group"],
]);

/** A kind of subject in any usual spelling. */
export function subjectKindOf(text: string): SubjectKind {
	const kind = kinds.get(text.toLowerCase());
	if (kind !== undefined) return kind;
	throw new UsageError(`--kind takes sa, user or group, found \`${text}\``);
}
