import type { ClusterDump } from "../load/live/cluster-dump.ts";
import type { Connection } from "../load/live/connection.ts";
import { type ExitCode, exitCodes } from "./exit-code.ts";
import type { Io } from "./io.ts";
import { openWorld, type World } from "./open-world.ts";
import type { CommonOptions } from "./options.ts";
import { progressOn } from "./progress.ts";
import { connectFor } from "./read-cluster-dump.ts";
import { type Teller, tellerOf } from "./teller.ts";
import { UsageError } from "./usage-error.ts";

type WatchOptions = CommonOptions & { readonly namespace: string | undefined };
type Run = (world: World, teller: Teller) => Promise<ExitCode>;

/** Answers now, and again each time a change of the cluster changes the answer, until interrupted or the cluster is lost. */
export async function watchWorld(
	io: Io,
	options: WatchOptions,
	contexts: readonly (string | undefined)[],
	run: Run,
): Promise<ExitCode> {
	if (contexts.length > 1 || options.allContexts === true) {
		throw new UsageError("--watch follows one cluster: name one --context");
	}
	if (options.clusterSnapshot !== undefined)
		throw new UsageError("a snapshot file never changes: leave out --watch");
	if (options.filename.length > 0 && options.context.length === 0 && options.live !== true) {
		throw new UsageError("--watch follows a cluster: name it with --context");
	}
	const { watchCluster } = await import("../load/live/watch.ts");
	const stop = new AbortController();
	const connection = await connectFor(io, options, contexts[0]);
	const progress = progressOn(io);
	const answers = new Answers(io, options, connection, run);
	let failure: unknown;
	try {
		let turn = Promise.resolve();
		await watchCluster(connection, {
			namespace: options.namespace,
			signal: stop.signal,
			onProgress: (text) => progress.say(`${connection.context}: ${text}`),
			onDump: (dump) => {
				progress.end();
				turn = turn
					.then(() => answers.answer(dump))
					.catch((error: unknown) => {
						failure = error;
						stop.abort();
					});
			},
		});
		await turn;
	} finally {
		progress.end();
		connection.close();
	}
	if (failure !== undefined) throw failure;
	return answers.code;
}

/** The answers of one watch; one that says the same as the one before is not said. */
class Answers {
	code: ExitCode = exitCodes.yes;
	readonly #io: Io;
	readonly #options: CommonOptions;
	readonly #connection: Connection;
	readonly #run: Run;
	#before: string | undefined;

	constructor(io: Io, options: CommonOptions, connection: Connection, run: Run) {
		this.#io = io;
		this.#options = options;
		this.#connection = connection;
		this.#run = run;
	}

	async answer(dump: ClusterDump): Promise<void> {
		const out: string[] = [];
		const err: string[] = [];
		const told = {
			...this.#io,
			out: (text: string): void => void out.push(text),
			err: (text: string): void => void err.push(text),
		};
		const teller = tellerOf(told, this.#options);
		const cluster = { dump, connection: this.#connection };
		this.code = await this.#run(await openWorld(told, this.#options, teller, cluster), teller);
		const text = out.join("");
		const said = text + err.join("");
		if (said === this.#before) return;
		const isLater = this.#before !== undefined;
		this.#before = said;
		if (isLater && !this.#options.quiet) this.#io.err(`note: changed at ${dump.takenAt}\n`);
		if (isLater && this.#options.output === "yaml") this.#io.out("---\n");
		this.#io.out(text);
		this.#io.err(err.join(""));
	}
}
