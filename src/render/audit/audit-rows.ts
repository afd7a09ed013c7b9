import type { Audit, Finding } from "../../model/audit.ts";
import { formatPlace } from "../../model/origin.ts";
import type { Rows } from "../rows.ts";
import {
	changesInWords,
	concernedInWords,
	findingScopeInWords,
	fixInWords,
	suppressionInWords,
} from "./finding-words.ts";
import { chainInWords } from "./way-words.ts";

/** A row for each finding. */
export function auditRows({ findings }: Audit): Rows {
	const headers = [
		...["severity", "confidence", "policy", "pack", "about", "scope", "message", "where"],
		...["permissions", "chains", "workloads", "implies", "changes", "latent", "fix"],
		...["suppressed", "fingerprint"],
	];
	return { headers, rows: findings.map(cellsOf) };
}

function cellsOf(finding: Finding): readonly string[] {
	const { severity, confidence, policy, pack, message, chains } = finding;
	return [
		...[severity, confidence, policy, pack],
		concernedInWords(finding.concerned),
		findingScopeInWords(finding.scope),
		message,
		formatPlace(finding.place),
		finding.permissions.join("; "),
		chains.map((chain) => chainInWords(chain, finding)).join("; "),
		finding.workloads.map(({ kind, namespace, name }) => `${kind}/${namespace}/${name}`).join(" "),
		finding.implies.join(" "),
		changesInWords(finding).join("; "),
		String(finding.isLatent),
		fixInWords(finding),
		suppressionInWords(finding),
		finding.fingerprint,
	];
}
