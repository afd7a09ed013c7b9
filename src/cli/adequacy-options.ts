import type { Command } from "commander";

/** What `rolecall test` tells of the tests themselves. */
export interface AdequacyOptions {
	readonly coverage?: boolean;
	readonly lcov?: string;
	readonly mutation?: boolean;
	readonly slack?: boolean;
}

export function withAdequacyOptions(command: Command): Command {
	return command
		.optionsGroup("How good the tests are:")
		.option("--coverage", "which rules and bindings the checks touch and decide")
		.option("--lcov <file>", "the same as LCOV, for whatever shows coverage")
		.option("--mutation", "which single mistakes in the policy the checks would notice")
		.option("--slack", "which rights could be gained or lost with no check failing");
}
