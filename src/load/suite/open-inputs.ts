import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { placeOf } from "../../model/origin.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Suite, SuiteInput, SuiteProblem, SuiteText } from "../../model/suite.ts";
import { matchGlob } from "../glob.ts";
import type { ClusterDump } from "../live/cluster-dump.ts";
import { ClusterError } from "../live/cluster-error.ts";
import { parseDump } from "../live/parse-dump.ts";
import { LoadError } from "../load-error.ts";
import { type LoadOptions, loadSnapshot } from "../snapshot.ts";
import { suiteName } from "../sources.ts";
import { renderChart, renderKustomization } from "./render-inputs.ts";

/** What a suite's inputs came to: a snapshot, or why there is none. */
export interface OpenedInputs {
	readonly snapshot: Snapshot | undefined;
	readonly problems: readonly SuiteProblem[];
}

type Part = Pick<LoadOptions, "filenames" | "texts" | "cluster">;

/**
 * Reads the inputs of a suite, paths relative to its file. `live` are the dumps of the clusters that it names.
 * Everything that was left out of an input is an error: a test of half a policy proves nothing.
 */
export function openInputs(
	suite: Suite,
	live: ReadonlyMap<string, ClusterDump> = new Map(),
): OpenedInputs {
	const problems: SuiteProblem[] = [];
	const folder = dirname(suite.file);
	const parts = suite.inputs.flatMap((input) => partOf(input, folder, live, problems));
	const crds = suite.cluster.crds.flatMap((path) => filesOf(path, folder, problems));
	if (suite.inputs.length === 0) {
		problems.push({
			severity: "error",
			message: "the suite has no `inputs`: there is nothing to test",
			place: { file: suite.file },
		});
	}
	if (problems.length > 0) return { snapshot: undefined, problems };
	const clusters = parts.flatMap(({ cluster }) => cluster ?? []);
	const { version, bootstrapPolicy } = suite.cluster;
	try {
		const snapshot = loadSnapshot({
			filenames: [...crds, ...parts.flatMap(({ filenames }) => filenames ?? [])],
			texts: parts.flatMap(({ texts }) => texts ?? []),
			defaultNamespace: suite.namespace,
			bootstrapPolicy,
			...(version !== undefined && { kubernetesVersion: version.text }),
			...(clusters[0] !== undefined && { cluster: clusters[0] }),
		});
		return { snapshot, problems: leftOut(snapshot) };
	} catch (error) {
		if (!(error instanceof LoadError)) throw error;
		const place = version?.place ?? { file: suite.file };
		return {
			snapshot: undefined,
			problems: [{ severity: "error", message: error.message, place }],
		};
	}
}

function leftOut({ problems }: Snapshot): readonly SuiteProblem[] {
	return problems
		.filter(({ severity }) => severity !== "note")
		.map(({ severity, object, field, message, origin, path }) => ({
			severity: severity === "error" ? "error" : "warning",
			message: [object, field, message].filter((part) => part !== undefined).join(": "),
			place: placeOf(origin, path),
		}));
}

function partOf(
	input: SuiteInput,
	folder: string,
	live: ReadonlyMap<string, ClusterDump>,
	problems: SuiteProblem[],
): readonly Part[] {
	const fail = ({ place }: SuiteText, message: string): readonly Part[] => {
		problems.push({ severity: "error", message, place });
		return [];
	};
	switch (input.kind) {
		case "manifests":
			return [{ filenames: input.paths.flatMap((path) => filesOf(path, folder, problems)) }];
		case "helm": {
			const rendered = renderChart(input, folder);
			return "error" in rendered ? fail(input.chart, rendered.error) : [{ texts: [rendered] }];
		}
		case "kustomize": {
			const rendered = renderKustomization(join(folder, input.path.text));
			return "error" in rendered ? fail(input.path, rendered.error) : [{ texts: [rendered] }];
		}
		case "snapshot": {
			const dump = dumpOf(join(folder, input.file.text));
			return "error" in dump ? fail(input.file, dump.error) : [{ cluster: dump }];
		}
		case "live": {
			const dump = live.get(input.context.text);
			return dump === undefined
				? fail(input.context, "the cluster was not read")
				: [{ cluster: dump }];
		}
	}
}

/** The files that a path means; none is an error, since a test of nothing passes. */
export function filesOf(
	path: SuiteText,
	folder: string,
	problems: SuiteProblem[],
): readonly string[] {
	const full = join(folder, path.text);
	if (existsSync(full)) return [full];
	const matches = (/[*?[]/.test(path.text) ? matchGlob(full) : []).filter(
		(file) => !suiteName.test(file),
	);
	if (matches.length === 0) {
		const what = /[*?[]/.test(path.text) ? "matches no file" : "does not exist";
		const message = `\`${path.text}\` ${what} (paths are relative to the suite)`;
		problems.push({ severity: "error", message, place: path.place });
	}
	return matches;
}

/** A snapshot file, or what is wrong with it. */
export function dumpOf(file: string): ClusterDump | { readonly error: string } {
	try {
		return parseDump(readFileSync(file, "utf8"), file);
	} catch (error) {
		if (error instanceof ClusterError) return { error: error.message };
		return { error: `the snapshot \`${file}\` cannot be read` };
	}
}
