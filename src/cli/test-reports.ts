import { didYouMean } from "../model/did-you-mean.ts";
import type { TestRun } from "../model/suite-result.ts";
import { type ReporterName, reporterNames, reportText } from "../render/test/reporters.ts";
import type { Io } from "./io.ts";
import { placeInRepository } from "./place-in-repository.ts";
import { tellerOf } from "./teller.ts";
import { UsageError } from "./usage-error.ts";
import { version } from "./version.ts";
import { written } from "./written.ts";

interface ReportOptions {
	readonly verbose: boolean;
	readonly quiet: boolean;
	readonly color: "auto" | "always" | "never";
}

export interface WantedReport {
	readonly name: ReporterName;
	/** Undefined for standard output. */
	readonly file: string | undefined;
}

/** Writes every report that was asked for: one to standard output, the others to their files. */
export async function writeReports(
	io: Io,
	reports: readonly WantedReport[],
	options: ReportOptions,
	run: TestRun,
): Promise<void> {
	const { style, width } = tellerOf(io, { ...options, headers: true, strict: false }).view;
	const hasSarif = reports.some(({ name }) => name === "sarif");
	const edited = hasSarif ? (await import("./with-fix-texts.ts")).withFixTexts(run) : run;
	const at = placeInRepository(io);
	for (const { name, file } of reports) {
		const view = { style, width, version, verbose: options.verbose, ...(at && { at }) };
		const text = await reportText(name === "sarif" ? edited : run, name, view);
		if (file !== undefined) written(file, () => io.writeFile(file, text));
		else if (!options.quiet) io.out(text);
		const summary = io.environment["GITHUB_STEP_SUMMARY"];
		if (name === "github" && summary) {
			const table = await reportText(run, "markdown", view);
			written(summary, () => io.appendFile(summary, table));
		}
	}
}

/** Which lines of the manifests the checks decide, for whatever shows coverage. */
export async function writeLcov(io: Io, file: string, run: TestRun): Promise<void> {
	const { lcovReport } = await import("../render/test/lcov.ts");
	written(file, () => io.writeFile(file, lcovReport(run)));
}

/** The words of `--reporter`; without any, the report for a terminal. */
export function wantedReports(given: readonly string[]): readonly WantedReport[] {
	const reports = (given.length === 0 ? ["pretty"] : given).map(reportOf);
	if (reports.filter(({ file }) => file === undefined).length > 1) {
		throw new UsageError(
			"standard output takes one report: give the others a file, as in `--reporter junit=out.xml`",
		);
	}
	return reports;
}

function reportOf(words: string): WantedReport {
	const [word = "", ...file] = words.split("=");
	const name = reporterNames.find((one) => one === word);
	if (name !== undefined) return { name, file: file.length === 0 ? undefined : file.join("=") };
	const hint = didYouMean(word, reporterNames);
	throw new UsageError(`--reporter takes ${reporterNames.join(", ")}, found \`${word}\`${hint}`);
}
