import type {
	Audit,
	AuditRemark,
	Concerned,
	Finding,
	FindingFix,
	FindingScope,
} from "../../model/audit.ts";
import type { AuditPolicy, PolicyReferences, SeverityByScope } from "../../model/audit-policy.ts";
import type { TextEdit } from "../../model/suite-fix.ts";
import {
	apiVersion,
	chainData,
	type Fields,
	gapData,
	placeData,
	referenceData,
	requestData,
	subjectData,
} from "../answer-data.ts";
import { editData } from "../edit-data.ts";
import { kubectlLines } from "../kubectl-lines.ts";
import { fixInWords, severityCounts } from "./finding-words.ts";

export function auditData(audit: Audit): Fields {
	const { kubernetesVersion, subjects, roles, bindings, hiddenSystem } = audit;
	const counts = severityCounts(audit);
	const suppressed = audit.findings.filter((one) => one.suppressed !== undefined).length;
	const countOf = (severity: Finding["severity"]): number => counts.get(severity) ?? 0;
	return {
		apiVersion,
		kind: "Audit",
		kubernetesVersion,
		looked: { policies: audit.policies.length, subjects, roles, bindings },
		summary: {
			critical: countOf("critical"),
			high: countOf("high"),
			medium: countOf("medium"),
			low: countOf("low"),
			info: countOf("info"),
			suppressed,
			hiddenSystem,
		},
		findings: audit.findings.map(findingData),
		policies: audit.policies.map(policyData),
		remarks: audit.remarks.map(remarkData),
		gaps: audit.gaps.map(gapData),
	};
}

/** The lines of `audit -o ndjson`. */
export function findingLines({ findings }: Audit): readonly Fields[] {
	return findings.map((finding) => ({ apiVersion, kind: "Finding", ...findingData(finding) }));
}

/** A policy without its conditions: what a reader of findings needs. */
export function policyData(policy: AuditPolicy): Fields {
	const { id, title, pack, severity, confidence, variants, isOptional, why, fix } = policy;
	return {
		...{ id, title, pack },
		severity: severitiesData(severity),
		confidence,
		variants: variants.map((one) => ({
			id: one.id,
			says: one.says,
			severity: severitiesData(one.severity),
			confidence: one.confidence,
		})),
		...{ isOptional, why, fix },
		references: referencesData(policy.references),
	};
}

function severitiesData({ cluster, sensitive, namespace, named }: SeverityByScope): Fields {
	return { cluster, sensitive, namespace, named };
}

function referencesData({ catalogue, cis, nsa, attack, docs, peers }: PolicyReferences): Fields {
	return { catalogue, cis, nsa, attack, docs, peers: Object.fromEntries(peers) };
}

function findingData(finding: Finding): Fields {
	const { policy, variants, pack, severity, confidence, message, permissions } = finding;
	const { example, fix, suppressed, implies, isLatent, fingerprint } = finding;
	return {
		...{ policy, variants, pack, severity, confidence, message },
		...concernedData(finding.concerned),
		scope: scopeData(finding.scope),
		permissions,
		example: example && requestData(example),
		chains: finding.chains.map(chainData),
		place: placeData(finding.place),
		related: finding.related.map(({ place, title }) => ({ title, place: placeData(place) })),
		implies,
		changes: finding.changes.map(({ reason, from, to }) => ({ reason, from, to })),
		isLatent,
		workloads: finding.workloads.map(referenceData),
		fix: fix && fixData(finding, fix),
		fingerprint,
		suppressed: suppressed && {
			by: suppressed.by,
			reason: suppressed.reason,
			until: suppressed.until,
			place: placeData(suppressed.place),
		},
	};
}

function fixData(finding: Finding, fix: FindingFix): Fields {
	const { edits, others = [], texts, patch } = fix;
	const kubectl = kubectlLines(edits);
	return {
		words: fixInWords(finding),
		edits: edits.map(editData),
		...(others.length > 0 && { others: others.map(subjectData) }),
		...(texts !== undefined && {
			texts: texts.map(textData),
		}),
		...(patch !== undefined && { patch }),
		...(kubectl.length > 0 && { kubectl }),
	};
}

function textData({ file, start, end, text }: TextEdit): Fields {
	return { file, start: { ...start }, end: { ...end }, text };
}

function concernedData(concerned: Concerned): Fields {
	return concerned.kind === "subject"
		? { subject: subjectData(concerned.subject) }
		: { object: referenceData(concerned.object) };
}

function scopeData(scope: FindingScope): Fields {
	if (scope.kind !== "namespace") return { kind: scope.kind };
	const { kind, namespace, sensitive } = scope;
	return { kind, namespace, sensitive };
}

function remarkData({ severity, message, place }: AuditRemark): Fields {
	return { severity, message, place: placeData(place) };
}
