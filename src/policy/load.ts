import { isAbsolute, relative } from "node:path";
import { LoadError } from "../load/load-error.ts";
import { openInputs } from "../load/suite/open-inputs.ts";
import { formatPlace } from "../model/origin.ts";
import type { Suite, SuiteInput, SuiteText } from "../model/suite.ts";
import { inTest } from "./meaning-of.ts";
import { Policy } from "./policy.ts";

/** Where a policy comes from, and what its cluster is taken to be; as in a suite, paths relative to where the run is. */
export interface PolicyOptions {
	/** Files, folders and patterns. */
	readonly manifests?: string | readonly string[];
	/** A file that `rolecall snapshot` wrote. */
	readonly snapshot?: string;
	/** One of `kubernetesVersions`; the newest unless given. */
	readonly version?: string;
	/** False leaves out the roles and bindings every API server creates. */
	readonly bootstrapPolicy?: boolean;
	readonly crds?: string | readonly string[];
	/** Namespaces that exist beside those that the manifests speak of. */
	readonly namespaces?: readonly string[];
	/** All the members of groups, where they are known: `{ oncall: ["user:ana"] }`. */
	readonly groups?: Readonly<Record<string, readonly string[]>>;
	/** Where requests are meant that do not say; `default` unless given. */
	readonly defaultNamespace?: string;
}

/**
 * Reads a policy to be tested. Throws a LoadError for a path that means nothing and for everything that is left out of
 * the input: a test of half a policy proves nothing.
 */
export function load(options: PolicyOptions): Policy {
	const suite = suiteOf(options);
	const { snapshot, problems } = openInputs(suite);
	const errors = problems.filter(({ severity }) => severity === "error");
	if (snapshot === undefined || errors.length > 0) {
		const told = errors.map(({ place, message }) =>
			place.file === suite.file ? message : `${formatPlace(place)}: ${message}`,
		);
		throw new LoadError(told.join("\n"));
	}
	return new Policy(suite, snapshot);
}

/** The options as a suite without tests says them. */
function suiteOf(options: PolicyOptions): Suite {
	const { manifests, snapshot, version, crds, groups = {} } = options;
	const paths = pathsOf(manifests ?? []);
	const files = pathsOf(snapshot ?? []);
	if (paths.length + files.length === 0) {
		throw new LoadError("expected `manifests` or a `snapshot` to load");
	}
	const inputs: readonly SuiteInput[] = [
		{ kind: "manifests", paths },
		...files.map((file) => ({ kind: "snapshot", file }) as const),
	];
	return {
		...{ file: inTest.file, name: "", description: "", owner: "", docs: "", tags: [], variant: [] },
		inputs,
		cluster: {
			version: version === undefined ? undefined : textOf(version),
			bootstrapPolicy: options.bootstrapPolicy ?? true,
			crds: pathsOf(crds ?? []),
			namespaces: options.namespaces ?? [],
			isClosed: false,
			groups: new Map(Object.entries(groups).map(([name, all]) => [name, all.map(textOf)])),
			unknownResources: "error",
		},
		subjects: new Map(),
		sets: new Map(),
		namespace: options.defaultNamespace ?? "default",
		tests: [],
		thresholds: undefined,
	};
}

function textOf(text: string): SuiteText {
	return { text, place: inTest };
}

function pathsOf(paths: string | readonly string[]): readonly SuiteText[] {
	return [paths].flat().map((path) => textOf(isAbsolute(path) ? relative("", path) : path));
}
