import type { ClusterDump } from "../load/live/cluster-dump.ts";
import { type LoadOptions, loadSnapshot } from "../load/snapshot.ts";
import { readSources } from "../load/sources.ts";
import type { Origin } from "../model/origin.ts";
import { overwrittenObjects } from "../model/overwritten-objects.ts";
import type { Problem } from "../model/problem.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Io } from "./io.ts";
import { tellMissingLists } from "./missing-lists.ts";
import type { OutputOptions } from "./options.ts";
import { openCluster, openDumpFile } from "./read-cluster-dump.ts";
import { tellerOf } from "./teller.ts";
import { UsageError } from "./usage-error.ts";

/** What a first suite is written from. */
export interface FirstInputs {
	readonly snapshot: Snapshot;
	/** Manifests: as they were given, or those of them that can be read. */
	readonly files: readonly string[];
	/** The dump of the live cluster by its context. */
	readonly live: ReadonlyMap<string, ClusterDump>;
	readonly snapshotFile: string | undefined;
	/** What was given, by which the suite is called. */
	readonly given: readonly string[];
	/** Files that a suite cannot have as its input, each with why. */
	readonly leftOut: readonly { readonly file: string; readonly why: string }[];
}

interface InputOptions {
	readonly filename: readonly string[];
	readonly namespace?: string;
	readonly kubernetesVersion?: string;
	readonly context?: string;
	readonly kubeconfig?: string;
	readonly requestTimeout?: number;
	readonly live?: boolean;
	readonly clusterSnapshot?: string;
}

/** Reads manifests (those of the working folder unless told otherwise), a cluster, or both. */
export async function firstInputs(io: Io, options: InputOptions): Promise<FirstInputs> {
	const { clusterSnapshot, context, namespace, kubernetesVersion } = options;
	const isLive = context !== undefined || options.live === true;
	if (isLive && clusterSnapshot !== undefined) {
		throw new UsageError("--cluster-snapshot stands for a cluster: give it or a live one");
	}
	if (options.filename.includes("-")) {
		throw new UsageError("a suite names files as its inputs: keep what standard input says in one");
	}
	const dump = await dumpFor(io, options, isLive);
	if (dump !== undefined && kubernetesVersion !== undefined) {
		throw new UsageError("--kubernetes-version is for manifests alone: a cluster says its own");
	}
	const given = options.filename.length === 0 && dump === undefined ? ["."] : options.filename;
	// As a suite reads its inputs: without a namespace given, not even a cluster's context names one.
	const read = readable(given, {
		defaultNamespace: namespace ?? "default",
		...(kubernetesVersion !== undefined && { kubernetesVersion }),
		...(dump !== undefined && { cluster: dump }),
	});
	checkBindings(read.snapshot, given);
	return {
		...{ ...read, given },
		live: new Map(isLive && dump !== undefined ? [[dump.context, dump]] : []),
		snapshotFile: clusterSnapshot,
	};
}

const output: OutputOptions = {
	headers: true,
	color: "auto",
	quiet: false,
	verbose: false,
	strict: false,
};

async function dumpFor(
	io: Io,
	options: InputOptions,
	isLive: boolean,
): Promise<ClusterDump | undefined> {
	const { clusterSnapshot, context, kubeconfig, requestTimeout } = options;
	if (clusterSnapshot !== undefined) return (await openDumpFile(clusterSnapshot)).dump;
	if (!isLive) return undefined;
	const { dump, connection } = await openCluster(
		io,
		{
			context: [],
			...(kubeconfig !== undefined && { kubeconfig }),
			...(requestTimeout !== undefined && { requestTimeout }),
		},
		context,
	);
	connection?.close();
	tellMissingLists(dump, tellerOf(io, output));
	return dump;
}

/** An error in an input stops a suite, so that files with one are left out, until none is left. */
function readable(
	given: readonly string[],
	options: LoadOptions,
): Pick<FirstInputs, "snapshot" | "files" | "leftOut"> {
	const leftOut = new Map<string, string>();
	let files = given;
	for (;;) {
		const snapshot = loadSnapshot({ ...options, filenames: files });
		const errors = [
			...snapshot.problems.filter(({ severity }) => severity === "error"),
			...overwrittenObjects(snapshot),
		];
		const bad = errors.filter(({ origin }) => !leftOut.has(origin.file));
		const [first] = bad;
		if (first === undefined) {
			const told = [...leftOut].map(([file, why]) => ({ file, why }));
			return { snapshot, files, leftOut: told };
		}
		for (const problem of bad) {
			if (!leftOut.has(problem.origin.file)) leftOut.set(problem.origin.file, inWords(problem));
		}
		files = usefulFiles(files, snapshot).filter((file) => !leftOut.has(file));
		if (files.length === 0 && options.cluster === undefined) {
			throw new UsageError(
				`no manifest is left that a suite could read: ${first.origin.file}: ${inWords(first)}`,
			);
		}
	}
}

function inWords({
	object,
	field,
	message,
}: Pick<Problem, "object" | "field" | "message">): string {
	return [object, field, message].filter((part) => part !== undefined).join(": ");
}

/** The files that say something about who may do what. */
function usefulFiles(given: readonly string[], snapshot: Snapshot): readonly string[] {
	const { roles, bindings, accounts, workloads, groups, users } = snapshot;
	const objects: readonly { readonly origin: Origin }[] = [
		...[...roles, ...bindings].filter(({ builtIn }) => !builtIn),
		...[accounts, workloads, groups, users].flat(),
	];
	const files = new Set(objects.map(({ origin }) => origin.file));
	const found: string[] = [];
	for (const source of readSources(given, undefined)) {
		if ("isEmpty" in source || "failure" in source.content) continue;
		const isOfUse = files.has(source.file) || definesResources.test(source.content.text);
		if (isOfUse) found.push(source.file);
	}
	return [...new Set(found)];
}

const definesResources = /\bkind["']?:\s*["']?CustomResourceDefinition\b/;

function checkBindings({ roles, bindings }: Snapshot, given: readonly string[]): void {
	if ([...roles, ...bindings].some(({ builtIn }) => !builtIn)) return;
	const where = given
		.map((path) => (path === "." ? "the working folder" : `\`${path}\``))
		.join(", ");
	throw new UsageError(
		`there is no role and no binding in ${where || "the cluster"}: -f names manifests, --context a cluster`,
	);
}
