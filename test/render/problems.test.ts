import { expect, test } from "vitest";
import type { Problem, ProblemCode, Severity } from "../../src/model/problem.ts";
import { problemLines } from "../../src/render/problems.ts";
import { plainStyle } from "../../src/render/style.ts";

function problem(
	line: number,
	severity: Severity,
	code: ProblemCode,
	more: Partial<Problem> = {},
): Problem {
	const origin = { file: "a.yaml", at: () => ({ line, column: 3 }) };
	return { code, severity, message: `m${line}`, origin, path: [], ...more };
}

const many = [1, 2, 3, 4, 5].map((line) => problem(line, "warning", "unknown-field"));

test("place, severity, object, field, message", () => {
	const told = problem(7, "error", "refused-by-server", {
		object: "Role ci/a",
		field: "rules[0].verbs",
		message: "Required value",
	});
	expect(problemLines([told], false, plainStyle)).toEqual([
		"a.yaml:7:3: error: Role ci/a: rules[0].verbs: Required value",
	]);
});

test("of many alike the first three and a count, all of them with -v", () => {
	expect(problemLines(many, false, plainStyle)).toEqual([
		"a.yaml:1:3: warning: m1",
		"a.yaml:2:3: warning: m2",
		"a.yaml:3:3: warning: m3",
		"… 2 more of the same kind (-v shows them)",
	]);
	expect(problemLines(many, true, plainStyle)).toHaveLength(5);
});

test("a single one more is shown, not counted", () => {
	expect(problemLines(many.slice(0, 4), false, plainStyle)).toHaveLength(4);
});

test("notes are counted, and shown with -v", () => {
	const notes = [problem(1, "note", "namespace-defaulted"), problem(2, "note", "duplicate-object")];
	expect(problemLines(notes, false, plainStyle)).toEqual([
		"note: 2 notes about the input (-v shows them)",
	]);
	expect(problemLines(notes, true, plainStyle)).toEqual([
		"a.yaml:1:3: note: m1",
		"a.yaml:2:3: note: m2",
	]);
});

test("a single note is shown", () => {
	expect(problemLines([problem(1, "note", "legacy-openshift")], false, plainStyle)).toEqual([
		"a.yaml:1:3: note: m1",
	]);
});

test("a field that the message names is not named twice", () => {
	const told = problem(2, "warning", "unknown-field", {
		object: "Pod ci/a",
		field: "spec.pullPolicy",
		message: 'unknown field "spec.pullPolicy"',
	});
	expect(problemLines([told], false, plainStyle)).toEqual([
		'a.yaml:2:3: warning: Pod ci/a: unknown field "spec.pullPolicy"',
	]);
});

test("a message cannot forge a second line", () => {
	const forged = problem(1, "error", "yaml-syntax", {
		message: "x\nb.yaml:1:1: error: y\u001b[2J",
	});
	expect(problemLines([forged], false, plainStyle)).toEqual([
		"a.yaml:1:3: error: x\\u000ab.yaml:1:1: error: y\\u001b[2J",
	]);
});
