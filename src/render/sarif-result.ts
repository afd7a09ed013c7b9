import { fingerprint as hashOf } from "../model/fingerprint.ts";
import type { Place } from "../model/origin.ts";
import type { TextEdit } from "../model/suite-fix.ts";
import { visible } from "./visible.ts";

export type SarifLevel = "error" | "warning" | "note";

export interface SarifResult {
	readonly ruleId: string;
	readonly level: SarifLevel;
	readonly message: string;
	/** The place to look at first, then the others where it can be mended. */
	readonly places: readonly Place[];
	/** What stands at the first place, or is meant where there is no file. */
	readonly object?: SarifObject;
	/** What belongs to it, with a word on each, which may be empty. */
	readonly related: readonly { readonly place: Place; readonly title: string }[];
	/** The ways that lead to it. */
	readonly flows?: readonly (readonly SarifStep[])[];
	/** The same for the same finding, wherever it moves in its file. */
	readonly fingerprint: string;
	/** Why it is known and let through, and whether the source itself says so. */
	readonly suppressed?: { readonly kind: "inSource" | "external"; readonly why: string };
	/** Ways to mend it, as changes of files. */
	readonly fixes?: readonly SarifFix[];
}

/** An object by its name: `web`, `Role/shop/web/rules[2]`. */
interface SarifObject {
	readonly name: string;
	readonly path: string;
}

interface SarifStep {
	/** Undefined for what stands in no file. */
	readonly place: Place | undefined;
	readonly object?: SarifObject;
	readonly message: string;
}

interface SarifFix {
	readonly description: string;
	readonly changes: readonly TextEdit[];
}

/** GitHub takes no more places of one result; of the steps that lead to it, it shows no more. */
const most = 1000;

/** A result as the log has it; what has no place in a file is reported without one. */
export function sarifResult(result: SarifResult, ruleIndex: number): object {
	const { ruleId, level, message, fingerprint, suppressed, flows = [], fixes = [] } = result;
	const locations = locationsOf(result);
	const related = result.related.slice(0, most - locations.length);
	return {
		ruleId,
		ruleIndex,
		level,
		message: { text: visible(message) },
		...(locations.length > 0 && { locations }),
		...(related.length > 0 && {
			relatedLocations: related.map(({ place, title }, id) => ({
				id,
				...sarifLocation(place),
				...(title !== "" && { message: { text: visible(title) } }),
			})),
		}),
		...(flows.length > 0 && { codeFlows: flowsOf(flows) }),
		...(suppressed !== undefined && {
			suppressions: [
				{ kind: suppressed.kind, status: "accepted", justification: visible(suppressed.why) },
			],
		}),
		...(fixes.length > 0 && { fixes: fixes.map(sarifFixOf) }),
		// The second key is the one that GitHub reads.
		partialFingerprints: {
			"rolecall/v1": hashOf([fingerprint]),
			primaryLocationLineHash: hashOf([fingerprint]),
		},
	};
}

export function sarifLocation({ file, line, column }: Place): object {
	const uri = uriOf(file);
	const region = line === undefined ? undefined : { startLine: line, startColumn: column ?? 1 };
	return { physicalLocation: { artifactLocation: { uri }, ...(region && { region }) } };
}

function locationsOf({ places, object }: SarifResult): readonly object[] {
	const [first, ...others] = places.slice(0, most);
	if (object === undefined) return [...(first ? [first] : []), ...others].map(sarifLocation);
	const named = { ...(first && sarifLocation(first)), ...logicalOf(object) };
	return [named, ...others.map(sarifLocation)];
}

function logicalOf({ name, path }: SarifObject): object {
	const fullyQualifiedName = visible(path);
	return { logicalLocations: [{ name: visible(name), fullyQualifiedName, kind: "resource" }] };
}

/** Whole flows only. */
function flowsOf(flows: readonly (readonly SarifStep[])[]): readonly object[] {
	let steps = 0;
	const shown = flows.filter((flow) => {
		steps += flow.length;
		return steps <= most;
	});
	return shown.map((flow) => ({ threadFlows: [{ locations: flow.map(stepOf) }] }));
}

function stepOf({ place, object, message }: SarifStep): object {
	return {
		location: {
			...(place && sarifLocation(place)),
			...(object && logicalOf(object)),
			message: { text: visible(message) },
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
