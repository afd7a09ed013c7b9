import type { AuditSeverity } from "../model/audit-policy.ts";

/** What a piece of text is; a style decides how that looks. Meaning never hangs on colour alone. */
export type Look =
	| "yes"
	| "no"
	| "unknown"
	| "partly"
	| "dead"
	| "strong"
	| "quiet"
	| "warning"
	| AuditSeverity;

export interface Style {
	readonly paint: (look: Look, text: string) => string;
}

export const plainStyle: Style = { paint: (_look, text) => text };

const codes: Readonly<Record<Look, string>> = {
	yes: "32",
	no: "31",
	unknown: "35",
	partly: "33",
	dead: "31",
	strong: "1",
	quiet: "2",
	warning: "33",
	critical: "1;31",
	high: "31",
	medium: "33",
	low: "36",
	info: "2",
};

export const colourStyle: Style = {
	paint: (look, text) => (text === "" ? "" : `\u001b[${codes[look]}m${text}\u001b[0m`),
};
