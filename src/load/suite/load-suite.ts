import { existsSync } from "node:fs";
import { dirname } from "node:path";
import type { Suite, SuiteProblem } from "../../model/suite.ts";
import { isRecord } from "../json-record.ts";
import { readOne } from "../read-one.ts";
import { pathFrom } from "./path-from.ts";
import { type ReadSuite, readSuite } from "./read-suite.ts";

/** A suite file for one choice of its matrix values, the suites that it extends put into it. */
export interface LoadedSuite {
	readonly suite: Suite;
	readonly problems: readonly SuiteProblem[];
	/** False where the file holds no suite at all: then it lacks everything, which nobody needs to be told. */
	readonly isReadable: boolean;
	/** Its own file and those of the suites that it extends. */
	readonly files: readonly string[];
}

/**
 * Reads a suite file once for each combination of its matrix values; `wanted` narrows those: `env=prod`. `text` is
 * what the file holds, where that is known.
 */
export function loadSuite(
	file: string,
	wanted: ReadonlyMap<string, string> = new Map(),
	text?: string,
): readonly LoadedSuite[] {
	const read = readOne("suite", file, text);
	if (read.document === undefined) return [unreadable(file, read.problems)];
	const { document } = read;
	const first = readSuite(document, new Map());
	if (!isRecord(document.value)) return [unreadable(file, [...read.problems, ...first.problems])];
	const choices = combinations(first.matrix).filter((chosen) =>
		[...wanted].every(([name, value]) => !chosen.has(name) || chosen.get(name) === value),
	);
	if (first.matrix.size === 0) return [extended(file, first, new Map(), read.problems, [file])];
	return choices.map((chosen) =>
		extended(file, readSuite(document, chosen), chosen, read.problems, [file]),
	);
}

function unreadable(file: string, problems: readonly SuiteProblem[]): LoadedSuite {
	const { suite } = readSuite({ value: {}, origin: { file, at: () => undefined } }, new Map());
	return { suite, problems, files: [file], isReadable: false };
}

/** Every choice of one value for each variable. */
function combinations(
	matrix: ReadonlyMap<string, readonly string[]>,
): readonly ReadonlyMap<string, string>[] {
	let found: readonly ReadonlyMap<string, string>[] = [new Map()];
	for (const [name, values] of matrix) {
		found = found.flatMap((chosen) => values.map((value) => new Map([...chosen, [name, value]])));
	}
	return found;
}

/** Subjects, sets and tests of other suites, those of the suite itself first. */
function extended(
	file: string,
	own: ReadSuite,
	chosen: ReadonlyMap<string, string>,
	problems: readonly SuiteProblem[],
	above: readonly string[],
): LoadedSuite {
	let { suite } = own;
	const all = [...problems, ...own.problems];
	const files = [file];
	for (const { text, place } of own.extends) {
		const path = pathFrom(dirname(file), text);
		if (above.includes(path)) {
			const message = `\`extends\` goes round in a circle: ${[...above, path].join(" → ")}`;
			all.push({ severity: "error", message, place });
			continue;
		}
		files.push(path);
		if (!existsSync(path)) {
			const message = `\`${text}\` does not exist (paths are relative to the suite)`;
			all.push({ severity: "error", message, place });
			continue;
		}
		const read = readOne("suite", path);
		all.push(...read.problems);
		if (read.document === undefined) continue;
		const other = readSuite(read.document, chosen);
		const whole = extended(path, other, chosen, [], [...above, path]);
		all.push(...whole.problems);
		files.push(...whole.files.slice(1));
		suite = {
			...suite,
			subjects: new Map([...whole.suite.subjects, ...suite.subjects]),
			sets: new Map([...whole.suite.sets, ...suite.sets]),
			tests: [...suite.tests, ...whole.suite.tests],
		};
	}
	return { suite, problems: distinct(all), files, isReadable: true };
}

/** A list that is read once for each of its cells is wrong once. */
function distinct(problems: readonly SuiteProblem[]): readonly SuiteProblem[] {
	return [...new Map(problems.map((one) => [JSON.stringify(one), one])).values()];
}
