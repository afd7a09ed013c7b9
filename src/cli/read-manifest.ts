import { existsSync, readFileSync, statSync } from "node:fs";

/** The text of a file; what an input is called that is none, such as a chart, has no text. */
export function readManifest(file: string): string | undefined {
	if (!existsSync(file) || !statSync(file).isFile()) return undefined;
	return readFileSync(file, "utf8");
}
