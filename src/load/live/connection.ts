import { readFileSync } from "node:fs";
import { compareText } from "../../model/text-order.ts";
import { type Access, accessOf, inClusterAccess } from "./access.ts";
import { type Clock, realClock } from "./clock.ts";
import { ClusterError } from "./cluster-error.ts";
import { CredentialSource } from "./credentials.ts";
import { chooseContext, type Environment, readKubeconfig } from "./kubeconfig.ts";
import { type RequestLimits, Requests, usualLimits } from "./requests.ts";

export interface ConnectOptions {
	/** `--kubeconfig`: this file and no other. */
	readonly kubeconfig?: string | undefined;
	/** `--context`; the current one otherwise. */
	readonly context?: string | undefined;
	/** For one request; 60 unless given. */
	readonly timeoutSeconds?: number | undefined;
	/** Ends everything the connection is doing. */
	readonly signal?: AbortSignal | undefined;
	/** What a credential plugin says to the person at the terminal. */
	readonly tell?: ((text: string) => void) | undefined;
	/** A person sits at the terminal: a credential plugin may ask for a password. */
	readonly isInteractive?: boolean;
	readonly limits?: Partial<RequestLimits>;
	readonly environment?: Environment;
	readonly clock?: Clock;
}

/** A cluster that can be asked, and only asked. */
export interface Connection {
	/** The name of the context, or `in-cluster`. */
	readonly context: string;
	/** The namespace of the context; `default` when it names none. */
	readonly namespace: string;
	readonly server: string;
	readonly requests: Requests;
	readonly clock: Clock;
	/** Ends what is under way and closes the sockets. */
	readonly close: () => void;
}

const accountFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

/**
 * Finds the cluster as kubectl does and makes its credentials ready. Nothing is sent before the first request.
 * Throws ClusterError.
 */
export async function connect(options: ConnectOptions = {}): Promise<Connection> {
	const access = findAccess(options);
	const closing = new AbortController();
	const signal =
		options.signal === undefined
			? closing.signal
			: AbortSignal.any([options.signal, closing.signal]);
	signal.throwIfAborted();
	const clock = options.clock ?? realClock;
	const credentials = new CredentialSource(access, {
		clock,
		isInteractive: options.isInteractive ?? false,
		tell: options.tell ?? (() => undefined),
		signal,
		// A person may have to log in with a browser.
		pluginTimeoutSeconds: options.isInteractive === true ? 300 : 60,
	});
	await credentials.current();
	const limits = limitsFor(options);
	return {
		context: access.context,
		namespace: access.namespace,
		server: access.server.href.replace(/\/$/, ""),
		requests: new Requests(access, credentials, limits, clock, signal),
		clock,
		close: () => {
			closing.abort(new ClusterError("unreachable", access.server.origin, "closed"));
			credentials.close();
		},
	};
}

/** The names for `--context`, sorted; `current` is the one taken without it. */
export function contextNames(options: ConnectOptions = {}): {
	readonly names: readonly string[];
	readonly current: string | undefined;
} {
	const kubeconfig = readKubeconfig(options.kubeconfig, options.environment ?? process.env);
	if (kubeconfig === undefined) return { names: [], current: undefined };
	return {
		names: [...kubeconfig.contexts.keys()].sort(compareText),
		current: kubeconfig.currentContext || undefined,
	};
}

function findAccess(options: ConnectOptions): Access {
	const environment = options.environment ?? process.env;
	const kubeconfig = readKubeconfig(options.kubeconfig, environment);
	if (kubeconfig !== undefined) {
		return accessOf(chooseContext(kubeconfig, options.context), environment);
	}
	const inside = inClusterAccess(environment, readMounted, `${accountFolder}/token`);
	if (inside !== undefined && (options.context ?? inside.context) === inside.context) return inside;
	const asked = options.context === undefined ? "" : ` with the context \`${options.context}\``;
	const says = `there is no kubeconfig${asked}: name one with --kubeconfig or KUBECONFIG, or read files with -f`;
	throw new ClusterError("config", environment["KUBECONFIG"] || "~/.kube/config", says);
}

function readMounted(name: string): Buffer | undefined {
	try {
		return readFileSync(`${accountFolder}/${name}`);
	} catch {
		return undefined;
	}
}

function limitsFor(options: ConnectOptions): RequestLimits {
	const requestSeconds = options.timeoutSeconds ?? usualLimits.requestSeconds;
	const connectSeconds = Math.min(usualLimits.connectSeconds, requestSeconds);
	return { ...usualLimits, requestSeconds, connectSeconds, ...options.limits };
}
