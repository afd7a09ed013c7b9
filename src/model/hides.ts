import type { Unlisted } from "./snapshot.ts";

/** May what was not listed hold objects of a namespace? */
export function hides({ namespace, except }: Unlisted, asked: string): boolean {
	return namespace === asked || (namespace === "" && except?.includes(asked) !== true);
}
