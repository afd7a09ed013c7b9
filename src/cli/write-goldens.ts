import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { goldenText } from "../suite/golden.ts";
import { SuiteWords } from "../suite/suite-words.ts";
import type { SuiteWorld } from "../suite/suite-world.ts";
import { goldensOf } from "../suite-files/golden-files.ts";
import type { Io } from "./io.ts";
import { UsageError } from "./usage-error.ts";

/** Writes what the subjects of each golden file may do now. */
export function writeGoldens(io: Io, world: SuiteWorld): void {
	const words = new SuiteWords(world);
	const all = goldensOf(world.suite);
	for (const name of new Set(all.map(({ file }) => file.text))) {
		const own = all.filter(({ file }) => file.text === name);
		const subjects = own.flatMap((golden) => golden.subjects);
		const made = goldenText(
			world,
			subjects.flatMap((one) => words.subjects(one)),
		);
		if ("error" in made) throw new UsageError(made.error);
		const path = join(dirname(world.suite.file), name);
		mkdirSync(dirname(path), { recursive: true });
		io.writeFile(path, made.text);
		io.err(`wrote ${path}\n`);
	}
}
