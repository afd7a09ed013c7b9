import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { outcome, rolecall } from "../support/run-cli.ts";
import { sarifErrors } from "../support/sarif-schema.ts";
import { schemaErrors } from "../support/schemas.ts";

const home = process.cwd();
let folder = "";

const role = (verbs: string): string => `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: app, namespace: dev}
rules:
- {apiGroups: [""], resources: [pods], verbs: [${verbs}]}
`;
const binding = `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: app, namespace: dev}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: app}
subjects:
- {kind: ServiceAccount, name: app}
`;

function git(...args: readonly string[]): void {
	const who = ["-c", "user.name=t", "-c", "user.email=t@example.com"];
	execFileSync(
		"git",
		[...who, "-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false", ...args],
		{
			cwd: folder,
			stdio: "ignore",
		},
	);
}

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "rolecall-diff-"));
	mkdirSync(join(folder, "deploy"));
	writeFileSync(join(folder, "deploy/role.yaml"), role("get, list"));
	writeFileSync(join(folder, "deploy/binding.yaml"), binding);
	writeFileSync(join(folder, "deploy/values.txt"), "not a manifest");
	git("init", "-q");
	git("add", ".");
	git("commit", "-q", "-m", "one");
	git("tag", "v1");
	writeFileSync(join(folder, "deploy/role.yaml"), role("get, list, create"));
	process.chdir(folder);
});

afterAll(() => {
	process.chdir(home);
	rmSync(folder, { recursive: true });
});

const gained = `sa:dev/app  gained
  + create  pods  in dev  Role dev/app rules[0]  deploy/role.yaml:5
`;

describe("sides", () => {
	test.each([
		["git:main and a folder", ["git:main", "deploy"], "main → deploy"],
		["git:TAG:PATH", ["git:v1:deploy", "deploy/"], "v1:deploy → deploy/"],
		["git:REF with -f for the other side", ["git:main", "-f", "deploy"], "main → deploy"],
		["git:REF and a pattern", ["git:main", "deploy/*.yaml"], "main → deploy/*.yaml"],
		[
			"files with commas",
			["git:main", "deploy/role.yaml,deploy/binding.yaml"],
			"main → deploy/role.yaml, deploy/binding.yaml",
		],
	])("%s", async (_, args, head) => {
		expect(await rolecall(["diff", ...args])).toEqual(
			outcome({ exit: 1, stdout: `${head}: of 57 subjects, 1 gained\n\n${gained}` }),
		);
	});

	test("standard input", async () => {
		const found = await rolecall(["diff", "git:main:deploy", "-"], {
			stdin: `${role("get")}---\n${binding}`,
		});
		expect(found.exit).toBe(1);
		expect(found.stdout).toContain(
			"- list  pods  in dev  Role dev/app rules[0]  main:deploy/role.yaml:5\n",
		);
	});

	test("what -f names stands on both sides when there are two", async () => {
		const found = await rolecall([
			"diff",
			"git:main:deploy/role.yaml",
			"deploy/role.yaml",
			"-f",
			"deploy/binding.yaml",
		]);
		expect(found).toMatchObject({ exit: 1, stderr: "" });
		expect(found.stdout).toContain("+ create  pods  in dev");
	});

	test("a snapshot file, alone and with manifests applied to it", async () => {
		const dump = {
			apiVersion: "rolecall.dev/v1",
			kind: "ClusterSnapshot",
			kubernetesVersion: "v1.37.1",
			context: "prod",
			namespace: "dev",
			takenAt: "2026-11-24T00:00:00Z",
			missing: [],
			catalog: [
				{
					group: "",
					resource: "pods",
					singular: "pod",
					kind: "Pod",
					shortNames: [],
					namespaced: true,
					versions: ["v1"],
					verbs: ["create", "get", "list"],
					subresources: [],
				},
			],
			objects: [],
		};
		writeFileSync("prod.json", JSON.stringify(dump));
		const applied = await rolecall(["diff", "--cluster-snapshot", "prod.json", "-f", "deploy"]);
		expect(applied).toMatchObject({ exit: 1, stderr: "" });
		expect(applied.stdout).toContain("prod.json → prod.json with deploy: of 1 subject, 1 gained\n");
		expect(applied.stdout).toContain(
			"+ get, list, create  pods  in dev  new RoleBinding dev/app → Role dev/app  deploy/binding.yaml:1",
		);
		const same = await rolecall(["diff", "prod.json", "snapshot:prod.json"]);
		expect(same).toEqual(
			outcome({ stdout: "prod.json → prod.json: no difference in what 0 subjects may do\n" }),
		);
	});
});

describe("exit codes", () => {
	test.each<[string, readonly string[], number]>([
		["the same", ["git:v1", "-f", "deploy/binding.yaml"], 0],
		["gained, and only losses count", ["git:main", "deploy", "--fail-on", "lost"], 0],
		["gained", ["git:main", "deploy", "--fail-on", "gained"], 1],
		["lost", ["deploy", "git:main", "--fail-on", "lost"], 1],
		["lost, and only gains count", ["deploy", "git:main", "--fail-on", "gained"], 0],
		[
			"a role that the new side lacks may hide a difference",
			["deploy/role.yaml", "-f", "deploy/binding.yaml"],
			3,
		],
	])("%s", async (_, args, exit) => {
		expect(await rolecall(["diff", ...args, "-q"])).toEqual(outcome({ exit }));
	});
});

describe("wrong words", () => {
	test.each<[readonly string[], string]>([
		[[], "diff compares two sides: name them, or give a cluster and the -f to apply to it"],
		[["deploy"], "diff compares two sides: name the second one, or give it with -f"],
		[
			["git:mian", "deploy"],
			"`mian` is no commit, branch or tag of this repository; did you mean `git:main`?",
		],
		[["git:", "deploy"], "git: takes a commit, branch or tag, as in `git:main`"],
		[
			["git:main", "git:v1"],
			"`git:v1` needs paths: name them as `git:v1:PATH` or on the other side",
		],
		[["git:main", "deplyo"], "the path `deplyo` does not exist; did you mean `deploy`?"],
		[["-", "-"], "standard input can only be one of the two sides"],
		[
			["deploy", "deploy", "--context", "x"],
			"a side names its cluster itself, as `context:NAME` or `snapshot:FILE`",
		],
		[
			["deploy", "deploy", "-o", "sarfi"],
			"-o takes table, wide, json, yaml, ndjson, csv, markdown, sarif, found `sarfi`; did you mean `sarif`?",
		],
	])("%j", async (args, message) => {
		expect(await rolecall(["diff", ...args])).toEqual(
			outcome({ exit: 2, stderr: `error: ${message}\n` }),
		);
	});

	test("a subject that neither side knows is warned of, and an error with --strict", async () => {
		const words = ["diff", "git:main", "deploy", "--subject", "sa:dev/ap"];
		const found = await rolecall(words);
		expect(found.exit).toBe(0);
		expect(found.stderr).toMatch(/^warning: .*`sa:dev\/ap`.*did you mean `sa:dev\/app`\?\n$/);
		expect((await rolecall([...words, "--strict"])).exit).toBe(2);
	});

	test("a ref cannot be an option of git", async () => {
		const found = await rolecall(["diff", "git:--output=x", "deploy"]);
		expect(found).toMatchObject({ exit: 2, stdout: "" });
		expect(found.stderr).toContain("is no commit, branch or tag");
	});
});

describe("formats", () => {
	test("JSON and each line of ndjson fit their schemas", async () => {
		const whole = await rolecall(["diff", "git:main", "deploy", "-o", "json"]);
		expect(schemaErrors(JSON.parse(whole.stdout))).toEqual([]);
		const { stdout } = await rolecall(["diff", "git:main", "deploy", "-o", "ndjson"]);
		const lines = stdout
			.trimEnd()
			.split("\n")
			.map((line) => JSON.parse(line));
		expect(lines).toHaveLength(1);
		for (const line of lines) expect(schemaErrors(line)).toEqual([]);
	});

	test("CSV", async () => {
		const { stdout } = await rolecall(["diff", "git:main", "deploy", "-o", "csv"]);
		expect(stdout).toBe(
			"subject,change,effect,verbs,resources,scope,cause,where\r\n" +
				"sa:dev/app,gained,effective,create,pods,in dev,Role dev/app rules[0],deploy/role.yaml:5\r\n",
		);
	});

	test("Markdown is a comment for a pull request", async () => {
		const { stdout } = await rolecall(["diff", "git:main", "deploy", "-o", "markdown"]);
		expect(stdout).toBe(`\`main → deploy: of 57 subjects, 1 gained\`

#### \`sa:dev/app\` gained

| ± | Verbs | Resources | Scope | Because | Where |
| --- | --- | --- | --- | --- | --- |
| \`+\` | \`create\` | \`pods\` | \`in dev\` | \`Role dev/app rules[0]\` | \`deploy/role.yaml:5\` |
`);
	});

	test("SARIF points at the rule, and its fingerprint stays when lines move", async () => {
		const log = async (): Promise<{
			uri: string;
			line: number;
			print: string;
			message: string;
		}> => {
			const { stdout } = await rolecall(["diff", "git:main", "deploy", "-o", "sarif"]);
			expect(sarifErrors(stdout)).toEqual([]);
			const { runs, version } = JSON.parse(stdout);
			expect(version).toBe("2.1.0");
			const [result] = runs[0].results;
			expect(runs[0].tool.driver.rules[result.ruleIndex].id).toBe("gained-access");
			const { artifactLocation, region } = result.locations[0].physicalLocation;
			return {
				uri: artifactLocation.uri,
				line: region.startLine,
				print: result.partialFingerprints["rolecall/v1"],
				message: result.message.text,
			};
		};
		const before = await log();
		expect(before).toMatchObject({ uri: "deploy/role.yaml", line: 5 });
		expect(before.message).toBe("sa:dev/app gained: create pods in dev. Role dev/app rules[0]");
		writeFileSync("deploy/role.yaml", `# moved\n${role("get, list, create")}`);
		const after = await log();
		writeFileSync("deploy/role.yaml", role("get, list, create"));
		expect(after).toEqual({ ...before, line: 6 });
	});
});

test("names that a terminal would obey are shown, not obeyed", async () => {
	const evil = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: "a\\e[31mb"}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects:
- {apiGroup: rbac.authorization.k8s.io, kind: User, name: "x\\e]0;\`|y"}
`;
	for (const format of ["table", "wide", "markdown", "csv", "sarif", "json"]) {
		const { stdout } = await rolecall(["diff", "deploy", "-", "-o", format], { stdin: evil });
		expect(stdout).not.toContain("\u001b");
		expect(stdout).toContain("u001b");
	}
});
