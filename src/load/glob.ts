import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { compareText } from "../model/text-order.ts";
import { LoadError } from "./load-error.ts";

/**
 * The paths a pattern stands for, sorted: `*`, `?` and `[…]` as in a shell, `**` for any folders. Node's own is not in
 * all versions we run on.
 */
export function matchGlob(pattern: string): readonly string[] {
	const isAbsolute = pattern.startsWith("/");
	const steps = pattern.split("/").filter((step) => step !== "");
	return [...new Set(match(isAbsolute ? "/" : "", steps))].sort(compareText);
}

function match(folder: string, [step, ...rest]: readonly string[]): readonly string[] {
	if (step === undefined) return folder === "" ? [] : [folder];
	if (step === "**") {
		const below = foldersIn(folder).flatMap((name) => match(join(folder, name), [step, ...rest]));
		return [...match(folder, rest), ...below];
	}
	if (!/[*?[]/.test(step)) {
		const path = join(folder, step);
		return existsSync(path) ? match(path, rest) : [];
	}
	const pattern = patternOf(step);
	return namesIn(folder)
		.filter((name) => pattern.test(name) && (step.startsWith(".") || !name.startsWith(".")))
		.flatMap((name) => match(join(folder, name), rest));
}

function namesIn(folder: string): readonly string[] {
	try {
		return readdirSync(folder === "" ? "." : folder);
	} catch {
		// Not a folder, or not ours to read: nothing in it matches.
		return [];
	}
}

function foldersIn(folder: string): readonly string[] {
	try {
		return readdirSync(folder === "" ? "." : folder, { withFileTypes: true })
			.filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
			.map((entry) => entry.name);
	} catch {
		return [];
	}
}

/** A whole pattern as an expression for paths: stars stop at slashes, `**` is any folders. */
export function pathPatternOf(pattern: string): RegExp {
	const steps = pattern
		.replace(/^\.\//, "")
		.split("/")
		.map((step) => (step === "**" ? "(?:[^/.][^/]*/)*" : `${stepSource(step, "[^/]")}/`));
	return expression(steps.join("").replace(/\/$/, ""), pattern);
}

function patternOf(step: string): RegExp {
	return expression(stepSource(step, "."), step);
}

function expression(source: string, pattern: string): RegExp {
	try {
		return new RegExp(`^${source}$`, "s");
	} catch {
		throw new LoadError(`\`${pattern}\` is not a pattern: its brackets hold no valid range`);
	}
}

/** `letter`: what a star and a question mark stand for. */
function stepSource(step: string, letter: string): string {
	return step.replace(/\[!?[^\]]+\]|[*?]|[\\^$.|+(){}[\]]/g, (part) => {
		if (part === "*") return `${letter}*`;
		if (part === "?") return letter;
		if (part.length > 1 && part.startsWith("[")) {
			const inside = part.slice(1, -1).replaceAll("\\", "\\\\");
			return inside.startsWith("!") ? `[^${inside.slice(1)}]` : `[${inside}]`;
		}
		return `\\${part}`;
	});
}
