import { describe, expect, test } from "vitest";
import type { CheckResult, SuiteResult, TestRun } from "../../../src/model/suite-result.ts";
import { plainStyle } from "../../../src/render/style.ts";
import { reportText } from "../../../src/render/test/reporters.ts";
import { check, failure, hostileRun } from "../../support/hostile-run.ts";
import { junitErrors } from "../../support/junit-schema.ts";
import { readXml } from "../../support/read-xml.ts";
import { sarifErrors } from "../../support/sarif-schema.ts";

const view = {
	style: plainStyle,
	width: Number.POSITIVE_INFINITY,
	version: "1.2.3-rc.1",
	verbose: true,
};

const names = [
	"plain",
	"",
	" ",
	"]]>",
	"<![CDATA[ ]]>",
	"<!-- -- -->",
	"<?xml version='1.0'?>",
	"&",
	"&amp; &lt; &#0; &unknown;",
	"a\nb\r\nc\rd\te",
	"::error file=x,line=1::y",
	"%0A%25%",
	"🦀 👩‍👩‍👧",
	"\ud83e lone \udd80",
	"\u0000\u0001\u001b[31m\u007f\u0085\u2028\ufffe\uffff",
	"\u202e txt",
	"\"quoted\" and 'quoted'",
	"C:\\rbac\\suite.yaml",
	"../up/a b#c?d.yaml",
	"/absolute/ü.yaml",
	"x".repeat(5000),
];

/** Every text of a suite's result is the name. */
function suiteNamed(name: string): SuiteResult {
	const place = { file: name, line: 3, column: 2 };
	const failures: CheckResult["failures"] = [{ ...failure, summary: name, notes: [name] }];
	const common = { place, test: name, title: name, reason: name };
	const id = (one: number): string => `${name} › ${name} ${one}`;
	return {
		...{ file: name, name, description: name, owner: name, docs: name, variant: [name] },
		tests: [{ id: name, name, place }],
		checks: [
			check({ ...common, id: id(1) }),
			check({ ...common, id: id(2), status: "failed", failures }),
			check({ ...common, id: id(3), status: "failed", failures: [...failures, ...failures] }),
			check({ ...common, id: id(4), status: "known-failure", failures }),
			check({ ...common, id: id(5), status: "skipped" }),
			check({ ...common, id: id(6), status: "unknown", place: { file: name } }),
		],
		problems: [
			{ severity: "error", message: name, place },
			{ severity: "warning", message: name, place: { file: name } },
		],
		skipped: undefined,
	};
}

const runs: readonly (readonly [string, TestRun])[] = [
	["hostile", hostileRun],
	["empty", { suites: [], milliseconds: 0 }],
	["long", { suites: [], milliseconds: 1_234_567_891 }],
	["skipped", { suites: [{ ...suiteNamed("a"), checks: [], skipped: "]]>" }], milliseconds: 1 }],
	["twice", { suites: [suiteNamed("a"), suiteNamed("a")], milliseconds: 1 }],
	...names.map((name): [string, TestRun] => [
		JSON.stringify(name).slice(0, 30),
		{ suites: [suiteNamed(name)], milliseconds: 12 },
	]),
];

describe.each(runs)("%s", (_, run) => {
	test("junit fits the schema of Jenkins", async () => {
		expect(junitErrors(await reportText(run, "junit", view))).toEqual([]);
	});

	test("sarif fits the schema of SARIF 2.1.0", async () => {
		expect(sarifErrors(await reportText(run, "sarif", view))).toEqual([]);
	});

	test("the counts of junit are those of what is inside", async () => {
		const root = readXml(await reportText(run, "junit", view));
		for (const suite of root.children) {
			const cases = suite.children.filter(({ name }) => name === "testcase");
			const count = (name: string): string =>
				String(cases.filter(({ children }) => children.some((one) => one.name === name)).length);
			expect(suite.attributes.get("tests")).toBe(String(cases.length));
			expect(suite.attributes.get("failures")).toBe(count("failure"));
			expect(suite.attributes.get("errors")).toBe(count("error"));
			expect(suite.attributes.get("skipped")).toBe(count("skipped"));
		}
	});

	test("no two test cases of a suite have one name", async () => {
		const root = readXml(await reportText(run, "junit", view));
		for (const suite of root.children) {
			const cases = suite.children.filter(({ name }) => name === "testcase");
			const keys = cases.map(({ attributes }) => JSON.stringify([...attributes]));
			expect(new Set(keys).size).toBe(keys.length);
		}
	});
});

test("the judges find what is wrong", () => {
	const junit = (inside: string): readonly string[] =>
		junitErrors(`<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>${inside}</testsuites>`);
	expect(junit("")).toEqual([]);
	const suite = '<testsuite name="a" tests="1" failures="0" errors="0">';
	expect(junit(`${suite}<testcase name="a"/></testsuite>`)).toEqual([]);
	expect(junit(`${suite}<testcase name="a" file="b"/></testsuite>`)).toEqual([
		"testcase has no attribute file",
	]);
	expect(junit('<testsuite name="a"/>')).toHaveLength(3);
	expect(junit(`${suite}<testcase name="a">text</testcase></testsuite>`)).toHaveLength(1);
	for (const broken of ["&", "]]>", "\u0001", "<a", "</testsuites>", '<testsuite a="1" a="2"/>']) {
		expect(junit(broken)).toHaveLength(1);
	}
	const log = (runs: unknown): string => JSON.stringify({ version: "2.1.0", runs });
	const tool = { driver: { name: "a" } };
	expect(sarifErrors(log([{ tool }]))).toEqual([]);
	expect(sarifErrors(log([{}]))).not.toEqual([]);
	expect(sarifErrors(log([{ tool, results: [{ message: {} }] }]))).not.toEqual([]);
	expect(sarifErrors(log([{ tool, results: [{ level: "fatal" }] }]))).not.toEqual([]);
});
