import type { FieldPath } from "../model/origin.ts";
import type { LabelRequirement, Role } from "../model/role.ts";
import type { PolicyRule } from "../model/rule.ts";
import { type Metadata, readMetadata } from "./decode-metadata.ts";
import {
	isStrings,
	noStrings,
	readList,
	readRecord,
	readString,
	readStringPairs,
	readStrings,
} from "./decode-value.ts";
import { isAbsent, isRecord, type JsonRecord, type StringPairs } from "./json-record.ts";
import type { ObjectReport } from "./object-report.ts";
import { checkFields, hasOnly } from "./unknown-fields.ts";

/** A Role or ClusterRole as it is written; nothing is validated yet, a selector's operator may be any text. */
export interface WrittenRole {
	readonly kind: Role["kind"];
	readonly metadata: Metadata;
	readonly rules: readonly PolicyRule[];
	readonly aggregation: readonly WrittenSelector[] | undefined;
}

export interface WrittenSelector {
	readonly matchLabels: StringPairs;
	readonly matchExpressions: readonly WrittenRequirement[];
}

export type WrittenRequirement = Omit<LabelRequirement, "operator"> & { readonly operator: string };

const roleFields = new Set(["apiVersion", "kind", "metadata", "rules"]);
const clusterRoleFields = new Set([...roleFields, "aggregationRule"]);
const ruleFields = new Set(["verbs", "apiGroups", "resources", "resourceNames", "nonResourceURLs"]);
const aggregationFields = new Set(["clusterRoleSelectors"]);
const selectorFields = new Set(["matchLabels", "matchExpressions"]);
const requirementFields = new Set(["key", "operator", "values"]);
const rulesPath: FieldPath = ["rules"];
const noRules: readonly PolicyRule[] = [];

export function decodeRole(
	report: ObjectReport,
	value: JsonRecord,
	kind: Role["kind"],
): WrittenRole {
	checkFields(report, value, kind === "Role" ? roleFields : clusterRoleFields);
	return {
		kind,
		metadata: readMetadata(report, value["metadata"]),
		rules: readRules(report, value["rules"]),
		aggregation:
			kind === "ClusterRole" && !isAbsent(value["aggregationRule"])
				? readAggregation(report, value["aggregationRule"])
				: undefined,
	};
}

function readRules(report: ObjectReport, value: unknown): readonly PolicyRule[] {
	if (isAbsent(value)) return noRules;
	return readList(report, value, rulesPath).map((item, index) => {
		const rule = isRecord(item) ? item : readRecord(report, item, ["rules", index]);
		if (!hasOnly(rule, ruleFields)) checkFields(report, rule, ruleFields, ["rules", index]);
		return {
			verbs: readRuleList(report, rule["verbs"], index, "verbs"),
			apiGroups: readRuleList(report, rule["apiGroups"], index, "apiGroups"),
			resources: readRuleList(report, rule["resources"], index, "resources"),
			resourceNames: readRuleList(report, rule["resourceNames"], index, "resourceNames"),
			nonResourceURLs: readRuleList(report, rule["nonResourceURLs"], index, "nonResourceURLs"),
		};
	});
}

function readRuleList(
	report: ObjectReport,
	value: unknown,
	index: number,
	field: keyof PolicyRule,
): readonly string[] {
	if (value === undefined) return noStrings;
	return isStrings(value) ? value : readStrings(report, value, ["rules", index, field]);
}

function readAggregation(report: ObjectReport, value: unknown): readonly WrittenSelector[] {
	const path = ["aggregationRule", "clusterRoleSelectors"] as const;
	const rule = readRecord(report, value, ["aggregationRule"]);
	checkFields(report, rule, aggregationFields, ["aggregationRule"]);
	return readList(report, rule["clusterRoleSelectors"], path).map((item, index) =>
		readSelector(report, item, [...path, index]),
	);
}

function readSelector(report: ObjectReport, value: unknown, path: FieldPath): WrittenSelector {
	const selector = readRecord(report, value, path);
	checkFields(report, selector, selectorFields, path);
	const expressions = [...path, "matchExpressions"];
	return {
		matchLabels: readStringPairs(report, selector["matchLabels"], [...path, "matchLabels"]),
		matchExpressions: readList(report, selector["matchExpressions"], expressions).map(
			(item, index) => readRequirement(report, item, [...expressions, index]),
		),
	};
}

function readRequirement(
	report: ObjectReport,
	value: unknown,
	path: FieldPath,
): WrittenRequirement {
	const requirement = readRecord(report, value, path);
	checkFields(report, requirement, requirementFields, path);
	return {
		key: readString(report, requirement["key"], [...path, "key"]),
		operator: readString(report, requirement["operator"], [...path, "operator"]),
		values: readStrings(report, requirement["values"], [...path, "values"]),
	};
}
