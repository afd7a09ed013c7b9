import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Suite, SuiteInput, SuiteText } from "../../model/suite.ts";
import { matchGlob } from "../glob.ts";

/** The files that a suite is read from besides its own, as far as there are any. */
export function suiteFiles({ file, inputs, cluster, tests }: Suite): readonly string[] {
	const ofTests = tests.flatMap(({ assertions }) =>
		assertions.flatMap((one): readonly SuiteText[] => {
			if (one.kind === "golden") return [one.file];
			if (!("baseline" in one)) return [];
			if (one.baseline.kind === "manifests") return one.baseline.paths;
			return one.baseline.kind === "snapshot" ? [one.baseline.file] : [];
		}),
	);
	const named = [...inputs.flatMap(textsOf), ...cluster.crds, ...ofTests];
	const files = named.flatMap(({ text }) => filesAt(join(dirname(file), text)));
	const extended = tests.map(({ place }) => place.file);
	return [...new Set([...files, ...extended])].filter((one) => one !== file);
}

function textsOf(input: SuiteInput): readonly SuiteText[] {
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

function filesAt(path: string): readonly string[] {
	if (!existsSync(path)) return /[*?[]/.test(path) ? matchGlob(path).flatMap(filesAt) : [];
	if (!statSync(path).isDirectory()) return [path];
	return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
		if (entry.name.startsWith(".") || entry.name === "node_modules") return [];
		const inside = join(path, entry.name);
		// A link may lead back up: of those only the ones to files count.
		if (entry.isSymbolicLink() && (!existsSync(inside) || statSync(inside).isDirectory()))
			return [];
		return filesAt(inside);
	});
}
