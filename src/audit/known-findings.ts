import type { AuditRemark, Finding, Suppression } from "../model/audit.ts";
import { compareSeverity } from "../model/audit-policy.ts";
import type { AuditBaseline, BaselineFinding } from "../model/audit-suppression.ts";
import type { Asked } from "./suppress-usage.ts";

/** What an earlier audit found already, and what of that is gone or has become worse. */
export class KnownFindings {
	readonly #baseline: AuditBaseline;
	readonly #byFingerprint: ReadonlyMap<string, BaselineFinding>;
	readonly #worse: AuditRemark[] = [];

	constructor(baseline: AuditBaseline) {
		this.#baseline = baseline;
		this.#byFingerprint = new Map(baseline.findings.map((one) => [one.fingerprint, one]));
	}

	/** A finding that is worse than it was is a new one. */
	suppressionOf(finding: Finding): Suppression | undefined {
		const { fingerprint, severity, message, place } = finding;
		const before = this.#byFingerprint.get(fingerprint);
		if (before === undefined) return undefined;
		if (compareSeverity(severity, before.severity) < 0) {
			const change = `${severity} now, ${before.severity} in the baseline`;
			this.#worse.push({ severity: "note", message: `${change}: ${message}`, place });
			return undefined;
		}
		const reason = "found before, as the baseline says";
		return { by: "baseline", reason, until: undefined, place: this.#baseline.place };
	}

	/** What a run that did not ask a policy did not find is not gone. */
	remarks(findings: readonly Finding[], { known, asked }: Asked): readonly AuditRemark[] {
		const found = new Set(findings.map(({ fingerprint }) => fingerprint));
		const gone = [...this.#byFingerprint.values()].filter(
			({ fingerprint, policy }) =>
				!found.has(fingerprint) && (asked.has(policy) || !known.includes(policy)),
		).length;
		if (gone === 0) return this.#worse;
		const what =
			gone === 1 ? "1 finding of the baseline is" : `${gone} findings of the baseline are`;
		const message = `${what} gone: --write-baseline writes it anew`;
		return [...this.#worse, { severity: "note", message, place: this.#baseline.place }];
	}
}
