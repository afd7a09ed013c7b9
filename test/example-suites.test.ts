import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { findSuites } from "../src/load/suite/find-suites.ts";
import { loadSuite } from "../src/load/suite/load-suite.ts";
import type { CheckResult, SuiteResult } from "../src/model/suite-result.ts";
import { expectedAnswers } from "./support/expected-answers.ts";
import { rolecall } from "./support/run-cli.ts";

const examples = readdirSync("examples", { withFileTypes: true })
	.filter((entry) => entry.isDirectory())
	.map(({ name }) => name);

/** What is odd about these inputs is there to be looked at. */
const odd = ["nfs-subdir-external-provisioner/slips", "openshift-users/projects"];

test("all suites of the examples hold, and are told of nothing but what is odd on purpose", async () => {
	const { exit, stdout, stderr } = await rolecall(["test", "examples", "--reporter", "json"]);
	expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
	const suites: readonly (SuiteResult & { readonly checks: readonly CheckResult[] })[] =
		JSON.parse(stdout).suites;
	expect(suites.length).toBeGreaterThan(examples.length);
	for (const { file, problems, checks } of suites) {
		const isOdd = odd.some((one) => file === `examples/${one}.rolecall.yaml`);
		const told = problems.filter(({ severity }) => severity === "error" || !isOdd);
		expect(told).toEqual([]);
		const held = checks.filter(({ status }) => status === "passed");
		expect(held.length).toBeGreaterThanOrEqual(10);
	}
});

describe.each(examples)("%s", (example) => {
	const files = findSuites([`examples/${example}`]);
	const suites = files.flatMap((file) => loadSuite(file)).map(({ suite }) => suite);

	test("has suites that its page names", () => {
		const page = readFileSync(`examples/${example}/README.md`, "utf8");
		for (const file of files) expect(page).toContain(`](${file.split("/").at(-1)})`);
		expect(page).toContain(`rolecall test examples/${example}`);
	});

	test("asserts something of everybody whom its expected answers are about", () => {
		const about = expectedAnswers(new URL(`../examples/${example}/expected.yaml`, import.meta.url))
			.map(({ who }) => who)
			.map((who) => who.replace(/^system:serviceaccount:([^:]+):/, "sa:$1/"))
			.map((who) => who.replace(/^system:anonymous$/, "user:system:anonymous"));
		const named = suites.flatMap((suite) =>
			[...suite.subjects.values()].map(({ subject }) => subject.text),
		);
		expect(named).toEqual(expect.arrayContaining([...new Set(about)]));
	});
});

test("each kind of assertion, and each spelling of a permission, is in one of them", () => {
	const suites = findSuites(["examples"]).flatMap((file) => loadSuite(file));
	const tests = suites.flatMap(({ suite }) => suite.tests);
	const assertions = tests.flatMap((one) => one.assertions);
	const kinds = new Set(
		assertions.map((one) => (one.kind === "forall" ? `forall ${one.bound}` : one.kind)),
	);
	expect([...kinds].sort()).toEqual([
		"allow",
		"atLeast",
		"atMost",
		"budget",
		"deny",
		"disjoint",
		"equivalent",
		"exactly",
		"forall allow",
		"forall atMost",
		"forall deny",
		"golden",
		"noLostAccess",
		"noNewAccess",
		"notBoth",
		"only",
	]);
	const permissions = assertions.flatMap((one) => ("permissions" in one ? one.permissions : []));
	expect(new Set(permissions.map(({ kind }) => kind))).toEqual(
		new Set(["phrase", "rule", "role", "subject"]),
	);
	expect(assertions.some((one) => "soleVia" in one && one.soleVia)).toBe(true);
	expect(assertions.some((one) => "because" in one && one.because !== undefined)).toBe(true);
	expect(assertions.some((one) => "exhaustive" in one && one.exhaustive)).toBe(true);
	expect(tests.some(({ skip }) => skip !== undefined)).toBe(true);
	expect(tests.some(({ knownFailure }) => knownFailure !== undefined)).toBe(true);
	const texts = findSuites(["examples"]).map((file) => readFileSync(file, "utf8"));
	for (const key of ["grid:", "matrix:", "mode: catalogue", "sets:", "groups:", "external: true"]) {
		expect(texts.some((text) => text.includes(key))).toBe(true);
	}
});
