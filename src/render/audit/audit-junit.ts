// The schema that Jenkins reads by knows of no place of a test case: it stands in the text.
import type { Audit, Finding } from "../../model/audit.ts";
import { type AuditPack, type AuditPolicy, auditPacks } from "../../model/audit-policy.ts";
import { visible } from "../visible.ts";
import { counted, lineInWords } from "../words.ts";
import { element, type XmlElement, xmlText } from "../xml.ts";
import { caveatsInWords, changesInWords, fixInWords, suppressionInWords } from "./finding-words.ts";
import type { NamedAudit } from "./named-audit.ts";
import { shortWays } from "./way-words.ts";

/** A test suite for each pack, a test case for each policy that was asked: it fails where something was found. */
export function auditJunit(audits: readonly NamedAudit[]): string {
	const suites = audits.flatMap((one) =>
		"error" in one ? [unreadSuite(one.name, one.error)] : packSuites(one.audit, one.name),
	);
	const sum = (key: string): number =>
		suites.reduce(
			(total, { attributes }) => total + Number(attributes.find(([name]) => name === key)?.[1]),
			0,
		);
	const counts = ["tests", "failures", "errors"].map((key) => [key, sum(key)] as const);
	return xmlText(element("testsuites", [["name", "rolecall audit"], ...counts], suites));
}

function unreadSuite(name: string, error: string): XmlElement {
	const message: XmlElement["attributes"] = [
		["type", "unread"],
		["message", visible(error)],
	];
	return suiteOf(visible(name), [caseOf(visible(name), "is read", [element("error", message)])]);
}

/** Packs of which no policy was asked have none. */
function packSuites(audit: Audit, context: string | undefined): readonly XmlElement[] {
	const lead = context === undefined ? "" : `${context}: `;
	return auditPacks.flatMap((pack) => {
		const policies = audit.policies.filter((policy) => policy.pack === pack);
		if (policies.length === 0) return [];
		const name = visible(`${lead}${pack}`);
		return [
			suiteOf(
				name,
				policies.map((policy) => policyCase(policy, audit, pack, lead)),
			),
		];
	});
}

function suiteOf(name: string, cases: readonly XmlElement[]): XmlElement {
	const count = (outcome: string): number =>
		cases.filter(({ children }) =>
			children.some((child) => typeof child !== "string" && child.name === outcome),
		).length;
	const attributes: XmlElement["attributes"] = [
		["name", name],
		["tests", cases.length],
		["failures", count("failure")],
		["errors", count("error")],
		["skipped", count("skipped")],
	];
	return element("testsuite", attributes, cases);
}

function caseOf(classname: string, name: string, children: readonly XmlElement[]): XmlElement {
	const attributes: XmlElement["attributes"] = [
		["classname", classname],
		["name", name],
	];
	return element("testcase", attributes, children);
}

function policyCase(
	policy: AuditPolicy,
	{ findings }: Audit,
	pack: AuditPack,
	lead: string,
): XmlElement {
	const own = findings.filter((finding) => finding.policy === policy.id);
	const name = visible(`${policy.id}: ${policy.title}`);
	return caseOf(visible(`rolecall.audit.${lead}${pack}`), name, outcomeOf(own, policy));
}

/** What is all suppressed is told as skipped, so that it is seen. */
function outcomeOf(findings: readonly Finding[], policy: AuditPolicy): readonly XmlElement[] {
	const counting = findings.filter(({ suppressed }) => suppressed === undefined);
	const [first] = counting;
	if (findings.length === 0) return [];
	if (first === undefined) {
		const reasons = [...new Set(findings.map(suppressionInWords))].join("; ");
		const message = `${counted(findings.length, "finding")} suppressed: ${reasons}`;
		return [element("skipped", [["message", message]])];
	}
	const more = counting.length > 1 ? ` (and ${counting.length - 1} more)` : "";
	const attributes: XmlElement["attributes"] = [
		["type", first.severity],
		["message", `${visible(first.message)}${more}`],
	];
	const text = counting.map(findingText).join("\n");
	const general = `why: ${visible(policy.why)}\nin general: ${visible(policy.fix)}`;
	return [element("failure", attributes, [`${text}\n\n${general}\n`])];
}

function findingText(finding: Finding): string {
	const { severity, message, place } = finding;
	const fix = fixInWords(finding);
	return [
		`${lineInWords(place)}  ${severity}: ${visible(message)}${caveatsInWords(finding)}`,
		...shortWays([finding]).map((way) => `    ${way}`),
		...changesInWords(finding).map((change) => `    severity: ${change}`),
		...(fix === "" ? [] : [`    fix: ${fix}`]),
	].join("\n");
}
