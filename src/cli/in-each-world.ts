import type { Answer } from "../render/answer.ts";
import type { ContextAnswer } from "../render/context-answer.ts";
import { clusterExitCode } from "./cluster-exit-code.ts";
import { readsCluster } from "./cluster-options.ts";
import { combinedExitCode, type ExitCode } from "./exit-code.ts";
import type { Io } from "./io.ts";
import { openWorld, type World } from "./open-world.ts";
import type { CommonOptions } from "./options.ts";
import { type OpenCluster, openCluster, openDumpFile } from "./read-cluster-dump.ts";
import { answerSideBySide, type Teller, tellerFor, tellerOf } from "./teller.ts";
import { UsageError } from "./usage-error.ts";

type Run = (world: World, teller: Teller) => Promise<ExitCode>;

/**
 * Answers once for the manifests, the snapshot file or the cluster; once for each of several contexts, side by side;
 * or, with --watch, again and again.
 */
export async function inEachWorld(
	io: Io,
	options: CommonOptions & { readonly watch?: boolean; readonly namespace?: unknown },
	run: Run,
): Promise<ExitCode> {
	const teller = tellerOf(io, options);
	const contexts = await contextsOf(io, options);
	if (options.watch === true) {
		const { watchWorld } = await import("./watch-world.ts");
		return watchWorld(io, options, teller, contexts, run);
	}
	if (contexts.length > 1) return sideBySide(io, options, teller, contexts, run);
	return inWorld(io, options, teller, contexts[0], run);
}

async function inWorld(
	io: Io,
	options: CommonOptions,
	teller: Teller,
	context: string | undefined,
	run: Run,
): Promise<ExitCode> {
	const cluster = await clusterFor(io, options, context);
	try {
		return await run(await openWorld(io, options, teller, cluster), teller);
	} finally {
		cluster?.connection?.close();
	}
}

/** The contexts to read, by name; an undefined one is the current context. */
async function contextsOf(
	io: Io,
	options: CommonOptions,
): Promise<readonly (string | undefined)[]> {
	const { context, allContexts, clusterSnapshot, kubeconfig } = options;
	const live = context.length > 0 || allContexts === true || options.live === true;
	if (clusterSnapshot !== undefined && live) {
		throw new UsageError("--cluster-snapshot stands for a cluster: give it or a live one");
	}
	if (allContexts !== true) return context.length > 0 ? [...new Set(context)] : [undefined];
	if (context.length > 0)
		throw new UsageError("--all-contexts reads them all: leave out --context");
	const { contextNames } = await import("../load/live/connection.ts");
	return contextNames({ kubeconfig, environment: io.environment }).names;
}

async function clusterFor(
	io: Io,
	options: CommonOptions,
	context: string | undefined,
): Promise<OpenCluster | undefined> {
	if (options.clusterSnapshot !== undefined) return openDumpFile(options.clusterSnapshot);
	return readsCluster(options) ? openCluster(io, options, context) : undefined;
}

/** One cluster that cannot be read is an item of the answer, and spoils none of the others. */
async function sideBySide(
	io: Io,
	options: CommonOptions,
	teller: Teller,
	contexts: readonly (string | undefined)[],
	run: Run,
): Promise<ExitCode> {
	if (options.filename.includes("-")) {
		throw new UsageError(
			"standard input is read once: give the manifests of several contexts as files",
		);
	}
	const opened = await Promise.allSettled(
		contexts.map((context) => clusterFor(io, options, context)),
	);
	const items: ContextAnswer[] = [];
	const codes: ExitCode[] = [];
	for (const [index, settled] of opened.entries()) {
		const context = contexts[index] ?? "";
		if (settled.status === "rejected") {
			const code = clusterExitCode(settled.reason);
			if (code === undefined) throw settled.reason;
			const error = settled.reason instanceof Error ? settled.reason.message : "";
			teller.warn(`${context}: ${error}`);
			items.push({ context, answers: [], error });
			codes.push(code);
			continue;
		}
		const answers: Answer[] = [];
		const own = tellerFor(teller, context, answers);
		try {
			codes.push(await run(await openWorld(io, options, own, settled.value), own));
		} finally {
			settled.value?.connection?.close();
		}
		items.push({ context, answers, error: undefined });
	}
	await answerSideBySide(io, options, items);
	return combinedExitCode(codes);
}
