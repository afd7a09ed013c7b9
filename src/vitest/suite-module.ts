import type { Place } from "../model/origin.ts";
import { formatPlace } from "../model/origin.ts";
import type { SuiteProblem } from "../model/suite.ts";
import type { CheckResult, SuiteResult } from "../model/suite-result.ts";
import { visible } from "../render/visible.ts";
import { failureMessage } from "./failure-message.ts";
import { type LinePlace, lineMap, type SourceMap } from "./line-map.ts";

/**
 * The results of a suite file as a module of Vitest: a test for each check, which says what came out. Every test is a
 * line of its own, mapped to the assertion.
 */
export function suiteModule(
	results: readonly SuiteResult[],
	file: string,
	source: { readonly name: string; readonly text: string },
): { readonly code: string; readonly map: SourceMap } {
	const lines: Line[] = [{ code: 'import { describe, test } from "vitest";', place: undefined }];
	for (const [name, variants] of grouped(results, (result) => result.name)) {
		lines.push(...described(name, { file }, variants.flatMap(variantLines)));
	}
	const places = lines.map(({ place }) => (place === undefined ? undefined : placeIn(place, file)));
	return {
		code: `${lines.map(({ code }) => code).join("\n")}\n`,
		map: lineMap(source.name, source.text, places),
	};
}

interface Line {
	readonly code: string;
	readonly place: Place | undefined;
}

function variantLines(result: SuiteResult): readonly Line[] {
	const { file, variant, skipped, problems, checks, tests } = result;
	const errors = problems.filter(({ severity }) => severity === "error");
	const inside = [
		...(skipped === undefined ? [] : [skippedTest("live", skipped, { file })]),
		...errors.map(problemTest),
		...[...grouped(checks, (check) => check.test)].flatMap(([id, own]) => {
			const place = tests.find((test) => test.id === id)?.place ?? { file };
			return described(id, place, own.map(checkTest));
		}),
	];
	return variant.length === 0 ? inside : described(variant.join(" "), { file }, inside);
}

function problemTest({ message, place }: SuiteProblem): Line {
	return failedTest(message, `${formatPlace(place)}: ${message}`, place);
}

/** As the command exits: what is only for information fails nothing, and is not said to have passed. */
function checkTest(check: CheckResult): Line {
	const { id, test, severity, status, reason, place } = check;
	const title = id.slice(`${test} › `.length);
	switch (status) {
		case "passed":
			return { code: `test(${quoted(title)}, () => {});`, place };
		case "skipped":
			return skippedTest(title, reason, place);
		case "known-failure":
			return skippedTest(title, `known failure: ${reason}`, place);
		case "failed":
		case "unknown": {
			const what = status === "unknown" ? "cannot be decided: " : "";
			const text = `${what}${failureMessage(check)}`;
			if (severity === "info")
				return skippedTest(title, `${status}, for information: ${text}`, place);
			return failedTest(title, text, place);
		}
	}
}

function skippedTest(title: string, reason: string, place: Place): Line {
	return { code: `test(${quoted(title)}, ({ skip }) => skip(${quoted(reason)}));`, place };
}

/** Of a message's lines each is made visible, so that it stays one of several. */
function failedTest(title: string, message: string, place: Place): Line {
	const text = message.split("\n").map(visible).join("\n");
	const error = `throw new Error(${JSON.stringify(text)})`;
	return { code: `test(${quoted(title)}, () => { ${error}; });`, place };
}

/** A string of JavaScript: whatever stands in a suite stays a text. */
function quoted(text: string): string {
	return JSON.stringify(visible(text));
}

function described(title: string, place: Place, inside: readonly Line[]): readonly Line[] {
	return [
		{ code: `describe(${quoted(title)}, () => {`, place },
		...inside,
		{ code: "});", place: undefined },
	];
}

function placeIn(place: Place, file: string): LinePlace {
	if (place.file !== file) return { line: 1, column: 1 };
	return { line: place.line ?? 1, column: place.column ?? 1 };
}

function grouped<Item>(
	items: readonly Item[],
	keyOf: (item: Item) => string,
): ReadonlyMap<string, readonly Item[]> {
	const groups = new Map<string, Item[]>();
	for (const item of items) {
		const known = groups.get(keyOf(item));
		if (known === undefined) groups.set(keyOf(item), [item]);
		else known.push(item);
	}
	return groups;
}
