import { describe, expect, test } from "vitest";
import { plainStyle } from "../../../src/render/style.ts";
import type { ReportView } from "../../../src/render/test/report-view.ts";
import {
	type ReporterName,
	reporterNames,
	reportText,
} from "../../../src/render/test/reporters.ts";
import { check, failure, hostileRun as run } from "../../support/hostile-run.ts";
import { schemaErrors } from "../../support/schemas.ts";

const view: ReportView = {
	style: plainStyle,
	width: Number.POSITIVE_INFINITY,
	version: "1.2.3",
	verbose: false,
};
describe.each(reporterNames.map((name) => [name] as const))("%s", (name: ReporterName) => {
	test("lets nothing through that a terminal or its reader would obey", async () => {
		const text = await reportText(run, name, { ...view, verbose: true });
		expect(text.endsWith("\n")).toBe(true);
		// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
		expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e]/);
		expect(text).toContain("end");
	});

	test("is the same for the same run", async () => {
		expect(await reportText(run, name, view)).toBe(await reportText(run, name, view));
	});

	test("is sound for a run with nothing in it", async () => {
		const text = await reportText({ suites: [], milliseconds: 0 }, name, view);
		if (name === "json" || name === "sarif" || name === "gitlab") JSON.parse(text);
		expect(text.length).toBeGreaterThan(
			name === "jsonl" || name === "github" || name === "compact" ? -1 : 0,
		);
	});
});

test("json and each line of jsonl fit their schemas", async () => {
	expect(schemaErrors(JSON.parse(await reportText(run, "json", view)))).toEqual([]);
	const lines = (await reportText(run, "jsonl", view)).trimEnd().split("\n");
	expect(lines.length).toBeGreaterThanOrEqual(5);
	for (const line of lines) expect(schemaErrors(JSON.parse(line))).toEqual([]);
});

test("junit: every check once, its name without results, tags closed in order, text escaped", async () => {
	const xml = await reportText(run, "junit", view);
	expect(xml.match(/<testcase /g)).toHaveLength(5);
	expect(xml.match(/<failure /g)).toHaveLength(1);
	expect(xml).toMatch(/<testsuite [^>]*tests="5" failures="1" errors="\d" skipped="2"/);
	const open: string[] = [];
	for (const [, close, name = "", self] of xml.matchAll(/<(\/?)([a-z-]+)(?:\s[^<>]*?)?(\/?)>/g)) {
		if (close === "/") expect(open.pop()).toBe(name);
		else if (self !== "/") open.push(name);
	}
	expect(open).toEqual([]);
	// What is left between the tags holds no bare ampersand and no end of a section.
	expect(xml.replace(/<[^>]*>/g, "")).not.toMatch(/]]>|&(?!amp;|lt;|gt;|quot;|apos;|#)/);
});

test("github: one command a line, properties and data escaped, at most ten of a kind", async () => {
	const many = {
		...run,
		suites: run.suites.map((suite) => ({
			...suite,
			checks: Array.from({ length: 30 }, (_, i) =>
				check({ id: `t › ${i}`, status: "failed", failures: [failure] }),
			),
		})),
	};
	const lines = (await reportText(many, "github", view)).trimEnd().split("\n");
	// What begins with no colons is shown, and obeyed by nobody; the last line is the summary.
	for (const line of lines.slice(0, -1))
		expect(line).toMatch(/^::(?:error|warning|notice) [^\n]*::/);
	expect(lines.filter((line) => line.startsWith("::error")).length).toBeLessThanOrEqual(10);
	expect(lines[0]).toMatch(/file=a%3Ab%2Cc\.rolecall\.yaml/);
});

test("tap: a plan, and a line for each check", async () => {
	const text = await reportText(run, "tap", view);
	expect(text).toMatch(/^TAP version 14\n1\.\.5\n/);
	expect(text.match(/^(?:not )?ok \d+ - /gm)).toHaveLength(5);
	expect(text.match(/^ok \d+ - .*# SKIP/gm)).toHaveLength(1);
});

test("sarif: results for what failed, suppressed where it is a known failure, none for what passed", async () => {
	const [log] = JSON.parse(await reportText(run, "sarif", view)).runs;
	const kinds = log.results.map((result: { level: string; suppressions?: unknown }) => [
		result.level,
		result.suppressions !== undefined,
	]);
	expect(kinds).toContainEqual(["error", false]);
	expect(kinds).toContainEqual(["error", true]);
	for (const result of log.results) {
		expect(log.tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
		expect(Object.keys(result.partialFingerprints).length).toBeGreaterThan(0);
	}
});
