import { isRecord, type JsonRecord } from "../json-record.ts";
import { ClusterError } from "./cluster-error.ts";
import type { Connection } from "./connection.ts";

export interface ListOptions<T> {
	/** What to remember of an object; undefined drops it. Nothing else of a page is kept. */
	readonly keep: (item: JsonRecord) => T | undefined;
	/** What tells two objects apart: one that moved from page to page counts once. */
	readonly keyOf: (kept: T) => string;
	readonly signal?: AbortSignal | undefined;
	/** Called after each page with how many objects are kept so far. */
	readonly onCount?: (count: number) => void;
	readonly pageSize?: number;
}

export interface Listed<T> {
	readonly items: ReadonlyMap<string, T>;
	/** Where a watch goes on without a gap; "" when the server names none. */
	readonly resourceVersion: string;
}

/** kubectl's own. */
const usualPage = 500;
/** Tries in pages; a last one is in one piece, as client-go does it. */
const pagedTries = 3;

/**
 * Lists a collection in pages. The pages of one list are of one moment; when the server has forgotten that moment
 * (410 Gone), the list starts anew.
 */
export async function listAll<T>(
	connection: Connection,
	path: string,
	options: ListOptions<T>,
): Promise<Listed<T>> {
	for (let attempt = 1; ; attempt += 1) {
		try {
			const limit = attempt <= pagedTries ? (options.pageSize ?? usualPage) : undefined;
			return await listOnce(connection, path, options, limit);
		} catch (error) {
			const isGone = error instanceof ClusterError && error.status === 410;
			if (!isGone || attempt > pagedTries) throw error;
		}
	}
}

async function listOnce<T>(
	connection: Connection,
	path: string,
	options: ListOptions<T>,
	limit: number | undefined,
): Promise<Listed<T>> {
	const { keep, keyOf, signal, onCount } = options;
	const items = new Map<string, T>();
	const seen = new Set<string>();
	let first: string | undefined;
	let next = "";
	do {
		const query = {
			...(limit === undefined ? {} : { limit: String(limit) }),
			...(next === "" ? {} : { continue: next }),
		};
		const page = readPage(await connection.requests.get(path, { query, signal }), connection, path);
		for (const item of page.items) {
			const kept = keep(item);
			if (kept !== undefined) items.set(keyOf(kept), kept);
		}
		onCount?.(items.size);
		// The earliest moment: a watch from there may repeat a change, but misses none.
		first ??= page.resourceVersion;
		next = page.next;
		if (seen.has(next))
			throw nonsense(connection, path, "the pages of the list go round in circles");
		seen.add(next);
	} while (next !== "");
	return { items, resourceVersion: first };
}

interface Page {
	readonly items: readonly JsonRecord[];
	readonly resourceVersion: string;
	readonly next: string;
}

function readPage(value: unknown, connection: Connection, path: string): Page {
	if (!isRecord(value) || !isRecord(value["metadata"])) {
		throw nonsense(connection, path, "expected a list of objects");
	}
	// Go writes an empty list as null.
	const items = value["items"] ?? [];
	if (!Array.isArray(items) || !items.every(isRecord)) {
		throw nonsense(connection, path, "expected a list of objects at `items`");
	}
	const { resourceVersion, continue: next } = value["metadata"];
	return { items, resourceVersion: textOf(resourceVersion), next: textOf(next) };
}

function textOf(value: unknown): string {
	return typeof value === "string" ? value : "";
}

function nonsense(connection: Connection, path: string, says: string): ClusterError {
	return new ClusterError("protocol", `${connection.server}${path}`, says);
}
