import type { Audit, Finding } from "../../model/audit.ts";
import type { AuditPolicy } from "../../model/audit-policy.ts";
import { alsoInWords } from "../audit/also-words.ts";
import { type AuditEntry, auditEntries } from "../audit/audit-entries.ts";
import {
	auditSummary,
	caveatsInWords,
	changesInWords,
	concernedInWords,
	findingScopeInWords,
	firstOf,
	fixInWords,
	policiesById,
	suppressionInWords,
	waysInWords,
} from "../audit/finding-words.ts";
import type { View } from "../view.ts";
import { visible } from "../visible.ts";
import { counted, lineInWords, referenceInWords, requestInWords } from "../words.ts";
import { indented } from "../wrap.ts";

/** So many entries of one policy and severity are told at length. */
const mostEntries = 6;
/** So many findings of a list have a line. */
const mostRows = 5;
/** So many ways to one rule have a line. */
const mostWays = 2;
/** So many words of a list are named. */
const mostWords = 3;

/** The gravest first, what has the same cause told once, lint after what is dangerous, and what it comes to. */
export function auditText(audit: Audit, view: View): string {
	const { risks, lint, suppressed } = auditEntries(audit);
	const policies = policiesById(audit);
	const isTold = view.wide || view.verbose === true;
	const title = view.style.paint("strong", "Lint: written in vain, or not as meant");
	const blocks = [
		...entryBlocks(risks, policies, view),
		...(lint.length > 0 ? [[title], ...entryBlocks(lint, policies, view)] : []),
		...(isTold && suppressed.length > 0 ? [suppressedLines(suppressed, view)] : []),
		indented(
			auditSummary(audit, (severity, text) => view.style.paint(severity, text)),
			"",
			"  ",
			view.width,
		),
	];
	return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

type Policies = ReadonlyMap<string, AuditPolicy>;

/** Why and how to mend is told at the first entry of a policy only. */
function entryBlocks(
	entries: readonly AuditEntry[],
	policies: Policies,
	view: View,
): readonly (readonly string[])[] {
	const explained = new Set<string>();
	const seen = new Map<string, number>();
	const blocks = entries.flatMap((entry) => {
		const { policy: id, severity } = entry.first;
		const key = JSON.stringify([severity, id]);
		const before = seen.get(key) ?? 0;
		seen.set(key, before + 1);
		if (!view.wide && before >= mostEntries) return [];
		const policy = policies.get(id);
		const isExplained = explained.has(id);
		explained.add(id);
		const last = before === mostEntries - 1 && !view.wide ? restLines(entries, entry, view) : [];
		return [[...entryLines(entry, policy, isExplained, view), ...last]];
	});
	return blocks;
}

/** What is left out of the entries of one policy and severity. */
function restLines(
	entries: readonly AuditEntry[],
	{ first }: AuditEntry,
	view: View,
): readonly string[] {
	const same = entries.filter(
		(one) => one.first.policy === first.policy && one.first.severity === first.severity,
	);
	const left = same.slice(mostEntries).flatMap(({ findings }) => findings);
	if (left.length === 0) return [];
	const who = [...new Set(left.map(({ concerned }) => concernedInWords(concerned)))];
	const what = `… ${counted(left.length, "more finding")} of ${visible(first.policy)}, on ${firstOf(who, mostWords)} (-o wide)`;
	return ["", ...indented(view.style.paint("quiet", what), "", "  ", view.width)];
}

function entryLines(
	entry: AuditEntry,
	policy: AuditPolicy | undefined,
	isExplained: boolean,
	view: View,
): readonly string[] {
	const { first, findings } = entry;
	const isList = entry.kind === "list" && findings.length > 1;
	const said = isList ? (policy?.title ?? first.policy) : first.message;
	const severity = view.style.paint(first.severity, first.severity);
	const id = view.style.paint("strong", visible(first.policy));
	const head = `${severity}  ${id}  ${visible(said)}${caveatsInWords(first)}`;
	const place = view.style.paint("quiet", lineInWords(first.place));
	return [
		...indented(head, "", "    ", view.width),
		...(isList ? listLines(findings, view) : []),
		...(entry.kind === "list" && !isList ? indented(place, "  ", "    ", view.width) : []),
		...(entry.kind === "grant" ? grantLines(findings, view) : []),
		...(view.wide || isList ? [] : detailLines(first, findings, view)),
		...labelled("why", isExplained ? "" : visible(policy?.why ?? ""), view),
		...labelled("fix", fixesInWords(findings, isExplained ? undefined : policy, view), view),
	];
}

/** A line for each finding of a list. */
function listLines(findings: readonly Finding[], view: View): readonly string[] {
	const shown =
		view.wide || findings.length <= mostRows + 1 ? findings : findings.slice(0, mostRows);
	const left = findings.length - shown.length;
	const more = view.style.paint("quiet", `  … ${left} more (-o wide)`);
	return [
		...shown.flatMap((finding) => [
			...placed(finding, visible(finding.message), view),
			...(view.wide ? detailLines(finding, [finding], view) : []),
		]),
		...(left > 0 ? [more] : []),
	];
}

/** The way of the first; of the others who they are, and how many bindings give it to them. */
function grantLines(findings: readonly Finding[], view: View): readonly string[] {
	const [first] = findings;
	if (first === undefined) return [];
	if (view.wide) return findings.flatMap((finding) => wholeLines(finding, view));
	const ways = waysInWords([first]);
	const shown = ways.length <= mostWays + 1 ? ways : ways.slice(0, mostWays);
	const left = ways.length - shown.length;
	const [way = "", ...others] = shown;
	const more = otherBindings(findings);
	const by = more === 0 ? "" : `, by ${counted(more, "other binding")}`;
	return [
		...placed(first, way, view),
		...others.flatMap((other) => indented(other, "  ", "    ", view.width)),
		...(left > 0 ? [view.style.paint("quiet", `  … and ${left} more ways (-o wide)`)] : []),
		...(findings.length > 1 ? labelled("also", `${alsoInWords(findings)}${by}`, view) : []),
	];
}

/** How many bindings the others have that the first has not. */
function otherBindings([first, ...others]: readonly Finding[]): number {
	const bindingsOf = ({ chains }: Finding): readonly string[] =>
		chains.map(({ binding }) => referenceInWords(binding));
	const own = new Set(first === undefined ? [] : bindingsOf(first));
	return new Set(others.flatMap(bindingsOf).filter((name) => !own.has(name))).size;
}

/** One finding of several, nothing left out. */
function wholeLines(finding: Finding, view: View): readonly string[] {
	const scope = findingScopeInWords(finding.scope);
	const who = `${concernedInWords(finding.concerned)}${scope === "" ? "" : ` ${scope === "cluster-wide" ? scope : `in ${scope}`}`}`;
	return [
		...placed(finding, view.style.paint("strong", who), view),
		...waysInWords([finding]).flatMap((way) => indented(way, "    ", "      ", view.width)),
		...labelled("gives", visible(finding.permissions.join("; ")), view, "    "),
		...(finding.example === undefined
			? []
			: labelled("such as", requestInWords(finding.example), view, "    ")),
		...detailLines(finding, [finding], view, "    "),
	];
}

function placed(finding: Finding, text: string, view: View): readonly string[] {
	const place = view.style.paint("quiet", lineInWords(finding.place));
	return indented(`${place}  ${text}`, "  ", "    ", view.width);
}

/** What runs as it, why its severity is what it is, and what follows. */
function detailLines(
	first: Finding,
	findings: readonly Finding[],
	view: View,
	indent = "  ",
): readonly string[] {
	const most = view.wide ? Number.POSITIVE_INFINITY : mostWords;
	const workloads = [...new Set(findings.flatMap((one) => one.workloads.map(referenceInWords)))];
	return [
		...labelled("runs", firstOf(workloads, most), view, indent),
		...changesInWords(first).flatMap((change) => labelled("severity", change, view, indent)),
		...labelled("with it", firstOf(first.implies, most), view, indent),
	];
}

/** The fix of the first, and how many others there are. */
function fixesInWords(
	findings: readonly Finding[],
	policy: AuditPolicy | undefined,
	view: View,
): string {
	const all = findings.map((finding) => fixInWords(finding, policy));
	const fixes = [...new Set(all)].filter((fix) => fix !== "");
	const [first = "", ...others] = fixes;
	if (view.wide) return fixes.join("; ");
	return others.length === 0 ? first : `${first} (and ${counted(others.length, "other change")})`;
}

/** Nothing for nothing. */
function labelled(label: string, text: string, view: View, indent = "  "): readonly string[] {
	if (text === "") return [];
	const head = view.style.paint("quiet", `${label}:`);
	return indented(`${head} ${text}`, indent, `${indent}  `, view.width);
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
