import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { passingChecks } from "../adequacy/adequacy.ts";
import { noticedShare } from "../adequacy/noticed-share.ts";
import { type Setting, suggestTests, withTests } from "../adequacy/suggest.ts";
import { suiteName } from "../load/sources.ts";
import { appendedTests } from "../load/suite/appended-tests.ts";
import { findSuites } from "../load/suite/find-suites.ts";
import { type LoadedSuite, loadSuite } from "../load/suite/load-suite.ts";
import { formatPlace } from "../model/origin.ts";
import type { SuiteProblem, SuiteTest } from "../model/suite.ts";
import type { DraftTest } from "../model/suite-draft.ts";
import type { SuggestedTest } from "../model/suite-suggestions.ts";
import { suggestionsText } from "../render/test/suggestions.ts";
import { draftTestLines } from "../render/test/suite-draft.ts";
import { visible } from "../render/visible.ts";
import { counted } from "../render/words.ts";
import { runSuite } from "../suite/run-suite.ts";
import { liveContexts } from "../suite-files/live-contexts.ts";
import { openSuite } from "../suite-files/open-suite.ts";
import { combinedExitCode, type ExitCode, exitCodes } from "./exit-code.ts";
import type { Io } from "./io.ts";
import { programName } from "./options.ts";
import { UsageError } from "./usage-error.ts";
import { written } from "./written.ts";

interface SuggestWants {
	readonly most: number;
	readonly mutation: boolean;
	readonly write: boolean;
}

/** Tells, for each suite, which tests it lacks, or writes them into it. */
export function suggestForSuites(io: Io, paths: readonly string[], wants: SuggestWants): ExitCode {
	const files = findSuites(paths);
	return combinedExitCode(
		files.map((file) => suggestForSuite(io, file, { ...wants, isOne: files.length === 1 })),
	);
}

function suggestForSuite(
	io: Io,
	file: string,
	wants: SuggestWants & { readonly isOne: boolean },
): ExitCode {
	const variants = loadSuite(file);
	const live = [...new Set(variants.flatMap(({ suite }) => liveContexts(suite)))];
	const isBroken = variants.some(({ problems }) => problems.some(isError));
	if (live.length > 0 && !isBroken) {
		const why = `it reads the live cluster ${live.join(", ")}; suggestions are made from files`;
		io.err(`note: ${visible(`${file}: left out: ${why}`)}\n`);
		return exitCodes.yes;
	}
	const settings = settingsOf(io, file, variants);
	if (typeof settings === "number") return settings;
	const folder = dirname(file);
	const base = basename(file).replace(suiteName, "");
	const found = suggestTests(settings, {
		most: wants.most,
		read: readTests,
		golden: (number) => freeFile(folder, base, number),
	});
	const { tests } = found;
	const noticed = wants.mutation
		? {
				before: noticedShare(settings),
				after: noticedShare(withTests(settings, tests, readTests)),
			}
		: undefined;
	if (wants.write && tests.length > 0) writeTests(io, file, tests);
	else if (tests.length > 0) {
		const lines = draftTestLines(tests.map(({ test }) => test));
		const title = wants.isOne ? [] : [`# ${visible(file)}`];
		io.out([...title, ...lines, ...(wants.isOne ? [] : [""])].map((line) => `${line}\n`).join(""));
	}
	const how = { write: wants.write, update: `${programName(io)} test ${visible(file)} -u` };
	io.err(suggestionsText(file, found, { ...how, noticed }));
	return exitCodes.yes;
}

/** The suite with each choice of its matrix values, or the code of what keeps it from passing, which is told. */
function settingsOf(
	io: Io,
	file: string,
	variants: readonly LoadedSuite[],
): readonly Setting[] | ExitCode {
	const settings: Setting[] = [];
	for (const loaded of variants) {
		const opened = openSuite(loaded);
		const result = opened.world && runSuite(opened.world, opened.problems);
		const errors = (result?.problems ?? opened.problems).filter(isError);
		if (opened.world === undefined || result === undefined || errors.length > 0) {
			for (const { place, message } of errors) {
				io.err(`error: ${visible(`${formatPlace(place)}: ${message}`)}\n`);
			}
			return exitCodes.usage;
		}
		const failed = result.checks.filter(({ status }) => status === "failed").length;
		if (failed > 0) {
			const name = [file, ...loaded.suite.variant].join(" ");
			const fails = failed === 1 ? "fails" : "fail";
			io.err(
				`${visible(name)}: ${counted(failed, "check")} of ${result.checks.length} ${fails}: mend that first, \`${programName(io)} test ${visible(file)}\` tells what\n`,
			);
			return exitCodes.no;
		}
		settings.push({ world: opened.world, passing: passingChecks(opened.world, result) });
	}
	return settings;
}

function isError({ severity }: SuiteProblem): boolean {
	return severity === "error";
}

/** Tests as a suite that holds them is read. */
function readTests(tests: readonly DraftTest[]): readonly SuiteTest[] {
	const text = ["version: rolecall/v1", "tests:", ...draftTestLines(tests)].join("\n");
	const [loaded] = tests.length === 0 ? [] : loadSuite("suggested", new Map(), text);
	return loaded?.suite.tests ?? [];
}

/** The name of a golden file, of those that are not there yet the first, the second and so on. */
function freeFile(folder: string, base: string, number: number): string {
	for (let count = 1, free = 0; ; count += 1) {
		const name = `${base}${count === 1 ? "" : `-${count}`}.golden.txt`;
		if (existsSync(join(folder, name))) continue;
		if (free === number) return name;
		free += 1;
	}
}

function writeTests(io: Io, file: string, tests: readonly SuggestedTest[]): void {
	const text = readFileSync(file, "utf8");
	const lines = draftTestLines(tests.map(({ test }) => test));
	const appended = text.includes("\uFFFD")
		? { error: "it is not all UTF-8" }
		: appendedTests(text, lines);
	if ("error" in appended) {
		throw new UsageError(
			`nothing can be added to \`${file}\`: ${appended.error}; without --write the tests are printed`,
		);
	}
	const goldens = new Map(tests.flatMap((one) => [...one.goldens]));
	prove(file, appended.text, goldens);
	for (const [name, content] of goldens) {
		const path = join(dirname(file), name);
		written(path, () => io.writeFile(path, content));
	}
	written(file, () => io.writeFile(file, appended.text));
}

/** Runs what is to be written: one that does not pass any more is a bug of ours. */
function prove(file: string, text: string, goldens: ReadonlyMap<string, string>): void {
	for (const loaded of loadSuite(file, new Map(), text)) {
		const { world, problems } = openSuite(loaded);
		const result =
			world && runSuite({ ...world, goldens: new Map([...world.goldens, ...goldens]) }, problems);
		const wrong = (result?.problems ?? problems).find(isError);
		const failed = result?.checks.find(({ status }) => status === "failed");
		if (result === undefined || wrong !== undefined || failed !== undefined) {
			throw new Error(`the suite does not pass any more: ${wrong?.message ?? failed?.id ?? file}`);
		}
	}
}
