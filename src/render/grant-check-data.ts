import type { GrantCheck, Refusal, Remedy, WriteCheck } from "../model/grant-check.ts";
import {
	apiVersion,
	type Fields,
	gapData,
	placeData,
	referenceData,
	requestData,
	subjectData,
} from "./answer-data.ts";
import { ruleData } from "./smallest-grant.ts";

export function grantCheckData(check: GrantCheck): Fields {
	const { identity, subject, manner, verdict, writes, invalid, others } = check;
	return {
		apiVersion,
		kind: "GrantCheck",
		verdict,
		identity: { name: identity.name, groups: identity.groups },
		by: manner,
		writes: writes.map(writeData),
		invalid,
		others,
		subject: subjectData(subject),
		remedies: check.remedies.map(remedyData),
		gaps: check.gaps.map(gapData),
		notes: check.notes,
	};
}

/** The lines of `grant-check -o ndjson`. */
export function writeCheckLines(check: GrantCheck): readonly Fields[] {
	return check.writes.map((write) => ({ apiVersion, kind: "WriteCheck", ...writeData(write) }));
}

function writeData({ object, action, verdict, refusals, gaps }: WriteCheck): Fields {
	return {
		verdict,
		action,
		object: referenceData(object),
		refusals: refusals.map(refusalData),
		gaps: gaps.map(gapData),
	};
}

function refusalData(refusal: Refusal): Fields {
	const { kind, says } = refusal;
	switch (refusal.kind) {
		case "permission":
			return { kind, says, request: requestData(refusal.request) };
		case "not-held":
			return {
				kind,
				says,
				missing: refusal.missing.map(ruleData),
				wantedBy: refusal.wantedBy.map((one) => ({
					role: referenceData(one.role),
					ruleIndex: one.ruleIndex,
					rulePlace: placeData(one.rulePlace),
					missing: one.missing.map(ruleData),
				})),
				power: ruleData(refusal.power),
			};
		case "no-role":
			return {
				kind,
				says,
				roleRef: referenceData(refusal.roleRef),
				because: refusal.because,
			};
		case "aggregation":
			return { kind, says, power: ruleData(refusal.power) };
		case "immutable":
			return { kind, says };
	}
}

function remedyData({ by, grants }: Remedy): Fields {
	return {
		by,
		grants: grants.map(({ namespace, rules }) => ({ namespace, rules: rules.map(ruleData) })),
	};
}
