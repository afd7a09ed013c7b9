import type { CatalogResource } from "../../model/catalog.ts";
import { compareText } from "../../model/text-order.ts";
import { kubernetesResources } from "../kubernetes-data.ts";
import { type ClusterDump, type MissingList, makeDump } from "./cluster-dump.ts";
import { ClusterError } from "./cluster-error.ts";
import type { Connection } from "./connection.ts";
import { discover, serverVersion } from "./discover.ts";
import { type KeptObject, objectKey } from "./kept-object.ts";
import { knownMinor } from "./known-minor.ts";
import { listAll } from "./list-all.ts";
import {
	isServed,
	listPath,
	namespaces as namespacesResource,
	type ReadResource,
	readResources,
} from "./read-resources.ts";

export interface ReadOptions {
	/** When the snapshot was taken, as an ISO 8601 time. */
	readonly takenAt: string;
	/** The one namespace to read when not all may be listed; otherwise that of the context. */
	readonly namespace?: string | undefined;
	/** Called with what is being read: `rolebindings: 12,500`. */
	readonly onProgress?: ((text: string) => void) | undefined;
	readonly signal?: AbortSignal | undefined;
}

/** One list that was read, and where a watch would go on. */
export interface ReadList {
	readonly resource: ReadResource;
	/** "" for the whole cluster. */
	readonly namespace: string;
	readonly items: ReadonlyMap<string, KeptObject>;
	readonly resourceVersion: string;
}

/** What was read, list by list. */
export interface ClusterState {
	readonly kubernetesVersion: string;
	readonly catalog: readonly CatalogResource[];
	readonly lists: readonly ReadList[];
	readonly missing: readonly MissingList[];
}

/** Reads all that a cluster says about who may do what. What may not be read is named in `missing`. */
export async function readCluster(
	connection: Connection,
	options: ReadOptions,
): Promise<ClusterDump> {
	const state = await readState(connection, options);
	return dumpOf(connection, state, options.takenAt);
}

export function dumpOf(
	connection: Connection,
	{ kubernetesVersion, catalog, lists, missing }: ClusterState,
	takenAt: string,
): ClusterDump {
	const objects = lists.flatMap(({ items }) => [...items.values()]);
	const { context, namespace } = connection;
	return makeDump({ kubernetesVersion, context, namespace, takenAt, missing, catalog, objects });
}

export async function readState(
	connection: Connection,
	options: ReadOptions,
): Promise<ClusterState> {
	const reader = new ClusterReader(connection, options);
	const { kubernetesVersion, catalog } = await reader.discover();
	await reader.readAll(catalog);
	const { missing, lists } = reader;
	return { kubernetesVersion, catalog: catalog ?? knownCatalog(kubernetesVersion), lists, missing };
}

function knownCatalog(kubernetesVersion: string): readonly CatalogResource[] {
	return kubernetesResources(knownMinor(kubernetesVersion));
}

interface Found {
	readonly kubernetesVersion: string;
	/** Undefined when discovery is refused. */
	readonly catalog: readonly CatalogResource[] | undefined;
}

class ClusterReader {
	readonly missing: MissingList[] = [];
	readonly lists: ReadList[] = [];
	readonly #connection: Connection;
	readonly #options: ReadOptions;
	/** When one list fails for good, the others are of no use. */
	readonly #failed = new AbortController();
	readonly #signal: AbortSignal;

	constructor(connection: Connection, options: ReadOptions) {
		this.#connection = connection;
		this.#options = options;
		const { signal } = options;
		const own = this.#failed.signal;
		this.#signal = signal === undefined ? own : AbortSignal.any([signal, own]);
	}

	async discover(): Promise<Found> {
		this.#options.onProgress?.("discovery");
		try {
			const found = await discover(this.#connection, this.#signal);
			for (const { group, version, why } of found.unread) {
				this.#miss({ group, resource: "*" }, "", `${group}/${version}: ${why}`);
			}
			return { kubernetesVersion: found.kubernetesVersion, catalog: found.resources };
		} catch (error) {
			if (!isRefusal(error)) throw error;
			this.#miss({ group: "*", resource: "*" }, "", error.says);
			return { kubernetesVersion: await this.#version(), catalog: undefined };
		}
	}

	/** Every server tells its version to everybody, unless somebody took that right away. */
	async #version(): Promise<string> {
		try {
			return await serverVersion(this.#connection, this.#signal);
		} catch (error) {
			if (isRefusal(error)) return "";
			throw error;
		}
	}

	async readAll(catalog: readonly CatalogResource[] | undefined): Promise<void> {
		const names = await this.#namespaces();
		const served = readResources.filter(
			(resource) => resource.about === "rbac" || isServed(resource, catalog),
		);
		try {
			// All at once: the connection bounds how many requests are under way.
			await Promise.all(served.map((resource) => this.#read(resource, names)));
		} catch (error) {
			this.#failed.abort(error);
			throw error;
		}
	}

	/** Undefined when they may not be listed. */
	async #namespaces(): Promise<readonly string[] | undefined> {
		const listed = await this.#list(namespacesResource, "");
		if (listed instanceof ClusterError) {
			this.#miss(namespacesResource, "", listed.says);
			return undefined;
		}
		return [...listed.values()].map(({ metadata }) => metadata.name).sort(compareText);
	}

	async #read(resource: ReadResource, names: readonly string[] | undefined): Promise<void> {
		const whole = await this.#list(resource, "");
		if (!(whole instanceof ClusterError)) return;
		const only = this.#options.namespace;
		const isOne = only !== undefined || names === undefined;
		const isWorthwhile = resource.about !== "workload" || isOne;
		if (!resource.namespaced || whole.status === 404 || !isWorthwhile) {
			this.#miss(resource, "", whole.says);
			return;
		}
		const within = isOne ? [only ?? this.#connection.namespace] : names;
		const outcomes = await Promise.all(
			within.map(async (namespace) => ({
				namespace,
				listed: await this.#list(resource, namespace),
			})),
		);
		const refused = outcomes.filter(({ listed }) => listed instanceof ClusterError);
		const read = outcomes.filter((outcome) => !refused.includes(outcome));
		if (isOne || refused.length > read.length) {
			const except = read.map(({ namespace }) => namespace);
			this.#miss(resource, "", whole.says, except);
			return;
		}
		for (const { namespace, listed } of refused) {
			if (listed instanceof ClusterError) this.#miss(resource, namespace, listed.says);
		}
	}

	async #list(
		resource: ReadResource,
		namespace: string,
	): Promise<ReadonlyMap<string, KeptObject> | ClusterError> {
		const { onProgress } = this.#options;
		const version =
			resource.group === "" ? resource.version : `${resource.group}/${resource.version}`;
		const within = namespace === "" ? "" : ` in ${namespace}`;
		try {
			const { items, resourceVersion } = await listAll(
				this.#connection,
				listPath(resource, namespace),
				{
					keep: (item) => resource.cut(item, version, resource.kind),
					keyOf: objectKey,
					signal: this.#signal,
					onCount: (count) =>
						onProgress?.(`${resource.resource}${within}: ${count.toLocaleString("en-US")}`),
				},
			);
			this.lists.push({ resource, namespace, items, resourceVersion });
			return items;
		} catch (error) {
			if (isRefusal(error)) return error;
			throw error;
		}
	}

	#miss(
		{ group, resource }: Pick<ReadResource, "group" | "resource">,
		namespace: string,
		why: string,
		except: readonly string[] = [],
	): void {
		const read = except.length === 0 ? {} : { except };
		this.missing.push({ resource, apiGroup: group, namespace, verb: "list", why, ...read });
	}
}

/** The server is there and says no, or has no such thing. */
function isRefusal(error: unknown): error is ClusterError {
	return error instanceof ClusterError && (error.status === 403 || error.status === 404);
}
