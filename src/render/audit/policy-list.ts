import type { AuditPolicy, AuditSeverity } from "../../model/audit-policy.ts";
import { apiVersion, type Fields } from "../answer-data.ts";
import { csvText } from "../csv.ts";
import type { Format } from "../formats.ts";
import { tableOf } from "../markdown-parts.ts";
import { type Cell, table } from "../table.ts";
import type { View } from "../view.ts";
import { visible, visibleJson } from "../visible.ts";
import { toYaml } from "../yaml.ts";
import { policyData } from "./audit-data.ts";
import { severityIn, severityScopes } from "./policy-severity.ts";

/** The table of `audit --list`; what only findings can be shown in gives the table too. */
export function policyListText(
	policies: readonly AuditPolicy[],
	format: Format,
	view: View,
): string {
	switch (format) {
		case "json":
			return `${visibleJson(JSON.stringify(listData(policies), undefined, 2))}\n`;
		case "yaml":
			return toYaml(listData(policies));
		case "ndjson":
			return policies
				.map((one) => ({ apiVersion, kind: "AuditPolicy", ...policyData(one) }))
				.map((line) => `${visibleJson(JSON.stringify(line))}\n`)
				.join("");
		case "csv":
			return csvText(titles, policies.map(textsOf), view.headers);
		case "markdown":
			return `${tableOf(titles, policies.map(textsOf))}\n`;
		case "table":
		case "wide":
		case "sarif":
		case "github":
		case "junit":
			return tableText(policies, view);
	}
}

const titles = ["Policy", "Finds", "Cluster", "Sensitive", "Namespace", "Pack", "Catalogue"];

function listData(policies: readonly AuditPolicy[]): Fields {
	return { apiVersion, kind: "AuditPolicies", policies: policies.map(policyData) };
}

function tableText(policies: readonly AuditPolicy[], view: View): string {
	const columns = titles.map((title, index) => ({
		title: title.toUpperCase(),
		// Only what is found is a sentence, and only the rows of the catalogue are many.
		fixed: index !== 1 && index !== 6,
	}));
	const rows = policies.map((policy) =>
		textsOf(policy).map((text, index): Cell => {
			const look = severityAt(policy, index);
			return look === undefined ? visible(text) : { text, look };
		}),
	);
	return table(columns, rows, view);
}

function severityAt(policy: AuditPolicy, column: number): AuditSeverity | undefined {
	const scope = severityScopes[column - 2];
	return scope && severityIn(policy, scope);
}

function textsOf(policy: AuditPolicy): readonly string[] {
	const { id, title, pack, references } = policy;
	const severities = severityScopes.map((scope) => severityIn(policy, scope) ?? "");
	return [id, title, ...severities, pack, references.catalogue.join(" ")];
}
