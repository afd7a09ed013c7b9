// SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
import type { Place } from "../model/origin.ts";
import type { TextEdit } from "../model/suite-fix.ts";
import { fingerprint as hashOf } from "../model/fingerprint.ts";
import { visible, visibleJson } from "./visible.ts";

/** What a result is an instance of. */
export interface SarifRule {
	readonly id: string;
	readonly title: string;
	readonly help: string;
	/** 0 to 10, as code scanning sorts them. */
	readonly severity: number;
}

export interface SarifResult {
	readonly ruleId: string;
	readonly level: "error" | "warning" | "note";
	readonly message: string;
	/** The place to look at first, then the others where it can be mended. */
	readonly places: readonly Place[];
	/** What belongs to it, with a word on each, which may be empty. */
	readonly related: readonly { readonly place: Place; readonly title: string }[];
	/** The same for the same finding, wherever it moves in its file. */
	readonly fingerprint: string;
	/** Why it is known and let through. */
	readonly suppressed?: string;
	/** Ways to mend it, as changes of files. */
	readonly fixes?: readonly SarifFix[];
}

interface SarifFix {
	readonly description: string;
	readonly changes: readonly TextEdit[];
}

/** What kept the tool from its work. */
export interface SarifNotification {
	readonly level: "error" | "warning" | "note";
	readonly message: string;
	readonly place: Place;
}

/** A log with one run. What has no place in a file is reported without one. */
export function sarifText(
	version: string,
	rules: readonly SarifRule[],
	results: readonly SarifResult[],
	notifications: readonly SarifNotification[] = [],
): string {
	const log = {
		$schema: "https://json.schemastore.org/sarif-2.1.0.json",
		version: "2.1.0",
		runs: [
			{
				tool: {
					driver: {
						name: "rolecall",
						semanticVersion: version,
						rules: rules.map(ruleOf),
					},
				},
				...(notifications.length > 0 && { invocations: [invocationOf(notifications)] }),
				columnKind: "utf16CodeUnits",
				results: results.map((result) => resultOf(result, rules)),
			},
		],
	};
	return `${visibleJson(JSON.stringify(log, undefined, 2))}\n`;
}

function invocationOf(notifications: readonly SarifNotification[]): object {
	return {
		executionSuccessful: notifications.every(({ level }) => level !== "error"),
		toolExecutionNotifications: notifications.map(({ level, message, place }) => ({
			level,
			message: { text: visible(message) },
			locations: [locationOf(place)],
		})),
	};
}

function ruleOf({ id, title, help, severity }: SarifRule): object {
	return {
		id,
		shortDescription: { text: title },
		help: { text: help },
		properties: { tags: ["security", "rbac"], "security-severity": severity.toFixed(1) },
	};
}

function resultOf(result: SarifResult, rules: readonly SarifRule[]): object {
	const { ruleId, level, message, places, related, fingerprint, suppressed, fixes = [] } = result;
	return {
		ruleId,
		ruleIndex: rules.findIndex(({ id }) => id === ruleId),
		level,
		message: { text: visible(message) },
		...(places.length > 0 && { locations: places.map(locationOf) }),
		...(related.length > 0 && {
			relatedLocations: related.map(({ place, title }, id) => ({
				id,
				...locationOf(place),
				...(title !== "" && { message: { text: visible(title) } }),
			})),
		}),
		...(suppressed !== undefined && {
			suppressions: [{ kind: "external", status: "accepted", justification: visible(suppressed) }],
		}),
		...(fixes.length > 0 && { fixes: fixes.map(sarifFixOf) }),
		// The second key is the one that GitHub reads.
		partialFingerprints: {
			"rolecall/v1": hashOf([fingerprint]),
			primaryLocationLineHash: hashOf([fingerprint]),
		},
	};
}

function sarifFixOf({ description, changes }: SarifFix): object {
	const files = new Set(changes.map(({ file }) => file));
	return {
		description: { text: visible(description) },
		artifactChanges: [...files].map((file) => ({
			artifactLocation: { uri: uriOf(file) },
			replacements: changes
				.filter((change) => change.file === file)
				.map(({ start, end, text }) => ({
					deletedRegion: {
						...{ startLine: start.line, startColumn: start.column },
						...{ endLine: end.line, endColumn: end.column },
					},
					...(text !== "" && { insertedContent: { text } }),
				})),
		})),
	};
}

function uriOf(file: string): string {
	// Half of a pair of UTF-16 units has no place in a URI.
	const whole = file.replace(/\p{Cs}/gu, "\ufffd");
	return whole.split("/").map(encodeURIComponent).join("/");
}

function locationOf({ file, line, column }: Place): object {
	const uri = uriOf(file);
	const region = line === undefined ? undefined : { startLine: line, startColumn: column ?? 1 };
	return { physicalLocation: { artifactLocation: { uri }, ...(region && { region }) } };
}
