import type { Finding } from "../../model/audit.ts";
import { alsoInWords } from "../audit/also-words.ts";
import type { AuditEntry } from "../audit/audit-entries.ts";
import {
	caveatsInWords,
	changesInWords,
	concernedInWords,
	findingScopeInWords,
	firstOf,
	fixInWords,
} from "../audit/finding-words.ts";
import { shortWays, wholeWays } from "../audit/way-words.ts";
import { columnsOf } from "../columns-of.ts";
import { kubectlLines } from "../kubectl-lines.ts";
import type { View } from "../view.ts";
import { visible } from "../visible.ts";
import { counted, lineInWords, referenceInWords, requestInWords } from "../words.ts";
import { indented } from "../wrap.ts";

/** So many findings of a list have a line. */
const mostRows = 5;
/** So many ways to one rule have a line. */
const mostWays = 2;
/** So many words of a list are named. */
const mostWords = 3;

/**
 * The lines of an entry below the head of its policy; `isHead`: the head said its message already, and says its fix
 * after the reason.
 */
export function entryLines(entry: AuditEntry, isHead: boolean, view: View): readonly string[] {
	const { kind, first, findings } = entry;
	const indent = isHead ? "  " : "    ";
	const said = visible(first.message) + caveatsInWords(first);
	const head = isHead || kind === "list" ? [] : indented(said, "  ", "    ", view.width);
	if (kind === "list") return listLines(entry, isHead, view);
	if (view.wide) return [...head, ...findings.flatMap((one) => wholeLines(one, indent, view))];
	return [
		...head,
		...grantLines(findings, indent, view),
		...detailLines(first, findings, indent, view),
		...(isHead ? [] : fixLines(entry, view, indent)),
	];
}

/** What mends it, and in a wide table the lines for kubectl where no file can be edited. */
export function fixLines(entry: AuditEntry, view: View, indent = "  "): readonly string[] {
	const lines = view.wide ? kubectlLines(entry.first.fix?.edits ?? []) : [];
	const label = view.style.paint("quiet", "kubectl:");
	return [
		...labelled("fix", entryFix(entry), view, indent),
		...lines.map((line) => `${indent}${label} ${visible(line)}`),
	];
}

function alone(finding: Finding, kind: AuditEntry["kind"]): AuditEntry {
	return { kind, first: finding, findings: [finding] };
}

/** A label and what it is of; nothing for nothing. */
export function labelled(
	label: string,
	text: string,
	view: View,
	indent = "  ",
): readonly string[] {
	if (text === "") return [];
	const head = view.style.paint("quiet", `${label}:`);
	return indented(`${head} ${text}`, indent, `${indent}  `, view.width);
}

/** A line for each finding of a list, with its details where there are no more of them. */
function listLines({ kind, findings }: AuditEntry, isHead: boolean, view: View): readonly string[] {
	const isWhole = view.wide || findings.length <= mostRows + 1;
	const shown = isWhole ? findings : findings.slice(0, mostRows);
	const left = findings.length - shown.length;
	const more = view.style.paint("quiet", `  … ${left} more (-o wide)`);
	return [
		...shown.flatMap((finding) => {
			const indent = isHead ? "  " : "    ";
			return [
				...rowLines(finding, isHead, view),
				...(view.wide ? givenLines(finding, indent, view) : []),
				...(view.wide || isHead ? detailLines(finding, [finding], indent, view) : []),
				...(view.wide || !isHead ? fixLines(alone(finding, kind), view, indent) : []),
			];
		}),
		...(left > 0 ? [more] : []),
	];
}

/** As linters have it where there is room; else the place goes below. */
function rowLines(finding: Finding, isHead: boolean, view: View): readonly string[] {
	if (isHead) return placed(finding, "", "  ", view);
	const said = visible(finding.message) + caveatsInWords(finding);
	const place = view.style.paint("quiet", lineInWords(finding.place));
	const line = `  ${place}  ${said}`;
	return columnsOf(line) <= view.width
		? [line]
		: [
				...indented(said, "  ", "    ", view.width),
				...indented(place, "    ", "      ", view.width),
			];
}

/** The way of the first; of the others who they are, and how many bindings give it to them. */
function grantLines(findings: readonly Finding[], indent: string, view: View): readonly string[] {
	const [first] = findings;
	if (first === undefined) return [];
	const ways = shortWays([first]);
	const shown = ways.length <= mostWays + 1 ? ways : ways.slice(0, mostWays);
	const left = ways.length - shown.length;
	const [way = "", ...others] = shown;
	const more = otherBindings(findings);
	const by = more === 0 ? "" : `, by ${counted(more, "other binding")}`;
	const rest = view.style.paint("quiet", `${indent}… and ${counted(left, "more way")} (-o wide)`);
	return [
		...placed(first, way, indent, view),
		...others.flatMap((other) => indented(other, indent, `${indent}  `, view.width)),
		...(left > 0 ? [rest] : []),
		...(findings.length > 1 ? labelled("also", alsoInWords(findings) + by, view, indent) : []),
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
function wholeLines(finding: Finding, indent: string, view: View): readonly string[] {
	const scope = findingScopeInWords(finding.scope);
	const where = scope === "" || scope === "cluster-wide" ? scope : `in ${scope}`;
	const who = view.style.paint("strong", `${concernedInWords(finding.concerned)} ${where}`);
	const under = `${indent}  `;
	return [
		...placed(finding, who, indent, view),
		...wholeWays([finding]).flatMap((way) => indented(way, under, `${under}  `, view.width)),
		...givenLines(finding, under, view),
		...detailLines(finding, [finding], under, view),
		...fixLines(alone(finding, "grant"), view, under),
	];
}

/** What fired, and a request that shows it. */
function givenLines(finding: Finding, indent: string, view: View): readonly string[] {
	const { permissions, example } = finding;
	return [
		...labelled("gives", visible(permissions.join("; ")), view, indent),
		...labelled("such as", example === undefined ? "" : requestInWords(example), view, indent),
	];
}

/** A place and what is there, in one line where there is room. */
function placed(finding: Finding, text: string, indent: string, view: View): readonly string[] {
	const place = view.style.paint("quiet", lineInWords(finding.place));
	const line = `${indent}${place}  ${text}`;
	if (text !== "" && columnsOf(line) <= view.width) return [line];
	const under = `${indent}  `;
	return [
		...indented(place, indent, under, view.width),
		...(text === "" ? [] : indented(text, indent, under, view.width)),
	];
}

/** What runs as it, why its severity is what it is, and what follows. */
function detailLines(
	first: Finding,
	findings: readonly Finding[],
	indent: string,
	view: View,
): readonly string[] {
	const most = view.wide ? Number.POSITIVE_INFINITY : mostWords;
	const workloads = new Set(findings.flatMap((one) => one.workloads.map(referenceInWords)));
	return [
		...labelled("runs", firstOf([...workloads], most), view, indent),
		...changesInWords(first).flatMap((change) => labelled("severity", change, view, indent)),
		...labelled("with it", firstOf(first.implies, most), view, indent),
	];
}

/** What mends an entry. Findings by one rule have one fix, but for bindings: the first tells it, the others stay unworked. */
export function entryFix({ kind, first, findings }: AuditEntry): string {
	const fix = fixInWords(first, kind === "grant" ? findings : []);
	const isShared = first.fix?.edits.every((edit) => edit.kind === "change-rule") === true;
	return fix === "" || isShared || findings.length === 1 ? fix : `${fix}, and alike for the others`;
}
