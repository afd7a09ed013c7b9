// SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
import type { Place } from "../model/origin.ts";
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
	/** The place to look at first, then those that belong to it. */
	readonly places: readonly Place[];
	/** The same for the same finding, wherever it moves in its file. */
	readonly fingerprint: string;
}

/** A log with one run. What has no place in a file is reported without one. */
export function sarifText(
	version: string,
	rules: readonly SarifRule[],
	results: readonly SarifResult[],
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
				columnKind: "utf16CodeUnits",
				results: results.map((result) => resultOf(result, rules)),
			},
		],
	};
	return `${visibleJson(JSON.stringify(log, undefined, 2))}\n`;
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
	const { ruleId, level, message, places, fingerprint } = result;
	const [first, ...related] = places.map(locationOf);
	return {
		ruleId,
		ruleIndex: rules.findIndex(({ id }) => id === ruleId),
		level,
		message: { text: visible(message) },
		...(first !== undefined && { locations: [first] }),
		...(related.length > 0 && {
			relatedLocations: related.map((location, id) => ({ id, ...location })),
		}),
		// The second key is the one that GitHub reads.
		partialFingerprints: {
			"rolecall/v1": hashOf(fingerprint),
			primaryLocationLineHash: hashOf(fingerprint),
		},
	};
}

function locationOf({ file, line, column }: Place): object {
	const uri = file.split("/").map(encodeURIComponent).join("/");
	const region = line === undefined ? undefined : { startLine: line, startColumn: column ?? 1 };
	return { physicalLocation: { artifactLocation: { uri }, ...(region && { region }) } };
}

/** FNV-1a in 64 bits: it only has to tell findings of one repository apart. */
function hashOf(text: string): string {
	let hash = 0xcbf29ce484222325n;
	for (const byte of new TextEncoder().encode(text)) {
		hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn;
	}
	return hash.toString(16).padStart(16, "0");
}
