import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { compareText } from "../../model/text-order.ts";
import { matchGlob } from "../glob.ts";
import { LoadError } from "../load-error.ts";
import { suiteName } from "../sources.ts";

/** The suite files that paths mean: files by name, folders searched, patterns; without any, the working folder. */
export function findSuites(paths: readonly string[]): readonly string[] {
	const found = new Set<string>();
	for (const path of paths.length === 0 ? ["."] : paths) {
		for (const file of suitesAt(path)) found.add(file);
	}
	return [...found].sort(compareText);
}

function suitesAt(path: string): readonly string[] {
	if (!existsSync(path)) {
		const matches = /[*?[]/.test(path) ? matchGlob(path) : [];
		if (matches.length === 0) throw new LoadError(`there is no suite at \`${path}\``);
		return matches.flatMap(suitesAt);
	}
	if (!statSync(path).isDirectory()) return [path];
	const suites = suitesIn(path);
	if (suites.length > 0) return suites;
	const where = path === "." ? "here" : `in \`${path}\``;
	throw new LoadError(
		`there is no suite ${where}: expected a file named *.rolecall.yaml (\`rolecall test init\` writes one)`,
	);
}

function suitesIn(folder: string): readonly string[] {
	return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		if (entry.name.startsWith(".") || entry.name === "node_modules") return [];
		const path = folder === "." ? entry.name : join(folder, entry.name);
		if (entry.isDirectory()) return suitesIn(path);
		return suiteName.test(entry.name) ? [path] : [];
	});
}
