import type { FieldPath } from "../model/origin.ts";
import type { LabelRequirement, LabelSelector } from "../model/role.ts";
import type { PolicyRule } from "../model/rule.ts";
import type { WrittenRequirement, WrittenRole, WrittenSelector } from "./decode-role.ts";
import { labelKeyErrors, labelValueErrors } from "./name-rules.ts";
import type { ObjectReport } from "./object-report.ts";
import { forbidden, invalid, invalidList, required } from "./server-wording.ts";
import { validateLabels, validateMetadata } from "./validate-metadata.ts";

/**
 * What the API server says against a Role or ClusterRole.
 * https://github.com/kubernetes/kubernetes/blob/v1.37.1/pkg/apis/rbac/validation/validation.go
 */
export function validateRole(
	report: ObjectReport,
	role: WrittenRole,
	namespace: string,
	minor: number,
): void {
	validateMetadata(report, role.metadata, namespace, minor);
	for (let index = 0; index < role.rules.length; index += 1) {
		const rule = role.rules[index];
		if (rule !== undefined) validateRule(report, rule, role.kind, index, minor);
	}
	if (role.aggregation !== undefined) validateAggregation(report, role.aggregation, minor);
}

function validateRule(
	report: ObjectReport,
	rule: PolicyRule,
	kind: WrittenRole["kind"],
	index: number,
	minor: number,
): void {
	if (rule.verbs.length === 0) {
		const detail = minor >= 37 ? "" : "verbs must contain at least one value";
		const remedy = "list what the rule allows, such as `get`, `list` and `watch`";
		report.refuse(["rules", index, "verbs"], required(detail), remedy);
	}
	if (rule.nonResourceURLs.length > 0) {
		validatePaths(report, rule, kind, index, minor);
		return;
	}
	if (rule.apiGroups.length === 0) {
		const says = required("resource rules must supply at least one api group");
		const remedy = 'list the API groups of the resources; `""` is the core group (pods, secrets …)';
		report.refuse(["rules", index, "apiGroups"], says, remedy);
	}
	if (rule.resources.length === 0) {
		const says = required("resource rules must supply at least one resource");
		const remedy = "list resources in the plural, such as `pods` or `pods/log`";
		report.refuse(["rules", index, "resources"], says, remedy);
	}
}

function validatePaths(
	report: ObjectReport,
	rule: PolicyRule,
	kind: WrittenRole["kind"],
	index: number,
	minor: number,
): void {
	const path = ["rules", index, "nonResourceURLs"];
	const urls = rule.nonResourceURLs;
	if (kind === "Role") {
		const says = "namespaced rules cannot apply to non-resource URLs";
		report.refuse(path, invalidList(urls, says, minor), "move the rule into a ClusterRole");
	}
	const { apiGroups, resources, resourceNames } = rule;
	if (apiGroups.length + resources.length + resourceNames.length > 0) {
		const says = "rules cannot apply to both regular resources and non-resource URLs";
		report.refuse(path, invalidList(urls, says, minor), "make two rules of it");
	}
}

function validateAggregation(
	report: ObjectReport,
	selectors: readonly WrittenSelector[],
	minor: number,
): void {
	const path = ["aggregationRule", "clusterRoleSelectors"];
	if (selectors.length === 0) {
		const says = "at least one clusterRoleSelector required if aggregationRule is non-nil";
		report.refuse(path, required(says), "remove `aggregationRule` or add a selector");
	}
	for (const [index, selector] of selectors.entries()) {
		validateSelector(report, selector, [...path, index], minor);
	}
}

function validateSelector(
	report: ObjectReport,
	selector: WrittenSelector,
	path: FieldPath,
	minor: number,
): void {
	const before = report.errors;
	validateLabels(report, selector.matchLabels, [...path, "matchLabels"], minor);
	for (const [index, requirement] of selector.matchExpressions.entries()) {
		validateRequirement(report, requirement, [...path, "matchExpressions", index], minor);
	}
	if (report.errors === before) return;
	const value = minor >= 34 ? "null" : '"null"';
	report.refuse(path, `Invalid value: ${value}: invalid label selector.`, "");
}

const operators: ReadonlySet<string> = new Set(["In", "NotIn", "Exists", "DoesNotExist"]);

function validateRequirement(
	report: ObjectReport,
	{ key, operator, values }: WrittenRequirement,
	path: FieldPath,
	minor: number,
): void {
	if (!operators.has(operator)) {
		const remedy = "it is one of `In`, `NotIn`, `Exists`, `DoesNotExist`";
		const says = invalid(operator, "not a valid selector operator");
		report.refuse([...path, "operator"], says, remedy);
	} else if (operator.endsWith("In") && values.length === 0) {
		const says = "must be specified when `operator` is 'In' or 'NotIn'";
		report.refuse([...path, "values"], required(says), "");
	} else if (!operator.endsWith("In") && values.length > 0) {
		const says = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
		report.refuse([...path, "values"], forbidden(says), "");
	}
	for (const error of labelKeyErrors(key, minor)) {
		report.refuse([...path, "key"], invalid(key, error), "");
	}
	for (const [index, value] of values.entries()) {
		for (const error of labelValueErrors(value, minor)) {
			report.refuse([...path, "values", index], invalid(value, error), "");
		}
	}
}

/** The selectors of a role that has passed validation. */
export function checkedSelectors(selectors: readonly WrittenSelector[]): readonly LabelSelector[] {
	return selectors.map(({ matchLabels, matchExpressions }) => ({
		matchLabels: new Map(Object.entries(matchLabels)),
		matchExpressions: matchExpressions.filter(hasKnownOperator),
	}));
}

function hasKnownOperator(requirement: WrittenRequirement): requirement is LabelRequirement {
	return operators.has(requirement.operator);
}
