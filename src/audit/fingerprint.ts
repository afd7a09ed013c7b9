import type { Concerned, FindingScope } from "../model/audit.ts";
import { fingerprint } from "../model/fingerprint.ts";
import { objectName } from "../model/object-name.ts";
import { formatSubject } from "../model/subject.ts";

/**
 * The same for the same finding, wherever it stands: by policy, whom it concerns, where, and what fired. Never by
 * lines, files, severities or the names of roles and bindings.
 */
export function findingFingerprint(
	policy: string,
	concerned: Concerned,
	scope: FindingScope,
	what: readonly string[],
): string {
	const whom =
		concerned.kind === "subject" ? formatSubject(concerned.subject) : objectName(concerned.object);
	const where = scope.kind === "namespace" ? `namespace ${scope.namespace}` : scope.kind;
	return `rc1:${fingerprint([policy, whom, where, ...[...what].sort()])}`;
}
