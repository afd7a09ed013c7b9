import { type ExitCode, exitCodes } from "./exit-code.ts";

/**
 * The exit code of a ClusterError; undefined for any other error. It is known by name, as the code that throws it is
 * loaded only when a cluster is read.
 */
export function clusterExitCode(error: unknown): ExitCode | undefined {
	if (!(error instanceof Error) || error.name !== "ClusterError") return undefined;
	return "code" in error && error.code === "config" ? exitCodes.usage : exitCodes.cluster;
}
