import { relative, sep } from "node:path";
import type { RunPlace } from "../render/repository-path.ts";
import type { Io } from "./io.ts";

/** By what GitHub and GitLab say of the checkout: they show files by their path in it. */
export function placeInRepository({ environment }: Io): RunPlace | undefined {
	const root = environment["GITHUB_WORKSPACE"] ?? environment["CI_PROJECT_DIR"];
	if (!root) return undefined;
	const folder = relative(root, process.cwd()).split(sep).join("/");
	return folder.startsWith("..") ? undefined : { root, folder };
}
