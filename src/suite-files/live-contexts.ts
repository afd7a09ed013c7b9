import type { Suite } from "../model/suite.ts";

/** The contexts of the clusters that a suite reads. */
export function liveContexts({ inputs, tests }: Suite): readonly string[] {
	const ofInputs = inputs.flatMap((input) => (input.kind === "live" ? [input.context.text] : []));
	const ofTests = tests.flatMap(({ assertions }) =>
		assertions.flatMap((one) =>
			"baseline" in one && one.baseline.kind === "live" ? [one.baseline.context.text] : [],
		),
	);
	return [...new Set([...ofInputs, ...ofTests])];
}
