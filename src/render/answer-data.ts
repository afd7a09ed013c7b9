// Answers as plain data in a fixed shape and order of fields: what -o json, yaml and ndjson print and what the files in
// schema/ describe. A change here that is not an addition is a new apiVersion.
import type {
	Chain,
	Decision,
	Gap,
	Holder,
	Matrix,
	MatrixRow,
	NearMiss,
	Reference,
	SmallestGrant,
	WhoCan,
} from "../model/answer.ts";
import type { Place } from "../model/origin.ts";
import type { Request } from "../model/request.ts";
import type { Subject } from "../model/subject.ts";
import type { Verification } from "../model/verification.ts";
import { ruleData } from "./smallest-grant.ts";
import type { Data } from "./yaml.ts";

/** Plain data whose fields can be looked at. */
export interface Fields {
	readonly [key: string]: Data | undefined;
}

export const apiVersion = "rolecall.dev/v1";

export function decisionData(decision: Decision): Fields {
	const { smallestGrant } = decision;
	return {
		apiVersion,
		kind: "Decision",
		verdict: decision.verdict,
		identity: { name: decision.identity.name, groups: decision.identity.groups },
		request: requestData(decision.request),
		reason: decision.reason,
		chains: decision.chains.map(chainData),
		gaps: decision.gaps.map(gapData),
		nearMisses: decision.nearMisses.map(missData),
		smallestGrant: smallestGrant && grantData(smallestGrant),
		notes: decision.notes,
	};
}

export function whoCanData(answer: WhoCan): Fields {
	return {
		apiVersion,
		kind: "WhoCan",
		request: requestData(answer.request),
		everyNamespace: answer.everyNamespace,
		holders: answer.holders.map(holderData),
		gaps: answer.gaps.map(gapData),
		notes: answer.notes,
	};
}

export function matrixData(matrix: Matrix): Fields {
	return {
		apiVersion,
		kind: "Matrix",
		verbs: matrix.verbs,
		rows: matrix.rows.map((row) => rowData(row, matrix.verbs)),
		gaps: matrix.gaps.map(gapData),
		notes: matrix.notes,
	};
}

export function verificationData(verification: Verification): Fields {
	const { context, asked, agreed, unknown, unanswered, disagreements } = verification;
	return {
		apiVersion,
		kind: "Verification",
		...{ context, asked, agreed, unknown, unanswered },
		disagreements: disagreements.map((one) => ({
			identity: { name: one.identity.name, groups: one.identity.groups },
			request: requestData(one.request),
			rolecall: one.rolecall,
			server: one.server,
			reason: one.reason,
			cause: one.cause,
		})),
	};
}

/** The lines of `who-can -o ndjson`. */
export function holderLines(answer: WhoCan): readonly Fields[] {
	return answer.holders.map((holder) => ({ apiVersion, kind: "Holder", ...holderData(holder) }));
}

/** The lines of `matrix -o ndjson`. */
export function rowLines(matrix: Matrix): readonly Fields[] {
	return matrix.rows.map((row) => ({
		apiVersion,
		kind: "MatrixRow",
		...rowData(row, matrix.verbs),
	}));
}

function holderData(holder: Holder): Fields {
	return {
		subject: subjectData(holder.subject),
		namespace: holder.namespace,
		chains: holder.chains.map(chainData),
		members: holder.members.map(subjectData),
		workloads: holder.workloads.map(referenceData),
	};
}

function rowData(row: MatrixRow, verbs: readonly string[]): Fields {
	const { apiGroup, resource, subresource } = row.resource;
	return {
		subject: subjectData(row.subject),
		namespace: row.namespace,
		...(row.path === undefined ? { apiGroup, resource, subresource } : { path: row.path }),
		cells: Object.fromEntries(verbs.map((verb, index) => [verb, row.cells[index] ?? "absent"])),
		names: row.names,
		byDefault: row.byDefault,
	};
}

export function requestData(request: Request): Fields {
	if (request.kind === "path") return { verb: request.verb, path: request.path };
	const { verb, apiGroup, resource, subresource, namespace, name } = request;
	return { verb, apiGroup, resource, subresource, namespace, name };
}

export function chainData(chain: Chain): Fields {
	return {
		binding: referenceData(chain.binding),
		subject: subjectData(chain.subject),
		subjectPlace: placeData(chain.subjectPlace),
		role: referenceData(chain.role),
		aggregatedFrom: chain.aggregatedFrom.map(referenceData),
		rule: ruleData(chain.rule),
		ruleIndex: chain.ruleIndex,
		rulePlace: placeData(chain.rulePlace),
	};
}

export function grantData({ rule, namespace, subject }: SmallestGrant): Fields {
	return { rule: ruleData(rule), namespace, subject: subjectData(subject) };
}

export function missData(miss: NearMiss): Fields {
	return {
		difference: miss.difference,
		also: miss.also,
		has: miss.has,
		needs: miss.needs,
		hint: miss.hint,
		binding: referenceData(miss.binding),
		chain: miss.chain && chainData(miss.chain),
	};
}

export function gapData(gap: Gap): Fields {
	switch (gap.kind) {
		case "missing-role":
			return {
				kind: gap.kind,
				binding: referenceData(gap.binding),
				roleRef: referenceData(gap.roleRef),
			};
		case "unlisted": {
			const { kind, resource, namespace, context, why } = gap;
			return { kind, resource, namespace, context, why };
		}
		case "unread-document":
			return { kind: gap.kind, place: placeData(gap.place), why: gap.why };
		case "other-authorizer":
			return { kind: gap.kind, authorizer: gap.authorizer, why: gap.why };
	}
}

export function subjectData(subject: Subject): Fields {
	const { kind, name } = subject;
	return subject.kind === "ServiceAccount"
		? { kind, namespace: subject.namespace, name }
		: { kind, name };
}

export function referenceData({ kind, namespace, name, place, builtIn }: Reference): Fields {
	return { kind, namespace, name, place: placeData(place), builtIn };
}

export function placeData({ file, line, column }: Place): Fields {
	return { file, line, column };
}
