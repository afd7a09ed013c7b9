import { relative, resolve } from "node:path";
import { loadSuite } from "../load/suite/load-suite.ts";
import { suiteFiles } from "../load/suite/suite-files.ts";
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
			for (const { suite } of loadSuite(file, new Map(), text)) {
				for (const read of suiteFiles(suite)) this.addWatchFile(resolve(read));
			}
			return suiteModule(runSuiteFile(file, { text }), file, { name: path, text });
		},
	};
}
