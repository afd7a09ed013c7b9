import type { Concerned, FindingScope } from "../model/audit.ts";
import { sha256 } from "../model/sha256.ts";
import { accountOfUserName } from "../model/subject.ts";
import { compareText } from "../model/text-order.ts";

/** What makes a finding the one it is. */
export interface FindingIdentity {
	readonly policy: string;
	readonly concerned: Concerned;
	readonly scope: FindingScope;
	/** What fired, as phrases, none left out; empty for a finding of a check. */
	readonly permissions: readonly string[];
	/** `key` of a check's Hit; "" for a finding of phrases. */
	readonly key: string;
}

/**
 * The same for the same finding, wherever it moves: no line, file, severity or wording counts, and for a subject no
 * binding and no role.
 */
export function fingerprintOf(finding: FindingIdentity): string {
	const { policy, concerned, scope, permissions, key } = finding;
	const phrases = [...new Set(permissions)].sort(compareText);
	const parts = [policy, concernedParts(concerned), scopeParts(scope), phrases, key];
	return `rc1:${sha256(JSON.stringify(parts)).slice(0, 20)}`;
}

/** A User with an account's name is the account. */
function concernedParts(concerned: Concerned): readonly string[] {
	if (concerned.kind === "object") {
		const { kind, namespace, name } = concerned.object;
		return ["object", kind, namespace, name];
	}
	const { subject } = concerned;
	const account = subject.kind === "User" ? accountOfUserName(subject.name) : undefined;
	const { kind, name } = account ? { kind: "ServiceAccount", ...account } : subject;
	const namespace =
		account?.namespace ?? (subject.kind === "ServiceAccount" ? subject.namespace : "");
	return ["subject", kind, namespace, name];
}

/** Whether a namespace counts as sensitive may change: it is the same finding. */
function scopeParts(scope: FindingScope): readonly string[] {
	return scope.kind === "namespace" ? [scope.kind, scope.namespace] : [scope.kind];
}
