import { readSuite } from "../../src/load/suite/read-suite.ts";
import type { Origin } from "../../src/model/origin.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import type { SuiteResult } from "../../src/model/suite-result.ts";
import { runSuite } from "../../src/suite/run-suite.ts";
import { type SuiteWorld, suiteWorld } from "../../src/suite/suite-world.ts";

/** A suite as plain data over a snapshot; `before` is what ratchets compare with. */
export function suiteOver(
	snapshot: Snapshot,
	tests: readonly unknown[],
	more: Readonly<Record<string, unknown>> = {},
): SuiteWorld {
	const value = { inputs: [{ manifests: ["x"] }], defaults: { namespace: "pay" }, tests, ...more };
	const { suite, problems } = readSuite({ value, origin: lineForEach() }, new Map());
	if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join("\n"));
	const goldens = new Map<string, undefined>();
	return suiteWorld(suite, { snapshot, baselines: new Map(), goldens, today: "2026-11-25" });
}

/** Every field stands in a line of its own. */
function lineForEach(): Origin {
	const lines = new Map<string, number>();
	return {
		file: "s.rolecall.yaml",
		at: (path) => {
			const key = JSON.stringify(path);
			const line = lines.get(key) ?? lines.size + 1;
			lines.set(key, line);
			return { line, column: 1 };
		},
	};
}

/** The result, of a suite whose words are right. */
export function ran(world: SuiteWorld): SuiteResult {
	const result = runSuite(world);
	const errors = result.problems.filter(({ severity }) => severity === "error");
	if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join("\n"));
	return result;
}
