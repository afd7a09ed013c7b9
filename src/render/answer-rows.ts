// Answers as flat rows of plain words, for the formats that know nothing but rows.
import type { Chain, Decision, Matrix, PermissionHolders, WhoCan } from "../model/answer.ts";
import { formatPlace } from "../model/origin.ts";
import { accountOfUserName, formatSubject, type Subject } from "../model/subject.ts";
import type { Answer } from "./answer.ts";
import { auditRows } from "./audit/audit-rows.ts";
import { coversRows } from "./covers-rows.ts";
import { diffRows } from "./diff-rows.ts";
import { grantCheckRows } from "./grant-check-rows.ts";
import type { Rows } from "./rows.ts";
import { simplificationRows } from "./simplification-rows.ts";
import { disagreementCells } from "./text/verify.ts";

export function rowsOf(answer: Answer): Rows {
	switch (answer.kind) {
		case "Decision":
			return decisionRows(answer.decision);
		case "WhoCan":
			return whoCanRows(answer.whoCan);
		case "PermissionHolders":
			return permissionRows(answer.permissionHolders);
		case "Verification":
			return {
				headers: ["subject", "question", "rolecall", "server", "reason", "cause"],
				rows: answer.verification.disagreements.map(disagreementCells),
			};
		case "Simplification":
			return simplificationRows(answer.simplification);
		case "Audit":
			return auditRows(answer.audit);
		case "Diff":
			return diffRows(answer.diff);
		case "GrantCheck":
			return grantCheckRows(answer.grantCheck);
		case "Covers":
			return coversRows(answer.covers);
		case "Matrix":
			return matrixRows(answer.matrix);
	}
}

const chainHeaders = ["binding", "role", "via", "rule", "where"];

/** A row for each chain; one row with empty chain fields where there is none. */
function decisionRows({ verdict, identity, request, reason, chains }: Decision): Rows {
	const resource = request.kind === "resource" ? request : undefined;
	const question = [
		verdict,
		identity.name === "" ? identity.groups.join(" ") : formatSubject(userSubject(identity.name)),
		request.verb,
		resource?.apiGroup ?? "",
		resource?.resource ?? "",
		resource?.subresource ?? "",
		resource?.namespace ?? "",
		resource?.name ?? "",
		request.kind === "path" ? request.path : "",
	];
	const headers = [
		...["verdict", "subject", "verb", "apiGroup", "resource", "subresource", "namespace", "name"],
		...["path", "reason", ...chainHeaders],
	];
	const none = chainHeaders.map(() => "");
	const parts = chains.length === 0 ? [none] : chains.map(chainCells);
	return { headers, rows: parts.map((cells) => [...question, reason, ...cells]) };
}

function whoCanRows({ holders }: WhoCan): Rows {
	const headers = ["subject", "kind", "scope", ...chainHeaders, "members", "workloads"];
	const rows = holders.flatMap((holder) =>
		holder.chains.map((chain) => [
			formatSubject(holder.subject),
			holder.subject.kind,
			holder.namespace === "" ? "cluster-wide" : holder.namespace,
			...chainCells(chain),
			holder.members.map(formatSubject).join(" "),
			holder.workloads.map(({ kind, name }) => `${kind}/${name}`).join(" "),
		]),
	);
	return { headers, rows };
}

/** A row for each chain; what its binding gives is the same in each of them. */
function permissionRows({ holders }: PermissionHolders): Rows {
	const headers = ["subject", "kind", "hasAll", "has", "scope", ...chainHeaders];
	const rows = holders.flatMap((holder) =>
		holder.grants.flatMap(({ gives, isWhole, chains }) =>
			chains.map((chain) => [
				formatSubject(holder.subject),
				holder.subject.kind,
				String(holder.hasAll),
				[...gives, ...(isWhole ? [] : ["…"])].join("; "),
				chain.binding.namespace === "" ? "cluster-wide" : chain.binding.namespace,
				...chainCells(chain),
				holder.members.map(formatSubject).join(" "),
				holder.workloads.map(({ kind, name }) => `${kind}/${name}`).join(" "),
			]),
		),
	);
	return { headers: [...headers, "members", "workloads"], rows };
}

function chainCells(chain: Chain): readonly string[] {
	return [
		chain.binding.name,
		`${chain.role.kind}/${chain.role.name}`,
		chain.aggregatedFrom.map(({ name }) => name).join(" "),
		`rules[${chain.ruleIndex}]`,
		formatPlace(chain.rulePlace),
	];
}

function matrixRows({ verbs, rows }: Matrix): Rows {
	const lead = ["subject", "scope", "apiGroup", "resource", "subresource", "path"];
	return {
		headers: [...lead, ...verbs, "names"],
		rows: rows.map((row) => [
			formatSubject(row.subject),
			row.namespace === "" ? "cluster-wide" : row.namespace,
			...(row.path === undefined
				? [row.resource.apiGroup, row.resource.resource, row.resource.subresource]
				: ["", "", ""]),
			row.path ?? "",
			...verbs.map((_, index) => {
				const cell = row.cells[index] ?? "absent";
				return cell === "absent" ? "" : cell;
			}),
			row.names.join(" "),
		]),
	};
}

function userSubject(name: string): Subject {
	const account = accountOfUserName(name);
	return account === undefined ? { kind: "User", name } : { kind: "ServiceAccount", ...account };
}
