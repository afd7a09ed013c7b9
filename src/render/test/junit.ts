// The schema that Jenkins reads by knows of no place and no properties of a test case: both stand in the text.
import type { CheckResult, SuiteResult, TestRun } from "../../model/suite-result.ts";
import { plainStyle } from "../style.ts";
import { visible } from "../visible.ts";
import { placeInWords } from "../words.ts";
import { element, type XmlElement, xmlText } from "../xml.ts";
import { suiteKey, variantInWords } from "./findings.ts";
import { checkText } from "./pretty.ts";
import type { ReportView } from "./report-view.ts";

/** A test suite for each suite and choice of matrix values, a test case for each check. */
export function junitReport(run: TestRun, view: ReportView): string {
	const suites = run.suites.map((suite) => suiteElement(suite, view));
	const sum = (key: string): number =>
		suites.reduce(
			(total, { attributes }) => total + Number(attributes.find(([name]) => name === key)?.[1]),
			0,
		);
	return xmlText({
		name: "testsuites",
		attributes: [
			["name", "rolecall"],
			["tests", sum("tests")],
			["failures", sum("failures")],
			["errors", sum("errors")],
			["time", (run.milliseconds / 1000).toFixed(3)],
		],
		children: suites,
	});
}

function suiteElement(suite: SuiteResult, view: ReportView): XmlElement {
	const cases = [
		...problemCases(suite),
		...suite.checks.map((check) => checkCase(suite, check, view)),
	];
	const count = (name: string): number =>
		cases.filter(({ children }) =>
			children.some((child) => typeof child !== "string" && child.name === name),
		).length;
	return {
		name: "testsuite",
		attributes: [
			["name", visible(`${suite.name}${variantInWords(suite)}`)],
			["tests", cases.length],
			["failures", count("failure")],
			["errors", count("error")],
			["skipped", count("skipped")],
			["file", visible(suite.file)],
		],
		children: [...propertiesOf(suite), ...cases],
	};
}

function propertiesOf({ description, owner, docs }: SuiteResult): readonly XmlElement[] {
	const told = Object.entries({ description, owner, docs }).filter(([, value]) => value !== "");
	if (told.length === 0) return [];
	const children = told.map(([name, value]) =>
		element("property", [
			["name", name],
			["value", visible(value)],
		]),
	);
	return [{ name: "properties", attributes: [], children }];
}

/** What is wrong with the suite, and that it was not run: test cases of their own, for a reader knows no others. */
function problemCases(suite: SuiteResult): readonly XmlElement[] {
	const errors = suite.problems.filter(({ severity }) => severity === "error");
	const broken = errors.map(({ message, place }, index) =>
		caseOf(suite, "suite", index === 0 ? "is sound" : `is sound (${index + 1})`, [
			element(
				"error",
				[
					["type", "suite"],
					["message", visible(message)],
				],
				[`${placeInWords(place)}  ${visible(message)}`],
			),
		]),
	);
	if (suite.skipped === undefined) return broken;
	const skipped = element("skipped", [["message", visible(suite.skipped)]]);
	return [...broken, caseOf(suite, "suite", "is run", [skipped])];
}

function checkCase(suite: SuiteResult, check: CheckResult, view: ReportView): XmlElement {
	// What the identity says after the test is the title, numbered where it is told twice.
	const name = check.id.startsWith(`${check.test} › `)
		? check.id.slice(check.test.length + 3)
		: check.title;
	return caseOf(suite, check.test, name, outcomeOf(suite, check, view));
}

function outcomeOf(
	suite: SuiteResult,
	check: CheckResult,
	view: ReportView,
): readonly XmlElement[] {
	const message = visible(check.failures[0]?.summary ?? check.reason);
	const text = checkText(suite, check, { ...view, style: plainStyle, verbose: true }).trimEnd();
	switch (check.status) {
		case "passed":
			return [];
		case "skipped":
			return [element("skipped", [["message", visible(check.reason)]])];
		case "known-failure":
			return [element("skipped", [["message", `known failure: ${visible(check.reason)}`]])];
		case "unknown":
			return [
				element(
					"error",
					[
						["type", "unknown"],
						["message", message],
					],
					[text],
				),
			];
		case "failed":
			return [
				element(
					"failure",
					[
						["type", check.failures[0]?.kind ?? "other"],
						["message", message],
					],
					[text],
				),
			];
	}
}

function caseOf(
	suite: SuiteResult,
	test: string,
	name: string,
	children: readonly XmlElement[],
): XmlElement {
	const classname = visible(`${suiteKey(suite)} › ${test}${variantInWords(suite)}`);
	return element(
		"testcase",
		[
			["classname", classname],
			["name", visible(name)],
		],
		children,
	);
}
