import { Command } from "commander";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { examples } from "../options.ts";
import { UsageError } from "../usage-error.ts";

interface SchemaOptions {
	readonly project?: boolean;
}

/** `rolecall test schema`: what an editor checks and completes suites with. */
export function testSchemaCommand(io: Io, exit: (code: ExitCode) => void): Command {
	return new Command("schema")
		.summary("the JSON Schema of suites, for editors")
		.description(
			"Prints the JSON Schema of suite files, by which an editor checks and completes them. With --project it also suggests the subjects, roles, resources and namespaces of the suites' inputs.",
		)
		.argument(
			"[path...]",
			"with --project: suites, folders with suites, or patterns (default: here)",
		)
		.option("--project", "one made for this project")
		.addHelpText(
			"after",
			examples(io, [
				"rolecall test schema > suite.schema.json",
				"rolecall test schema --project policies/ > suite.schema.json",
			]),
		)
		.addHelpText("after", "Exits with 0, or with 2 when a suite or its input cannot be read.")
		.action(async (paths: readonly string[], options: SchemaOptions) => {
			if (options.project !== true && paths.length > 0) {
				throw new UsageError("the schema is the same for all suites: paths need --project");
			}
			io.out(await schemaText(io, paths, options.project === true));
			exit(exitCodes.yes);
		});
}

async function schemaText(io: Io, paths: readonly string[], isProject: boolean): Promise<string> {
	const { suiteSchema } = await import("../../load/suite/suite-schema.ts");
	const whole = suiteSchema();
	if (!isProject) return `${JSON.stringify(whole, null, 2)}\n`;
	const [{ projectNames }, { projectSchema }] = await Promise.all([
		import("../project-names.ts"),
		import("../../suite/project-schema.ts"),
	]);
	return `${JSON.stringify(projectSchema(whole, await projectNames(io, paths)), null, 2)}\n`;
}
