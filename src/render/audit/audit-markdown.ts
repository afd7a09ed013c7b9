import type { Audit, Finding } from "../../model/audit.ts";
import type { AuditPolicy } from "../../model/audit-policy.ts";
import { code, htmlText, paragraphs, prose, tableOf } from "../markdown-parts.ts";
import { visible } from "../visible.ts";
import { counted, lineInWords, referenceInWords } from "../words.ts";
import { alsoInWords } from "./also-words.ts";
import { type AuditEntry, auditEntries } from "./audit-entries.ts";
import {
	auditSummary,
	caveatsInWords,
	changesInWords,
	firstOf,
	fixInWords,
	policiesById,
	suppressionInWords,
	waysInWords,
} from "./finding-words.ts";

/** So many of each are shown: a comment of GitHub holds 65,536 characters. */
const mostRows = 40;
const mostFolds = 20;
const mostItems = 10;
const mostWords = 8;

/** A comment for a pull request: all of it in a table, and why and how to mend it to unfold. */
export function auditMarkdown(audit: Audit): string {
	const { risks, lint, suppressed } = auditEntries(audit);
	const policies = policiesById(audit);
	const isBad = [...risks, ...lint].some(({ first }) => /critical|high/.test(first.severity));
	const mark = isBad ? "❌" : risks.length + lint.length > 0 ? "⚠️" : "✅";
	const folds = byPolicy([...risks, ...lint]);
	const left = folds.length - mostFolds;
	return paragraphs([
		`### ${mark} RBAC audit`,
		auditSummary(audit),
		...rowsOf([...risks, ...lint]),
		...folds.slice(0, mostFolds).map((entries) => foldOf(entries, policies)),
		left > 0 ? `… and ${counted(left, "more section")}` : "",
		...suppressedFold(suppressed),
	]);
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

/** Entries stand together already. */
function byPolicy(entries: readonly AuditEntry[]): readonly (readonly AuditEntry[])[] {
	const folds = new Map<string, AuditEntry[]>();
	for (const entry of entries) {
		const key = JSON.stringify([entry.first.severity, entry.first.policy]);
		const fold = folds.get(key);
		if (fold === undefined) folds.set(key, [entry]);
		else fold.push(entry);
	}
	return [...folds.values()];
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
	const ways = waysInWords(findings);
	const lines = [
		...ways.slice(0, mostItems).map((way) => ["", way]),
		["and more ways: ", ways.length > mostItems ? String(ways.length - mostItems) : ""],
		["also ", alsoInWords(findings)],
		["runs ", firstOf(workloads, mostWords)],
		...changesInWords(first).map((change) => ["severity: ", change]),
		["with it ", firstOf(first.implies, mostWords)],
		["fix: ", fixInWords(first, undefined)],
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
