import { dirname } from "node:path";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Assertion, BaselineWords, Suite, SuiteProblem } from "../../model/suite.ts";
import type { ClusterDump } from "../live/cluster-dump.ts";
import { LoadError } from "../load-error.ts";
import { type LoadOptions, loadSnapshot } from "../snapshot.ts";
import { gitParts } from "./git-texts.ts";
import { dumpOf } from "./input-parts.ts";
import { leftOut } from "./left-out.ts";
import { manifestTexts } from "./manifest-texts.ts";
import { suiteOptions } from "./open-inputs.ts";
import { pathFrom } from "./path-from.ts";

/** Another side that a suite compares with. */
export interface OpenedBaseline {
	readonly name: string;
	readonly snapshot: Snapshot;
}

type Ratchet = Extract<Assertion, { baseline: BaselineWords }>;

/**
 * The baselines that the assertions of a suite name, by `key`; what cannot be read is a problem of the tests that
 * compare with it, and undefined where there is nothing to compare with.
 */
export function openBaselines(
	suite: Suite,
	key: (words: BaselineWords) => string,
	live: ReadonlyMap<string, ClusterDump> = new Map(),
): {
	readonly baselines: ReadonlyMap<string, OpenedBaseline | undefined>;
	readonly problems: readonly SuiteProblem[];
} {
	const baselines = new Map<string, OpenedBaseline | undefined>();
	const problems: SuiteProblem[] = [];
	const ratchets = ratchetsOf(suite);
	for (const { assertion } of ratchets) {
		const own = key(assertion.baseline);
		if (baselines.has(own)) continue;
		const found: SuiteProblem[] = [];
		baselines.set(own, openBaseline(suite, assertion, live, found));
		const same = ratchets.filter((one) => key(one.assertion.baseline) === own);
		const tests = [...new Set(same.map(({ test }) => test))];
		problems.push(...found.map((problem) => ({ ...problem, tests })));
	}
	return { baselines, problems };
}

function ratchetsOf({
	tests,
}: Suite): readonly { readonly test: string; readonly assertion: Ratchet }[] {
	return tests.flatMap(({ id, assertions }) =>
		assertions
			.filter((one): one is Ratchet => "baseline" in one)
			.map((assertion) => ({ test: id, assertion })),
	);
}

function openBaseline(
	suite: Suite,
	{ baseline, place }: Ratchet,
	live: ReadonlyMap<string, ClusterDump>,
	problems: SuiteProblem[],
): OpenedBaseline | undefined {
	try {
		const source = sourceOf(suite, baseline, live, problems);
		if (source === undefined) return undefined;
		const snapshot = loadSnapshot({ ...suiteOptions(suite), ...source.options });
		problems.push(...leftOut(suite, snapshot));
		return { name: source.name, snapshot };
	} catch (error) {
		if (!(error instanceof LoadError)) throw error;
		problems.push({ severity: "error", message: error.message, place });
		return undefined;
	}
}

function sourceOf(
	suite: Suite,
	words: BaselineWords,
	live: ReadonlyMap<string, ClusterDump>,
	problems: SuiteProblem[],
): { readonly name: string; readonly options: LoadOptions } | undefined {
	const folder = dirname(suite.file);
	switch (words.kind) {
		case "git": {
			const parts = gitParts(suite, words.ref, problems);
			const texts = parts.flatMap((part) => part.texts);
			const cluster = parts.find((part) => part.cluster !== undefined)?.cluster;
			return { name: words.ref.text, options: { texts, ...(cluster && { cluster }) } };
		}
		case "manifests": {
			const texts = manifestTexts(words.paths, words.exclude, folder, problems);
			return { name: words.paths.map(({ text }) => text).join(", "), options: { texts } };
		}
		case "snapshot": {
			const dump = dumpOf(pathFrom(folder, words.file.text));
			if (!("error" in dump)) return { name: words.file.text, options: { cluster: dump } };
			problems.push({ severity: "error", message: dump.error, place: words.file.place });
			return undefined;
		}
		case "live": {
			const cluster = live.get(words.context.text);
			if (cluster !== undefined) return { name: words.context.text, options: { cluster } };
			const message = `the baseline is the live cluster ${words.context.text}: give --live`;
			problems.push({ severity: "error", message, place: words.context.place });
			return undefined;
		}
	}
}
