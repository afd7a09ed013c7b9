import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { baselineOf } from "../../../src/audit/baseline-of.ts";
import { loadBaseline } from "../../../src/load/audit/load-baseline.ts";
import type { Finding } from "../../../src/model/audit.ts";
import { findingOf } from "../../support/findings.ts";
import { schemaErrors } from "../../support/schemas.ts";

let folder = "";

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "rolecall-baseline-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

function read(text: string): ReturnType<typeof loadBaseline> {
	const file = join(folder, "b.json");
	writeFileSync(file, text);
	return loadBaseline(file);
}

const print = (digit: string): string => `rc1:${digit.repeat(20)}`;
const by = (kind: "annotation" | "file" | "baseline"): Partial<Finding> => ({
	suppressed: { by: kind, reason: "r", until: undefined, place: { file: "f" } },
});

test("a baseline holds what is found and not accepted otherwise, sorted, and is read back", () => {
	const findings = [
		findingOf("p", "user:b", [], { fingerprint: print("1"), severity: "low" }),
		findingOf("p", "ClusterRole/a", [], { fingerprint: print("2") }),
		findingOf("o", "sa:z/z", [], { fingerprint: print("3"), ...by("baseline") }),
		findingOf("o", "sa:z/a", [], { fingerprint: print("4"), ...by("file") }),
		findingOf("o", "sa:z/b", [], { fingerprint: print("5"), ...by("annotation") }),
	];
	const text = baselineOf(findings, "1.2.3");
	expect(baselineOf(findings.toReversed(), "1.2.3")).toBe(text);
	const data: unknown = JSON.parse(text);
	expect(schemaErrors(data)).toEqual([]);
	expect(data).toEqual({
		...{ apiVersion: "rolecall.dev/v1", kind: "AuditBaseline", rolecallVersion: "1.2.3" },
		findings: [
			{
				...{ fingerprint: print("3"), policy: "o", subject: "sa:z/z", severity: "high" },
				message: "sa:z/z does o",
			},
			{
				...{ fingerprint: print("2"), policy: "p", object: "ClusterRole/a", severity: "high" },
				message: "ClusterRole/a does p",
			},
			{
				...{ fingerprint: print("1"), policy: "p", subject: "user:b", severity: "low" },
				message: "user:b does p",
			},
		],
	});
	expect(text.endsWith("}\n")).toBe(true);
	expect(read(text).baseline?.findings.map(({ fingerprint }) => fingerprint)).toEqual([
		...[print("3"), print("2"), print("1")],
	]);
});

const head = '"apiVersion": "rolecall.dev/v1", "kind": "AuditBaseline"';
const one = `"fingerprint": "${print("1")}", "policy": "p", "severity": "low"`;

test.each<[string, readonly string[]]>([
	["", ["the baseline is empty"]],
	["[]", ["expected a baseline, found a list"]],
	[
		"{}",
		[
			"expected `apiVersion: rolecall.dev/v1`",
			"expected `kind: AuditBaseline`",
			"expected `findings`",
		],
	],
	[
		'{"apiVersion": "rolecall.dev/v2", "kind": "Audit", "findings": []}',
		[
			"expected `rolecall.dev/v1`, found `rolecall.dev/v2`",
			"expected `AuditBaseline`, found `Audit`",
		],
	],
	[`{${head}, "findings": {}}`, ["expected a list, found a mapping"]],
	[
		`{${head}, "findings": [{}]}`,
		["expected `fingerprint`: rc1: and 20 hex digits", "expected `policy`", "expected `severity`"],
	],
	[
		`{${head}, "findings": [{${one.replace("low", "hgh")}}]}`,
		["expected critical, high, medium, low, info, found `hgh`; did you mean `high`?"],
	],
	[
		`{${head}, "findings": [{${one.replace("rc1", "rc2")}}]}`,
		["expected `fingerprint`: rc1: and 20 hex digits"],
	],
])("%s is no baseline", (text, expected) => {
	const { baseline, problems } = read(text);
	expect(baseline).toBeUndefined();
	expect(problems.map(({ message }) => message)).toEqual(expected);
});

test("keys of later versions are gone over; text that is no JSON, and no file, are told", () => {
	const text = `{${head}, "more": 1, "findings": [{${one}, "since": "x"}]}`;
	expect(read(text).baseline?.findings).toHaveLength(1);
	expect(read(`{${head}, "findings": [`).problems).toHaveLength(1);
	const { problems } = loadBaseline(join(folder, "none.json"));
	expect(problems[0]?.message).toContain("the baseline cannot be read: ENOENT");
});
