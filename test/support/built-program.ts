import { execFileSync } from "node:child_process";
import { mkdtempSync, symlinkSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");

/** A folder with the program as it is installed, of today's sources, with its packages beside it. */
export function builtProgram(): string {
	const built = mkdtempSync(join(root, "node_modules/.cache-rolecall-"));
	const compiler = join(root, "node_modules/typescript/bin/tsc");
	const args = ["-p", join(root, "tsconfig.build.json"), "--outDir", join(built, "dist")];
	execFileSync(process.execPath, [compiler, ...args, "--noCheck"]);
	symlinkSync(join(root, "package.json"), join(built, "package.json"));
	symlinkSync(join(root, "policies"), join(built, "policies"));
	return built;
}
