import type { Audit, Finding } from "../../model/audit.ts";
import type { AuditPolicy } from "../../model/audit-policy.ts";
import { type AuditEntry, auditBlocks } from "../audit/audit-entries.ts";
import {
	auditSummary,
	caveatsInWords,
	concernedInWords,
	firstOf,
	policiesById,
	suppressionInWords,
} from "../audit/finding-words.ts";
import type { View } from "../view.ts";
import { visible } from "../visible.ts";
import { counted } from "../words.ts";
import { indented } from "../wrap.ts";
import { entryFix, entryLines, fixLines, labelled } from "./audit-entry.ts";

/** So many entries of one policy and severity are told at length. */
const mostEntries = 6;
const mostNames = 3;

/** The gravest first, what has the same cause told once, lint after what is dangerous, and what it comes to. */
export function auditText(audit: Audit, view: View): string {
	const { risks, lint, suppressed } = auditBlocks(audit);
	const policies = policiesById(audit);
	const isTold = view.wide || view.verbose === true;
	const title = view.style.paint("strong", "Lint: written in vain, or not as meant");
	const parts = [
		...blockTexts(risks, policies, view),
		...(lint.length > 0 ? [[title], ...blockTexts(lint, policies, view)] : []),
		...(isTold && suppressed.length > 0 ? [suppressedLines(suppressed, view)] : []),
		summaryLines(audit, view),
	];
	return `${parts.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function summaryLines(audit: Audit, view: View): readonly string[] {
	const summary = auditSummary(audit, (severity, text) => view.style.paint(severity, text));
	return indented(summary, "", "  ", view.width);
}

/** Why, and how the policy is mended, is told where it is named first. */
function blockTexts(
	blocks: readonly (readonly AuditEntry[])[],
	policies: ReadonlyMap<string, AuditPolicy>,
	view: View,
): readonly (readonly string[])[] {
	const explained = new Set<string>();
	return blocks.map((entries) => {
		const id = entries[0]?.first.policy ?? "";
		const policy = policies.get(id);
		const lines = blockLines(entries, policy, explained.has(id), view);
		explained.add(id);
		return lines;
	});
}

/** What one policy found in one severity: one entry in its own words, several below the policy's. */
function blockLines(
	entries: readonly AuditEntry[],
	policy: AuditPolicy | undefined,
	isExplained: boolean,
	view: View,
): readonly string[] {
	const [entry] = entries;
	if (entry === undefined) return [];
	const { first, findings } = entry;
	const isSingle = entries.length === 1 && (entry.kind === "grant" || findings.length === 1);
	const said = isSingle ? first.message + caveatsInWords(first) : (policy?.title ?? "");
	const severity = view.style.paint(first.severity, first.severity);
	const id = view.style.paint("strong", visible(first.policy));
	const shown = view.wide ? entries : entries.slice(0, mostEntries);
	const hasOwn = shown.some((one) => entryFix(one) !== "");
	const general = isExplained ? "" : visible(policy?.fix ?? "");
	return [
		...indented(`${severity}  ${id}  ${visible(said)}`, "", "    ", view.width),
		...shown.flatMap((one) => entryLines(one, isSingle, view)),
		...restLines(entries.slice(shown.length), view),
		...labelled("why", isExplained ? "" : visible(policy?.why ?? ""), view),
		...(isSingle && !view.wide ? fixLines(entry, view) : []),
		...labelled(hasOwn ? "in general" : "fix", general, view),
	];
}

/** The entries that are not told. */
function restLines(entries: readonly AuditEntry[], view: View): readonly string[] {
	const left = entries.flatMap(({ findings }) => findings);
	if (left.length === 0) return [];
	const who = [...new Set(left.map(({ concerned }) => concernedInWords(concerned)))];
	const what = `… ${counted(left.length, "more finding")} on ${firstOf(who, mostNames)} (-o wide)`;
	return indented(view.style.paint("quiet", what), "  ", "    ", view.width);
}

function suppressedLines(suppressed: readonly Finding[], view: View): readonly string[] {
	return [
		view.style.paint("strong", "Suppressed"),
		...suppressed.flatMap((finding) => {
			const { severity, policy, message } = finding;
			const what = `${severity}  ${visible(policy)}  ${visible(message)}`;
			const why = view.style.paint("quiet", suppressionInWords(finding));
			return indented(`${what} — ${why}`, "  ", "    ", view.width);
		}),
	];
}
