import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { SuiteProblem, SuiteText } from "../../model/suite.ts";
import { matchGlob, pathPatternOf } from "../glob.ts";
import type { LoadOptions } from "../snapshot.ts";
import { readSources, suiteName } from "../sources.ts";
import { pathFrom } from "./path-from.ts";

/** Texts of an input, with the names that places give them. */
export type InputTexts = NonNullable<LoadOptions["texts"]>;

/**
 * The texts of all files that paths mean, but for those that are excluded. A path that means nothing is an error, since
 * a test of nothing passes; so is one that excludes nothing.
 */
export function manifestTexts(
	paths: readonly SuiteText[],
	excluded: readonly SuiteText[],
	folder: string,
	problems: SuiteProblem[],
): InputTexts {
	const fail = ({ place }: SuiteText, message: string): void => {
		problems.push({ severity: "error", message, place });
	};
	const without = excluded.map((path) => ({ path, test: excludes(path, folder), hits: 0 }));
	const texts = paths.flatMap((path): InputTexts => {
		const files = filesOf(path, folder);
		if (files.length === 0) {
			const what = isPattern(path.text) ? "matches no file" : "does not exist";
			fail(path, `\`${path.text}\` ${what} (paths are relative to the suite)`);
		}
		return [...readSources(files, undefined)].flatMap((source): InputTexts => {
			if ("isEmpty" in source) {
				fail(path, `there is no YAML or JSON file in \`${source.path}\``);
				return [];
			}
			const { file, content, isNamed } = source;
			const taken = without.filter(({ test }) => test(file));
			for (const one of taken) one.hits += 1;
			if (taken.length > 0) return [];
			if ("text" in content) return [{ file, text: content.text, isNamed }];
			fail(path, `\`${file}\` cannot be read: ${content.failure}`);
			return [];
		});
	});
	for (const { path, hits } of without) {
		if (hits === 0) fail(path, `\`${path.text}\` excludes nothing of these manifests`);
	}
	const [first] = paths;
	if (first !== undefined && texts.length === 0 && without.some(({ hits }) => hits > 0)) {
		fail(first, "`exclude` leaves no file of these manifests");
	}
	return texts;
}

/** Is a file one that a path means to leave out: itself, in a folder, or by a pattern of either? */
export function excludes({ text }: SuiteText, folder: string): (file: string) => boolean {
	const full = resolve(pathFrom(folder, text));
	const pattern = isPattern(text) ? pathPatternOf(full) : undefined;
	return (file) => {
		const steps = resolve(file).split("/");
		return steps.some((_, index) => {
			const path = steps.slice(0, index + 1).join("/");
			return pattern === undefined ? path === full : pattern.test(path);
		});
	};
}

function filesOf({ text }: SuiteText, folder: string): readonly string[] {
	const full = pathFrom(folder, text);
	if (existsSync(full)) return [full];
	return (isPattern(text) ? matchGlob(full) : []).filter((file) => !suiteName.test(file));
}

function isPattern(path: string): boolean {
	return /[*?[]/.test(path);
}
