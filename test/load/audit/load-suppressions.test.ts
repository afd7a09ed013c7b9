import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadSuppressions } from "../../../src/load/audit/load-suppressions.ts";

let folder = "";
const known = ["read-secrets", "mint-tokens"];

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "rolecall-suppressions-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

function read(text: string): ReturnType<typeof loadSuppressions> {
	const file = join(folder, "s.yaml");
	writeFileSync(file, text);
	return loadSuppressions(file, known);
}

function told(text: string): readonly string[] {
	const { entries, problems } = read(text);
	expect(entries).toEqual([]);
	return problems.map(({ message, place: { line, column } }) => `${line}:${column} ${message}`);
}

test("all keys of an entry are read", () => {
	const { entries, problems } = read(`# accepted by the platform team
- policy: read-*
  subject: sa:ci/*
  namespace: ci
  role: reader
  binding: RoleBinding/ci/b
  fingerprint: rc1:0123456789abcdef0123
  reason: >-
    the pipeline
    needs it
  until: 2026-12-31
  owner: platform
  ticket: 4711
- {policy: [mint-tokens, read-secrets], object: ClusterRole/*, reason: r, until: "2028-02-29"}
`);
	expect(problems).toEqual([]);
	expect(entries).toMatchObject([
		{
			...{ by: "file", subject: "sa:ci/*", namespace: "ci", role: "reader" },
			...{ binding: "RoleBinding/ci/b", fingerprint: "rc1:0123456789abcdef0123" },
			...{ reason: "the pipeline needs it", until: "2026-12-31", owner: "platform" },
			...{ ticket: "4711", object: undefined, place: { line: 2, column: 3 } },
			policies: [{ text: "read-*", place: { line: 2, column: 3 } }],
		},
		{
			...{ object: "ClusterRole/*", subject: undefined, until: "2028-02-29" },
			policies: [{ text: "mint-tokens" }, { text: "read-secrets" }],
		},
	]);
});

test("all that is wrong is told in one run", () => {
	expect(
		told(`- policy: [read-secret, mint-tokens, x]
  subjct: sa:ci/a
  until: 2026-02-30
- nothing
- {reason: r, until: soon}
- {policy: [], reason: " ", until: }
`),
	).toEqual([
		"2:3 unknown key `subjct`; did you mean `subject`?",
		"1:12 there is no policy `read-secret`; did you mean `read-secrets`?",
		"1:38 there is no policy `x`",
		"1:3 expected `reason`: why it is accepted",
		"3:3 expected a day such as 2026-12-31, found `2026-02-30`",
		"4:3 expected a mapping, found `nothing`",
		"5:3 expected `policy`: the id of one, a list, or stars for any text",
		"5:15 expected a day such as 2026-12-31, found `soon`",
		"6:29 `until` has no value",
		"6:4 expected at least one policy",
		"6:3 expected `reason`: why it is accepted",
		"6:3 expected `until`: the last day, such as 2026-12-31",
	]);
});

test.each<[string, string]>([
	["policy: '*'", "`*` accepts every finding: expected one of subject, namespace, role"],
	["policy: '*', subject: '*'", "`*` accepts every finding"],
	["policy: [mint-tokens, '**'], namespace: ''", "`*` accepts every finding"],
	["policy: read-secrets, subject: ci/a", "expected sa:NAMESPACE/NAME, user:NAME or group:NAME"],
	["policy: read-secrets, object: reader", "expected KIND/NAME or KIND/NAMESPACE/NAME"],
	["policy: read-secrets, fingerprint: rc1:0", "expected rc1: and 20 hex digits, found `rc1:0`"],
	["policy: read-secrets, object: a/b, subject: 'user:a'", "about a subject and an object"],
	["policy: {a: b}", "expected a text, found a mapping"],
	["policy: read-secrets, role: [a]", "expected a text, found a list"],
])("wrong in an entry: %s", (words, expected) => {
	const found = told(`- {${words}, reason: r, until: 2026-12-31}\n`);
	expect(found[0]).toContain(expected);
	expect(found).toHaveLength(1);
});

test.each([
	["policy: '*', subject: sa:ci/*"],
	["policy: '*', namespace: ci"],
	["policy: read-secrets, subject: '*'"],
	["policy: mint-tokens, object: '*'"],
])("enough in an entry: %s", (words) => {
	expect(read(`- {${words}, reason: r, until: 2026-12-31}\n`).problems).toEqual([]);
});

test("no file, none of its entries, and a list without any are no suppressions; anything else is told", () => {
	expect(loadSuppressions(undefined, known)).toEqual({ entries: [], problems: [] });
	expect(read("# all mended\n")).toEqual({ entries: [], problems: [] });
	expect(read("[]\n")).toEqual({ entries: [], problems: [] });
	expect(told("suppressions: []\n")).toEqual([
		"1:1 expected a list of suppressions, found a mapping",
	]);
	expect(told("- [\n")[0]).toMatch(/^\d+:\d+ /);
	expect(told("[]\n---\n[]\n")[0]).toContain("expected one list of suppressions a file");
	const { problems } = loadSuppressions(join(folder, "none.yaml"), known);
	expect(problems[0]?.message).toContain("the list of suppressions cannot be read: ENOENT");
});
