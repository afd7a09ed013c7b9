import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Suite, SuiteInput } from "../../model/suite.ts";
import type { LoadedSuite } from "./load-suite.ts";

/** The files, folders and patterns that suites are read from, whether or not there is something. */
export function watchedPaths(loaded: readonly LoadedSuite[]): readonly string[] {
	const found = new Set<string>();
	for (const { suite, files } of loaded) {
		for (const file of files) found.add(file);
		const folder = dirname(suite.file);
		for (const path of pathsOf(suite)) found.add(join(folder, path));
		for (const input of suite.inputs) {
			if (input.kind === "kustomize") addBases(join(folder, input.path.text), found);
		}
	}
	return [...found];
}

function pathsOf({ inputs, cluster, tests }: Suite): readonly string[] {
	const texts = [
		...inputs.flatMap(textsOf),
		...cluster.crds,
		...tests.flatMap(({ assertions }) =>
			assertions.flatMap((assertion) => {
				if (assertion.kind === "golden") return [assertion.file];
				if (!("baseline" in assertion)) return [];
				const { baseline } = assertion;
				if (baseline.kind === "manifests") return baseline.paths;
				return baseline.kind === "snapshot" ? [baseline.file] : [];
			}),
		),
	];
	return texts.map(({ text }) => text);
}

function textsOf(input: SuiteInput): readonly { readonly text: string }[] {
	switch (input.kind) {
		case "manifests":
			return input.paths;
		case "helm":
			return [input.chart, ...input.values];
		case "kustomize":
			return [input.path];
		case "snapshot":
			return [input.file];
		case "live":
			return [];
	}
}

const kustomizations = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/** What a kustomization names outside of its own folder, and what that names. */
function addBases(folder: string, found: Set<string>): void {
	for (const name of kustomizations) {
		const file = join(folder, name);
		if (!existsSync(file)) continue;
		for (const [path] of readFileSync(file, "utf8").matchAll(/\.\.\/[^\s"',\]}]+/g)) {
			const base = join(folder, path);
			if (found.has(base)) continue;
			found.add(base);
			addBases(base, found);
		}
	}
}
