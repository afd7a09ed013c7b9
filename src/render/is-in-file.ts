import type { Place } from "../model/origin.ts";
import { isRenderedFile } from "../model/rendered-file.ts";

/** The default policy and what a cluster told have no line; `<stdin>` and what a command rendered are no files. */
export function isInFile({ file, line }: Place): boolean {
	return line !== undefined && !file.startsWith("<") && !isRenderedFile(file);
}
