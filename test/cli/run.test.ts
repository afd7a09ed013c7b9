import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { version } from "../../src/cli/version.ts";
import { outcome, rolecall } from "../support/run-cli.ts";

const asks = ["can", "get", "pods", "--as", "user:jane"];

const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));

describe("a wrong command line is told in one line, exit 2", () => {
	test.each([
		["an unknown command", ["cann"], "unknown command `cann`; did you mean `can`?; see --help"],
		[
			"kubectl's name for it",
			["can-i", "get", "pods"],
			"unknown command `can-i`; did you mean `can`?; see --help",
		],
		[
			"an unknown option",
			[...asks, "--stric"],
			"unknown option `--stric`; did you mean `--strict`?; see --help",
		],
		["a missing word", ["can", "get"], "missing required argument `target`; see --help"],
		[
			"a missing value",
			["can", "get", "pods", "--as"],
			"option `--as <subject>` argument missing; see --help",
		],
		[
			"a word too many",
			[...asks, "x", "y"],
			"too many arguments for `can`: expected 3 arguments but got 4; see --help",
		],
		[
			"an unquoted glob",
			[...asks, "-f", "a.yaml", "b.yaml", "c.yaml"],
			'too many arguments for `can`: expected 3 arguments but got 4; each file takes its own -f, and a glob is quoted: -f "dir/*.yaml"',
		],
		[
			"options before the command",
			["-n", "ci", "can"],
			"unknown option `-n`; options come after the command",
		],
		[
			"an unknown format",
			[...asks, "-o", "yml"],
			"-o takes table, wide, json, yaml, ndjson, csv, markdown, found `yml`; did you mean `yaml`?",
		],
		[
			"an unknown colour",
			[...asks, "--color", "blue"],
			"--color takes auto, always, never, found `blue`",
		],
		[
			"no input",
			asks,
			"~/.kube/config: there is no kubeconfig: name one with --kubeconfig or KUBECONFIG, or read files with -f",
		],
		[
			"nobody who asks",
			["can", "get", "pods", "-f", "-"],
			"who asks? give --as, such as `--as sa:NAMESPACE/NAME`, `--as user:NAME` or `--as group:NAME`",
		],
		[
			"two scopes",
			[...asks, "-n", "ci", "-A", "-f", "-"],
			"-n asks about one namespace and -A about all: give one of them",
		],
		["a path that is not there", [...asks, "-f", "/no/such"], "the path `/no/such` does not exist"],
		[
			"a kind of subject that is none",
			["matrix", "--kind", "pod"],
			"--kind takes sa, user or group, found `pod`",
		],
	])("%s", async (_what, args, message) => {
		expect(await rolecall(args)).toEqual(outcome({ exit: 2, stderr: `error: ${message}\n` }));
	});
});

describe("input without anything to read", () => {
	const nothing = /error: nothing that was given could be read: there is nothing to answer from\n$/;

	test.each([
		["not YAML", "hello: [unclosed\n"],
		["a text", "just text\n"],
		["nothing", ""],
		["only a comment", "# nothing\n"],
	])("%s is an error", async (_what, stdin) => {
		const { exit, stdout, stderr } = await rolecall([...asks, "-f", "-"], { stdin });
		expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
		expect(stderr).toMatch(/^<stdin>.*: (?:warning|error): /);
		expect(stderr).toMatch(nothing);
	});

	test("sound objects that grant nothing are an answer", async () => {
		const stdin = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}";
		const { exit } = await rolecall([...asks, "-f", "-"], { stdin });
		expect(exit).toBe(1);
	});

	test("a document that could hold RBAC makes the answer unknown", async () => {
		const stdin = "{{ if .Values.rbac }}\nkind: Role\n{{ end }}\n";
		const { exit } = await rolecall([...asks, "-f", "-"], { stdin });
		expect(exit).toBe(3);
	});
});

test("--version is the package's", async () => {
	expect(version).toBe(manifest.version);
	expect(await rolecall(["--version"])).toEqual(outcome({ stdout: `${manifest.version}\n` }));
});

test("no words at all: the help", async () => {
	const { exit, stdout, stderr } = await rolecall([]);
	expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
	expect(stdout).toMatch(/^Usage: rolecall \[options\] \[command\]\n/);
});

test("as a plugin of kubectl it calls itself so", async () => {
	const { stdout } = await rolecall(["can", "--help"], { calledAs: "kubectl-rolecall" });
	expect(stdout).toMatch(/^Usage: kubectl rolecall can /);
	expect(stdout).toContain("\n  kubectl rolecall can list pods --as sa:ci/deployer");
	expect(stdout).not.toMatch(/(?<!kubectl )rolecall can/);
});

test("what fails inside is our bug, not a stack trace", async () => {
	const broken = { stdin: { toString: null } as unknown as string };
	const plain = await rolecall([...asks, "-f", "-"], broken);
	expect(plain.exit).toBe(70);
	expect(plain.stderr).toMatch(
		/^error: rolecall itself failed: .*\nthis is a bug in rolecall \d.*: please report it with the command line and, if you may, the manifests\nROLECALL_DEBUG=1 shows where it failed\n$/,
	);
	const traced = await rolecall([...asks, "-f", "-"], { ...broken, env: { ROLECALL_DEBUG: "1" } });
	expect(traced.stderr).toMatch(/\n {4}at /);
});
