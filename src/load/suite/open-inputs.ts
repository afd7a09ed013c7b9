import { dirname } from "node:path";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Suite, SuiteInput, SuiteProblem, SuiteText } from "../../model/suite.ts";
import type { ClusterDump } from "../live/cluster-dump.ts";
import { LoadError } from "../load-error.ts";
import { type LoadOptions, loadSnapshot } from "../snapshot.ts";
import { inputPart } from "./input-parts.ts";
import { leftOut } from "./left-out.ts";
import { manifestTexts } from "./manifest-texts.ts";

/** What a suite's inputs came to: a snapshot, or why there is none. */
export interface OpenedInputs {
	readonly snapshot: Snapshot | undefined;
	readonly problems: readonly SuiteProblem[];
}

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
	const crds = manifestTexts(suite.cluster.crds, [], folder, problems);
	const parts = suite.inputs.flatMap((input) => inputPart(input, folder, live, problems) ?? []);
	checkInputs(suite, problems);
	if (problems.length > 0) return { snapshot: undefined, problems };
	try {
		const cluster = parts.find((part) => part.cluster !== undefined)?.cluster;
		const snapshot = loadSnapshot({
			...suiteOptions(suite),
			texts: [...crds, ...parts.flatMap(({ texts }) => texts)],
			...(cluster !== undefined && { cluster }),
		});
		return { snapshot, problems: leftOut(suite, snapshot) };
	} catch (error) {
		if (!(error instanceof LoadError)) throw error;
		const place = suite.cluster.version?.place ?? { file: suite.file };
		return {
			snapshot: undefined,
			problems: [{ severity: "error", message: error.message, place }],
		};
	}
}

/** What a suite says of the cluster that its inputs are for. */
export function suiteOptions({ namespace, cluster }: Suite): LoadOptions {
	const { version, bootstrapPolicy } = cluster;
	return {
		defaultNamespace: namespace,
		bootstrapPolicy,
		...(version !== undefined && { kubernetesVersion: version.text }),
	};
}

/** Two clusters are two worlds: what one serves and binds says nothing of the other. */
function checkInputs({ inputs, file }: Suite, problems: SuiteProblem[]): void {
	if (inputs.length === 0) {
		const message = "the suite has no `inputs`: there is nothing to test";
		problems.push({ severity: "error", message, place: { file } });
	}
	const [first, ...others] = inputs.flatMap((input) => clusterName(input) ?? []);
	for (const { text, place } of others) {
		const message = `\`${text}\` would be a second cluster beside \`${first?.text}\`: a suite reads one snapshot or live cluster (\`matrix\` runs it for several)`;
		problems.push({ severity: "error", message, place });
	}
}

function clusterName(input: SuiteInput): SuiteText | undefined {
	if (input.kind === "snapshot") return input.file;
	return input.kind === "live" ? input.context : undefined;
}
