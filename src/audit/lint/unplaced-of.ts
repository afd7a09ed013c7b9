import type { Origin } from "../../model/origin.ts";
import type { Snapshot } from "../../model/snapshot.ts";

interface Placeable {
	readonly origin: Origin;
	readonly namespace: string;
}

/**
 * Says which objects name no namespace and stand in `default` for want of a better one. Those that were put into
 * another one are where the user wants them.
 */
export function unplacedOf({ placed = [] }: Snapshot): (object: Placeable) => boolean {
	const origins = new Set(placed.map(({ origin }) => origin));
	return ({ origin, namespace }) => namespace === "default" && origins.has(origin);
}
