import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { rolecall } from "../support/run-cli.ts";

const home = process.cwd();
let folder = "";

const rbac = "rbac.authorization.k8s.io";
const manifests = `apiVersion: ${rbac}/v1
kind: Role
metadata: {name: api, namespace: pay}
rules:
- {apiGroups: [""], resources: [pods], verbs: [get, list, watch]}
---
apiVersion: ${rbac}/v1
kind: RoleBinding
metadata: {name: api, namespace: pay}
roleRef: {apiGroup: ${rbac}, kind: Role, name: api}
subjects: [{kind: ServiceAccount, name: api}]
`;

const suite = (name: string, tests: string, more = ""): string => `version: rolecall/v1
name: ${name}
inputs:
- manifests: [../rbac.yaml]
defaults: {namespace: pay}
${more}tests:
${tests}`;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "rolecall-part-"));
	process.chdir(folder);
	writeFileSync("rbac.yaml", manifests);
});

afterEach(() => rmSync("suites", { recursive: true, force: true }));

afterAll(() => {
	process.chdir(home);
	rmSync(folder, { recursive: true });
});

function written(files: Readonly<Record<string, string>>): void {
	mkdirSync("suites", { recursive: true });
	for (const [name, text] of Object.entries(files)) {
		writeFileSync(`suites/${name}.rolecall.yaml`, text);
	}
}

interface Seen {
	readonly exit: number;
	readonly stderr: string;
	/** `suite [variant] check: status`. */
	readonly checks: readonly string[];
	readonly skipped: readonly string[];
}

async function seen(...args: readonly string[]): Promise<Seen> {
	const { exit, stdout, stderr } = await rolecall(["test", ...args, "--reporter", "json"]);
	const { suites } = JSON.parse(stdout);
	return {
		exit,
		stderr,
		checks: suites.flatMap(
			(one: {
				name: string;
				variant: readonly string[];
				checks: readonly { id: string; status: string }[];
			}) =>
				one.checks.map(({ id, status }) => `${one.name} ${one.variant?.join()} ${id}: ${status}`),
		),
		skipped: suites.flatMap((one: { skipped?: string }) => one.skipped ?? []),
	};
}

const allow = (id: string, ...verbs: readonly string[]): string =>
	`- {id: ${id}, subject: "sa:pay/api", allow: "${verbs.join(",")} pods"}\n`;

describe("--bail", () => {
	test("stops after the first failed check, and says of the rest that it was not run", async () => {
		written({
			a: suite("a", allow("one", "get", "create", "list") + allow("two", "delete")),
			b: suite("b", allow("one", "get")),
			c: suite("c", allow("one", "get")),
		});
		const { exit, stderr, checks, skipped } = await seen("--bail");
		expect(exit).toBe(1);
		expect(checks).toEqual([
			"a  one › sa:pay/api allow get pods: passed",
			"a  one › sa:pay/api allow create pods: failed",
			"a  one › sa:pay/api allow list pods: skipped",
			"a  two › sa:pay/api allow delete pods: skipped",
		]);
		const reason = "not run: --bail stopped after 1 failed check";
		expect(skipped).toEqual([reason, reason]);
		expect(stderr).toBe(`note: ${reason}: 2 checks and all of 2 suites\n`);
	});

	test.each(["pretty", "compact", "sarif", "junit", "tap", "markdown", "github", "jsonl"])(
		"%s does not look as if all had run",
		async (reporter) => {
			written({ a: suite("a", allow("one", "create", "get")), b: suite("b", allow("one", "get")) });
			const { stdout } = await rolecall(["test", "--bail", "--reporter", reporter]);
			expect(stdout).toMatch(/not run: --bail|2 skipped/);
		},
	);

	test("counts over suites", async () => {
		written({
			a: suite("a", allow("one", "create", "get")),
			b: suite("b", allow("one", "create", "get", "delete")),
		});
		const { checks, stderr } = await seen("--bail", "2");
		expect(checks.map((line) => line.replace(/.*: /, ""))).toEqual([
			...["failed", "passed"],
			...["failed", "skipped", "skipped"],
		]);
		expect(stderr).toBe("note: not run: --bail stopped after 2 failed checks: 2 checks\n");
		const all = await seen("--bail=3");
		expect([all.exit, all.stderr]).toEqual([1, ""]);
		expect(all.checks.filter((line) => line.endsWith("skipped"))).toEqual([]);
	});

	test("counts what fails the run: nothing below --fail-level, no known failure", async () => {
		const known = "knownFailure: {reason: R, until: 2999-01-01}";
		const tests = [
			`- {id: info, severity: info, subject: "sa:pay/api", allow: create pods}\n`,
			`- {id: known, subject: "sa:pay/api", allow: create pods, ${known}}\n`,
			allow("last", "get"),
		];
		written({ a: suite("a", tests.join("")) });
		const { exit, checks, stderr } = await seen("--bail");
		expect([exit, stderr]).toEqual([0, ""]);
		expect(checks.map((line) => line.replace(/.*: /, ""))).toEqual([
			...["failed", "known-failure", "passed"],
		]);
	});

	test("a known failure of which a part was not run does not pass", async () => {
		const known = "knownFailure: {reason: R, until: 2999-01-01}";
		const tests = [
			`- id: known\n  cases:\n  - {subject: "sa:pay/api", allow: get pods}\n  ${known}\n`,
			allow("fails", "create"),
		];
		written({ a: suite("a", tests.reverse().join("")) });
		const { exit, checks } = await seen("--bail");
		expect(exit).toBe(1);
		expect(checks[1]).toBe("a  known › sa:pay/api allow get pods: skipped");
	});

	test("takes a number", async () => {
		written({ a: suite("a", allow("one", "get")) });
		const { exit, stderr } = await rolecall(["test", "--bail", "suites"]);
		expect([exit, stderr]).toEqual([2, expect.stringContaining("--bail takes a number")]);
		expect((await rolecall(["test", "--bail", "0"])).exit).toBe(2);
	});
});

describe("--shard", () => {
	const many = {
		a: suite("a", allow("one", "get", "list") + allow("two", "create")),
		b: suite("b", allow("<env>", "get"), "matrix: {env: [dev, stage, prod]}\n"),
		c: suite("c", allow("one", "watch")),
		d: suite("d", allow("one", "watch")),
	};

	test.each([1, 2, 3, 4, 5, 6, 7, 11])("%i shards are all checks, each once", async (count) => {
		written(many);
		const whole = await seen();
		expect(whole.checks).toHaveLength(8);
		const parts: string[] = [];
		const codes: number[] = [];
		for (let index = 1; index <= count; index += 1) {
			const part = await seen("--shard", `${index}/${count}`);
			parts.push(...part.checks);
			codes.push(part.exit);
			expect(part.stderr).toContain(`note: shard ${index}/${count}: `);
			expect(await seen("--shard", `${index}/${count}`)).toEqual(part);
		}
		expect(parts.toSorted()).toEqual(whole.checks.toSorted());
		expect(Math.max(...codes)).toBe(whole.exit);
	});

	test("one without checks says so", async () => {
		written(many);
		const { exit, checks, stderr } = await seen("--shard", "7/7");
		expect([exit, checks]).toEqual([0, []]);
		expect(stderr).toBe(
			"note: shard 7/7: 0 of 6 suites\nnote: shard 7/7: nothing was checked here\n",
		);
	});

	test("what no share could hold is an error", async () => {
		written(many);
		for (const share of ["1/1", "2/4", "7/7"]) {
			const { exit, stderr } = await rolecall(["test", "--shard", share, "--filter", "nothing"]);
			expect([share, exit]).toEqual([share, 2]);
			expect(stderr).toContain("error: no check matches `nothing`");
		}
		const some = await rolecall(["test", "--shard", "2/6", "--filter", "suite=a"]);
		expect([some.exit, some.stderr]).toEqual([0, expect.stringContaining("nothing was checked")]);
		const wrong = await rolecall([
			"test",
			"--shard",
			"7/7",
			"--matrix",
			"env=none",
			"suites/b.rolecall.yaml",
		]);
		expect([wrong.exit, wrong.stderr]).toEqual([2, expect.stringContaining("`env=none`")]);
	});

	test("a warning is no check", async () => {
		const same = `{subject: "sa:pay/api", allow: get pods}`;
		written({ a: suite("a", `- {id: one, cases: [${same}, ${same}]}\n`) });
		expect((await rolecall(["test", "-v"])).stdout).toContain("WARN ");
		expect((await rolecall(["test", "--filter", "nothing"])).exit).toBe(2);
	});

	test.each(["0/2", "3/2", "1/0", "1", "1/2/3", "-1/2", "a/b", ""])(
		"`%s` is none",
		async (text) => {
			written(many);
			const { exit, stderr } = await rolecall(["test", `--shard=${text}`]);
			expect([exit, stderr]).toEqual([2, expect.stringContaining("--shard takes I/N")]);
		},
	);
});

describe("focus", () => {
	const tests = `${allow("one", "get")}${allow("two", "create")}- {id: three, subject: "sa:pay/api", allow: list pods, focus: true}\n`;

	test("runs only the tests that have it, in their suite", async () => {
		written({ a: suite("a", tests), b: suite("b", allow("one", "get")) });
		const { exit, checks, stderr } = await seen();
		expect(exit).toBe(0);
		expect(checks).toEqual([
			"a  one › sa:pay/api allow get pods: skipped",
			"a  two › sa:pay/api allow create pods: skipped",
			"a  three › sa:pay/api allow list pods: passed",
			"b  one › sa:pay/api allow get pods: passed",
		]);
		expect(stderr).toBe("note: suites/a.rolecall.yaml: `focus` leaves out 2 checks\n");
		const { stdout } = await rolecall(["test", "-v"]);
		expect(stdout).toContain("left out: only tests with `focus: true` run");
		expect(stdout).toMatch(/^2 suites, 4 checks: 2 passed, 2 skipped/m);
	});

	test("is refused in CI, at its place", async () => {
		written({ a: suite("a", tests) });
		const { exit, stdout } = await rolecall(["test"], { env: { CI: "true" } });
		expect(exit).toBe(2);
		expect(stdout).toContain("ERROR suites/a.rolecall.yaml:9:3  the `focus` of `three`");
		for (const CI of ["", "false", "0"]) {
			expect((await rolecall(["test"], { env: { CI } })).exit).toBe(0);
		}
	});

	test("does not turn a known failure that it leaves out", async () => {
		const known = `- {id: known, subject: "sa:pay/api", allow: create pods, knownFailure: {reason: R, until: 2999-01-01}}\n`;
		written({ a: suite("a", tests + known) });
		expect((await seen()).exit).toBe(0);
	});
});

test("which suite is read is told on a terminal once it takes long", async () => {
	const slow = suite("slow", allow("one", "get")).replace(
		"manifests: [../rbac.yaml]",
		"kustomize: .",
	);
	written({ a: slow, b: suite("b", allow("one", "get")) });
	const script = `#!/bin/sh\nsleep 1.1\ncat ${join(folder, "rbac.yaml")}\n`;
	writeFileSync("kustomize", script, { mode: 0o755 });
	const path = process.env["PATH"];
	process.env["PATH"] = `${folder}:${path}`;
	try {
		const shown = await rolecall(["test"], { errIsTerminal: true });
		expect(shown.exit).toBe(0);
		expect(shown.stderr).toContain("suites/b.rolecall.yaml (2 of 2)\r\u001b[K");
		expect((await rolecall(["test"])).stderr).toBe("");
	} finally {
		process.env["PATH"] = path;
	}
});
