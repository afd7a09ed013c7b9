import type { Answer } from "./answer.ts";
import {
	decisionData,
	type Fields,
	holderLines,
	matrixData,
	rowLines,
	verificationData,
	whoCanData,
} from "./answer-data.ts";
import { auditData, findingLines } from "./audit/audit-data.ts";
import { coversData } from "./covers-data.ts";
import { diffData, diffLines } from "./diff-data.ts";
import { grantCheckData, writeCheckLines } from "./grant-check-data.ts";
import { permissionHolderLines, permissionHoldersData } from "./permission-data.ts";
import { simplificationData, simplifiedRoleLines } from "./simplification-data.ts";
import { visibleJson } from "./visible.ts";
import { toYaml } from "./yaml.ts";

export function answerJson(answer: Answer): string {
	return `${visibleJson(JSON.stringify(dataOf(answer), undefined, 2))}\n`;
}

export function answerYaml(answer: Answer): string {
	return toYaml(dataOf(answer));
}

/** One line for a decision, for each subject of who-can and for each row of a matrix. */
export function answerLines(answer: Answer): string {
	return linesOf(answer)
		.map((line) => `${visibleJson(JSON.stringify(line))}\n`)
		.join("");
}

export function dataOf(answer: Answer): Fields {
	switch (answer.kind) {
		case "Decision":
			return decisionData(answer.decision);
		case "WhoCan":
			return whoCanData(answer.whoCan);
		case "Matrix":
			return matrixData(answer.matrix);
		case "PermissionHolders":
			return permissionHoldersData(answer.permissionHolders);
		case "Diff":
			return diffData(answer.diff);
		case "GrantCheck":
			return grantCheckData(answer.grantCheck);
		case "Covers":
			return coversData(answer.covers);
		case "Verification":
			return verificationData(answer.verification);
		case "Simplification":
			return simplificationData(answer.simplification);
		case "Audit":
			return auditData(answer.audit);
	}
}

export function linesOf(answer: Answer): readonly Fields[] {
	switch (answer.kind) {
		case "Decision":
			return [decisionData(answer.decision)];
		case "WhoCan":
			return holderLines(answer.whoCan);
		case "Matrix":
			return rowLines(answer.matrix);
		case "PermissionHolders":
			return permissionHolderLines(answer.permissionHolders);
		case "Diff":
			return diffLines(answer.diff);
		case "GrantCheck":
			return writeCheckLines(answer.grantCheck);
		case "Covers":
			return [coversData(answer.covers)];
		case "Verification":
			return [verificationData(answer.verification)];
		case "Simplification":
			return simplifiedRoleLines(answer.simplification);
		case "Audit":
			return findingLines(answer.audit);
	}
}
