import type { Origin } from "../model/origin.ts";
import type { ClusterSource, Snapshot } from "../model/snapshot.ts";
import { assumedResources, clusterCatalog } from "./cluster-catalog.ts";
import { putCluster } from "./cluster-objects.ts";
import { decodeDocument } from "./decode-document.ts";
import { defaultPolicy } from "./default-policy.ts";
import { readDocuments } from "./documents.ts";
import { kubernetesVersions } from "./kubernetes-versions.ts";
import type { ClusterDump } from "./live/cluster-dump.ts";
import { LoadError } from "./load-error.ts";
import { dnsLabelErrors } from "./name-rules.ts";
import { namespacesOf } from "./namespaces.ts";
import { matters } from "./object-kinds.ts";
import { checkRuleResources } from "./rule-resources.ts";
import { nothingWritten, SnapshotBuilder } from "./snapshot-builder.ts";
import { readSources } from "./sources.ts";
import { mightBeRbac } from "./unread-documents.ts";

/** What to read, and what the cluster it is for is taken to be. */
export interface LoadOptions {
	/** Files, folders (read whole: *.yaml, *.yml and *.json), patterns, `-` for standard input. */
	readonly filenames?: readonly string[];
	/** Gives the text of standard input when a filename is `-`. */
	readonly readStdin?: () => string;
	/** Texts that are already in memory, as if they were files; `isNamed` is false for those found in a folder. */
	readonly texts?: readonly {
		readonly file: string;
		readonly text: string;
		readonly isNamed?: boolean;
		/** Where its objects go that carry no namespace, if not where all others go. */
		readonly namespace?: string;
	}[];
	/** API objects as plain data. */
	readonly objects?: readonly unknown[];
	/** Where objects go that carry no namespace; the cluster's context's, or `default`, unless given. */
	readonly defaultNamespace?: string;
	/** One of `kubernetesVersions`; the newest unless given. */
	readonly kubernetesVersion?: string;
	/** False leaves out the roles and bindings every API server creates. */
	readonly bootstrapPolicy?: boolean;
	/** A live cluster or a snapshot file of one: the manifests are applied over it, and it is the whole world. */
	readonly cluster?: ClusterDump;
	/** Take the objects that the manifests name away, instead of applying them. */
	readonly remove?: boolean;
}

/**
 * Reads everything into one snapshot. What is wrong with the input is told in `problems`; a LoadError is thrown only
 * for what makes the run pointless, such as a path that does not exist.
 */
export function loadSnapshot(options: LoadOptions): Snapshot {
	const { cluster } = options;
	const minor = cluster === undefined ? minorOf(options.kubernetesVersion) : clusterMinor(cluster);
	const namespace = options.defaultNamespace ?? cluster?.namespace ?? "default";
	if (namespace === "" || dnsLabelErrors(namespace).length > 0) {
		throw new LoadError(`\`${namespace}\` cannot be the name of a namespace`);
	}
	const isChosen = options.defaultNamespace !== undefined;
	const builder = new SnapshotBuilder(Number(minor.slice("1.".length)), namespace, isChosen);
	const known = kubernetesVersions.includes(minor) ? minor : undefined;
	const origin = cluster && putCluster(builder, cluster, known);
	builder.written = nothingWritten();
	if (cluster === undefined && options.bootstrapPolicy !== false) putDefaultPolicy(builder, minor);
	if (options.remove === true) {
		const removed = new SnapshotBuilder(builder.minor, namespace, isChosen);
		readInput(removed, options);
		builder.remove(removed);
	} else {
		readInput(builder, options);
	}
	builder.tellPlaced();
	return snapshotOf(builder, minor, cluster, origin);
}

function putDefaultPolicy(builder: SnapshotBuilder, minor: string): void {
	const policy = defaultPolicy(minor);
	for (const role of policy.roles) builder.roles.put(role.namespace, role.name, role);
	for (const binding of policy.bindings) {
		builder.bindings.put(binding.namespace, binding.name, binding);
	}
}

/** The minor a cluster says it is, which need not be one whose data we ship. */
function clusterMinor({ kubernetesVersion }: ClusterDump): string {
	return /^v?(\d+\.\d+)/.exec(kubernetesVersion)?.[1] ?? kubernetesVersions.at(-1) ?? "";
}

function minorOf(version: string | undefined): string {
	const newest = kubernetesVersions.at(-1) ?? "";
	if (version === undefined) return newest;
	const minor = /^v?(1\.\d+)(?:\.\d+)?(?:[-+].*)?$/.exec(version)?.[1] ?? version;
	if (kubernetesVersions.includes(minor)) return minor;
	const known = kubernetesVersions.join(", ");
	throw new LoadError(`Kubernetes \`${version}\` is not known; the versions there are: ${known}`);
}

function readInput(builder: SnapshotBuilder, options: LoadOptions): void {
	for (const source of readSources(options.filenames ?? [], options.readStdin)) {
		if ("isEmpty" in source) {
			const message = "no YAML or JSON file in this folder";
			builder.tell("no-manifests", "warning", noText(source.path), message);
		} else if ("failure" in source.content) {
			builder.tell("file-unreadable", "error", noText(source.file), source.content.failure);
		} else {
			readText(builder, source.file, source.content.text, source.isNamed);
		}
	}
	for (const { file, text, isNamed, namespace } of options.texts ?? []) {
		builder.placing(namespace ?? "", () => readText(builder, file, text, isNamed ?? true));
	}
	for (const [index, value] of (options.objects ?? []).entries()) {
		decodeDocument(builder, { value, origin: noText(`objects[${index}]`) }, true);
	}
}

function noText(file: string): Origin {
	return { file, at: () => undefined };
}

function readText(builder: SnapshotBuilder, file: string, text: string, isNamed: boolean): void {
	let isEmpty = true;
	readDocuments(
		file,
		text,
		{
			document(document) {
				isEmpty = false;
				decodeDocument(builder, document, isNamed);
			},
			problem(problem) {
				isEmpty = false;
				builder.problems.push(problem);
			},
			unread({ origin, why, text }) {
				isEmpty = false;
				if (mightBeRbac(text)) builder.unread.push({ origin, why });
			},
		},
		{
			wants(kind, apiVersion, textOf) {
				isEmpty = false;
				return matters(kind, apiVersion, textOf);
			},
			leftOut() {
				builder.written.others += 1;
			},
		},
	);
	if (isEmpty && isNamed) {
		builder.tell("no-manifests", "warning", noText(file), "holds no Kubernetes object");
	}
}

function snapshotOf(
	builder: SnapshotBuilder,
	minor: string,
	cluster: ClusterDump | undefined,
	origin: Origin | undefined,
): Snapshot {
	const roles = builder.roles.all();
	const bindings = builder.bindings.all();
	const { isOpenShift, customResources } = builder;
	const catalog = clusterCatalog(
		cluster?.catalog ?? assumedResources(minor, isOpenShift),
		customResources,
	);
	// What stands in a cluster already is not the user's text: only manifests are checked for slips.
	const written = roles.filter((role) => role.origin !== origin);
	const custom = customGroups(builder);
	checkRuleResources(written, catalog, custom, builder.problems);
	return {
		kubernetesVersion: minor,
		roles,
		bindings,
		accounts: builder.accounts.all(),
		workloads: builder.workloads.all(),
		groups: builder.groups.all(),
		users: builder.users.all(),
		tokenSecrets: builder.tokenSecrets.all(),
		namespaceObjects: [...builder.namespaceObjects.values()],
		powerfulFields: [...builder.powerfulFields.values()].flat(),
		namespaces: namespacesOf(builder),
		catalog,
		customGroups: custom,
		cluster: cluster && sourceOf(cluster),
		written: builder.written,
		placed: builder.placed,
		unread: builder.unread,
		problems: builder.problems,
	};
}

function sourceOf({ context, takenAt, missing }: ClusterDump): ClusterSource {
	return { context, takenAt, unlisted: missing };
}

/** Groups of which the catalogue may hold only a part; most of OpenShift's configuration is CRDs too. */
function customGroups(builder: SnapshotBuilder): ReadonlySet<string> {
	const groups = new Set(["config.openshift.io"]);
	for (const { group } of builder.customResources.values()) groups.add(group);
	return groups;
}
