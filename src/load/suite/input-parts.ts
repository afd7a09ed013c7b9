import { readFileSync } from "node:fs";
import type { SuiteInput, SuiteProblem, SuiteText } from "../../model/suite.ts";
import type { ClusterDump } from "../live/cluster-dump.ts";
import { ClusterError } from "../live/cluster-error.ts";
import { parseDump } from "../live/parse-dump.ts";
import { type InputTexts, manifestTexts } from "./manifest-texts.ts";
import { pathFrom } from "./path-from.ts";
import { renderChart, renderKustomization } from "./render-inputs.ts";

/** What one input comes to: texts, or a cluster. */
export interface InputPart {
	readonly texts: InputTexts;
	readonly cluster: ClusterDump | undefined;
}

/** What an input holds now, paths relative to a folder; undefined where it cannot be read, which is told. */
export function inputPart(
	input: SuiteInput,
	folder: string,
	live: ReadonlyMap<string, ClusterDump>,
	problems: SuiteProblem[],
): InputPart | undefined {
	const fail = ({ place }: SuiteText, message: string): undefined => {
		problems.push({ severity: "error", message, place });
	};
	switch (input.kind) {
		case "manifests":
			return ofTexts(manifestTexts(input.paths, input.exclude, folder, problems));
		case "helm": {
			const rendered = renderChart(input, (path) => pathFrom(folder, path));
			if ("error" in rendered) return fail(input.chart, rendered.error);
			return ofTexts([rendered]);
		}
		case "kustomize": {
			const rendered = renderKustomization(pathFrom(folder, input.path.text), input.path.text);
			if ("error" in rendered) return fail(input.path, rendered.error);
			return ofTexts([rendered]);
		}
		case "snapshot": {
			const dump = dumpOf(pathFrom(folder, input.file.text));
			return "error" in dump ? fail(input.file, dump.error) : { texts: [], cluster: dump };
		}
		case "live": {
			const dump = live.get(input.context.text);
			if (dump === undefined) return fail(input.context, "the cluster was not read");
			return { texts: [], cluster: dump };
		}
	}
}

export function ofTexts(texts: InputTexts): InputPart {
	return { texts, cluster: undefined };
}

/** A snapshot file, or what is wrong with it. */
export function dumpOf(file: string): ClusterDump | { readonly error: string } {
	try {
		return readDump(readFileSync(file, "utf8"), file);
	} catch {
		return { error: `the snapshot \`${file}\` cannot be read` };
	}
}

/** The same of a text that was read. */
export function readDump(text: string, file: string): ClusterDump | { readonly error: string } {
	try {
		return parseDump(text, file);
	} catch (error) {
		if (error instanceof ClusterError) return { error: error.message };
		throw error;
	}
}
