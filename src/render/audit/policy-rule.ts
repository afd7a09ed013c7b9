import type { Finding } from "../../model/audit.ts";
import {
	type AuditConfidence,
	type AuditPolicy,
	type AuditSeverity,
	auditSeverities,
} from "../../model/audit-policy.ts";
import { code, paragraphs, prose } from "../markdown-parts.ts";
import type { SarifRule } from "../sarif.ts";
import { visible } from "../visible.ts";
import { gravestOf } from "./policy-severity.ts";

/** As GitHub sorts them: critical above 9, high from 7, medium from 4. */
const scores: Readonly<Record<AuditSeverity, number>> = {
	critical: 9.5,
	high: 8,
	medium: 5.5,
	low: 2.5,
	info: 0.5,
};

const slips: Readonly<Record<AuditSeverity, "error" | "warning" | "note">> = {
	critical: "error",
	high: "error",
	medium: "warning",
	low: "note",
	info: "note",
};

const precisions = {
	certain: "very-high",
	likely: "high",
	conditional: "medium",
	heuristic: "low",
} as const satisfies Record<AuditConfidence, SarifRule["precision"]>;

/**
 * A policy as a rule of code scanning, which knows one severity of a rule: that of its gravest finding, or what it would
 * be where there is none.
 */
export function policyRule(policy: AuditPolicy, findings: readonly Finding[]): SarifRule {
	const { id, title, why, fix, confidence, references } = policy;
	const found = auditSeverities.find((one) =>
		findings.some(({ severity, suppressed }) => severity === one && suppressed === undefined),
	);
	const severity = found ?? gravestOf(policy) ?? "info";
	const helpUri = references.docs.map(pageUri).find((uri) => uri !== undefined);
	return {
		id: visible(id),
		title: visible(title),
		help: [why, fix].map(visible).filter(Boolean).join("\n") || visible(title),
		markdown: helpMarkdown(policy),
		...(helpUri !== undefined && { helpUri }),
		severity: policy.pack === "lint" ? slips[severity] : scores[severity],
		precision: precisions[confidence],
		tags: tagsOf(policy),
	};
}

function helpMarkdown({ title, why, fix, references }: AuditPolicy): string {
	const { catalogue, cis, nsa, attack, docs } = references;
	const told = [
		["Catalogue", catalogue],
		["CIS Kubernetes Benchmark", cis],
		["NSA and CISA hardening guide", nsa],
		["MITRE ATT&CK", attack],
		["Read", docs],
	] as const;
	return paragraphs([
		`## ${prose(title)}`,
		prose(why),
		fix === "" ? "" : `**Fix:** ${prose(fix)}`,
		told
			.filter(([, ids]) => ids.length > 0)
			.map(([name, ids]) => `- ${name}: ${ids.map((one) => code(visible(one))).join(", ")}`)
			.join("\n"),
	]);
}

function tagsOf({ pack, references }: AuditPolicy): readonly string[] {
	const { catalogue, cis, nsa, attack } = references;
	const external = (source: string, ids: readonly string[]): readonly string[] =>
		ids.map((id) => `external/${source}/${id}`);
	const tags = [
		`pack/${pack}`,
		...external("cis", cis),
		...external("mitre", attack),
		...external("nsa", nsa),
		...external("rolecall", catalogue),
	];
	return [...new Set(tags.map(visible))];
}

/** A page of the web, as a URI that holds nothing else. */
function pageUri(text: string): string | undefined {
	if (!URL.canParse(text)) return undefined;
	const { protocol, href } = new URL(text);
	if (protocol !== "https:" && protocol !== "http:") return undefined;
	return href.replace(/%(?![0-9A-Fa-f]{2})|[^\w\-.~:/?#[\]@!$&'()*+,;=%]/g, encodeURIComponent);
}
