import {
	type Dirent,
	existsSync,
	readdirSync,
	readFileSync,
	realpathSync,
	statSync,
} from "node:fs";
import { dirname, join, sep } from "node:path";
import { nearest } from "../model/nearest.ts";
import { compareText } from "../model/text-order.ts";
import { matchGlob } from "./glob.ts";
import { LoadError } from "./load-error.ts";

/** One text to read, or why a file could not be read. */
export interface Source {
	readonly file: string;
	readonly content: { readonly text: string } | { readonly failure: string };
	/** False for a file found in a folder. */
	readonly isNamed: boolean;
}

/** A named folder or pattern without a single manifest. */
export interface EmptyPath {
	readonly path: string;
	readonly isEmpty: true;
}

/** Everything a list of paths, patterns and `-` stands for, in the order given; folders sorted by name. */
export function* readSources(
	filenames: readonly string[],
	readStdin: (() => string) | undefined,
): Generator<Source | EmptyPath> {
	for (const name of filenames) {
		if (name === "-")
			yield { file: "<stdin>", content: { text: readStdin?.() ?? "" }, isNamed: true };
		else yield* readPath(name);
	}
}

function* readPath(name: string): Generator<Source | EmptyPath> {
	if (existsSync(name)) {
		yield* readExisting(name);
		return;
	}
	if (!/[*?[]/.test(name)) throw new LoadError(missingPath(name));
	const matches = matchGlob(name);
	if (matches.length === 0) throw new LoadError(`no file matches \`${name}\``);
	for (const match of matches) yield* readExisting(match);
}

function* readExisting(path: string): Generator<Source | EmptyPath> {
	if (!statSync(path).isDirectory()) {
		yield readSource(path, true);
		return;
	}
	let isEmpty = true;
	for (const source of sourcesIn(path, new Set())) {
		isEmpty = false;
		yield source;
	}
	if (isEmpty) yield { path, isEmpty };
}

function readSource(file: string, isNamed: boolean): Source {
	try {
		return { file, content: { text: readFileSync(file, "utf8") }, isNamed };
	} catch (error) {
		return failedSource(file, error);
	}
}

function failedSource(file: string, error: unknown): Source {
	const failure = error instanceof Error ? error.message : String(error);
	return { file, content: { failure }, isNamed: true };
}

/** Policy tests, which stand beside the manifests that they are about. */
export const suiteName: RegExp = /\.rolecall\.(?:ya?ml|json)$/;
const manifestName = /\.(ya?ml|json)$/i;
/** Files that tools keep beside manifests and that never hold an object of a cluster. */
const chartFiles = /^(Chart\.(ya?ml|lock)|values.*\.(ya?ml|json)|requirements\.ya?ml)$/;

/** A folder is read whole, but for what is hidden or belongs to Node. */
function* sourcesIn(folder: string, above: ReadonlySet<string>): Generator<Source> {
	const real = realpathSync(folder);
	// A link may lead back up.
	if (above.has(real)) return;
	const entries = entriesOf(folder);
	if (entries instanceof Error) {
		yield failedSource(folder, entries);
		return;
	}
	const isChart = entries.some(({ name }) => name === "Chart.yaml");
	for (const entry of entries) {
		if (isPassedOver(entry.name)) continue;
		const path = join(folder, entry.name);
		if (isFolder(entry, path)) yield* sourcesIn(path, new Set([...above, real]));
		else if (isManifest(entry.name, isChart)) yield readSource(path, false);
	}
}

/** Would a folder that holds these files be read with this one among them? The paths' folders count as well. */
export function isManifestIn(paths: readonly string[], path: string): boolean {
	const steps = path.split("/");
	const name = steps.at(-1) ?? "";
	if (steps.some((step) => isPassedOver(step) && step !== "." && step !== "..")) return false;
	const folder = path.slice(0, path.length - name.length);
	return isManifest(name, paths.includes(`${folder}Chart.yaml`));
}

function isPassedOver(name: string): boolean {
	return name.startsWith(".") || name === "node_modules";
}

function isManifest(name: string, isChart: boolean): boolean {
	return manifestName.test(name) && !suiteName.test(name) && !(isChart && chartFiles.test(name));
}

function entriesOf(folder: string): readonly Dirent[] | Error {
	try {
		return readdirSync(folder, { withFileTypes: true }).sort((a, b) => compareText(a.name, b.name));
	} catch (error) {
		return error instanceof Error ? error : new Error(String(error));
	}
}

function isFolder(entry: Dirent, path: string): boolean {
	if (!entry.isSymbolicLink()) return entry.isDirectory();
	return existsSync(path) && statSync(path).isDirectory();
}

/** Says that a path does not exist, and which of its neighbours may be meant. */
export function missingPath(name: string): string {
	const folder = dirname(name);
	const says = `the path \`${name}\` does not exist`;
	if (!existsSync(folder)) return says;
	const entries = entriesOf(folder);
	const siblings = entries instanceof Error ? [] : entries.map((entry) => entry.name);
	const meant = nearest(name.slice(name.lastIndexOf(sep) + 1), siblings);
	if (meant === undefined) return says;
	return `${says}; did you mean \`${folder === "." ? meant : join(folder, meant)}\`?`;
}
