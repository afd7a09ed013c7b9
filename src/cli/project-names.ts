import type { ProjectNames } from "../suite/project-schema.ts";
import type { Io } from "./io.ts";
import { UsageError } from "./usage-error.ts";

/** What the suites that paths mean speak of; a suite that reads a live cluster is told and left out. */
export async function projectNames(io: Io, paths: readonly string[]): Promise<ProjectNames> {
	const [{ findSuites }, { loadSuite }, { openInputs }, { namesOf, joinedNames }] =
		await Promise.all([
			import("../load/suite/find-suites.ts"),
			import("../load/suite/load-suite.ts"),
			import("../load/suite/open-inputs.ts"),
			import("../suite/project-schema.ts"),
		]);
	const found: ProjectNames[] = [];
	for (const file of findSuites(paths)) {
		for (const { suite } of loadSuite(file)) {
			if (suite.inputs.some(({ kind }) => kind === "live")) {
				io.err(`note: ${file} reads a live cluster: its names are not in the schema\n`);
				continue;
			}
			const { snapshot, problems } = openInputs(suite);
			const [problem] = problems;
			if (snapshot === undefined) {
				throw new UsageError(`${file}: ${problem?.message ?? "its inputs cannot be read"}`);
			}
			found.push(namesOf(suite, snapshot));
		}
	}
	return joinedNames(found);
}
