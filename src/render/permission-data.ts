import type { PermissionHolder, PermissionHolders } from "../model/answer.ts";
import {
	apiVersion,
	chainData,
	type Fields,
	gapData,
	referenceData,
	subjectData,
} from "./answer-data.ts";

export function permissionHoldersData(answer: PermissionHolders): Fields {
	return {
		apiVersion,
		kind: "PermissionHolders",
		quantifier: answer.quantifier,
		permissions: answer.permissions,
		holders: answer.holders.map(holderData),
		gaps: answer.gaps.map(gapData),
		notes: answer.notes,
	};
}

/** The lines of `who-can -o ndjson` when permissions are asked about. */
export function permissionHolderLines(answer: PermissionHolders): readonly Fields[] {
	return answer.holders.map((holder) => ({
		apiVersion,
		kind: "PermissionHolder",
		...holderData(holder),
	}));
}

function holderData(holder: PermissionHolder): Fields {
	return {
		subject: subjectData(holder.subject),
		hasAll: holder.hasAll,
		grants: holder.grants.map(({ gives, isWhole, chains }) => ({
			gives,
			isWhole,
			chains: chains.map(chainData),
		})),
		members: holder.members.map(subjectData),
		workloads: holder.workloads.map(referenceData),
	};
}
