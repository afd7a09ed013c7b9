// rolecall's command line run in this process, as a person would run it against a cluster.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** A function that runs words of a command line and answers exit code, both outputs and milliseconds. */
export async function commandLine(dist) {
	const { run } = await import(pathToFileURL(join(dist, "cli/run.js")).href);
	return async (words, { kubeconfig, stdin = "" } = {}) => {
		const environment = { ...process.env, KUBECONFIG: kubeconfig };
		let stdout = "";
		let stderr = "";
		const start = performance.now();
		const exit = await run(words, {
			out: (text) => (stdout += text),
			err: (text) => (stderr += text),
			readStdin: () => stdin,
			chunks: async function* (file) {
				yield file === "-" ? stdin : readFileSync(file, "utf8");
			},
			writeFile: writeFileSync,
			env: (name) => environment[name],
			environment,
			columns: undefined,
			errIsTerminal: false,
			calledAs: "rolecall",
		});
		return { exit, stdout, stderr, milliseconds: performance.now() - start };
	};
}

/** The words of a line; none of ours holds a blank. */
export function wordsOf(line) {
	return line.split(" ");
}
