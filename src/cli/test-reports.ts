import { relative, sep } from "node:path";
import { nearest } from "../model/nearest.ts";
import type { TestRun } from "../model/suite-result.ts";
import { type ReporterName, reporterNames, reportText } from "../render/test/reporters.ts";
import type { RunPlace } from "../render/test/repository-path.ts";
import type { Io } from "./io.ts";
import { tellerOf } from "./teller.ts";
import { UsageError } from "./usage-error.ts";
import { version } from "./version.ts";

interface ReportOptions {
	readonly reporter: readonly string[];
	readonly verbose: boolean;
	readonly quiet: boolean;
	readonly color: "auto" | "always" | "never";
}

/** Writes every report that was asked for: one to standard output, the others to their files. */
export async function writeReports(io: Io, options: ReportOptions, run: TestRun): Promise<void> {
	const wanted = options.reporter.length === 0 ? ["pretty"] : options.reporter;
	const reports = wanted.map(reportOf);
	if (reports.filter(({ file }) => file === undefined).length > 1) {
		throw new UsageError(
			"standard output takes one report: give the others a file, as in `--reporter junit=out.xml`",
		);
	}
	const { style, width } = tellerOf(io, { ...options, headers: true, strict: false }).view;
	const at = placeInRepository(io);
	for (const { name, file } of reports) {
		const view = { style, width, version, verbose: options.verbose, ...(at && { at }) };
		const text = await reportText(run, name, view);
		if (file !== undefined) io.writeFile(file, text);
		else if (!options.quiet) io.out(text);
		const summary = io.environment["GITHUB_STEP_SUMMARY"];
		if (name === "github" && summary) {
			io.appendFile(summary, await reportText(run, "markdown", view));
		}
	}
}

/** By what GitHub and GitLab say of the checkout: they show files by their path in it. */
function placeInRepository({ environment }: Io): RunPlace | undefined {
	const root = environment["GITHUB_WORKSPACE"] ?? environment["CI_PROJECT_DIR"];
	if (!root) return undefined;
	const folder = relative(root, process.cwd()).split(sep).join("/");
	return folder.startsWith("..") ? undefined : { root, folder };
}

/** Which lines of the manifests the checks decide, for whatever shows coverage. */
export async function writeLcov(io: Io, file: string, run: TestRun): Promise<void> {
	const { lcovReport } = await import("../render/test/lcov.ts");
	io.writeFile(file, lcovReport(run));
}

function reportOf(words: string): {
	readonly name: ReporterName;
	readonly file: string | undefined;
} {
	const [word = "", ...file] = words.split("=");
	const name = reporterNames.find((one) => one === word);
	if (name !== undefined) return { name, file: file.length === 0 ? undefined : file.join("=") };
	const meant = nearest(word, reporterNames);
	const hint = meant === undefined ? "" : `; did you mean \`${meant}\`?`;
	throw new UsageError(`--reporter takes ${reporterNames.join(", ")}, found \`${word}\`${hint}`);
}
