import type { LoadedSuite } from "../load/suite/load-suite.ts";
import { didYouMean } from "../model/did-you-mean.ts";
import { UsageError } from "./usage-error.ts";

/** `env=prod`. */
export function matrixChoice(words: readonly string[]): ReadonlyMap<string, string> {
	return new Map(
		words.map((word) => {
			const [name = "", ...value] = word.split("=");
			if (value.length === 0) throw new UsageError(`--matrix takes NAME=VALUE, found \`${word}\``);
			return [name, value.join("=")];
		}),
	);
}

/** A choice that no suite has would leave out what was meant, and run what is left. `whole` reads the suites without it. */
export function checkMatrixChoice(
	matrix: ReadonlyMap<string, string>,
	loaded: readonly LoadedSuite[],
	whole: () => readonly LoadedSuite[],
): void {
	const chosen = [...matrix].map(([name, value]) => `${name}=${value}`);
	const has = variantsOf(loaded);
	const missing = chosen.filter((choice) => !has.has(choice));
	if (missing.length === 0) return;
	const all = variantsOf(whole());
	for (const choice of missing) {
		if (all.has(choice)) continue;
		throw new UsageError(`--matrix: no suite has \`${choice}\`${didYouMean(choice, all)}`);
	}
}

/** `env=prod` of any suite. */
function variantsOf(loaded: readonly LoadedSuite[]): ReadonlySet<string> {
	return new Set(loaded.flatMap(({ suite }) => suite.variant));
}
