import type { Teller } from "./teller.ts";
import { UsageError } from "./usage-error.ts";

interface Remarks {
	readonly notes: readonly string[];
	readonly warnings: readonly string[];
}

/** What came of reading a user's words, after saying how they were read; words that mean nothing stop the run. */
export function asked<T extends Remarks>(read: T | { readonly error: string }, teller: Teller): T {
	if ("error" in read) throw new UsageError(read.error);
	const [first] = read.warnings;
	if (teller.options.strict && first !== undefined) throw new UsageError(first);
	for (const warning of read.warnings) teller.warn(warning);
	for (const note of read.notes) teller.note(note);
	return read;
}
