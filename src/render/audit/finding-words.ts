import type { Gap } from "../../model/answer.ts";
import type { Audit, Concerned, Finding, FindingScope } from "../../model/audit.ts";
import { type AuditPolicy, type AuditSeverity, auditSeverities } from "../../model/audit-policy.ts";
import { fixEditsInWords } from "../fix-edit-words.ts";
import { visible } from "../visible.ts";
import { counted, lineInWords, referenceInWords, subjectInWords } from "../words.ts";

export function concernedInWords(concerned: Concerned): string {
	return concerned.kind === "subject"
		? subjectInWords(concerned.subject)
		: referenceInWords(concerned.object);
}

/** `cluster-wide`, the namespace, or nothing for what is about an object. */
export function findingScopeInWords(scope: FindingScope): string {
	switch (scope.kind) {
		case "cluster":
			return "cluster-wide";
		case "namespace":
			return visible(scope.namespace);
		case "object":
			return "";
	}
}

/** What a reader has to know of all of an entry, in brackets behind its message. */
export function caveatsInWords({ confidence, isLatent }: Finding): string {
	const told = [...(isLatent ? [latent] : []), ...(confidence === "certain" ? [] : [confidence])];
	return told.length === 0 ? "" : ` (${told.join("; ")})`;
}

const latent = "nobody is bound to it yet";

/** `high instead of critical: the names are listed`; what the caveats say already is told as one step of several only. */
export function changesInWords({ changes }: Finding): readonly string[] {
	const told = changes.every(({ reason }) => reason === latent) ? [] : changes;
	return told.map(({ reason, from, to }) => `${to} instead of ${from}: ${visible(reason)}`);
}

export function suppressionInWords({ suppressed }: Finding): string {
	if (suppressed === undefined) return "";
	const until = suppressed.until === undefined ? "" : `, until ${suppressed.until}`;
	const { by, reason, place } = suppressed;
	const told = reason === "" ? "" : `: ${visible(reason)}`;
	return `by ${by} ${lineInWords(place)}${visible(until)}${told}`;
}

/** What mends a finding, and who else has less then, beside those that are told with it. */
export function fixInWords({ fix }: Finding, told: readonly Finding[] = []): string {
	if (fix === undefined) return "";
	const words = fix.words === "" ? fixEditsInWords(fix.edits) : visible(fix.words);
	const known = new Set(told.map(({ concerned }) => concernedInWords(concerned)));
	const names = (fix.others ?? []).map(subjectInWords).filter((name) => !known.has(name));
	const others = firstOf(names, mostOthers);
	return others === "" ? words : `${words} (also for ${others})`;
}

/** So many others that a fix concerns are named. */
const mostOthers = 3;

/** What mends a finding, then what mends all of its policy. */
export function waysToMend(finding: Finding, policy: AuditPolicy | undefined): readonly string[] {
	const own = fixInWords(finding);
	const general = visible(policy?.fix ?? "");
	if (own === "") return general === "" ? [] : [`fix: ${general}`];
	return [`fix: ${own}`, ...(general === "" ? [] : [`in general: ${general}`])];
}

/** `read-secrets, create-pods and 31 more`. */
export function firstOf(words: readonly string[], most: number): string {
	const shown = words.length <= most + 1 ? words : words.slice(0, most);
	const left = words.length - shown.length;
	return visible(shown.join(", ")) + (left > 0 ? ` and ${left} more` : "");
}

/** How many of each severity count, the gravest first. */
export function severityCounts({
	findings,
}: Pick<Audit, "findings">): ReadonlyMap<AuditSeverity, number> {
	const counts = new Map<AuditSeverity, number>();
	for (const severity of auditSeverities) {
		const found = findings.filter((one) => one.suppressed === undefined);
		const count = found.filter((one) => one.severity === severity).length;
		if (count > 0) counts.set(severity, count);
	}
	return counts;
}

/** `2 critical, 3 high · 4 suppressed`, or what was looked at where nothing was found. */
export function auditSummary(
	audit: Audit,
	paint: (severity: AuditSeverity, text: string) => string = (_, text) => text,
): string {
	const counts = [...severityCounts(audit)];
	const suppressed = audit.findings.filter((one) => one.suppressed !== undefined).length;
	const told = counts.map(([severity, count]) => paint(severity, `${count} ${severity}`));
	const hidden = `${audit.hiddenSystem} of default and control-plane subjects not shown (--include-system)`;
	return [
		told.length > 0 ? told.join(", ") : `no findings: ${lookedAt(audit)}`,
		...(suppressed > 0 ? [`${suppressed} suppressed`] : []),
		...(audit.hiddenSystem > 0 ? [hidden] : []),
		...(audit.gaps.length > 0 ? [`incomplete: ${gapsInWords(audit)}`] : []),
	].join(" · ");
}

/** `not listed: pods, secrets; 1 document not read`. */
export function gapsInWords({ gaps }: Pick<Audit, "gaps">): string {
	const lists = gaps.flatMap((gap) => (gap.kind === "unlisted" ? [listInWords(gap)] : []));
	const countOf = (kind: Gap["kind"]): number => gaps.filter((gap) => gap.kind === kind).length;
	const [documents, roles] = [countOf("unread-document"), countOf("missing-role")];
	const names = visible([...new Set(lists)].sort().join(", "));
	return [
		...(names === "" ? [] : [`not listed: ${names}`]),
		...(documents === 0 ? [] : [`${counted(documents, "document")} not read`]),
		...(roles === 0 ? [] : [`the roles of ${counted(roles, "binding")} not in the input`]),
	].join("; ");
}

function lookedAt({ policies, subjects, roles, bindings }: Audit): string {
	const asked = policies.length === 1 ? "1 policy" : `${policies.length} policies`;
	return `${asked} over ${[counted(subjects, "subject"), counted(roles, "role"), counted(bindings, "binding")].join(", ")}`;
}

/** Of a group that did not say what it serves, no resource is known. */
function listInWords({ resource }: Extract<Gap, { readonly kind: "unlisted" }>): string {
	return resource === "*" ? "an API group" : resource;
}

/** The policies of an audit by their ids. */
export function policiesById({ policies }: Audit): ReadonlyMap<string, AuditPolicy> {
	return new Map(policies.map((policy) => [policy.id, policy]));
}
