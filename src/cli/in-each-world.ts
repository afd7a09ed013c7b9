import type { Answer } from "../render/answer.ts";
import type { ContextAnswer } from "../render/context-answer.ts";
import { clusterExitCode } from "./cluster-exit-code.ts";
import { checkClusterOptions, readsCluster } from "./cluster-options.ts";
import { combinedExitCode, type ExitCode } from "./exit-code.ts";
import type { Io } from "./io.ts";
import { openWorld, type World } from "./open-world.ts";
import type { CommonOptions } from "./options.ts";
import { type OpenCluster, openCluster, openDumpFile } from "./read-cluster-dump.ts";
import { readingStdinOnce } from "./reading-stdin-once.ts";
import { answerSideBySide, type Teller, tellerFor, tellerOf } from "./teller.ts";
import { UsageError } from "./usage-error.ts";

type Run = (world: World, teller: Teller) => Promise<ExitCode>;

/** Matrix may name several namespaces; one alone is read where the whole cluster may not be. */
type WorldOptions = CommonOptions & {
	readonly watch?: boolean;
	readonly askServer?: boolean;
	readonly namespace?: string | readonly string[];
};

/**
 * Answers once for the manifests, the snapshot file or the cluster; once for each of several contexts, side by side;
 * or, with --watch, again and again.
 */
export async function inEachWorld(given: Io, options: WorldOptions, run: Run): Promise<ExitCode> {
	checkClusterOptions(options);
	const io = readingStdinOnce(given);
	const teller = tellerOf(io, options);
	const contexts = await contextsOf(io, options);
	if (options.watch === true) {
		const { watchWorld } = await import("./watch-world.ts");
		return watchWorld(io, { ...options, namespace: onlyNamespace(options) }, contexts, run);
	}
	if (contexts.length > 1 || options.allContexts === true) {
		return sideBySide(io, options, teller, contexts, run);
	}
	const cluster = await clusterFor(io, options, contexts[0]);
	try {
		return await run(await openWorld(io, options, teller, cluster), teller);
	} finally {
		cluster?.connection?.close();
	}
}

function onlyNamespace({ namespace }: WorldOptions): string | undefined {
	if (typeof namespace === "string") return namespace;
	return namespace?.length === 1 ? namespace[0] : undefined;
}

/** The contexts to read, by name; an undefined one is the current context. */
async function contextsOf(
	io: Io,
	options: CommonOptions,
): Promise<readonly (string | undefined)[]> {
	const { context, allContexts, kubeconfig } = options;
	if (allContexts !== true) return context.length > 0 ? [...new Set(context)] : [undefined];
	const { contextNames } = await import("../load/live/connection.ts");
	const { names } = contextNames({ kubeconfig, environment: io.environment });
	if (names.length === 0) throw new UsageError("--all-contexts: the kubeconfig has no context");
	return names;
}

async function clusterFor(
	io: Io,
	options: WorldOptions,
	context: string | undefined,
): Promise<OpenCluster | undefined> {
	if (options.clusterSnapshot !== undefined) return openDumpFile(options.clusterSnapshot);
	if (!readsCluster(options)) return undefined;
	return openCluster(io, { ...options, namespace: onlyNamespace(options) }, context);
}

/** One cluster that cannot be read or asked is an item of the answer, and spoils none of the others. */
async function sideBySide(
	io: Io,
	options: WorldOptions,
	teller: Teller,
	contexts: readonly (string | undefined)[],
	run: Run,
): Promise<ExitCode> {
	const opening = contexts.map((context) => clusterFor(io, options, context));
	const opened = await Promise.allSettled(opening);
	const items: ContextAnswer[] = [];
	const codes: ExitCode[] = [];
	try {
		for (const [index, settled] of opened.entries()) {
			const context = contexts[index] ?? "";
			const answers: Answer[] = [];
			const own = tellerFor(teller, context, answers);
			try {
				if (settled.status === "rejected") throw settled.reason;
				codes.push(await run(await openWorld(io, options, own, settled.value), own));
				items.push({ context, answers, error: undefined });
			} catch (failure) {
				const code = clusterExitCode(failure);
				if (code === undefined || !(failure instanceof Error)) throw failure;
				own.warn(failure.message);
				items.push({ context, answers: [], error: failure.message });
				codes.push(code);
			}
		}
	} finally {
		for (const settled of opened) {
			if (settled.status === "fulfilled") settled.value?.connection?.close();
		}
	}
	await answerSideBySide(io, options, items);
	return combinedExitCode(codes);
}
