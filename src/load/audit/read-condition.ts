import type { Condition, PolicyText, VersionBounds } from "../../model/audit-policy.ts";
import type { FieldPath } from "../../model/origin.ts";
import { described, type Fields } from "../fields.ts";
import { isRecord } from "../json-record.ts";

const kinds = [
	"some",
	"anyName",
	"every",
	"role",
	"sameName",
	"all",
	"any",
	"not",
	"nowhere",
] as const;

/** What stands under a key of a policy: a phrase, or a mapping. What is wrong is told by `fields`. */
export function readCondition(fields: Fields, key: string): Condition | undefined {
	const value = fields.value(key);
	return value === undefined ? undefined : conditionOf(fields, value, [key]);
}

function conditionOf(fields: Fields, value: unknown, more: FieldPath): Condition | undefined {
	if (isRecord(value)) {
		const inner = fields.asFields(value, more);
		return inner && conditionIn(inner);
	}
	if (value === null || value === undefined) {
		fields.fail(more, `expected a condition, found ${described(value)}`);
		return undefined;
	}
	const phrase = fields.asText(value, more);
	return phrase && { kind: "some", phrase, named: [], isAnyName: false };
}

function conditionIn(fields: Fields): Condition | undefined {
	const given = kinds.filter((kind) => fields.has(kind));
	const bounds = { ...boundsOf(fields), ...namespacesOf(fields) };
	const hasNamed = fields.has("named");
	const [kind] = given;
	const condition =
		kind === undefined || given.length > 1 ? undefined : conditionOfKind(fields, kind);
	if (hasNamed && kind !== "some") fields.fail(["named"], "`named` stands beside `some` only");
	fields.done();
	if (given.length !== 1) {
		const found = given.length === 0 ? "" : `, found ${given.join(" and ")}`;
		fields.fail([], `expected one of ${kinds.join(", ")}${found}`);
	}
	return condition && { ...condition, ...bounds };
}

function conditionOfKind(fields: Fields, kind: (typeof kinds)[number]): Condition | undefined {
	switch (kind) {
		case "some":
		case "anyName": {
			const phrase = fields.text(kind);
			const named = kind === "some" ? fields.strings("named") : [];
			return phrase && { kind: "some", phrase, named, isAnyName: kind === "anyName" };
		}
		case "every": {
			const phrase = fields.text(kind);
			return phrase && { kind, phrase };
		}
		case "role": {
			const role = fields.text(kind);
			return role && { kind, role };
		}
		case "sameName":
			return sameNameOf(fields, fields.texts(kind));
		case "all":
		case "any":
			return { kind, conditions: conditionsOf(fields, kind) };
		case "not":
		case "nowhere": {
			const condition = readCondition(fields, kind);
			return condition && { kind, condition };
		}
	}
}

function sameNameOf(fields: Fields, phrases: readonly PolicyText[]): Condition {
	if (phrases.length < 2) fields.fail(["sameName"], "expected a list of two phrases or more");
	return { kind: "sameName", phrases };
}

function conditionsOf(fields: Fields, kind: "all" | "any"): readonly Condition[] {
	const items = fields.items(kind);
	if (items.length === 0) fields.fail([kind], "expected at least one condition");
	return items.flatMap(([value, path]) => conditionOf(fields, value, path) ?? []);
}

function boundsOf(fields: Fields): VersionBounds {
	const since = minorOf(fields, "since");
	const until = minorOf(fields, "until");
	if (since !== undefined && until !== undefined && minorNumber(since) > minorNumber(until)) {
		fields.fail(["until"], `no version is since ${since} and until ${until}`);
	}
	return { ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) };
}

function namespacesOf(fields: Fields): Pick<Condition, "namespaces"> {
	if (!fields.has("namespaces")) return {};
	const namespaces = fields.strings("namespaces");
	if (namespaces.length === 0) fields.fail(["namespaces"], "expected at least one namespace");
	return { namespaces };
}

/** `1.30` without quotes is the number 1.3. */
function minorOf(fields: Fields, key: "since" | "until"): string | undefined {
	const value = fields.value(key);
	const text = fields.text(key)?.text;
	if (text === undefined) return undefined;
	if (typeof value === "string" && /^1\.\d{1,3}$/.test(text)) return text;
	const quotes = typeof value === "number" ? ": write it in quotes" : "";
	fields.fail([key], `expected a version such as "1.35", found ${described(value)}${quotes}`);
	return undefined;
}

function minorNumber(version: string): number {
	return Number(version.slice(2));
}
