import { setMaxListeners } from "node:events";
import { isRecord } from "../json-record.ts";
import type { ClusterDump } from "./cluster-dump.ts";
import { ClusterError } from "./cluster-error.ts";
import type { Connection } from "./connection.ts";
import { explainFailure } from "./failure-words.ts";
import { type KeptObject, objectKey } from "./kept-object.ts";
import { listAll } from "./list-all.ts";
import {
	type ClusterState,
	dumpOf,
	type ReadList,
	type ReadOptions,
	readState,
} from "./read-cluster.ts";
import { listPath, type ReadResource } from "./read-resources.ts";
import { eventError, linesOf, parseEvent } from "./watch-event.ts";

export interface WatchOptions extends Omit<ReadOptions, "takenAt"> {
	/** Called once at the start, and after each burst of changes. */
	readonly onDump: (dump: ClusterDump) => void;
	/** How long to wait for more changes; 500 ms unless given. */
	readonly settleMilliseconds?: number;
}

/** How long the server lets a watch run before it is renewed. */
const watchSeconds = 300;
/** A connection that died without a word is given up this much later. */
const graceSeconds = 30;
const mostFailures = 8;

/**
 * Reads the cluster and follows it until the signal is aborted. Workloads are not followed: they decide nothing.
 * Throws ClusterError when the cluster cannot be followed any more.
 */
export async function watchCluster(connection: Connection, options: WatchOptions): Promise<void> {
	const failed = new AbortController();
	const { signal: asked } = options;
	const signal = asked === undefined ? failed.signal : AbortSignal.any([asked, failed.signal]);
	setMaxListeners(0, signal);
	try {
		const state = await readState(connection, { ...options, takenAt: "", signal });
		const follower = new ClusterFollower(connection, state, options, signal);
		await follower.run();
	} catch (error) {
		if (asked?.aborted !== true) throw error;
	} finally {
		failed.abort();
	}
}

interface FollowedList {
	readonly resource: ReadResource;
	readonly namespace: string;
	readonly path: string;
	readonly items: Map<string, KeptObject>;
	resourceVersion: string;
}

class ClusterFollower {
	readonly #connection: Connection;
	readonly #state: ClusterState;
	readonly #options: WatchOptions;
	readonly #signal: AbortSignal;
	readonly #followed: readonly FollowedList[];
	readonly #still: readonly ReadList[];
	#hasChanged = false;
	#wake: (() => void) | undefined;

	constructor(
		connection: Connection,
		state: ClusterState,
		options: WatchOptions,
		signal: AbortSignal,
	) {
		this.#connection = connection;
		this.#state = state;
		this.#options = options;
		this.#signal = signal;
		this.#still = state.lists.filter(({ resource }) => resource.about === "workload");
		this.#followed = state.lists
			.filter(({ resource }) => resource.about !== "workload")
			.map(({ resource, namespace, items, resourceVersion }) => ({
				resource,
				namespace,
				path: listPath(resource, namespace),
				items: new Map(items),
				resourceVersion,
			}));
	}

	async run(): Promise<void> {
		this.#signal.throwIfAborted();
		this.#tell();
		this.#signal.addEventListener("abort", () => this.#wake?.(), { once: true });
		await Promise.all([this.#report(), ...this.#followed.map((list) => this.#follow(list))]);
	}

	#tell(): void {
		this.#hasChanged = false;
		const lists = [...this.#still, ...this.#followed];
		const takenAt = new Date(this.#connection.clock.now()).toISOString();
		this.#options.onDump(dumpOf(this.#connection, { ...this.#state, lists }, takenAt));
	}

	/** Gathers changes that come close together into one report. */
	async #report(): Promise<void> {
		const settle = this.#options.settleMilliseconds ?? 500;
		for (;;) {
			if (!this.#hasChanged) await this.#nextChange();
			this.#signal.throwIfAborted();
			await this.#connection.clock.sleep(settle, this.#signal);
			this.#tell();
		}
	}

	#nextChange(): Promise<void> {
		return new Promise((resolve) => {
			this.#wake = resolve;
		});
	}

	#change(): void {
		this.#hasChanged = true;
		this.#wake?.();
	}

	async #follow(list: FollowedList): Promise<void> {
		for (let failures = 0; ; ) {
			this.#signal.throwIfAborted();
			const before = list.resourceVersion;
			const failure = await this.#watchOnce(list);
			if (isGone(failure)) await this.#relist(list);
			if (list.resourceVersion !== before) {
				failures = 0;
				continue;
			}
			failures = failure === undefined ? 0 : failures + 1;
			if (failures > mostFailures) throw failure;
			// A watch that ends at once without news is asked for ever more slowly.
			await this.#connection.clock.sleep(waitAfter(failures), this.#signal);
		}
	}

	/** Watches until the connection ends; hands back what a new one may mend, and throws what it cannot. */
	async #watchOnce(list: FollowedList): Promise<unknown> {
		const over = new AbortController();
		const timer = setTimeout(
			() => over.abort(new ClusterError("unreachable", this.#connection.server, "no answer")),
			(watchSeconds + graceSeconds) * 1000,
		);
		const query = {
			watch: "true",
			allowWatchBookmarks: "true",
			resourceVersion: list.resourceVersion,
			timeoutSeconds: String(watchSeconds),
		};
		const signal = AbortSignal.any([this.#signal, over.signal]);
		try {
			const body = await this.#connection.requests.stream(list.path, { query, signal });
			for await (const line of linesOf(body)) this.#take(list, line);
			return undefined;
		} catch (error) {
			if (this.#signal.aborted) throw this.#signal.reason;
			const failure = explainFailure(error, this.#connection.server);
			if (isGone(failure) || isPassing(failure)) return failure;
			throw failure;
		} finally {
			clearTimeout(timer);
		}
	}

	#take(list: FollowedList, line: string): void {
		const event = parseEvent(line, `${this.#connection.server}${list.path}`);
		if (event.type === "ERROR") throw eventError(event.object, this.#connection.server);
		const metadata = isRecord(event.object["metadata"]) ? event.object["metadata"] : {};
		const { resourceVersion } = metadata;
		if (typeof resourceVersion === "string") list.resourceVersion = resourceVersion;
		if (event.type === "BOOKMARK") return;
		const { group, version, kind, cut } = list.resource;
		const object = cut(event.object, group === "" ? version : `${group}/${version}`, kind);
		if (object === undefined) return;
		const key = objectKey(object);
		const known = list.items.get(key);
		if (event.type === "DELETED") list.items.delete(key);
		else list.items.set(key, object);
		const now = list.items.get(key);
		if (JSON.stringify(known) !== JSON.stringify(now)) this.#change();
	}

	/** The server has forgotten where the watch stood. */
	async #relist(list: FollowedList): Promise<void> {
		const { group, version, kind, cut } = list.resource;
		const apiVersion = group === "" ? version : `${group}/${version}`;
		const { items, resourceVersion } = await listAll(this.#connection, list.path, {
			keep: (item) => cut(item, apiVersion, kind),
			keyOf: objectKey,
			signal: this.#signal,
		});
		const before = textOf(list.items);
		list.items.clear();
		for (const [key, item] of items) list.items.set(key, item);
		list.resourceVersion = resourceVersion;
		if (textOf(list.items) !== before) this.#change();
	}
}

function waitAfter(failures: number): number {
	return Math.min(30_000, 500 * 2 ** Math.min(failures, 6));
}

function isGone(error: unknown): boolean {
	return error instanceof ClusterError && error.status === 410;
}

/** A cut connection, or a server that is busy; not a refusal. */
function isPassing(error: unknown): boolean {
	if (!(error instanceof ClusterError)) return false;
	return error.code === "unreachable" || error.status === 429 || (error.status ?? 0) >= 500;
}

function textOf(items: ReadonlyMap<string, KeptObject>): string {
	return JSON.stringify([...items.entries()].sort(([a], [b]) => (a < b ? -1 : 1)));
}
