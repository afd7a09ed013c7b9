import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { pathFrom } from "../load/suite/path-from.ts";
import type { Assertion, Suite } from "../model/suite.ts";
import { goldenText } from "../suite/golden.ts";
import { SuiteWords } from "../suite/suite-words.ts";
import type { SuiteWorld } from "../suite/suite-world.ts";
import type { Io } from "./io.ts";
import { UsageError } from "./usage-error.ts";

type Golden = Extract<Assertion, { kind: "golden" }>;

/** What the golden files of a suite hold, by the name that the suite gives them. */
export function goldenFiles(suite: Suite): ReadonlyMap<string, string | undefined> {
	return new Map(
		goldensOf(suite).map(({ file }) => {
			const path = pathFrom(dirname(suite.file), file.text);
			return [file.text, existsSync(path) ? readFileSync(path, "utf8") : undefined];
		}),
	);
}

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
		const path = pathFrom(dirname(world.suite.file), name);
		mkdirSync(dirname(path), { recursive: true });
		io.writeFile(path, made.text);
		io.err(`wrote ${path}\n`);
	}
}

function goldensOf({ tests }: Suite): readonly Golden[] {
	return tests
		.flatMap(({ assertions }) => assertions)
		.filter((one): one is Golden => one.kind === "golden");
}
