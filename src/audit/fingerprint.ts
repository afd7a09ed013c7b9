import type { Concerned, FindingScope } from "../model/audit.ts";
import { sha256 } from "../model/sha256.ts";
import { accountOfUserName } from "../model/subject.ts";
import { compareText } from "../model/text-order.ts";

/**
 * The same for the same finding, wherever it moves: by policy, whom it concerns, where, and what fired (phrases, none
 * left out, or the key of a check). Never by lines, files, severities, wordings or the names of roles and bindings.
 */
export function findingFingerprint(
	policy: string,
	concerned: Concerned,
	scope: FindingScope,
	what: readonly string[],
): string {
	const fired = [...new Set(what)].sort(compareText);
	const parts = [policy, concernedParts(concerned), scopeParts(scope), fired];
	return `rc1:${sha256(JSON.stringify(parts)).slice(0, 20)}`;
}

/** A User with an account's name is the account. */
function concernedParts(concerned: Concerned): readonly string[] {
	if (concerned.kind === "object") {
		const { kind, namespace, name } = concerned.object;
		return ["object", kind, namespace, name];
	}
	const { subject } = concerned;
	if (subject.kind === "ServiceAccount") return ["account", subject.namespace, subject.name];
	const account = subject.kind === "User" ? accountOfUserName(subject.name) : undefined;
	if (account !== undefined) return ["account", account.namespace, account.name];
	return [subject.kind, subject.name];
}

/** Whether a namespace counts as sensitive may change: it is the same finding. */
function scopeParts(scope: FindingScope): readonly string[] {
	return scope.kind === "namespace" ? [scope.kind, scope.namespace] : [scope.kind];
}
