import type { SuiteTest } from "../model/suite.ts";
import type { DraftTest } from "../model/suite-draft.ts";
import type { SuggestedTest, Suggestions } from "../model/suite-suggestions.ts";
import type { Check } from "../suite/claim.ts";
import { compileSuite } from "../suite/compile-suite.ts";
import { passesIn, runSuite } from "../suite/run-suite.ts";
import type { SuiteWorld } from "../suite/suite-world.ts";
import { candidatesOf } from "./candidates.ts";
import { closingOf, closingWords } from "./closing.ts";
import { Greedy, type Measured } from "./greedy.ts";
import { openingsOf } from "./opening.ts";
import { roleSlackOf } from "./role-slack.ts";
import { alphabetsOf, pinnedShares, slackOf } from "./slack.ts";
import type { Candidate } from "./subject-candidates.ts";

/** A suite for one choice of its matrix values, all of whose checks hold. */
export interface Setting {
	readonly world: SuiteWorld;
	readonly passing: readonly Check[];
}

interface SuggestOptions {
	/** How many tests at most. */
	readonly most: number;
	/** Tests as the suite's file would hold them, read back. */
	readonly read: (tests: readonly DraftTest[]) => readonly SuiteTest[];
	/** The names of golden files that are not there yet. */
	readonly golden: (number: number) => string;
}

/**
 * The few tests that close most of what could change with no check failing: each of them holds today in all settings,
 * and what it closes is measured by the sets of its own checks.
 */
export function suggestTests(
	settings: readonly Setting[],
	{ most, read, golden }: SuggestOptions,
): Suggestions {
	const open = settings.map(({ world, passing }) => ({
		world,
		...{ slacks: slackOf(world, passing), roles: roleSlackOf(world, passing) },
	}));
	const openings = settings.flatMap(({ world, passing }, at) =>
		openingsOf(world, open[at]?.slacks ?? [], passing).map((opening) => ({ ...opening, at })),
	);
	const found = open.flatMap((one) => candidatesOf(one, golden));
	const unique = new Map(found.map((one) => [JSON.stringify(one.test.words), one]));
	const measured = [...unique.values()].flatMap((candidate): readonly Measured[] => {
		const checks = checksOf(candidate, settings, read);
		return checks === undefined ? [] : [{ candidate, ...closingOf(openings, checks) }];
	});
	const ids = new Set(settings.flatMap(({ world }) => world.suite.tests.map(({ id }) => id)));
	const greedy = new Greedy(openings, measured);
	const chosen = greedy.choose(most, (one, before) =>
		isSound(
			[...before, one].map(({ candidate }) => candidate),
			settings,
			read,
		),
	);
	const tests = chosen.map(({ measured: { candidate }, gained }): SuggestedTest => {
		const { test, goldens } = candidate;
		const id = freeId(test.id, ids);
		ids.add(id);
		return {
			test: { ...test, id, comments: [...test.comments, closingWords(gained)] },
			goldens,
		};
	});
	return {
		tests,
		isTight: openings.length === 0,
		...{ before: shares(settings), after: shares(withTests(settings, tests, read)) },
	};
}

/** The settings with more tests in their suites: these have to hold there. */
export function withTests(
	settings: readonly Setting[],
	tests: readonly SuggestedTest[],
	read: SuggestOptions["read"],
): readonly Setting[] {
	const more = read(tests.map(({ test }) => test));
	return settings.map(({ world }): Setting => {
		const old = world.suite.tests;
		// Beside a test with a focus only such tests are run.
		const focus = old.some((test) => test.focus);
		const suite = { ...world.suite, tests: [...old, ...more.map((test) => ({ ...test, focus }))] };
		const grown = { ...world, suite, goldens: goldensWith(world, tests) };
		const { checks } = runSuite(grown);
		const passed = new Set(checks.flatMap(({ id, status }) => (status === "passed" ? [id] : [])));
		const own = new Set(more.map(({ id }) => id));
		const failed = checks.find(({ test, status }) => own.has(test) && status !== "passed");
		if (failed !== undefined) throw new Error(`a suggested check does not hold: ${failed.id}`);
		return { world: grown, passing: compileSuite(grown).checks.filter(({ id }) => passed.has(id)) };
	});
}

function goldensWith(world: SuiteWorld, candidates: readonly Candidate[]): SuiteWorld["goldens"] {
	return new Map([...world.goldens, ...candidates.flatMap(({ goldens }) => [...goldens])]);
}

/** The checks of a test in each setting; undefined where one does not hold, or something is wrong with its words. */
function checksOf(
	candidate: Candidate,
	settings: readonly Setting[],
	read: SuggestOptions["read"],
): readonly (readonly Check[])[] | undefined {
	const tests = read([candidate.test]);
	const compiled = settings.map(({ world }) => {
		const alone = {
			...{ ...world, suite: { ...world.suite, tests } },
			goldens: goldensWith(world, [candidate]),
		};
		const { checks, problems } = compileSuite(alone);
		const holds = problems.length === 0 && checks.every((check) => passesIn(check, alone));
		return holds && checks.length > 0 ? checks : undefined;
	});
	const checks = compiled.flatMap((one) => (one === undefined ? [] : [one]));
	return checks.length === settings.length ? checks : undefined;
}

/** Do tests go with those that the suites have, without a warning more than before? */
function isSound(
	candidates: readonly Candidate[],
	settings: readonly Setting[],
	read: SuggestOptions["read"],
): boolean {
	const tests = read(candidates.map(({ test }, index) => ({ ...test, id: `${test.id} ${index}` })));
	return settings.every(({ world }) => {
		const suite = { ...world.suite, tests: [...world.suite.tests, ...tests] };
		const grown = { ...world, suite, goldens: goldensWith(world, candidates) };
		return compileSuite(grown).problems.length <= compileSuite(world).problems.length;
	});
}

function shares(settings: readonly Setting[]): Suggestions["before"] {
	return pinnedShares(
		settings.map(({ world, passing }) => ({
			all: slackOf(world, passing),
			alphabets: alphabetsOf(world),
		})),
	);
}

function freeId(id: string, taken: ReadonlySet<string>): string {
	if (!taken.has(id)) return id;
	for (let count = 2; ; count += 1) if (!taken.has(`${id}-${count}`)) return `${id}-${count}`;
}
