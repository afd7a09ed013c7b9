import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { nearest } from "../../model/nearest.ts";
import { compareText } from "../../model/text-order.ts";
import { ClusterError } from "./cluster-error.ts";
import { KubeconfigEntry } from "./kubeconfig-entry.ts";
import { type KubeconfigFile, readKubeconfigFile, shownPath } from "./kubeconfig-file.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

type Section = "contexts" | "clusters" | "users";
/** The mapping that holds what a named entry is about. */
const bodies = { contexts: "context", clusters: "cluster", users: "user" } as const;

/** What kubectl would know: one file, or several merged. The first to say something is right. */
export interface Kubeconfig {
	/** The files that were read, as they are shown. */
	readonly files: readonly string[];
	/** "" when no file names one. */
	readonly currentContext: string;
	/** Where `current-context` stands, or the first file. */
	readonly currentContextPlace: string;
	readonly contexts: ReadonlyMap<string, KubeconfigEntry>;
	readonly clusters: ReadonlyMap<string, KubeconfigEntry>;
	readonly users: ReadonlyMap<string, KubeconfigEntry>;
}

/**
 * Reads the kubeconfig as kubectl finds it: `--kubeconfig`, or the files of `KUBECONFIG`, or `~/.kube/config`.
 * Undefined when there is none: then a pod would use its own account.
 */
export function readKubeconfig(
	flag: string | undefined,
	environment: Environment,
): Kubeconfig | undefined {
	const home = environment["HOME"] || environment["USERPROFILE"] || homedir();
	if (flag !== undefined) {
		const file = readKubeconfigFile(flag, home);
		if (file === undefined) throw new ClusterError("config", flag, "the file does not exist");
		return merge([{ path: shownPath(flag, home), file }]);
	}
	const listed = (environment["KUBECONFIG"] ?? "").split(delimiter).filter((path) => path !== "");
	const paths = listed.length > 0 ? listed : [join(home, ".kube", "config")];
	// As with kubectl, a listed file that does not exist is no mistake.
	const files = paths.flatMap((path) => {
		const file = readKubeconfigFile(path, home);
		return file === undefined ? [] : [{ path: shownPath(path, home), file }];
	});
	return files.length === 0 ? undefined : merge(files);
}

interface NamedFile {
	readonly path: string;
	readonly file: KubeconfigFile;
}

function merge(files: readonly NamedFile[]): Kubeconfig {
	const sections = { contexts: new Map(), clusters: new Map(), users: new Map() } satisfies Record<
		Section,
		Map<string, KubeconfigEntry>
	>;
	let current = "";
	let place = files[0]?.path ?? "";
	for (const { file } of files) {
		const top = new KubeconfigEntry(file, [], file.value);
		const named = top.text("current-context");
		if (current === "" && named !== "") {
			current = named;
			place = file.placeOf(["current-context"]);
		}
		for (const section of ["contexts", "clusters", "users"] as const) {
			addSection(sections[section], top, section);
		}
	}
	return {
		files: files.map(({ path }) => path),
		currentContext: current,
		currentContextPlace: place,
		...sections,
	};
}

function addSection(
	known: Map<string, KubeconfigEntry>,
	top: KubeconfigEntry,
	section: Section,
): void {
	const here = new Set<string>();
	for (const named of top.entries(section)) {
		const name = named.text("name");
		if (here.has(name)) throw named.wrong("name", `\`${name}\` stands here a second time`);
		here.add(name);
		if (!known.has(name)) known.set(name, named.entry(bodies[section]));
	}
}

/** What a context brings together. */
export interface ChosenContext {
	readonly name: string;
	readonly namespace: string;
	readonly cluster: KubeconfigEntry;
	/** Undefined for a context without a user: the server sees nobody in particular. */
	readonly user: KubeconfigEntry | undefined;
	readonly userName: string;
}

/** The context of that name, or the current one. */
export function chooseContext(kubeconfig: Kubeconfig, wanted: string | undefined): ChosenContext {
	const name = wanted ?? kubeconfig.currentContext;
	const context = kubeconfig.contexts.get(name);
	if (context === undefined) throw missingContext(kubeconfig, name, wanted !== undefined);
	const userName = context.text("user");
	return {
		name,
		namespace: context.text("namespace") || "default",
		cluster: entryNamed(kubeconfig, context, name, "cluster"),
		user: userName === "" ? undefined : entryNamed(kubeconfig, context, name, "user"),
		userName,
	};
}

function entryNamed(
	kubeconfig: Kubeconfig,
	context: KubeconfigEntry,
	contextName: string,
	field: "cluster" | "user",
): KubeconfigEntry {
	const name = context.text(field);
	const known = field === "cluster" ? kubeconfig.clusters : kubeconfig.users;
	const entry = known.get(name);
	if (entry !== undefined) return entry;
	const says =
		name === ""
			? `context \`${contextName}\` names no ${field}`
			: `context \`${contextName}\` names the ${field} \`${name}\`, which is not defined${suggestion(name, known.keys())}`;
	throw context.wrong(context.has(field) ? field : [], says);
}

function missingContext(kubeconfig: Kubeconfig, name: string, isAsked: boolean): ClusterError {
	const names = [...kubeconfig.contexts.keys()].sort(compareText);
	const list =
		names.length === 0
			? "; there are no contexts"
			: `; the contexts are ${names.map((known) => `\`${known}\``).join(", ")}`;
	const meant = suggestion(name, names);
	if (isAsked) {
		const files = kubeconfig.files.join(", ");
		return new ClusterError("config", files, `there is no context \`${name}\`${meant}${list}`);
	}
	const place = kubeconfig.currentContextPlace;
	const says =
		name === ""
			? "no `current-context` is set: name one with --context"
			: `\`current-context\` is \`${name}\`, which is not defined`;
	return new ClusterError("config", place, `${says}${meant}${list}`);
}

function suggestion(name: string, candidates: Iterable<string>): string {
	const meant = nearest(name, candidates);
	return meant === undefined ? "" : `; did you mean \`${meant}\`?`;
}
