import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { rolecall } from "../support/run-cli.ts";

const root = join(import.meta.dirname, "../..");
let built = "";
let folder = "";
let program: Watching | undefined;

// The program as it is installed, of today's sources, with its packages beside it.
beforeAll(() => {
	built = mkdtempSync(join(root, "node_modules/.cache-rolecall-"));
	const compiler = join(root, "node_modules/typescript/bin/tsc");
	const args = ["-p", join(root, "tsconfig.build.json"), "--outDir", join(built, "dist")];
	execFileSync(process.execPath, [compiler, ...args, "--noCheck"]);
	symlinkSync(join(root, "package.json"), join(built, "package.json"));
	symlinkSync(join(root, "policies"), join(built, "policies"));
}, 60_000);

afterAll(() => rmSync(built, { recursive: true }));

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "rolecall-watch-"));
	mkdirSync(join(folder, "rbac"));
	write("rbac/role.yaml", role("get"));
	write("rbac/binding.yaml", binding);
	write("pay.rolecall.yaml", suite);
});

afterEach(() => {
	program?.process.kill("SIGKILL");
	rmSync(folder, { recursive: true });
});

const rbac = "rbac.authorization.k8s.io";
const role = (verb: string): string => `apiVersion: ${rbac}/v1
kind: Role
metadata: {name: api, namespace: pay}
rules:
- {apiGroups: [""], resources: [pods], verbs: [${verb}]}
`;
const binding = `apiVersion: ${rbac}/v1
kind: RoleBinding
metadata: {name: api, namespace: pay}
roleRef: {apiGroup: ${rbac}, kind: Role, name: api}
subjects: [{kind: ServiceAccount, name: api}]
`;
const suite = `version: rolecall/v1
name: pay
inputs:
- manifests: ["rbac/*.yaml"]
defaults: {namespace: pay}
tests:
- {id: t, subject: "sa:pay/api", allow: get pods}
`;

function write(name: string, text: string): void {
	writeFileSync(join(folder, name), text);
}

interface Watching {
	readonly process: ChildProcess;
	/** What was said since the last time, once it holds the text. */
	readonly until: (text: string) => Promise<string>;
}

function watch(...args: readonly string[]): Watching {
	const child = spawn(
		process.execPath,
		[join(built, "dist/cli/main.js"), "test", "--watch", ...args],
		{ cwd: folder, stdio: ["ignore", "pipe", "pipe"], env: { PATH: process.env["PATH"] } },
	);
	let said = "";
	let look = (): void => undefined;
	const hear = (chunk: unknown): void => {
		said += String(chunk);
		look();
	};
	child.stdout?.on("data", hear);
	child.stderr?.on("data", hear);
	const until = (text: string): Promise<string> =>
		new Promise((resolve, reject) => {
			const timer = setTimeout(() => reject(new Error(`no \`${text}\` in: ${said}`)), 20_000);
			look = () => {
				// Standard output and error come as they like: the rest of the run's words may be on their way.
				if (!said.includes(text)) return;
				clearTimeout(timer);
				look = () => undefined;
				setTimeout(() => {
					resolve(said);
					said = "";
				}, 100);
			};
			look();
		});
	program = { process: child, until };
	return program;
}

const waiting = "^C ends";

test("runs again when a file changes, appears, breaks or is mended; ^C ends it", async () => {
	const { process: child, until } = watch();
	const first = await until(waiting);
	expect(first).toContain("1 suite, 1 check: 1 passed");
	expect(first).toContain("note: watching 3 files, ^C ends");

	write("rbac/role.yaml", role("list"));
	const second = await until(waiting);
	expect(second).toMatch(/^\nnote: \d\d:\d\d:\d\d rbac\/role\.yaml changed\n/);
	expect(second).toContain("1 suite, 1 check: 1 failed");
	// Nothing is cleared where nobody looks.
	expect(second).not.toContain("\u001b");

	// As editors save: another file takes its name.
	write("rbac/new", role("get"));
	renameSync(join(folder, "rbac/new"), join(folder, "rbac/role.yaml"));
	expect(await until(waiting)).toContain("1 check: 1 passed");

	write("rbac/more.yaml", role("get").replace("name: api", "name: more"));
	expect(await until(waiting)).toContain("rbac/more.yaml changed");

	write("pay.rolecall.yaml", `${suite}- {id: u, subject: [`);
	const broken = await until(waiting);
	expect(broken).toContain("ERROR pay.rolecall.yaml:");

	write("pay.rolecall.yaml", `${suite}- {id: u, subject: "sa:pay/api", deny: list pods}\n`);
	expect(await until(waiting)).toContain("1 suite, 2 checks: 2 passed");

	rmSync(join(folder, "pay.rolecall.yaml"));
	expect(await until(waiting)).toContain("error: there is no suite here");

	write("other.rolecall.yaml", suite);
	expect(await until(waiting)).toContain("1 suite, 1 check: 1 passed");

	child.kill("SIGINT");
	const signal = await new Promise((resolve) =>
		child.once("exit", (_code, found) => resolve(found)),
	);
	// To a shell that is 130.
	expect(signal).toBe("SIGINT");
}, 60_000);

test("follows what a suite extends and compares with, not what the run writes", async () => {
	mkdirSync(join(folder, "shared"));
	mkdirSync(join(folder, "old"));
	write("old/all.yaml", `${role("get")}---\n${binding}`);
	write(
		"shared/base.yaml",
		suite.replace("id: t", "id: base").replace('"rbac/*.yaml"', '"../rbac"'),
	);
	write("golden.txt", "sa:pay/api\n  get pods in pay\n");
	write(
		"pay.rolecall.yaml",
		suite
			.replace("inputs:", "extends: [shared/base.yaml]\ninputs:")
			.replace('"rbac/*.yaml"', "rbac") +
			'- {id: golden, subjects: ["sa:pay/api"], snapshot: golden.txt}\n' +
			"- {id: old, baseline: {manifests: [old]}, noNewAccess: {subjects: any}}\n",
	);
	const { until } = watch("--reporter", "compact", "--reporter", "json=rbac/out.json");
	const first = await until(waiting);
	expect(first).not.toMatch(/error|FAIL/i);
	for (const name of ["shared/base.yaml", "golden.txt", "old/all.yaml"]) {
		const text = execFileSync("cat", [join(folder, name)], { encoding: "utf8" });
		write(name, `# ${name}\n${text}`);
		// Had the report of the run before been seen, that would be told first.
		expect(await until(waiting)).toMatch(new RegExp(`^\nnote: \\S+ ${name} changed\n`));
	}
}, 60_000);

test("--watch and --update are refused together", async () => {
	const { exit, stderr } = await rolecall(["test", "--watch", "--update"]);
	expect([exit, stderr]).toEqual([2, expect.stringContaining("leave out one of them")]);
});
