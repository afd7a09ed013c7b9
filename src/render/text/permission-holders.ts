import type {
	Chain,
	PermissionGrant,
	PermissionHolder,
	PermissionHolders,
} from "../../model/answer.ts";
import { mastersGroup } from "../../model/identity.ts";
import type { Request } from "../../model/request.ts";
import type { PolicyRule } from "../../model/rule.ts";
import { type Cell, type Column, fits, table } from "../table.ts";
import type { View } from "../view.ts";
import { visible } from "../visible.ts";
import {
	counted,
	lineInWords,
	referenceInWords,
	ruleInWords,
	scopeInWords,
	subjectInWords,
} from "../words.ts";
import { indented, wrap } from "../wrap.ts";
import { membersInWords } from "./who-can-list.ts";

const columns: readonly Column[] = [
	{ title: "SUBJECT" },
	{ title: "HAS" },
	{ title: "BINDING" },
	{ title: "ROLE" },
	{ title: "WHERE" },
];
const wideColumns: readonly Column[] = [
	{ title: "SUBJECT" },
	{ title: "KIND" },
	{ title: "ALL" },
	{ title: "HAS" },
	{ title: "SCOPE" },
	{ title: "BINDING" },
	{ title: "ROLE" },
	{ title: "WHERE" },
	{ title: "RULE" },
	{ title: "VIA" },
	{ title: "WORKLOADS" },
];

const phrasesShown = 3;
const itemsShown = 3;
const charactersShown = 100;

/** The subjects that have something of what was asked, a line for each binding that gives it. */
export function permissionHoldersText(answer: PermissionHolders, view: View): string {
	const holders = view.wide ? answer.holders : answer.holders.filter((one) => !isMasters(one));
	if (holders.length === 0) return lines(`nobody has ${questionInWords(answer)}`, view);
	const shown = view.wide ? holders : holders.filter((holder) => !isBuiltIn(holder));
	const left = holders.length - shown.length;
	if (shown.length === 0) {
		const nobody = lines(`nobody in the input has ${questionInWords(answer)}`, view);
		return `${nobody}${quietly(`only ${builtInSubjects(left)}`, view)}`;
	}
	const rows = shown.flatMap((holder) => holderRows(holder, answer, view));
	const whole = { ...view, width: Number.POSITIVE_INFINITY };
	const drawn = table(view.wide ? wideColumns : columns, rows, whole);
	const text = fits(drawn, view.width) ? drawn : listText(shown, answer, view);
	if (left === 0 || !view.headers) return text;
	return `${text}\n${quietly(`and ${builtInSubjects(left)}`, view)}`;
}

/** `any of get secrets, list secrets`; one permission speaks for itself. */
export function questionInWords({ quantifier, permissions }: PermissionHolders): string {
	const words = visible(permissions.join(", "));
	return quantifier === "any" && permissions.length === 1 ? words : `${quantifier} of ${words}`;
}

/** What a binding gives, as asked where that is all of it. */
export function givenInWords(
	grant: PermissionGrant,
	{ permissions }: PermissionHolders,
	most: number,
): string {
	const { gives, isWhole } = grant;
	const isAll = permissions.every((permission) => gives.includes(permission));
	if (isAll && isWhole) return "all of it";
	const shown = gives.slice(0, most);
	const left = gives.length - shown.length;
	const more = left > 0 ? [`… ${left} more`] : isWhole ? [] : ["… more"];
	return visible([...shown, ...more].join("; "));
}

function isMasters({ subject }: PermissionHolder): boolean {
	return subject.kind === "Group" && subject.name === mastersGroup;
}

/** Does a subject hold it by the default policy alone? */
function isBuiltIn({ grants }: PermissionHolder): boolean {
	return grants.every(({ chains }) => chains.every(({ binding }) => binding.builtIn === true));
}

function builtInSubjects(count: number): string {
	return `${counted(count, "subject")} of the default policy (-o wide shows ${count === 1 ? "it" : "them"})`;
}

function lines(text: string, view: View): string {
	return wrap(text, view.width)
		.map((line) => `${line}\n`)
		.join("");
}

function quietly(text: string, view: View): string {
	return wrap(text, view.width)
		.map((line) => `${view.style.paint("quiet", line)}\n`)
		.join("");
}

function holderRows(
	holder: PermissionHolder,
	answer: PermissionHolders,
	view: View,
): readonly (readonly Cell[])[] {
	const rows = holder.grants.flatMap((grant) => {
		const [first] = grant.chains;
		if (view.wide) return grant.chains.map((chain) => wideRow(holder, grant, chain, answer));
		return first === undefined ? [] : [narrowRow(holder, grant, first, answer)];
	});
	const members = membersInWords(holder.members, view).map((member): readonly Cell[] => [
		`  ${member}`,
		{ text: "member", look: "quiet" },
	]);
	return [...rows, ...members];
}

function narrowRow(
	holder: PermissionHolder,
	grant: PermissionGrant,
	chain: Chain,
	answer: PermissionHolders,
): readonly Cell[] {
	return [
		subjectInWords(holder.subject),
		clipped(givenInWords(grant, answer, phrasesShown)),
		visible(chain.binding.name),
		visible(`${chain.role.kind}/${chain.role.name}`),
		{ text: lineInWords(chain.subjectPlace), look: "quiet" },
	];
}

function wideRow(
	holder: PermissionHolder,
	grant: PermissionGrant,
	chain: Chain,
	answer: PermissionHolders,
): readonly Cell[] {
	return [
		subjectInWords(holder.subject),
		holder.subject.kind,
		holder.hasAll ? "yes" : "no",
		givenInWords(grant, answer, Number.POSITIVE_INFINITY),
		scopeInWords(chain.binding.namespace),
		visible(chain.binding.name),
		visible(`${chain.role.kind}/${chain.role.name}`),
		{ text: lineInWords(chain.subjectPlace), look: "quiet" },
		wholeRuleInWords(chain.rule),
		chain.aggregatedFrom.map(referenceInWords).join(" → "),
		holder.workloads.map(referenceInWords).join(", "),
	];
}

/** A rule without anything left out, whatever was asked. */
export function wholeRuleInWords(rule: PolicyRule): string {
	const rest = { verb: "", apiGroup: "", resource: "", subresource: "", namespace: "", name: "" };
	const request: Request =
		rule.resources.length === 0
			? { kind: "path", verb: "", path: "" }
			: { kind: "resource", ...rest };
	return ruleInWords(rule, request, Number.POSITIVE_INFINITY);
}

/** Long lists are cut, so that the words around them stay: `get pods,secrets,configmaps,… in ci`. */
function clipped(text: string): string {
	const words = text.split(" ").map((word) => {
		const items = word.split(",");
		return items.length <= itemsShown + 1 ? word : `${items.slice(0, itemsShown).join(",")},…`;
	});
	const short = words.join(" ");
	return short.length <= charactersShown ? short : `${short.slice(0, charactersShown - 1)}…`;
}

/** The holders one below the other, for terminals that are too narrow for columns. */
function listText(
	holders: readonly PermissionHolder[],
	answer: PermissionHolders,
	view: View,
): string {
	const all = holders.flatMap((holder) => [
		...indented(view.style.paint("strong", subjectInWords(holder.subject)), "", "  ", view.width),
		...holder.grants.flatMap((grant) => grantLines(grant, answer, view)),
		...membersInWords(holder.members, view).flatMap((member) =>
			indented(`member ${member}`, "  ", "    ", view.width),
		),
	]);
	return all.map((line) => `${line}\n`).join("");
}

function grantLines(
	grant: PermissionGrant,
	answer: PermissionHolders,
	view: View,
): readonly string[] {
	const [chain] = grant.chains;
	if (chain === undefined) return [];
	const most = view.wide ? Number.POSITIVE_INFINITY : phrasesShown;
	const has = givenInWords(grant, answer, most);
	const path = [chain.binding, chain.role].map(referenceInWords).join(" → ");
	const place = view.style.paint("quiet", lineInWords(chain.subjectPlace));
	const rules = view.wide ? grant.chains.map(({ rule }) => wholeRuleInWords(rule)) : [];
	return [
		...indented(view.wide ? has : clipped(has), "  ", "    ", view.width),
		...[path, ...rules, place].flatMap((line) => indented(line, "    ", "    ", view.width)),
	];
}
