import { existsSync } from "node:fs";
import { dirname, isAbsolute, relative } from "node:path";
import type { Suite, SuiteInput, SuiteProblem, SuiteText } from "../../model/suite.ts";
import { gitLinks, readGitFiles } from "../git-files.ts";
import { withGitTree } from "../git-tree.ts";
import type { ClusterDump } from "../live/cluster-dump.ts";
import { type InputPart, ofTexts, readDump } from "./input-parts.ts";
import { excludes, type InputTexts } from "./manifest-texts.ts";
import { pathFrom } from "./path-from.ts";
import { renderChart, renderKustomization } from "./render-inputs.ts";

/**
 * What all inputs of a suite held at a commit, rendered from the files of that commit. What was not there then holds
 * nothing, since it may have been added later; what cannot be read is told at the place of the ref.
 */
export function gitParts(
	suite: Suite,
	ref: SuiteText,
	problems: SuiteProblem[],
): readonly InputPart[] {
	const folder = dirname(suite.file);
	const fromHere = (path: string): string => {
		const full = pathFrom(folder, path);
		return isAbsolute(full) ? relative(process.cwd(), full) : full;
	};
	const fail = (message: string): undefined => {
		problems.push({ severity: "error", message, place: ref.place });
	};
	const read = (paths: readonly SuiteText[], isOut = (_: string) => false): InputTexts => {
		const names = paths.map(({ text }) => fromHere(text));
		for (const link of gitLinks(ref.text, names)) {
			if (isOut(link)) continue;
			fail(`\`${link}\` is a link or a module at \`${ref.text}\`: a git baseline cannot follow it`);
		}
		return readGitFiles(ref.text, names).filter(({ file }) => !isOut(pathIn(file, ref)));
	};
	const partOf = (input: SuiteInput, render: Render): InputPart | undefined => {
		switch (input.kind) {
			case "manifests": {
				const excluded = input.exclude.map((path) => excludes(path, folder));
				return ofTexts(read(input.paths, (file) => excluded.some((test) => test(file))));
			}
			case "helm":
			case "kustomize": {
				const rendered = render(input);
				return rendered !== undefined && "error" in rendered ? fail(rendered.error) : rendered;
			}
			case "snapshot": {
				const dump = dumpAt(read([input.file]));
				if (dump === undefined) return undefined;
				return "error" in dump ? fail(dump.error) : { texts: [], cluster: dump };
			}
			case "live":
				return fail(
					`a git ref holds no live cluster: compare \`${input.context.text}\` with \`baseline: {live: …}\` or a snapshot`,
				);
		}
	};
	const crds = ofTexts(read(suite.cluster.crds));
	const parts = (render: Render): readonly InputPart[] =>
		suite.inputs.flatMap((input) => partOf(input, render) ?? []);
	const isRendered = suite.inputs.some(({ kind }) => kind === "helm" || kind === "kustomize");
	if (!isRendered) return [crds, ...parts(() => undefined)];
	return withGitTree(ref.text, (at) => [
		crds,
		...parts((input) => renderedAt(input, ref, (path) => at(fromHere(path)))),
	]);
}

type Render = (
	input: Extract<SuiteInput, { kind: "helm" | "kustomize" }>,
) => InputPart | { readonly error: string } | undefined;

/** The tools read a temporary folder, of which nobody wants to hear. */
function renderedAt(
	input: Parameters<Render>[0],
	{ text: ref }: SuiteText,
	at: (path: string) => string,
): ReturnType<Render> {
	const source = input.kind === "helm" ? input.chart.text : input.path.text;
	const path = at(source);
	if (!existsSync(path)) return undefined;
	const rendered =
		input.kind === "helm" ? renderChart(input, at) : renderKustomization(path, source);
	if ("error" in rendered) {
		return { error: `at \`${ref}\`: ${rendered.error.replaceAll(path, source)}` };
	}
	return ofTexts([{ ...rendered, file: `${ref}: ${rendered.file}` }]);
}

function dumpAt(texts: InputTexts): ClusterDump | { readonly error: string } | undefined {
	const [found] = texts;
	return found && readDump(found.text, found.file);
}

/** `main:deploy/roles.yaml` without the ref. */
function pathIn(file: string, { text }: SuiteText): string {
	return file.slice(text.length + 1);
}
