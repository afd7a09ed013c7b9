import type { Chain, Reference } from "../model/answer.ts";
import type { Finding } from "../model/audit.ts";
import type { SuppressionEntry } from "../model/audit-suppression.ts";
import { globMatches } from "../model/glob-matches.ts";
import { objectName } from "../model/object-name.ts";
import { formatSubject } from "../model/subject.ts";

/** `ways`: it speaks of some of the ways to the finding, and not of this one. */
export type EntryMatch = "yes" | "no" | { readonly otherWay: Chain };

/** Does an entry of a file of suppressions speak of a finding? */
export function entryMatches(entry: SuppressionEntry, finding: Finding): EntryMatch {
	if (!entry.policies.some(({ text }) => globMatches(text, finding.policy))) return "no";
	if (entry.fingerprint !== undefined && entry.fingerprint !== finding.fingerprint) return "no";
	if (!concernsMatch(entry, finding)) return "no";
	if (entry.role === undefined && entry.binding === undefined) return "yes";
	const { concerned, chains } = finding;
	if (concerned.kind === "object") {
		const isOf = entry.binding === undefined ? isOfRole : isOfBinding;
		return isOf(entry, concerned.object) ? "yes" : "no";
	}
	const others = chains.filter((chain) => !isWay(entry, chain));
	if (others.length === chains.length) return "no";
	const [otherWay] = others;
	return otherWay === undefined ? "yes" : { otherWay };
}

function concernsMatch(entry: SuppressionEntry, { concerned, scope }: Finding): boolean {
	const { subject, object, namespace } = entry;
	const isSubject = concerned.kind === "subject";
	if (subject !== undefined) {
		if (!isSubject || !globMatches(subject, formatSubject(concerned.subject))) return false;
	}
	if (object !== undefined) {
		if (isSubject || !globMatches(object, objectName(concerned.object))) return false;
	}
	if (namespace === undefined) return true;
	const own = concerned.kind === "object" ? concerned.object.namespace : "";
	const where = scope.kind === "namespace" ? scope.namespace : own;
	return where !== "" && globMatches(namespace, where);
}

function isWay(entry: SuppressionEntry, { binding, role, aggregatedFrom }: Chain): boolean {
	const { role: roleGlob, binding: bindingGlob } = entry;
	if (bindingGlob !== undefined && !isCalled(bindingGlob, binding)) return false;
	return (
		roleGlob === undefined || [role, ...aggregatedFrom].some((each) => isCalled(roleGlob, each))
	);
}

function isOfRole({ role }: SuppressionEntry, object: Reference): boolean {
	return role !== undefined && object.kind.endsWith("Role") && isCalled(role, object);
}

function isOfBinding({ role, binding }: SuppressionEntry, object: Reference): boolean {
	if (role !== undefined || binding === undefined) return false;
	return object.kind.endsWith("Binding") && isCalled(binding, object);
}

/** `Role/ci/deployer`, or the name alone: no name has a slash. */
function isCalled(glob: string, object: Reference): boolean {
	return globMatches(glob, glob.includes("/") ? objectName(object) : object.name);
}
