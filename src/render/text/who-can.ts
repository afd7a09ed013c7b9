import type { Chain, Holder, WhoCan } from "../../model/answer.ts";
import { mastersGroup } from "../../model/identity.ts";
import { type Cell, type Column, fits, table } from "../table.ts";
import type { View } from "../view.ts";
import { visible } from "../visible.ts";
import {
	counted,
	lineInWords,
	referenceInWords,
	requestInWords,
	ruleInWords,
	scopeInWords,
	subjectInWords,
} from "../words.ts";
import { wrap } from "../wrap.ts";
import { membersInWords, onePerBinding, whoCanList } from "./who-can-list.ts";

const columns: readonly Column[] = [
	{ title: "SUBJECT" },
	{ title: "SCOPE" },
	{ title: "BINDING" },
	{ title: "ROLE" },
	{ title: "WHERE" },
];
const wideColumns: readonly Column[] = [
	{ title: "SUBJECT" },
	{ title: "KIND" },
	{ title: "SCOPE" },
	{ title: "BINDING" },
	{ title: "ROLE" },
	{ title: "WHERE" },
	{ title: "RULE" },
	{ title: "VIA" },
	{ title: "WORKLOADS" },
];

/** The subjects that may, one line for each binding, with the members of groups below them. */
export function whoCanText(answer: WhoCan, view: View): string {
	const holders = view.wide
		? answer.holders
		: answer.holders.filter((holder) => !isMasters(holder));
	if (holders.length === 0) return `nobody can ${whoCanQuestion(answer)}\n`;
	const shown = view.wide ? holders : holders.filter((holder) => !isBuiltIn(holder));
	if (shown.length === 0) return onlyBuiltIn(holders.length, answer, view);
	const rows = shown.flatMap((holder) => holderRows(holder, answer, view));
	const whole = { ...view, width: Number.POSITIVE_INFINITY };
	const drawn = table(view.wide ? wideColumns : columns, rows, whole);
	const text = fits(drawn, view.width) ? drawn : whoCanList(shown, answer, view);
	const left = holders.length - shown.length;
	return left === 0 || !view.headers ? text : `${text}\n${leftOut(left, view)}`;
}

/** Whatever their bindings say, they are allowed everything before RBAC is asked. */
function isMasters({ subject }: Holder): boolean {
	return subject.kind === "Group" && subject.name === mastersGroup;
}

/** Does a subject hold it by the default policy alone? */
function isBuiltIn({ chains }: Holder): boolean {
	return chains.every(({ binding }) => binding.builtIn === true);
}

/** The server's own controllers would bury those a user can do something about. */
function leftOut(count: number, view: View): string {
	return quietly(`and ${builtInSubjects(count)}`, view);
}

function onlyBuiltIn(count: number, answer: WhoCan, view: View): string {
	const nobody = `nobody in the input can ${whoCanQuestion(answer)}`;
	const lines = wrap(nobody, view.width).map((line) => `${line}\n`);
	return `${lines.join("")}${quietly(`only ${builtInSubjects(count)}`, view)}`;
}

function builtInSubjects(count: number): string {
	return `${counted(count, "subject")} of the default policy (-o wide shows ${count === 1 ? "it" : "them"})`;
}

function quietly(text: string, view: View): string {
	return wrap(text, view.width)
		.map((line) => `${view.style.paint("quiet", line)}\n`)
		.join("");
}

/** `list secrets in namespace ci`, `list secrets in any namespace`. */
export function whoCanQuestion({ request, everyNamespace }: WhoCan): string {
	const words = requestInWords(request);
	if (!everyNamespace || request.kind === "path") return words;
	return words.replace(/ cluster-wide$/, " in any namespace");
}

function holderRows(holder: Holder, answer: WhoCan, view: View): readonly (readonly Cell[])[] {
	const chains = view.wide ? holder.chains : onePerBinding(holder.chains);
	const rows = chains.map((chain) =>
		view.wide ? wideRow(holder, chain, answer) : narrowRow(holder, chain),
	);
	return [...rows, ...memberRows(holder, view)];
}

function narrowRow(holder: Holder, chain: Chain): readonly Cell[] {
	return [
		subjectInWords(holder.subject),
		scopeInWords(holder.namespace),
		visible(chain.binding.name),
		visible(`${chain.role.kind}/${chain.role.name}`),
		{ text: lineInWords(chain.subjectPlace), look: "quiet" },
	];
}

function wideRow(holder: Holder, chain: Chain, answer: WhoCan): readonly Cell[] {
	const [subject = "", scope = "", ...rest] = narrowRow(holder, chain);
	return [
		subject,
		holder.subject.kind,
		scope,
		...rest,
		ruleInWords(chain.rule, answer.request, Number.POSITIVE_INFINITY),
		chain.aggregatedFrom.map(referenceInWords).join(" → "),
		holder.workloads.map(referenceInWords).join(", "),
	];
}

function memberRows({ members }: Holder, view: View): readonly (readonly Cell[])[] {
	return membersInWords(members, view).map((member) => [
		`  ${member}`,
		{ text: "member", look: "quiet" },
	]);
}
