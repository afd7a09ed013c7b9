import type { Decision, Matrix, PermissionHolders, WhoCan } from "../model/answer.ts";
import type { Simplification } from "../model/simplification.ts";
import type { Verification } from "../model/verification.ts";
import type { Answer } from "./answer.ts";
import { auditMarkdown } from "./audit/audit-markdown.ts";
import { coversMarkdown } from "./covers-markdown.ts";
import { diffMarkdown } from "./diff-markdown.ts";
import { grantCheckMarkdown } from "./grant-check-markdown.ts";
import { code, fenced, lines, paragraphs, tableOf } from "./markdown-parts.ts";
import {
	type MatrixOrder,
	marks,
	matrixSections,
	meaningsOf,
	namesInWords,
	othersInWords,
	type Section,
	targetInWords,
} from "./matrix-sections.ts";
import { simplificationRows } from "./simplification-rows.ts";
import { grantYaml } from "./smallest-grant.ts";
import { givenInWords, questionInWords, wholeRuleInWords } from "./text/permission-holders.ts";
import { disagreementCells } from "./text/verify.ts";
import { whoCanQuestion } from "./text/who-can.ts";
import { visible } from "./visible.ts";
import {
	bindingSubjectInWords,
	counted,
	gapInWords,
	identityInWords,
	placeInWords,
	referenceInWords,
	requestInWords,
	ruleInWords,
	scopeInWords,
	subjectInWords,
} from "./words.ts";

const all: number = Number.POSITIVE_INFINITY;

/** An answer for a pull request or a page. Words from the input stand in code spans only, where nothing is obeyed. */
export function answerMarkdown(answer: Answer): string {
	switch (answer.kind) {
		case "Decision":
			return decisionMarkdown(answer.decision);
		case "WhoCan":
			return whoCanMarkdown(answer.whoCan);
		case "Diff":
			return diffMarkdown(answer.diff);
		case "GrantCheck":
			return grantCheckMarkdown(answer.grantCheck);
		case "Covers":
			return coversMarkdown(answer.covers);
		case "Matrix":
			return matrixMarkdown(answer.matrix, answer.order);
		case "Simplification":
			return simplificationMarkdown(answer.simplification);
		case "Audit":
			return auditMarkdown(answer.audit);
		case "PermissionHolders":
			return permissionsMarkdown(answer.permissionHolders);
		case "Verification":
			return verificationMarkdown(answer.verification);
	}
}

function simplificationMarkdown(simplification: Simplification): string {
	const { total, rulesBefore, rulesAfter } = simplification;
	const { rows } = simplificationRows(simplification);
	return paragraphs([
		`${counted(total, "role")}, ${counted(rulesBefore, "rule")} → ${rulesAfter}`,
		tableOf(["Role", "Rules", "Where", "Rule", "What", "Says"], rows),
	]);
}

function verificationMarkdown({ asked, agreed, context, disagreements }: Verification): string {
	const titles = ["Subject", "Question", "rolecall", "Server", "Reason", "May be"];
	return paragraphs([
		`${agreed} of ${asked} questions to ${code(visible(context))} agree`,
		tableOf(titles, disagreements.map(disagreementCells)),
	]);
}

function decisionMarkdown(decision: Decision): string {
	const { verdict, identity, request, chains, nearMisses, gaps, notes, smallestGrant } = decision;
	const may = { yes: "can", no: "cannot", unknown: "may or may not" }[verdict];
	const question = `${code(identityInWords(identity))} ${may} ${code(requestInWords(request))}`;
	const granted = chains.map((chain) => [
		referenceInWords(chain.binding),
		bindingSubjectInWords(chain.subject),
		referenceInWords(chain.role),
		ruleInWords(chain.rule, request, all),
		placeInWords(chain.rulePlace),
	]);
	const missed = nearMisses.map((miss) => [
		miss.also === undefined ? miss.difference : `${miss.difference}, ${miss.also}`,
		miss.hint,
		referenceInWords(miss.binding),
		placeInWords(miss.chain?.rulePlace ?? miss.binding.place),
	]);
	const missing = gaps.map((gap) => [gapInWords(gap).what, gapInWords(gap).remedy]);
	return paragraphs([
		`**${verdict}** — ${question}`,
		tableOf(["Binding", "Subject", "Role", "Rule", "Where"], granted),
		tableOf(["Missing", "Remedy"], missing),
		tableOf(["Near miss", "Why", "Binding", "Where"], missed),
		...notes.map((note) => `Note: ${code(visible(note))}`),
		verdict === "no" && smallestGrant !== undefined
			? `The smallest grant that would allow it:\n\n${fenced(grantYaml(smallestGrant))}`
			: "",
	]);
}

function whoCanMarkdown(answer: WhoCan): string {
	const { holders, request, notes } = answer;
	const rows = holders.flatMap((holder) =>
		holder.chains.map((chain) => [
			subjectInWords(holder.subject),
			scopeInWords(holder.namespace),
			referenceInWords(chain.binding),
			referenceInWords(chain.role),
			ruleInWords(chain.rule, request, all),
			placeInWords(chain.subjectPlace),
			holder.members.map(subjectInWords).join(", "),
			holder.workloads.map(referenceInWords).join(", "),
		]),
	);
	const titles = ["Subject", "Scope", "Binding", "Role", "Rule", "Where", "Members", "Workloads"];
	return paragraphs([
		`${rows.length === 0 ? "Nobody can" : "Who can"} ${code(whoCanQuestion(answer))}`,
		tableOf(titles, rows),
		...notes.map((note) => `Note: ${code(visible(note))}`),
	]);
}

function permissionsMarkdown(answer: PermissionHolders): string {
	const rows = answer.holders.flatMap((holder) =>
		holder.grants.flatMap((grant) =>
			grant.chains.map((chain) => [
				subjectInWords(holder.subject),
				givenInWords(grant, answer, all),
				referenceInWords(chain.binding),
				referenceInWords(chain.role),
				wholeRuleInWords(chain.rule),
				placeInWords(chain.subjectPlace),
				holder.members.map(subjectInWords).join(", "),
				holder.workloads.map(referenceInWords).join(", "),
			]),
		),
	);
	const titles = ["Subject", "Has", "Binding", "Role", "Rule", "Where", "Members", "Workloads"];
	return paragraphs([
		`${rows.length === 0 ? "Nobody has" : "Who has"} ${code(questionInWords(answer))}`,
		tableOf(titles, rows),
		...answer.notes.map((note) => `Note: ${code(visible(note))}`),
	]);
}

function matrixMarkdown(matrix: Matrix, order: MatrixOrder): string {
	if (matrix.rows.length === 0) return "No permissions.\n";
	const tables = matrixSections(matrix, order).flatMap((section) => [
		`### ${code(section.title)}`,
		sectionTable(matrix, section, order),
	]);
	return paragraphs([...tables, meaningsOf(matrix).join(" · ")]);
}

function sectionTable(matrix: Matrix, section: Section, order: MatrixOrder): string {
	const lead =
		order === "by resource" ? ["Subject", "Scope"] : [section.isPaths ? "Path" : "Resource"];
	const verbs = section.columns.map((index) => code(visible(matrix.verbs[index] ?? "")));
	const rows = section.rows.map((row) => [
		...(order === "by resource"
			? [subjectInWords(row.subject), scopeInWords(row.namespace)]
			: [targetInWords(row)]
		).map(code),
		...section.columns.map((index) => marks[row.cells[index] ?? "absent"].text),
		code(othersInWords(matrix, row, section)),
		code(namesInWords(row, all)),
	]);
	return lines([...lead, ...verbs, "Also", "Names"], rows);
}
