import type { Chain, Gap, Reference } from "../../model/answer.ts";
import type { Audit, Finding } from "../../model/audit.ts";
import type { AuditSeverity } from "../../model/audit-policy.ts";
import type { Place } from "../../model/origin.ts";
import { isInFile } from "../is-in-file.ts";
import { type RunPlace, repositoryPath } from "../repository-path.ts";
import { type SarifNotification, type SarifRun, sarifText } from "../sarif.ts";
import type { SarifLevel, SarifResult } from "../sarif-result.ts";
import type { View } from "../view.ts";
import { bindingSubjectInWords, gapInWords, gapPlace, referenceInWords } from "../words.ts";
import { caveatsInWords, fixInWords } from "./finding-words.ts";
import type { NamedAudit } from "./named-audit.ts";
import { policyRule } from "./policy-rule.ts";

/** A run for each audit: what was found, where it is given, and the way that leads there. */
export function auditSarif(audits: readonly NamedAudit[], { version, at }: View): string {
	return sarifText(
		version,
		audits.map((one) => ({
			...("error" in one ? unreadRun(one.error) : runOf(one.audit, at)),
			...(one.name !== undefined && { name: one.name }),
		})),
	);
}

function unreadRun(message: string): SarifRun {
	return { rules: [], results: [], notifications: [{ level: "error", message }] };
}

function runOf({ policies, findings, remarks, gaps }: Audit, at: RunPlace | undefined): SarifRun {
	return {
		rules: policies.map((policy) =>
			policyRule(
				policy,
				findings.filter((finding) => finding.policy === policy.id),
			),
		),
		results: findings.map((finding) => resultOf(finding, at)),
		notifications: [
			...remarks.map(({ severity, message, place }): SarifNotification => {
				return { level: severity, message, place: inRepository(place, at) };
			}),
			...gaps.map((gap) => gapNotification(gap, at)),
		],
	};
}

function gapNotification(gap: Gap, at: RunPlace | undefined): SarifNotification {
	const place = gapPlace(gap);
	const message = `incomplete: ${gapInWords(gap).what}`;
	return { level: "warning", message, ...(place && { place: inRepository(place, at) }) };
}

const levels: Readonly<Record<AuditSeverity, SarifLevel>> = {
	critical: "error",
	high: "error",
	medium: "warning",
	low: "note",
	info: "note",
};

function resultOf(finding: Finding, at: RunPlace | undefined): SarifResult {
	const { policy, severity, message, place, chains, suppressed, fix } = finding;
	const [first] = chains;
	const texts = fix?.texts ?? [];
	return {
		ruleId: policy,
		level: levels[severity],
		message: `${message}${caveatsInWords(finding)}`,
		places: filePlaces([place], at),
		object: first === undefined ? objectOf(finding) : ruleObject(first),
		related: relatedOf(finding, at),
		flows: chains.map((chain) => flowOf(chain, at)),
		fingerprint: finding.fingerprint,
		...(suppressed && {
			suppressed: {
				kind: suppressed.by === "annotation" ? "inSource" : "external",
				why: suppressed.reason,
			},
		}),
		...(fix &&
			texts.length > 0 && {
				fixes: [
					{
						description: fixInWords(finding),
						changes: texts.map((one) => ({ ...one, file: repositoryPath(one.file, at) })),
					},
				],
			}),
	};
}

type SarifObject = NonNullable<SarifResult["object"]>;

function objectOf({ concerned, place }: Finding): SarifObject {
	if (concerned.kind === "object") return referenceObject(concerned.object);
	const { kind, name } = concerned.subject;
	const namespace = concerned.subject.kind === "ServiceAccount" ? concerned.subject.namespace : "";
	return referenceObject({ kind, namespace, name, place });
}

function referenceObject({ kind, namespace, name }: Reference): SarifObject {
	return { name, path: [kind, ...(namespace === "" ? [] : [namespace]), name].join("/") };
}

/** The rule as its role has it, wherever that is aggregated to. */
function ruleObject({ role, aggregatedFrom, ruleIndex }: Chain): SarifObject {
	const { path } = referenceObject(aggregatedFrom.at(-1) ?? role);
	return { name: `rules[${ruleIndex}]`, path: `${path}/rules[${ruleIndex}]` };
}

/** What binds it and names the subject, and what the finding itself points to: each place once. */
function relatedOf(finding: Finding, at: RunPlace | undefined): SarifResult["related"] {
	const { chains, related } = finding;
	const all = [
		...chains.flatMap(({ binding, subject, subjectPlace, role, rulePlace }) => [
			{ place: binding.place, title: referenceInWords(binding) },
			{ place: subjectPlace, title: bindingSubjectInWords(subject) },
			{ place: rulePlace, title: `rule of ${referenceInWords(role)}` },
		]),
		...related,
	];
	const key = (place: Place): string => JSON.stringify([place.file, place.line, place.column]);
	const shown = new Map<string, SarifResult["related"][number]>();
	for (const one of all) {
		const isNew = !shown.has(key(one.place)) && key(one.place) !== key(finding.place);
		if (isNew && isInFile(one.place)) {
			shown.set(key(one.place), { ...one, place: inRepository(one.place, at) });
		}
	}
	return [...shown.values()];
}

/** From the binding over the subject and the role to the rule. */
function flowOf(chain: Chain, at: RunPlace | undefined): NonNullable<SarifResult["flows"]>[number] {
	const { binding, subject, subjectPlace, role, aggregatedFrom, rulePlace, ruleIndex } = chain;
	const step = (place: Place, message: string, object?: SarifObject) => ({
		place: filePlaces([place], at)[0],
		...(object && { object }),
		message,
	});
	const who = bindingSubjectInWords(subject);
	return [
		step(binding.place, `${referenceInWords(binding)} binds`, referenceObject(binding)),
		step(subjectPlace, `${who} to`),
		step(role.place, referenceInWords(role), referenceObject(role)),
		...aggregatedFrom.map((one) =>
			step(one.place, `aggregated from ${referenceInWords(one)}`, referenceObject(one)),
		),
		step(rulePlace, `rules[${ruleIndex}] gives it`, ruleObject(chain)),
	];
}

function filePlaces(places: readonly Place[], at: RunPlace | undefined): readonly Place[] {
	return places.filter(isInFile).map((place) => inRepository(place, at));
}

function inRepository(place: Place, at: RunPlace | undefined): Place {
	return { ...place, file: repositoryPath(place.file, at) };
}
