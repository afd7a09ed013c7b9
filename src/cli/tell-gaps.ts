import type { Audit } from "../model/audit.ts";
import { gapsInWords } from "../render/audit/finding-words.ts";
import type { Format } from "../render/formats.ts";
import type { Teller } from "./teller.ts";

/** Formats in whose text an audit says what it lacks. */
const sayIt: ReadonlySet<Format> = new Set([
	"table",
	"wide",
	"markdown",
	"github",
	"json",
	"yaml",
] as const);

/** Says that an audit is incomplete where its format has no words for it. */
export function tellGaps(audit: Audit, { options, warn }: Teller): void {
	if (audit.gaps.length === 0 || sayIt.has(options.output ?? "table")) return;
	warn(`the audit is incomplete: ${gapsInWords(audit)}`);
}
