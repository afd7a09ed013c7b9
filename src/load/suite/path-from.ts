import { isAbsolute, join } from "node:path";

/** A path that a suite names: relative to the suite's folder, unless it begins with a slash. */
export function pathFrom(folder: string, path: string): string {
	return isAbsolute(path) ? path : join(folder, path);
}
