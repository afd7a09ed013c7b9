import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { outcome, rolecall } from "../support/run-cli.ts";
import { schemaErrors } from "../support/schemas.ts";

const folder = mkdtempSync(join(tmpdir(), "rolecall-simplify-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(text: string, name = "roles.yaml"): string {
	const path = join(mkdtempSync(join(folder, "case-")), name);
	writeFileSync(path, text);
	return path;
}

function role(rules: string, name = "r"): string {
	return `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: ${name}}
rules:
${rules}`;
}

const two = `# who reads
- apiGroups: [""]
  resources: ["pods"] # pods
  verbs: [get,   list]
# logs, for support
- apiGroups: [""]
  resources: ["configmaps"]
  verbs:
  - list # all
  - get
`;
const one = `# who reads
# logs, for support
# all
- apiGroups: [""]
  resources: ["pods", "configmaps"] # pods
  verbs: [get,   list]
`;
const lean = role("- {apiGroups: [''], resources: [pods], verbs: [get]}\n", "lean");

async function written(text: string, ...more: readonly string[]): Promise<string> {
	const path = file(text);
	await rolecall(["simplify", path, "--write", "-q", ...more]);
	return readFileSync(path, "utf8");
}

describe("the report", () => {
	test("says what goes where, and exits with 1", async () => {
		const path = file(role(two));
		expect(await rolecall(["simplify", path])).toEqual(
			outcome({
				exit: 1,
				stdout: `ClusterRole r: 2 rules → 1 (${path}:1)
  ${path}:6: rules[0] takes in the resource \`configmaps\`
  ${path}:10: rules[1] joins rules[0] (line 6)

1 of 1 role can be simplified: 2 rules → 1
proved: each role allows exactly the same requests as before
`,
			}),
		);
		expect(readFileSync(path, "utf8")).toBe(role(two));
	});

	test("of what cannot be shorter exits with 0", async () => {
		expect(await rolecall(["simplify", file(lean)])).toEqual(
			outcome({ stdout: "1 role with 1 rule: nothing to simplify\n" }),
		);
	});

	test("names the rule that makes another one needless, and words that say nothing", async () => {
		const { exit, stdout } = await rolecall([
			"simplify",
			file(
				role(`- {apiGroups: [''], resources: ['*', pods], verbs: [get, get]}
- {apiGroups: [''], resources: [pods], resourceNames: [a], verbs: [get]}
`),
			),
		]);
		expect(exit).toBe(1);
		expect(stdout).toContain("rules[1] goes: rules[0] (line 5) allows all of it");
		expect(stdout).toContain("rules[0] loses the resource `pods`: the rest of the rule allows");
		expect(stdout).toContain("rules[0] loses the verb `get`: the rest of the rule allows");
	});

	test("warns of what never matches, which alone is nothing to simplify", async () => {
		const text = `kind: Role\napiVersion: rbac.authorization.k8s.io/v1
metadata: {name: r, namespace: ci}
rules:
- {apiGroups: [''], resources: [nodes], verbs: [get]}
- {apiGroups: [''], resources: [pods/], verbs: [get]}
- {apiGroups: [''], resources: [pods], resourceNames: [a], verbs: [deletecollection]}
- {apiGroups: [''], resources: [secrets], resourceNames: [a], verbs: [create]}
`;
		const { exit, stdout } = await rolecall(["simplify", file(text)]);
		expect(exit).toBe(0);
		expect(stdout).toContain("rules[0] never matches: `nodes` is cluster-scoped");
		expect(stdout).toContain("rules[1] never matches: no subresource is named behind the slash");
		expect(stdout).toContain("rules[2] never matches: a deletecollection carries no name");
		expect(stdout).toContain("rules[3] `create` does little");
		const dropped = await rolecall(["simplify", file(text), "--drop-inert"]);
		expect(dropped.exit).toBe(1);
		expect(dropped.stdout).toContain("4 rules → 1");
		expect(dropped.stdout).not.toContain("exactly");
	});

	test("knows an aggregated role that declares rules, and leaves it", async () => {
		const text = `${role(two)}aggregationRule: {clusterRoleSelectors: [{matchLabels: {a: b}}]}\n`;
		expect(await written(text)).toBe(text);
		const { stdout } = await rolecall(["simplify", file(text)]);
		expect(stdout).toContain("left as it is: it is aggregated");
	});

	test("shows hostile names harmlessly", async () => {
		const text = role(
			`- {apiGroups: [''], resources: ["a\\e[31m"], verbs: [get, get]}
- {apiGroups: [''], resources: [constructor, __proto__], verbs: ["\\u202e", toString]}
`,
			'"x\\e[2J"',
		);
		for (const format of ["table", "wide", "json", "csv", "markdown"]) {
			const { stdout } = await rolecall(["simplify", file(text), "-o", format]);
			expect(["\u001b", "\u202e"].filter((sign) => stdout.includes(sign))).toEqual([]);
			expect(stdout).not.toBe("");
		}
	});
});

describe("--write", () => {
	test("exits with 0 and has nothing to do a second time", async () => {
		const path = file(role(two));
		expect((await rolecall(["simplify", path, "--write"])).exit).toBe(0);
		expect((await rolecall(["simplify", path])).exit).toBe(0);
	});

	const other = `
---
# another document
kind:   ConfigMap
apiVersion: v1
metadata: {name: 'quoted'}
`;
	test.each<[string, string, string]>([
		["comments move to the rule that takes over", role(two), role(one)],
		["other documents stay as they are", role(two) + other + lean, role(one) + other + lean],
		[
			"carriage returns and a byte-order mark stay",
			`\uFEFF${role(two)}${other}`.replaceAll("\n", "\r\n"),
			`\uFEFF${role(one)}${other}`.replaceAll("\n", "\r\n"),
		],
		[
			"a role in brackets stays in brackets",
			role(
				"  [{apiGroups: [''], resources: [a], verbs: [x, x]}, {apiGroups: [''], resources: [b], verbs: [x]}]",
			),
			role("  [{apiGroups: [''], resources: [a, b], verbs: [x]}]"),
		],
		[
			"a word that stands twice in brackets goes",
			role("- {apiGroups: ['', ''], resources: [a], verbs: [x]}\n"),
			role("- {apiGroups: [''], resources: [a], verbs: [x]}\n"),
		],
		["what is lean is not touched", lean + other, lean + other],
		[
			"an anchor that nothing refers to stays",
			role(two).replace('["pods"]', '&p ["pods"]') +
				`---\n${role("- {apiGroups: [''], resources: [x], verbs: [get]}\n", "s")}x: &q 1\ny: *q\n`,
			role(one).replace('["pods", "configmaps"]', '&p ["pods", "configmaps"]') +
				`---\n${role("- {apiGroups: [''], resources: [x], verbs: [get]}\n", "s")}x: &q 1\ny: *q\n`,
		],
	])("%s", async (_title, before, after) => {
		expect(await written(before)).toBe(after);
	});

	test("a list can have other words than before", async () => {
		const rule = (resources: string, verbs: string): string =>
			`- {apiGroups: [""], resources: ${resources}, verbs: ${verbs}}\n`;
		const before = role(
			rule("[a]", "[get, list, watch]") +
				rule("[b]", "[get, list]") +
				rule("[a, b]", "[patch]") +
				rule("[b]", "[watch]"),
		);
		const after = role(rule("[a, b]", "[get, list, watch, patch]"));
		expect(await written(before)).toBe(after);
	});

	test("a list that an alias refers to is left", async () => {
		const text = role(`- apiGroups: [""]
  resources: &p [pods, pods]
  verbs: [get]
- apiGroups: [apps]
  resources: *p
  verbs: [list]
`);
		const path = file(text);
		const { exit, stdout } = await rolecall(["simplify", path, "--write"]);
		expect([exit, readFileSync(path, "utf8")]).toEqual([1, text]);
		expect(stdout).toContain("YAML anchor");
	});

	test("JSON keeps its indentation", async () => {
		const rule = (resource: string): object => {
			return { apiGroups: [""], resources: [resource], verbs: ["get"] };
		};
		const json = (rules: readonly object[]): string =>
			`${JSON.stringify({ apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", metadata: { name: "r" }, rules }, undefined, 3)}\n`;
		const path = file(json([rule("a"), rule("a"), rule("zz")]), "roles.json");
		expect((await rolecall(["simplify", path, "--write"])).exit).toBe(0);
		const text = readFileSync(path, "utf8");
		expect(JSON.parse(text).rules).toEqual([{ ...rule("a"), resources: ["a", "zz"] }]);
		expect(text).toContain('\n   "rules": [\n      {\n         "apiGroups": [\n');
	});

	test("standard input is reported and left", async () => {
		const { exit, stdout } = await rolecall(["simplify", "-", "--write"], { stdin: role(two) });
		expect(exit).toBe(1);
		expect(stdout).toContain("left as it is: it was read from standard input");
	});

	test("a file that is not UTF-8 is left byte for byte", async () => {
		const bytes = Buffer.concat([Buffer.from(role(two)), Buffer.from([0x23, 0xff, 0x0a])]);
		const path = file("");
		writeFileSync(path, bytes);
		expect((await rolecall(["simplify", path, "--write"])).exit).toBe(1);
		expect(readFileSync(path).equals(bytes)).toBe(true);
	});
});

describe("--patch", () => {
	test("is one that git applies, and comes to what --write writes", async () => {
		const texts = new Map([
			["a b/roles.yaml", role(two)],
			["ünï/roles.yaml", role(two).replaceAll("\n", "\r\n")],
			["no-end.yaml", role(two).trimEnd()],
			["lean.yaml", lean],
		]);
		const base = mkdtempSync(join(folder, "patch-"));
		execFileSync("git", ["init", "-q"], { cwd: base });
		for (const [name, text] of texts) {
			mkdirSync(join(base, name, ".."), { recursive: true });
			writeFileSync(join(base, name), text);
		}
		const patched = await rolecall(["simplify", base, "--patch"]);
		expect([patched.exit, patched.stderr]).toEqual([1, ""]);
		const patch = patched.stdout.replaceAll(`${base.slice(1)}/`, "");
		const apply = ["-c", "core.autocrlf=false", "apply"];
		execFileSync("git", [...apply, "--check", "-"], { cwd: base, input: patch });
		execFileSync("git", [...apply, "-"], { cwd: base, input: patch });
		for (const [name, text] of texts) {
			expect([name, readFileSync(join(base, name), "utf8")]).toEqual([name, await written(text)]);
		}
	});

	test("of nothing to simplify is empty", async () => {
		expect(await rolecall(["simplify", file(lean), "--patch"])).toEqual(outcome({}));
	});
});

describe("formats", () => {
	test("JSON and each line of ndjson fit their schema", async () => {
		const text = `${role(two)}---\n${role("- {apiGroups: [''], resources: [pods/], verbs: [get]}\n", "s")}`;
		const json = await rolecall(["simplify", "-", "-o", "json"], { stdin: text });
		const data = JSON.parse(json.stdout);
		expect(schemaErrors(data)).toEqual([]);
		expect([data.total, data.rulesBefore, data.rulesAfter, data.written]).toEqual([2, 3, 2, false]);
		expect(data.roles[0].rules).toEqual([
			{ apiGroups: [""], resources: ["pods", "configmaps"], verbs: ["get", "list"] },
		]);
		expect(schemaErrors({ ...data, roles: [{ ...data.roles[0], extra: 1 }] })).not.toEqual([]);
		const { stdout } = await rolecall(["simplify", "-", "-o", "ndjson"], { stdin: text });
		const lines = stdout.trimEnd().split("\n");
		expect(lines.map((line) => schemaErrors(JSON.parse(line)))).toEqual([[], []]);
	});

	test("CSV has its header, Markdown its table", async () => {
		const csv = await rolecall(["simplify", "-", "-o", "csv"], { stdin: role(two) });
		expect(csv.stdout.split("\r\n")[0]).toBe("role,rules,where,rule,what,says");
		const markdown = await rolecall(["simplify", "-", "-o", "markdown"], { stdin: role(two) });
		expect(markdown.stdout).toContain("1 role, 2 rules → 1");
		expect(markdown.stdout).toContain("| Role | Rules | Where | Rule | What | Says |");
	});
});

describe("wrong usage", () => {
	test.each<[string, readonly string[], string]>([
		["no file", [], "name files, folders or -"],
		["two ways to change", ["x.yaml", "--write", "--patch"], "give one of them"],
		["a patch in a format", ["x.yaml", "--patch", "-o", "json"], "leave out one of them"],
		["a file that is not there", ["missing.yaml"], "missing.yaml"],
	])("%s exits with 2", async (_title, args, says) => {
		const { exit, stdout, stderr } = await rolecall(["simplify", ...args]);
		expect([exit, stdout]).toEqual([2, ""]);
		expect(stderr).toContain(says);
	});

	test("a file that is not YAML exits with 2", async () => {
		const { exit, stdout } = await rolecall(["simplify", "-"], { stdin: "a: [b\nc: {" });
		expect([exit, stdout]).toEqual([2, ""]);
	});
});
