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

/** What decides which world is read. */
interface WorldOptions extends ClusterOptions {
	readonly askServer?: boolean;
	readonly filename: readonly string[];
	readonly kubernetesVersion?: string;
	readonly bootstrapPolicy: boolean;
}

/** The options that name a live cluster or a snapshot file of one. */
export function withClusterOptions(command: Command): Command {
	const many = command
		.optionsGroup("Cluster:")
		.option("--context <name>", "read this kubeconfig context (several: a,b)", listed, [])
		.option("--all-contexts", "read every context of the kubeconfig")
		.option("--cluster-snapshot <file>", "read a snapshot file instead of a cluster")
		.option("--live", "read the current context too, although -f is given")
		.option("--remove", "take the objects in -f away from the cluster instead of applying them");
	return withKubeconfigOptions(many);
}

/** The options of a command that reads one live cluster and nothing else. */
export function withOneCluster(command: Command): Command {
	const one = command
		.optionsGroup("Cluster:")
		.option("--context <name>", "read this kubeconfig context", oneName);
	return withKubeconfigOptions(one);
}

function withKubeconfigOptions(command: Command): Command {
	return command
		.option(
			"--kubeconfig <file>",
			"the kubeconfig (default: KUBECONFIG, ~/.kube/config, in-cluster)",
		)
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

/** Refuses options that contradict each other or would be passed over in silence. */
export function checkClusterOptions(options: WorldOptions): void {
	const { context, allContexts, live, clusterSnapshot, filename } = options;
	const isNamed = context.length > 0 || allContexts === true || live === true;
	if (clusterSnapshot !== undefined && isNamed) {
		throw new UsageError("--cluster-snapshot stands for a cluster: give it or a live one");
	}
	if (allContexts === true && context.length > 0) {
		throw new UsageError("--all-contexts reads them all: leave out --context");
	}
	const isCluster = clusterSnapshot !== undefined || readsCluster(options);
	if (options.remove === true && !(isCluster && filename.length > 0)) {
		throw new UsageError(
			"--remove takes what -f names away from a cluster: give both -f and --context, --live or --cluster-snapshot",
		);
	}
	if (isCluster) checkForCluster(options);
	else if (options.kubeconfig !== undefined) {
		throw new UsageError("with -f no cluster is read: --kubeconfig needs --context or --live too");
	}
	if (options.askServer === true && !readsCluster(options)) {
		throw new UsageError("--ask-server asks a live cluster: name it with --context or --live");
	}
}

function checkForCluster(options: WorldOptions): void {
	if (options.kubernetesVersion !== undefined) {
		throw new UsageError("--kubernetes-version is for manifests alone: a cluster says its own");
	}
	if (!options.bootstrapPolicy) {
		throw new UsageError(
			"--no-bootstrap-policy is for manifests alone: a cluster has the roles it has",
		);
	}
}

function oneName(name: string, previous: string | undefined): string {
	if (previous === undefined) return name;
	throw new UsageError("a snapshot is of one cluster: name one --context");
}

/** `30`, or `30s` as kubectl writes it. */
function secondsOf(text: string): number {
	const seconds = Number(text.replace(/s$/, ""));
	if (Number.isFinite(seconds) && seconds > 0) return seconds;
	throw new UsageError(`--request-timeout takes a number of seconds, found \`${text}\``);
}
