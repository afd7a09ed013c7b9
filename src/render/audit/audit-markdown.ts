import type { Audit, Finding } from "../../model/audit.ts";
import type { AuditPolicy } from "../../model/audit-policy.ts";
import { code, htmlText, paragraphs, prose, tableOf } from "../markdown-parts.ts";
import { visible } from "../visible.ts";
import { counted, lineInWords, referenceInWords } from "../words.ts";
import { alsoInWords } from "./also-words.ts";
import { type AuditEntry, auditBlocks } from "./audit-entries.ts";
import {
	auditSummary,
	caveatsInWords,
	changesInWords,
	firstOf,
	fixInWords,
	policiesById,
	suppressionInWords,
} from "./finding-words.ts";
import { shortWays } from "./way-words.ts";

/** A comment of GitHub holds 65,536 characters: so many are spent on what is folded. */
const mostFolded = 36_000;
/** So many of each are shown. */
const mostRows = 40;
const mostItems = 10;
const mostWords = 8;

/** A comment for a pull request: all of it in a table, and why and how to mend it to unfold. */
export function auditMarkdown(audit: Audit): string {
	const { risks, lint, suppressed } = auditBlocks(audit);
	const folds = [...risks, ...lint];
	const policies = policiesById(audit);
	const isBad = folds.flat().some(({ first }) => /critical|high/.test(first.severity));
	const isClean = folds.length === 0 && audit.gaps.length === 0;
	const mark = isBad ? "❌" : isClean ? "✅" : "⚠️";
	const shown = fitting(folds.map((entries) => foldOf(entries, policies)));
	const left = folds.length - shown.length;
	return paragraphs([
		`### ${mark} RBAC audit`,
		auditSummary(audit),
		...rowsOf(folds.flat()),
		...shown,
		left > 0 ? `… and ${counted(left, "more section")}` : "",
		...suppressedFold(suppressed),
	]);
}

/** The first of some texts, as many as there is room for. */
function fitting(texts: readonly string[]): readonly string[] {
	let length = 0;
	const past = texts.findIndex((text) => {
		length += text.length;
		return length > mostFolded;
	});
	return past < 0 ? texts : texts.slice(0, past);
}

function rowsOf(entries: readonly AuditEntry[]): readonly string[] {
	const rows = entries.flatMap(({ kind, first, findings }) =>
		kind === "list" ? findings.map((one) => cellsOf(one, [one])) : [cellsOf(first, findings)],
	);
	const left = rows.length - mostRows;
	return [
		tableOf(["Severity", "Policy", "Finding", "Also", "Where"], rows.slice(0, mostRows)),
		left > 0 ? `… and ${counted(left, "more row")}` : "",
	];
}

function cellsOf(first: Finding, findings: readonly Finding[]): readonly string[] {
	const said = `${first.message}${caveatsInWords(first)}`;
	const where = lineInWords(first.place);
	return [first.severity, first.policy, said, alsoInWords(findings), where];
}

function foldOf(
	entries: readonly AuditEntry[],
	policies: ReadonlyMap<string, AuditPolicy>,
): string {
	const [entry] = entries;
	if (entry === undefined) return "";
	const { severity, policy: id } = entry.first;
	const policy = policies.get(id);
	const title = policy === undefined ? "" : `: ${htmlText(policy.title)}`;
	const items = entries.flatMap(({ kind, findings }) =>
		kind === "list" ? findings.map((one) => [one]) : [findings],
	);
	const left = items.length - mostItems;
	return paragraphs([
		`<details><summary><b>${severity}</b> ${htmlText(id)}${title}</summary>`,
		prose(policy?.why ?? ""),
		items.slice(0, mostItems).map(itemOf).join("\n"),
		left > 0 ? `… and ${left} more` : "",
		policy === undefined || policy.fix === "" ? "" : `**Fix:** ${prose(policy.fix)}`,
		"</details>",
	]).trimEnd();
}

function itemOf(findings: readonly Finding[]): string {
	const [first] = findings;
	if (first === undefined) return "";
	const workloads = [...new Set(findings.flatMap((one) => one.workloads.map(referenceInWords)))];
	const ways = shortWays(findings);
	const lines = [
		...ways.slice(0, mostItems).map((way) => ["", way]),
		["and more ways: ", ways.length > mostItems ? String(ways.length - mostItems) : ""],
		["also ", alsoInWords(findings)],
		["runs ", firstOf(workloads, mostWords)],
		...changesInWords(first).map((change) => ["severity: ", change]),
		["with it ", firstOf(first.implies, mostWords)],
		["fix: ", fixInWords(first)],
	].filter(([, words]) => words !== "");
	const place = code(lineInWords(first.place));
	return [
		`- ${code(visible(first.message))}${caveatsInWords(first)} at ${place}`,
		...lines.map(([label = "", words = ""]) => `  - ${label}${code(words)}`),
	].join("\n");
}

function suppressedFold(suppressed: readonly Finding[]): readonly string[] {
	if (suppressed.length === 0) return [];
	const rows = suppressed
		.slice(0, mostRows)
		.map((one) => [one.severity, one.policy, one.message, suppressionInWords(one)]);
	const left = suppressed.length - mostRows;
	return [
		`<details><summary>${suppressed.length} suppressed</summary>`,
		tableOf(["Severity", "Policy", "Finding", "Why"], rows),
		left > 0 ? `… and ${counted(left, "more row")}` : "",
		"</details>",
	];
}
