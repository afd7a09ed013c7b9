import { readFileSync } from "node:fs";
import type { ClusterDump } from "../load/live/cluster-dump.ts";
import type { Connection } from "../load/live/connection.ts";
import type { ClusterOptions } from "./cluster-options.ts";
import type { Io } from "./io.ts";
import { progressOn } from "./progress.ts";

/** A cluster's dump, with the connection it came through unless it came from a file. */
export interface OpenCluster {
	readonly dump: ClusterDump;
	readonly connection: Connection | undefined;
}

/** Reads a live cluster whole. Throws ClusterError. */
export async function openCluster(
	io: Io,
	options: ClusterOptions & { readonly namespace?: string | undefined },
	context: string | undefined,
): Promise<OpenCluster> {
	const [connection, { readCluster }] = await Promise.all([
		connectFor(io, options, context),
		import("../load/live/read-cluster.ts"),
	]);
	const progress = progressOn(io);
	try {
		const takenAt = new Date().toISOString();
		const { namespace } = options;
		const onProgress = (text: string): void => progress.say(`${connection.context}: ${text}`);
		const dump = await readCluster(connection, { takenAt, namespace, onProgress });
		return { dump, connection };
	} catch (error) {
		connection.close();
		throw error;
	} finally {
		progress.end();
	}
}

/** A connection to the cluster that the options name. Throws ClusterError. */
export async function connectFor(
	io: Io,
	options: ClusterOptions,
	context: string | undefined,
): Promise<Connection> {
	const { connect } = await import("../load/live/connection.ts");
	return connect({
		kubeconfig: options.kubeconfig,
		environment: io.environment,
		context,
		timeoutSeconds: options.requestTimeout,
		...(options.limits !== undefined && { limits: options.limits }),
		tell: (text) => io.err(`${text}\n`),
		isInteractive: io.errIsTerminal,
	});
}

/** Reads a file made by `rolecall snapshot`. Throws ClusterError. */
export async function openDumpFile(file: string): Promise<OpenCluster> {
	const [{ parseDump }, { ClusterError }] = await Promise.all([
		import("../load/live/parse-dump.ts"),
		import("../load/live/cluster-error.ts"),
	]);
	let text: string;
	try {
		text = readFileSync(file, "utf8");
	} catch (error) {
		const code = error instanceof Error && "code" in error ? error.code : "";
		const why = code === "ENOENT" ? "does not exist" : "cannot be read";
		throw new ClusterError("protocol", file, `the snapshot file ${why}`);
	}
	return { dump: parseDump(text, file), connection: undefined };
}
