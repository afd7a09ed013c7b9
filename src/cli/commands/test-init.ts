import { Command } from "commander";
import { withOneCluster } from "../cluster-options.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { appended } from "../listed.ts";
import { examples } from "../options.ts";
import type { InitOptions } from "../write-first-suite.ts";

/** `rolecall test init`: a first suite that passes today. */
export function testInitCommand(io: Io, exit: (code: ExitCode) => void): Command {
	const command = new Command("init")
		.summary("write a first suite, which passes today")
		.description(
			"Writes a first suite from manifests, a live cluster or a snapshot of one: what each subject may do, exactly, what lies just outside of it, who may do what is sensitive, and what nobody may do. It passes today; make it say what should be.",
		)
		.optionsGroup("Input:")
		.option(
			"-f, --filename <path>",
			"manifests: a file, folder or glob (repeatable; default: here)",
			appended,
			[],
		)
		.option("-n, --namespace <ns>", "where objects without a namespace go (default: default)")
		.option(
			"--kubernetes-version <1.NN>",
			"whose default roles and resources count (default: newest)",
		)
		.option(
			"--subject <subject>",
			"only tests of this subject: sa:NAMESPACE/NAME, user:NAME or group:NAME (repeatable)",
			appended,
			[],
		);
	return withOneCluster(command)
		.option("--live", "read the current context")
		.option("--cluster-snapshot <file>", "read a snapshot file instead of a cluster")
		.optionsGroup("Output:")
		.option(
			"-o, --output <file>",
			"the suite, or - for standard output (default: rbac.rolecall.yaml)",
		)
		.option("--force", "write over a file that is there")
		.addHelpText(
			"after",
			examples(io, [
				"rolecall test init",
				"rolecall test init -f deploy/rbac/ -n payments -o policies/rbac.rolecall.yaml",
				"rolecall test init --context prod --subject sa:payments/api -o -",
			]),
		)
		.addHelpText(
			"after",
			"Exits with 0 when the suite was written, 2 for wrong input, 4 when a cluster\ncannot be read.",
		)
		.action(async (options: InitOptions) => {
			const { writeFirstSuite } = await import("../write-first-suite.ts");
			await writeFirstSuite(io, options);
			exit(exitCodes.yes);
		});
}
