import type { ExitCode } from "./exit-code.ts";
import { exitCodes } from "./exit-code.ts";
import type { Io } from "./io.ts";
import { openWorld, type World } from "./open-world.ts";
import type { CommonOptions } from "./options.ts";
import type { Teller } from "./teller.ts";
import { UsageError } from "./usage-error.ts";

/** Answers now, and again each time the cluster changes, until interrupted or the cluster is lost. */
export async function watchWorld(
	io: Io,
	options: CommonOptions,
	teller: Teller,
	contexts: readonly (string | undefined)[],
	run: (world: World, teller: Teller) => Promise<ExitCode>,
): Promise<ExitCode> {
	if (contexts.length > 1) throw new UsageError("--watch follows one cluster");
	if (options.clusterSnapshot !== undefined)
		throw new UsageError("a snapshot file never changes: leave out --watch");
	if (options.filename.length > 0 && options.context.length === 0 && options.live !== true) {
		throw new UsageError("--watch follows a cluster: name it with --context");
	}
	const [{ connect }, { watchCluster }] = await Promise.all([
		import("../load/live/connection.ts"),
		import("../load/live/watch.ts"),
	]);
	const connection = await connect({
		kubeconfig: options.kubeconfig,
		environment: io.environment,
		context: contexts[0],
		timeoutSeconds: options.requestTimeout,
	});
	let code: ExitCode = exitCodes.yes;
	let before = "";
	let turn = Promise.resolve();
	try {
		await watchCluster(connection, {
			onDump: (dump) => {
				turn = turn.then(async () => {
					const said: string[] = [];
					const once = teller.on({ ...io, out: (more) => void said.push(more) });
					code = await run(await openWorld(io, options, once, { dump, connection }), once);
					const text = said.join("");
					if (text !== before) io.out(text);
					before = text;
				});
			},
		});
		await turn;
		return code;
	} finally {
		connection.close();
	}
}
