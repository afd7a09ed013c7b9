import type { Command } from "commander";
import type { ExitCode } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { testInitCommand } from "./test-init.ts";
import { testLintCommand } from "./test-lint.ts";
import { testSchemaCommand } from "./test-schema.ts";
import { testSuggestCommand } from "./test-suggest.ts";

/** The commands below `rolecall test`; a folder of such a name is given as `./init`. */
export function withTestCommands(test: Command, io: Io, exit: (code: ExitCode) => void): Command {
	return test
		.enablePositionalOptions()
		.helpCommand(false)
		.addCommand(testInitCommand(io, exit))
		.addCommand(testLintCommand(io, exit))
		.addCommand(testSchemaCommand(io, exit))
		.addCommand(testSuggestCommand(io, exit));
}
