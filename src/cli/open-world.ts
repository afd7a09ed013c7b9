import type { ClusterDump } from "../load/live/cluster-dump.ts";
import type { Connection } from "../load/live/connection.ts";
import type { Problem } from "../model/problem.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { problemLines } from "../render/problems.ts";
import type { Grants } from "../resolve/grants.ts";
import type { Io } from "./io.ts";
import { tellMissingLists } from "./missing-lists.ts";
import type { InputOptions } from "./options.ts";
import type { OpenCluster } from "./read-cluster-dump.ts";
import type { Teller } from "./teller.ts";
import { UsageError } from "./usage-error.ts";

/** What one answer is about: manifests, a cluster, or a cluster with manifests applied. */
export interface World {
	readonly grants: Grants;
	/** Where a question without -n is asked. */
	readonly namespace: string;
	/** The live cluster behind it, for questions that only the server can settle. */
	readonly connection: Connection | undefined;
}

/** Reads the manifests over a cluster, or alone, says what is wrong with them, and makes them ready to be asked. */
export async function openWorld(
	io: Io,
	options: InputOptions,
	teller: Teller,
	cluster?: OpenCluster,
): Promise<World> {
	const [{ loadSnapshot }, { resolveGrants }] = await Promise.all([
		import("../load/snapshot.ts"),
		import("../resolve/grants.ts"),
	]);
	const { kubernetesVersion } = options;
	const namespace = cluster?.dump.namespace ?? "default";
	const snapshot = loadSnapshot({
		filenames: options.existing ?? options.filename,
		readStdin: io.readStdin,
		bootstrapPolicy: options.bootstrapPolicy,
		...(options.defaultNamespace !== undefined && { defaultNamespace: options.defaultNamespace }),
		...(kubernetesVersion !== undefined && { kubernetesVersion }),
		...(options.texts !== undefined && { texts: options.texts }),
		...(cluster !== undefined && { cluster: cluster.dump }),
		...(options.remove === true && { remove: true }),
	});
	const isUnanswerable = cluster === undefined && isUnreadable(snapshot);
	// Where there is no answer, nothing is told by it.
	const isTold = isUnanswerable ? undefined : options.isToldElsewhere;
	const news = snapshot.problems.filter((problem) => isTold?.(problem) !== true);
	tellProblems(news, teller, options.onlyErrors === true);
	if (cluster !== undefined) tellCluster(cluster.dump, options, teller);
	if (isUnanswerable) {
		throw new UsageError("nothing that was given could be read: there is nothing to answer from");
	}
	return { grants: resolveGrants(snapshot), namespace, connection: cluster?.connection };
}

/** Says which cluster it is, when the user did not, and what it did not show. */
function tellCluster(dump: ClusterDump, options: InputOptions, teller: Teller): void {
	const { context, clusterSnapshot, allContexts } = options;
	if (context.length === 0 && clusterSnapshot === undefined && allContexts !== true) {
		teller.note(`read from context ${dump.context}, Kubernetes ${dump.kubernetesVersion}`);
	}
	tellMissingLists(dump, teller);
}

/** Says what is wrong with the input; under --strict an error of it stops the run. */
export function tellProblems(
	all: readonly Problem[],
	teller: Teller,
	onlyErrors: boolean = false,
): void {
	const { verbose, strict } = teller.options;
	const isTold = onlyErrors && !verbose ? "error" : undefined;
	const problems = all.filter(({ severity }) => isTold === undefined || severity === isTold);
	for (const line of problemLines(problems, verbose, teller.errStyle)) teller.line(line);
	const refused = problems.filter(({ severity }) => severity === "error").length;
	if (strict && refused > 0) {
		throw new UsageError(
			`the input has ${refused === 1 ? "an error" : `${refused} errors`}, which --strict does not let pass`,
		);
	}
}

/** No object of any use, and complaints instead. A folder of sound ConfigMaps is an answer: it grants nothing. */
export function isUnreadable(snapshot: Snapshot): boolean {
	const { roles, bindings, accounts, workloads, groups, users, unread, problems } = snapshot;
	const granted = [...roles, ...bindings].filter(({ builtIn }) => !builtIn);
	const objects = [granted, accounts, workloads, groups, users, unread];
	return (
		objects.every((found) => found.length === 0) &&
		problems.some(({ severity }) => severity !== "note")
	);
}
