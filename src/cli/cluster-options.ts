import type { Command } from "commander";
import type { RequestLimits } from "../load/live/requests.ts";
import { listed } from "./listed.ts";
import { UsageError } from "./usage-error.ts";

/** Which cluster to read, if any. */
export interface ClusterOptions {
	readonly context: readonly string[];
	readonly allContexts?: boolean;
	readonly kubeconfig?: string;
	readonly clusterSnapshot?: string;
	readonly live?: boolean;
	readonly remove?: boolean;
	readonly requestTimeout?: number;
	/** Bounds on the requests that differ from the usual ones. */
	readonly limits?: Partial<RequestLimits>;
}

/** The options that name a live cluster or a snapshot file of one. */
export function withClusterOptions(command: Command): Command {
	return command
		.optionsGroup("Cluster:")
		.option("--context <name>", "read this kubeconfig context (several: a,b)", listed, [])
		.option("--all-contexts", "read every context of the kubeconfig")
		.option(
			"--kubeconfig <file>",
			"the kubeconfig (default: KUBECONFIG, ~/.kube/config, in-cluster)",
		)
		.option("--cluster-snapshot <file>", "read a snapshot file instead of a cluster")
		.option("--live", "read the current context too, although -f is given")
		.option("--remove", "take the objects in -f away from the cluster instead of applying them")
		.option("--request-timeout <seconds>", "for one request (default: 60)", secondsOf);
}

/** Does a run with these options ask a live cluster? With manifests or a snapshot file only when it is told to. */
export function readsCluster(
	options: ClusterOptions & { readonly filename: readonly string[] },
): boolean {
	if (options.context.length > 0 || options.allContexts === true || options.live === true)
		return true;
	return options.clusterSnapshot === undefined && options.filename.length === 0;
}

/** `30`, or `30s` as kubectl writes it. */
function secondsOf(text: string): number {
	const seconds = Number(text.replace(/s$/, ""));
	if (Number.isFinite(seconds) && seconds > 0) return seconds;
	throw new UsageError(`--request-timeout takes a number of seconds, found \`${text}\``);
}
