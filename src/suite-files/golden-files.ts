import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Assertion, Suite } from "../model/suite.ts";

/** What the golden files of a suite hold, by the name that the suite gives them. */
export function goldenFiles(suite: Suite): ReadonlyMap<string, string | undefined> {
	return new Map(
		goldensOf(suite).map(({ file }) => {
			const path = join(dirname(suite.file), file.text);
			return [file.text, existsSync(path) ? readFileSync(path, "utf8") : undefined];
		}),
	);
}

export function goldensOf({ tests }: Suite): readonly Extract<Assertion, { kind: "golden" }>[] {
	return tests.flatMap(({ assertions }) => assertions).filter((one) => one.kind === "golden");
}
