import { fingerprint } from "../../model/fingerprint.ts";
import type { Place } from "../../model/origin.ts";
import type { TestSeverity } from "../../model/suite.ts";
import type { CheckFailure, CheckResult, SuiteResult, TestRun } from "../../model/suite-result.ts";
import { isInFile } from "../is-in-file.ts";
import { statementLine } from "../statement-words.ts";
import { bindingSubjectInWords, referenceInWords } from "../words.ts";

/** One thing for a reader to look at: a failure of a check, or a check that could not be decided. */
export interface Finding {
	readonly suite: SuiteResult;
	readonly check: CheckResult;
	/** Undefined for what could not be decided. */
	readonly failure: CheckFailure | undefined;
	/** `sa:payments/api CAN list secrets in namespace kube-system`, or what is missing for an answer. */
	readonly summary: string;
	/** The rule that grants it, where there is one in a file, then the assertion. */
	readonly places: readonly Place[];
	/** What else has a part in it. */
	readonly related: readonly { readonly place: Place; readonly title: string }[];
	/** The same from run to run, however the lines of the files move. */
	readonly fingerprint: string;
}

/** What failed, is known to fail, or could not be decided: the gravest first, then as the suites have it. */
export function findingsOf({ suites }: TestRun): readonly Finding[] {
	const all = suites.flatMap((suite) =>
		suite.checks.flatMap((check) => {
			if (check.status === "unknown") return [findingOf(suite, check, undefined)];
			return check.failures.map((failure) => findingOf(suite, check, failure));
		}),
	);
	return distinct(all.toSorted((one, other) => rankOf(one) - rankOf(other)));
}

/** `policies/payments` for `policies/payments.rolecall.yaml`. */
export function suiteKey({ file }: SuiteResult): string {
	return file.replace(/^\.\//, "").replace(/\.rolecall\.ya?ml$/, "");
}

/** ` [env=prod]`, or nothing without matrix values. */
export function variantInWords({ variant }: SuiteResult): string {
	return variant.length === 0 ? "" : ` [${variant.join(" ")}]`;
}

const ranks: Readonly<Record<TestSeverity, number>> = {
	critical: 0,
	error: 1,
	warning: 2,
	info: 3,
};

/** What could not be decided comes after all that failed. */
function rankOf({ check, failure }: Finding): number {
	return ranks[check.severity] + (failure === undefined ? 10 : 0);
}

function findingOf(
	suite: SuiteResult,
	check: CheckResult,
	failure: CheckFailure | undefined,
): Finding {
	const chains = failure?.chains ?? [];
	const rules = chains.map(({ rulePlace }) => rulePlace).filter(isInFile);
	const related = chains.flatMap(({ binding, subject, subjectPlace, role, rulePlace }, index) => [
		...(index === 0 ? [] : [{ place: rulePlace, title: `rule of ${referenceInWords(role)}` }]),
		{ place: binding.place, title: referenceInWords(binding) },
		{ place: subjectPlace, title: bindingSubjectInWords(subject) },
	]);
	const who = failure?.subject;
	return {
		suite,
		check,
		failure,
		summary: failure?.summary ?? check.reason,
		places: [...rules.slice(0, 1), check.place].map(fromHere),
		related: related
			.filter(({ place }) => isInFile(place))
			.map(({ place, title }) => ({ place: fromHere(place), title })),
		fingerprint: fingerprint([
			...[suiteKey(suite), ...suite.variant, check.test, check.title],
			...(who === undefined ? [] : [JSON.stringify(who)]),
			...(failure?.lines ?? []).map((line) => statementLine(line, Number.POSITIVE_INFINITY)),
		]),
	};
}

/** Two that would be one to a reader of fingerprints are numbered. */
function distinct(findings: readonly Finding[]): readonly Finding[] {
	const seen = new Map<string, number>();
	return findings.map((finding) => {
		const count = (seen.get(finding.fingerprint) ?? 0) + 1;
		seen.set(finding.fingerprint, count);
		if (count === 1) return finding;
		return { ...finding, fingerprint: fingerprint([finding.fingerprint, String(count)]) };
	});
}

function fromHere(place: Place): Place {
	return { ...place, file: place.file.replace(/^\.\//, "") };
}
