// SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
import type { Place } from "../model/origin.ts";
import { type SarifLevel, type SarifResult, sarifLocation, sarifResult } from "./sarif-result.ts";
import { visible, visibleJson } from "./visible.ts";

/** What a result is an instance of. */
export interface SarifRule {
	readonly id: string;
	readonly title: string;
	readonly help: string;
	/** The same as a page. */
	readonly markdown?: string;
	/** Where more is said. */
	readonly helpUri?: string;
	/** 0 to 10, as code scanning sorts risks; a level for what is a slip and no risk. */
	readonly severity: number | SarifLevel;
	readonly precision?: "very-high" | "high" | "medium" | "low";
	/** Beside those that every rule has. */
	readonly tags?: readonly string[];
}

/** What kept the tool from its work, or what a reader has to know of all of it. */
export interface SarifNotification {
	readonly level: SarifLevel;
	readonly message: string;
	readonly place?: Place;
}

/** What was found in one go, the gravest first. */
export interface SarifRun {
	/** What tells runs of one log apart. */
	readonly name?: string;
	readonly rules: readonly SarifRule[];
	readonly results: readonly SarifResult[];
	readonly notifications?: readonly SarifNotification[];
}

/** GitHub refuses a run with more results, and keeps no more than these of it. */
const mostResults = 25_000;
const mostKept = 5000;
/** GitHub takes no more tags of a rule. */
const mostTags = 20;

/** A log of one or more runs. */
export function sarifText(version: string, runs: readonly SarifRun[]): string {
	const log = {
		$schema: "https://json.schemastore.org/sarif-2.1.0.json",
		version: "2.1.0",
		runs: runs.map((run) => runOf(run, version)),
	};
	return `${visibleJson(JSON.stringify(log, undefined, 2))}\n`;
}

function runOf(run: SarifRun, version: string): object {
	const { name, rules, results } = run;
	const indexes = new Map(rules.map(({ id }, index) => [id, index]));
	const notifications = [...(run.notifications ?? []), ...limitsOf(results.length)];
	return {
		tool: {
			driver: {
				name: "rolecall",
				semanticVersion: version,
				rules: rules.map(ruleOf),
			},
		},
		...(name !== undefined && { automationDetails: { id: visible(`rolecall/${name}/`) } }),
		...(notifications.length > 0 && { invocations: [invocationOf(notifications)] }),
		columnKind: "utf16CodeUnits",
		results: results
			.slice(0, mostResults)
			.map((result) => sarifResult(result, indexes.get(result.ruleId) ?? -1)),
	};
}

function limitsOf(results: number): readonly SarifNotification[] {
	if (results <= mostKept) return [];
	const left = results - mostResults;
	const out = left > 0 ? `, and ${left} of them are not in this log: it takes ${mostResults}` : "";
	const message = `there are ${results} results: code scanning shows ${mostKept}, the gravest${out}`;
	return [{ level: "warning", message }];
}

function invocationOf(notifications: readonly SarifNotification[]): object {
	return {
		executionSuccessful: notifications.every(({ level }) => level !== "error"),
		toolExecutionNotifications: notifications.map(({ level, message, place }) => ({
			level,
			message: { text: visible(message) },
			...(place && { locations: [sarifLocation(place)] }),
		})),
	};
}

function ruleOf(rule: SarifRule): object {
	const { id, title, help, markdown, helpUri, severity, precision, tags = [] } = rule;
	const isRisk = typeof severity === "number";
	const all = [...(isRisk ? ["security", "rbac"] : ["rbac"]), ...tags];
	return {
		id,
		shortDescription: { text: title },
		help: { text: help, ...(markdown !== undefined && { markdown }) },
		...(helpUri !== undefined && { helpUri }),
		...(!isRisk && { defaultConfiguration: { level: severity } }),
		properties: {
			tags: all.slice(0, mostTags),
			...(precision && { precision }),
			...(isRisk
				? { "security-severity": severity.toFixed(1) }
				: { "problem.severity": severity === "note" ? "recommendation" : severity }),
		},
	};
}
