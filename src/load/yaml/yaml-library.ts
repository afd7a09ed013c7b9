import { createRequire } from "node:module";

let library: typeof import("yaml") | undefined;

/** The `yaml` package, loaded when first needed: it takes 80 ms, and most documents do without. */
export function yamlLibrary(): typeof import("yaml") {
	library ??= createRequire(import.meta.url)("yaml") as typeof import("yaml");
	return library;
}

/** How documents are composed: values stay texts, and what kubectl takes is no error. */
export const composing = {
	version: "1.1",
	schema: "failsafe",
	merge: false,
	resolveKnownTags: false,
	strict: false,
	uniqueKeys: false,
	logLevel: "silent",
} as const;
