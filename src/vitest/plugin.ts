import { relative, resolve } from "node:path";
import { fileStamps } from "../load/suite/file-stamps.ts";
import { loadSuite } from "../load/suite/load-suite.ts";
import { watchedPaths } from "../load/suite/watched-paths.ts";
import { isCI } from "../suite-files/is-ci.ts";
import { runSuiteFile } from "../suite-files/run-suite-file.ts";
import type { SourceMap } from "./line-map.ts";
import { suiteModule } from "./suite-module.ts";

/** The part of a Vite plugin that this is. */
export interface SuitePlugin {
	readonly name: string;
	readonly enforce: "pre";
	readonly transform: (
		this: { readonly addWatchFile: (file: string) => void },
		code: string,
		id: string,
	) => { readonly code: string; readonly map: SourceMap } | undefined;
}

/**
 * A plugin for Vitest that runs policy tests: with it, `include` may hold files named `*.rolecall.yaml`. Suites that
 * read a live cluster are skipped, and say so.
 */
export function rolecall(): SuitePlugin {
	return {
		name: "rolecall",
		enforce: "pre",
		transform(text, id) {
			const [path = ""] = id.split("?");
			if (!/\.rolecall\.ya?ml$/.test(path)) return undefined;
			// As the command line names it: what git is asked for, and what messages show, is relative.
			const file = relative("", path);
			const read = fileStamps(watchedPaths(loadSuite(file, new Map(), text)), new Set());
			for (const one of read.keys()) this.addWatchFile(resolve(one));
			const refusesFocus = isCI(process.env["CI"]);
			const results = runSuiteFile(file, { text, refusesFocus });
			return suiteModule(results, file, { name: path, text });
		},
	};
}
