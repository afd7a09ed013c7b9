import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { pathFrom } from "../load/suite/path-from.ts";
import { goldenText } from "../suite/golden.ts";
import { SuiteWords } from "../suite/suite-words.ts";
import type { SuiteWorld } from "../suite/suite-world.ts";
import { goldensOf } from "../suite-files/golden-files.ts";
import type { Io } from "./io.ts";
import { UsageError } from "./usage-error.ts";

/** Writes what the subjects of each golden file may do now. */
export function writeGoldens(io: Io, world: SuiteWorld): void {
	for (const [name, text] of goldenTexts(world)) {
		const path = pathFrom(dirname(world.suite.file), name);
		mkdirSync(dirname(path), { recursive: true });
		io.writeFile(path, text);
		io.err(`wrote ${path}\n`);
	}
}

/** What the golden files of a suite would hold, by the name that the suite gives them. */
export function goldenTexts(world: SuiteWorld): ReadonlyMap<string, string> {
	const words = new SuiteWords(world);
	const all = goldensOf(world.suite);
	return new Map(
		all.map(({ file: { text: name } }) => {
			const own = all.filter(({ file }) => file.text === name);
			const subjects = own.flatMap((golden) => golden.subjects);
			const made = goldenText(
				world,
				subjects.flatMap((one) => words.subjects(one)),
			);
			if ("error" in made) throw new UsageError(made.error);
			return [name, made.text];
		}),
	);
}
