import { describe, expect, test } from "vitest";
import type { Binding } from "../../../src/model/binding.ts";
import type { Role } from "../../../src/model/role.ts";
import type { Fix, FixEdit, Repair } from "../../../src/model/suite-fix.ts";
import type { CheckResult, TestRun } from "../../../src/model/suite-result.ts";
import { plainStyle } from "../../../src/render/style.ts";
import type { ReportView } from "../../../src/render/test/report-view.ts";
import {
	type ReporterName,
	reporterNames,
	reportText,
} from "../../../src/render/test/reporters.ts";
import { schemaErrors } from "../../support/schemas.ts";

const view: ReportView = {
	style: plainStyle,
	width: Number.POSITIVE_INFINITY,
	version: "1.2.3",
	verbose: false,
};
/** What each format would obey if it were let through. */
const evil = "]]> & <b> \" ' \n::error::x %0A | ` \u001b[31m \u202e 🦀 \u0000 end";

function check(more: Partial<CheckResult>): CheckResult {
	return {
		id: `t › ${evil}`,
		test: "t",
		title: evil,
		severity: "error",
		place: { file: "a:b,c.rolecall.yaml", line: 3, column: 1 },
		status: "passed",
		reason: "",
		failures: [],
		...more,
	};
}

const failure: CheckResult["failures"][number] = {
	kind: "extra",
	summary: evil,
	subject: { kind: "User", name: evil },
	witness: { kind: "path", verb: "get", path: evil },
	chains: [],
	lines: [
		{ kind: "path", verbs: { only: [evil] }, paths: [{ text: evil, isPrefix: false }], except: [] },
	],
	size: "1",
	tryIt: evil,
	nearMisses: [],
	smallestGrant: undefined,
	notes: [evil],
};

const origin = { file: "a:b.yaml", at: () => ({ line: 2, column: 3 }) };
const named = { namespace: evil, name: evil, builtIn: false, origin };
const evilRule = {
	verbs: [evil],
	apiGroups: [evil],
	resources: [evil],
	resourceNames: [evil],
	nonResourceURLs: [],
};
const evilRole: Role = {
	...{ ...named, kind: "Role", labels: new Map(), aggregation: undefined },
	rules: [evilRule],
};
const evilBinding: Binding = {
	...{ ...named, kind: "RoleBinding", roleRef: { kind: "Role", name: evil } },
	subjects: [{ kind: "ServiceAccount", namespace: evil, name: evil }],
};
const edits: readonly FixEdit[] = [
	{ kind: "change-rule", role: evilRole, rule: 0, become: [{ ...evilRule, verbs: ["get"] }] },
	{ kind: "change-rule", role: evilRole, rule: 0, become: [evilRule, evilRule] },
	{ kind: "change-rule", role: evilRole, rule: 0, become: [] },
	{ kind: "add-rule", role: evilRole, added: evilRule },
	{ kind: "remove-subject", binding: evilBinding, subject: 0 },
	{ kind: "delete-binding", binding: evilBinding },
	{ kind: "bind-inside", binding: evilBinding, namespace: evil },
	{ kind: "lower-role", binding: evilBinding, name: evil },
	{ kind: "grant", role: evilRole, binding: evilBinding },
];
const repair: Repair = {
	why: evil,
	fixes: [
		...edits.map((edit, index): Fix => {
			const effects = [
				{ subject: { kind: "User", name: evil } as const, gains: failure.lines, loses: [] },
			];
			const texts = [
				{ file: evil, start: { line: 1, column: 1 }, end: { line: 1, column: 2 }, text: evil },
			];
			const number = index + 1;
			return { number, command: `rolecall fix ${evil}`, edits: [edit], effects, breaks: [], texts };
		}),
		{ edits, effects: [], breaks: [evil, evil, evil] },
	],
};

const run: TestRun = {
	milliseconds: 12,
	suites: [
		{
			...{ file: "a:b,c.rolecall.yaml", name: evil, description: evil, owner: evil, docs: evil },
			variant: [evil],
			tests: [{ id: "t", name: evil, place: { file: "a.rolecall.yaml", line: 1 } }],
			checks: [
				check({ id: "t › one", title: "one" }),
				check({ status: "failed", failures: [failure], repair }),
				check({ id: "t › 3", status: "unknown", reason: evil }),
				check({ id: "t › 4", status: "skipped", reason: evil }),
				check({ id: "t › 5", status: "known-failure", reason: evil, failures: [failure] }),
			],
			problems: [{ severity: "warning", message: evil, place: { file: evil, line: 1 } }],
			skipped: undefined,
		},
	],
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
