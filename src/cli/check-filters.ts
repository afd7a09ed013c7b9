import { type CheckFilter, parseCheckFilter } from "../suite/check-filter.ts";
import { UsageError } from "./usage-error.ts";

/** The words of each `--filter`, read. */
export function checkFilters(given: readonly string[]): readonly CheckFilter[] {
	return given.map((text) => {
		const read = parseCheckFilter(text);
		if ("error" in read) throw new UsageError(`--filter \`${text}\`: ${read.error}`);
		return read;
	});
}
