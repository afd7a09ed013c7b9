// The shape of `rolecall simplify -o json`, as the files in schema/ describe it.
import type { Simplification, SimplifiedRole } from "../model/simplification.ts";
import type { Fields } from "./answer-data.ts";
import { ruleCounts } from "./simplification-words.ts";
import { ruleData } from "./smallest-grant.ts";

const apiVersion = "rolecall.dev/v1";

export function simplificationData(simplification: Simplification): Fields {
	const { roles, total, rulesBefore, rulesAfter, written } = simplification;
	return {
		apiVersion,
		kind: "Simplification",
		...{ total, rulesBefore, rulesAfter, written },
		roles: roles.map(roleData),
	};
}

/** The lines of `simplify -o ndjson`. */
export function simplifiedRoleLines({ roles }: Simplification): readonly Fields[] {
	return roles.map((role) => ({ apiVersion, kind: "SimplifiedRole", ...roleData(role) }));
}

function roleData(simplified: SimplifiedRole): Fields {
	const { role, rules, become, places, changes, remarks, proof, left } = simplified;
	const { kind, namespace, name, place } = role;
	const result = left === undefined ? become.filter((rule) => rule !== undefined) : rules;
	return {
		role: { kind, namespace, name, place: { ...place } },
		...ruleCounts(simplified),
		proof,
		left,
		changes: changes.map((change) => ({ ...change })),
		remarks: remarks.map((remark) => ({ ...remark })),
		rules: result.map(ruleData),
		places: places.map((one) => ({ ...one })),
	};
}
