import { Command } from "commander";
import { withOneCluster } from "../cluster-options.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { tellMissingLists } from "../missing-lists.ts";
import { examples, type OutputOptions } from "../options.ts";
import { openCluster } from "../read-cluster-dump.ts";
import { tellerOf } from "../teller.ts";
import { written } from "../written.ts";

interface SnapshotOptions {
	readonly namespace?: string;
	readonly context?: string;
	readonly kubeconfig?: string;
	readonly requestTimeout?: number;
}

const output: OutputOptions = {
	headers: true,
	color: "auto",
	quiet: false,
	verbose: true,
	strict: false,
};

/** `rolecall snapshot`: keep a live cluster's RBAC in one file. */
export function snapshotCommand(io: Io, exit: (code: ExitCode) => void): Command {
	const command = new Command("snapshot")
		.summary("keep a live cluster's RBAC in one file")
		.description(
			"Writes what a live cluster says about who may do what to one file, which every command reads with --cluster-snapshot: roles, bindings, accounts, namespaces, the names of workloads, the resources it serves, and what it did not show. Never a Secret. The same cluster gives the same bytes, but for the time.",
		)
		.argument("[file]", "where to write (default: standard output)")
		.optionsGroup("Input:")
		.option(
			"-n, --namespace <ns>",
			"the namespace to read when the whole cluster may not be listed",
		);
	return withOneCluster(command)
		.addHelpText(
			"after",
			examples(io, [
				"rolecall snapshot --context prod prod.json",
				"rolecall who-can get secrets -A --cluster-snapshot prod.json",
			]),
		)
		.addHelpText("after", "Exits with 0, or with 4 when the cluster cannot be read.")
		.action(async (file: string | undefined, options: SnapshotOptions) =>
			exit(await kept(io, file, options)),
		);
}

async function kept(io: Io, file: string | undefined, options: SnapshotOptions): Promise<ExitCode> {
	const [{ formatDump }, { dump, connection }] = await Promise.all([
		import("../../load/live/cluster-dump.ts"),
		openCluster(io, { ...options, context: [] }, options.context),
	]);
	connection?.close();
	const teller = tellerOf(io, output);
	if (options.context === undefined) {
		teller.note(`read from context ${dump.context}, Kubernetes ${dump.kubernetesVersion}`);
	}
	tellMissingLists(dump, teller);
	const text = formatDump(dump);
	if (file === undefined || file === "-") io.out(text);
	else written(file, () => io.writeFile(file, text));
	return exitCodes.yes;
}
