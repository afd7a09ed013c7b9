import type { Fix } from "../model/suite-fix.ts";
import type { CheckResult, SuiteResult, TestRun } from "../model/suite-result.ts";
import { fixListText, fixText } from "../render/test/fix-list.ts";
import type { ReportView } from "../render/test/report-view.ts";
import { visible } from "../render/visible.ts";
import { placeInWords } from "../render/words.ts";
import { type ExitCode, exitCodes } from "./exit-code.ts";
import { type FixedFile, fixFiles } from "./fix-files.ts";
import type { Io } from "./io.ts";
import { readManifest } from "./read-manifest.ts";
import { type Teller, tellerOf } from "./teller.ts";
import { type RunOptions, runSuites } from "./test-run.ts";
import { UsageError } from "./usage-error.ts";
import { version } from "./version.ts";

interface OutputChoice {
	readonly quiet: boolean;
	readonly verbose: boolean;
	readonly color: "auto" | "always" | "never";
}

/** The tests as they are now, with every error of the suites told: what failed beside them may still be mended. */
export async function fixRun(
	io: Io,
	paths: readonly string[],
	asked: RunOptions,
	options: OutputChoice,
): Promise<TestRun> {
	const run = await runSuites(io, paths, asked);
	const errors = run.suites.flatMap(errorsOf);
	const teller = speaking(io, options);
	for (const { place, message } of errors) {
		teller.line(`${placeInWords(place)}: ${visible(message)}`);
	}
	return run;
}

/** Every fix with its number, and what has none. */
export function listFixes(io: Io, run: TestRun, options: OutputChoice): ExitCode {
	const isWrong = run.suites.flatMap(errorsOf).length > 0;
	const failed = failedOf(run).length;
	if (!options.quiet && (failed > 0 || !isWrong)) io.out(fixListText(run, viewOf(io, options)));
	if (isWrong) return exitCodes.usage;
	return failed === 0 ? exitCodes.yes : exitCodes.no;
}

/** A fix as a unified diff. */
export async function printPatch(
	io: Io,
	run: TestRun,
	number: number,
	options: OutputChoice,
): Promise<ExitCode> {
	const files = filesFor(io, run, number, options);
	if (files === undefined) return exitCodes.no;
	const { patchText } = await import("../render/patch.ts");
	for (const { file, text, edited } of files) {
		if (!options.quiet) io.out(patchText(file, text, edited.text));
	}
	return exitCodes.yes;
}

/** Writes a fix, runs the tests again, and puts the files back unless they prove it right. */
export async function writeFix(
	io: Io,
	run: TestRun,
	number: number,
	{ paths, asked }: { readonly paths: readonly string[]; readonly asked: RunOptions },
	options: OutputChoice,
): Promise<ExitCode> {
	const files = filesFor(io, run, number, options);
	if (files === undefined) return exitCodes.no;
	const fix = fixOf(run, number);
	for (const { file, edited } of files) io.writeFile(file, edited.text);
	const putBack = (): void => {
		for (const { file, text } of files) io.writeFile(file, text);
	};
	let wrong: string | undefined;
	let after: TestRun;
	try {
		after = await runSuites(io, paths, { ...asked, withoutFixes: true });
		wrong = whatIsWrong(run, after, fix);
	} catch (error) {
		putBack();
		throw error;
	}
	if (wrong !== undefined) {
		putBack();
		speaking(io, options).line(`error: the files were put back: with the edit, ${visible(wrong)}`);
		return exitCodes.no;
	}
	const left = failedOf(after).length;
	if (!options.quiet) {
		const names = files.map(({ file }) => visible(file)).join(", ");
		io.out(
			`${fixText(fix, viewOf(io, options))}written to ${names}: ${failedOf(run).length} failed before, ${left} now\n`,
		);
	}
	return exitCodes.yes;
}

function filesFor(
	io: Io,
	run: TestRun,
	number: number,
	options: OutputChoice,
): readonly FixedFile[] | undefined {
	const files = fixFiles(fixOf(run, number), readManifest);
	if (typeof files !== "string") return files;
	const view = viewOf(io, options);
	const teller = speaking(io, options);
	teller.line(`error: ${visible(files)}`);
	teller.line(fixText(fixOf(run, number), view).trimEnd());
	return undefined;
}

function fixOf(run: TestRun, number: number): Fix {
	const fixes = run.suites.flatMap(({ checks }) =>
		checks.flatMap(({ repair }) => repair?.fixes ?? []),
	);
	const found = fixes.find((fix) => fix.number === number);
	if (found !== undefined) return found;
	const most = Math.max(0, ...fixes.map((fix) => fix.number ?? 0));
	const there = most === 0 ? "there is none" : `there are 1 to ${most}`;
	throw new UsageError(`no fix has the number ${number}: ${there} (\`rolecall fix\` lists them)`);
}

/** Why the second run does not prove the fix: its checks pass, and no other one that passed fails. */
function whatIsWrong(before: TestRun, after: TestRun, fix: Fix): string | undefined {
	const now = new Map(
		after.suites.flatMap((suite) => suite.checks.map((check) => [keyOf(suite, check), check])),
	);
	const known = new Set(before.suites.flatMap(errorsOf).map(errorKey));
	const error = after.suites.flatMap(errorsOf).find((one) => !known.has(errorKey(one)));
	if (error !== undefined) return `${placeInWords(error.place)}: ${error.message}`;
	for (const suite of before.suites) {
		for (const check of suite.checks) {
			const isMeant = check.repair?.fixes.includes(fix) === true;
			const status = now.get(keyOf(suite, check))?.status ?? "passed";
			const isHeld = isMeant || check.status === "passed";
			if (isHeld && status !== "passed") return `\`${check.id}\` would not pass: ${status}`;
		}
	}
	return undefined;
}

function keyOf({ file, variant }: SuiteResult, { id }: CheckResult): string {
	return JSON.stringify([file, variant, id]);
}

function errorKey({ place, message }: SuiteResult["problems"][number]): string {
	return `${placeInWords(place)}: ${message}`;
}

function errorsOf({ problems }: SuiteResult): SuiteResult["problems"] {
	return problems.filter(({ severity }) => severity === "error");
}

function failedOf({ suites }: TestRun): readonly CheckResult[] {
	return suites.flatMap(({ checks }) => checks.filter(({ status }) => status === "failed"));
}

function speaking(io: Io, options: OutputChoice): Teller {
	return tellerOf(io, { ...options, headers: true, strict: false });
}

function viewOf(io: Io, options: OutputChoice): ReportView {
	const { style, width } = speaking(io, options).view;
	return { style, width, version, verbose: options.verbose };
}
