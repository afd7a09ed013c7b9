import { execFileSync } from "node:child_process";
import { renderedFile } from "../../model/rendered-file.ts";
import type { SuiteInput } from "../../model/suite.ts";

type Rendered =
	| {
			readonly file: string;
			readonly text: string;
			readonly isNamed: false;
			/** Where helm puts objects that name no namespace. */
			readonly namespace?: string;
	  }
	| { readonly error: string };

/**
 * A chart as the user's own helm renders it: a fixed list of arguments, no plugins, no post-renderer, no dependencies
 * fetched. Helm itself reaches no network for a chart in a folder. `at` gives the place of a path that the suite names.
 */
export function renderChart(
	input: Extract<SuiteInput, { kind: "helm" }>,
	at: (path: string) => string,
): Rendered {
	const { chart, release, namespace, hasNamespace, values } = input;
	const given = values.flatMap(({ text }) => ["--values", at(text)]);
	const made = rendered(
		"helm",
		[
			...["template", release, at(chart.text), "--namespace", namespace],
			...["--include-crds", "--skip-tests", ...given],
		],
		renderedFile("helm template", chart.text),
	);
	return "error" in made || !hasNamespace ? made : { ...made, namespace };
}

/** A kustomization as the user's own kustomize builds it, or kubectl where there is none. */
export function renderKustomization(path: string, name: string): Rendered {
	const own = rendered("kustomize", ["build", path], renderedFile("kustomize build", name));
	if (!("error" in own) || !own.error.includes("is not on this machine")) return own;
	const other = rendered("kubectl", ["kustomize", path], renderedFile("kubectl kustomize", name));
	if ("error" in other && other.error.includes("is not on this machine")) {
		return { error: "neither kustomize nor kubectl is on this machine" };
	}
	return other;
}

function rendered(command: string, args: readonly string[], file: string): Rendered {
	try {
		const text = execFileSync(command, args, {
			encoding: "utf8",
			maxBuffer: 1 << 28,
			timeout: 120_000,
			stdio: ["ignore", "pipe", "pipe"],
		});
		return { file, text, isNamed: false };
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "ENOENT") {
			return { error: `${command} is not on this machine` };
		}
		const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : "";
		const why = said === "" ? String(error) : said;
		return { error: `${command}: ${why.replace(/^Error: /, "").split("\n", 1)[0]}` };
	}
}
