import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import {
	copyFileSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	realpathSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { paymentsManifests } from "../support/payments-policy.ts";

const root = join(import.meta.dirname, "../..");
const compiler = join(root, "node_modules/typescript/bin/tsc");
const runner = join(root, "node_modules/vitest/vitest.mjs");
const environment = { PATH: process.env["PATH"], HOME: process.env["HOME"] };
let folder = "";
let project = "";

// A user's project with the package as it is installed, of today's sources.
beforeAll(() => {
	folder = realpathSync(mkdtempSync(join(tmpdir(), "rolecall-vitest-")));
	project = join(folder, "project");
	const own = join(project, "node_modules/rolecall");
	mkdirSync(own, { recursive: true });
	const args = ["-p", join(root, "tsconfig.build.json"), "--outDir", join(own, "dist")];
	execFileSync(process.execPath, [compiler, ...args, "--noCheck"]);
	// A link would lead Vite to the folder it points to, and to whatever was built there last.
	copyFileSync(join(root, "package.json"), join(own, "package.json"));
	symlinkSync(join(root, "policies"), join(own, "policies"));
	linkPackages(join(project, "node_modules"), () => true);
	write("package.json", '{ "type": "module" }');
	write("rbac.yaml", paymentsManifests);
	write("vitest.config.ts", config);
}, 240_000);

afterAll(() => rmSync(folder, { recursive: true }));

function linkPackages(folder: string, wants: (name: string) => boolean): void {
	const names = readdirSync(join(root, "node_modules")).filter((name) => !name.startsWith("."));
	for (const name of names.filter(wants)) {
		symlinkSync(join(root, "node_modules", name), join(folder, name));
	}
}

function write(name: string, text: string): void {
	writeFileSync(join(project, name), text);
}

const config = `import { defineConfig } from "vitest/config";
import { rolecall } from "rolecall/vitest/plugin";
export default defineConfig({
	plugins: [rolecall()],
	test: { include: ["**/*.test.ts", "**/*.rolecall.yaml"], includeTaskLocation: true },
});
`;

interface Told {
	readonly name: string;
	readonly status: string;
	readonly line: number | undefined;
	readonly message: string;
}

/** What Vitest's own JSON report says of the tests of one file. */
function run(file: string): readonly Told[] {
	const ran = spawnSync(
		process.execPath,
		[runner, "run", file, "--reporter=json", "--outputFile=out.json"],
		{
			cwd: project,
			env: environment,
			encoding: "utf8",
		},
	);
	expect(ran.stderr).toBe("");
	const { testResults }: { readonly testResults: readonly FileReport[] } = JSON.parse(
		readFileSync(join(project, "out.json"), "utf8"),
	);
	expect(testResults.map(({ name }) => name)).toEqual([join(project, file)]);
	return testResults.flatMap(({ assertionResults }) =>
		assertionResults.map(({ ancestorTitles, title, status, location, failureMessages }) => ({
			name: [...ancestorTitles, title].join(" > "),
			status,
			line: location?.line,
			message: failureMessages[0]?.split("\n    at ")[0] ?? "",
		})),
	);
}

/** The part of Vitest's JSON report that counts here. */
interface FileReport {
	readonly name: string;
	readonly assertionResults: readonly {
		readonly ancestorTitles: readonly string[];
		readonly title: string;
		readonly status: string;
		readonly location?: { readonly line: number };
		readonly failureMessages: readonly string[];
	}[];
}

/** What would be code, an escape or a new line, were it let through. As YAML has it, and as it is shown. */
const placeholder = ["$", "{process.exit(3)}"].join("");
const odd = `\`a\` ${placeholder} \\" ' \\\\ import.meta.env.MODE 🦀 </script> \\n \\u2028 \\e[31m ]]>`;
const oddShown = `\`a\` ${placeholder} " ' \\ import.meta.env.MODE 🦀 </script> \\u000a \\u2028 \\u001b[31m ]]>`;

describe("the plugin", () => {
	test("each check is a test at its line, with what came out and why", () => {
		write(
			"pay.rolecall.yaml",
			`version: rolecall/v1
name: "${odd}"
inputs:
- manifests: [rbac.yaml]
defaults: {namespace: pay}
tests:
- id: "good ${odd}"
  subject: sa:pay/api
  cases:
  - allow: get pods
  - deny: delete pods
- id: bad
  subject: sa:pay/api
  cases:
  - allow: delete nodes
  - deny: list
      pods
- id: undecided
  subject: user:jane
  deny: get secrets
- id: later
  subject: sa:pay/api
  deny: get secrets
  skip: {reason: "${odd}", until: "2999-01-01"}
- id: known
  subject: group:oncall
  deny: list pods
  knownFailure: {reason: soon, until: "2999-01-01"}
- id: only-told
  severity: info
  subject: group:oncall
  deny: get pods
`,
		);
		const found = run("pay.rolecall.yaml");
		const rows = found.map(({ name, status, line }) => [
			name.replace(`${oddShown} > `, ""),
			status,
			line,
		]);
		expect(rows).toEqual([
			[`good ${oddShown} > sa:pay/api allow get pods`, "passed", 10],
			[`good ${oddShown} > sa:pay/api deny delete pods`, "passed", 11],
			["bad > sa:pay/api allow delete nodes", "failed", 15],
			["bad > sa:pay/api deny list pods", "failed", 16],
			["undecided > user:jane deny get secrets", "failed", 20],
			["later > sa:pay/api deny get secrets", "skipped", 23],
			["known > group:oncall deny list pods", "skipped", 27],
			["only-told > group:oncall deny get pods", "skipped", 32],
		]);
		expect(found[3]?.message).toBe(
			[
				"Error: sa:pay/api CAN list pods in namespace pay",
				"  granted by  RoleBinding pay/api  rbac.yaml:7:1",
				"          to  ServiceAccount pay/api  rbac.yaml:12:3",
				"         via  Role pay/api rules[0]  rbac.yaml:5:3",
				'              {apiGroups: [""], resources: [pods], verbs: [get, list]}',
				"  extra       + list pods in pay",
				"  try it      kubectl auth can-i list pods -n pay --as=system:serviceaccount:pay:api",
			].join("\n"),
		);
		expect(found[4]?.message).toBe(
			"Error: cannot be decided: Role not-there, which RoleBinding pay/later binds, is not in the inputs",
		);
	});

	test("a failure shows the lines of the suite", () => {
		write("frame.rolecall.yaml", suiteOf("- id: t\n  subject: sa:pay/api\n  deny: list pods\n"));
		const ran = spawnSync(process.execPath, [runner, "run", "frame.rolecall.yaml", "--no-color"], {
			cwd: project,
			env: environment,
			encoding: "utf8",
		});
		expect(ran.status).toBe(1);
		expect(ran.stderr).toMatch(
			/❯ frame\.rolecall\.yaml:8:3\n.*6\| - id: t\n.*7\| +subject: sa:pay\/api\n.*8\| +deny: list pods\n/,
		);
	});

	test("what is wrong with a suite fails, and nothing of it is run", () => {
		write(
			"err.rolecall.yaml",
			suiteOf(
				"- id: t\n  subject: sa:pay/apii\n  deny: list pods\n- id: u\n  subject: sa:pay/api\n  dney: list pods\n",
			),
		);
		const [first, ...others] = run("err.rolecall.yaml");
		expect(first).toMatchObject({ status: "failed", line: 11 });
		expect(first?.message).toMatch(
			/^Error: err\.rolecall\.yaml:11:3: unknown key `dney`; did you mean `deny`\?/,
		);
		expect(others.every(({ status }) => status === "failed")).toBe(true);
		write("err.rolecall.yaml", suiteOf("- id: t\n  subject: sa:pay/apii\n  deny: list pods\n"));
		expect(run("err.rolecall.yaml")).toMatchObject([
			{ status: "failed", line: 7, message: expect.stringContaining("did you mean `sa:pay/api`?") },
		]);
	});

	test("matrix values are told apart, and a suite of a live cluster is skipped", () => {
		write(
			"many.rolecall.yaml",
			`matrix: {who: [api, worker]}\n${suiteOf("- id: t\n  subject: sa:pay/<who>\n  allow: list pods\n")}`,
		);
		expect(
			run("many.rolecall.yaml").map(({ name, status }) => [
				name.replace(/unknown subject.*/, "…"),
				status,
			]),
		).toEqual([
			["s > who=api > t > sa:pay/api allow list pods", "passed"],
			["s > who=worker > …", "failed"],
		]);
		write(
			"live.rolecall.yaml",
			suiteOf("- id: t\n  subject: sa:pay/api\n  allow: list pods\n").replace(
				"manifests: [rbac.yaml]",
				"live: {context: prod}",
			),
		);
		expect(run("live.rolecall.yaml")).toMatchObject([{ name: "s > live", status: "skipped" }]);
	});

	test("a change of a manifest runs the suites that read it again", async () => {
		write("own.yaml", paymentsManifests);
		write(
			"watch.rolecall.yaml",
			suiteOf("- id: t\n  subject: sa:pay/api\n  deny: delete pods\n").replace(
				"rbac.yaml",
				"own.yaml",
			),
		);
		const watching = spawn(
			process.execPath,
			[runner, "watch", "watch.rolecall.yaml", "--no-color"],
			{
				cwd: project,
				env: environment,
				stdio: ["ignore", "pipe", "pipe"],
			},
		);
		try {
			await says(watching, /1 passed.*Waiting for file changes/s);
			write("own.yaml", paymentsManifests.replace("[get, list]", "[get, delete]"));
			await says(watching, /RERUN +own\.yaml.*1 failed/s);
		} finally {
			watching.kill("SIGKILL");
		}
	});
});

function suiteOf(tests: string): string {
	return `version: rolecall/v1\nname: s\ninputs: [{manifests: [rbac.yaml]}]\ndefaults: {namespace: pay}\ntests:\n${tests}`;
}

async function says(program: ChildProcess, words: RegExp): Promise<void> {
	let told = "";
	await new Promise<void>((resolve, reject) => {
		for (const stream of [program.stdout, program.stderr]) {
			stream?.on("data", (chunk) => {
				told += String(chunk);
				if (words.test(told)) resolve();
			});
		}
		program.once("exit", () => reject(new Error(`it ended: ${told}`)));
		setTimeout(() => reject(new Error(`it never said ${words}: ${told}`)), 60_000).unref();
	});
}

const sample = `import { expect, test } from "vitest";
import { group, load, sa } from "rolecall";
import "rolecall/vitest";

const policy = load({ manifests: "rbac.yaml", version: "1.36" });
const api = policy.subject(sa("pay", "api"));

test("holds", () => {
	expect(api).toBeAllowed("get,list pods in pay");
	expect(api).toBeSubsetOf(policy.role("ClusterRole/view").in("pay"));
	expect(policy).toAllowOnly([api, group("oncall"), "user:jane", "control-plane"], "get pods in pay");
});
test("fails", () => {
	expect(api).toBeDenied("list pods in pay");
});
`;

describe("the package", () => {
	test("its matchers are there by an import alone", () => {
		write("sample.test.ts", sample);
		const [holds, fails] = run("sample.test.ts");
		expect(holds).toMatchObject({ status: "passed" });
		expect(fails).toMatchObject({ status: "failed", line: 13 });
		expect(fails?.message).toMatch(
			/^Error: sa:pay\/api deny list pods in pay\n\n {2}sa:pay\/api CAN list pods in namespace pay\n/,
		);
	});

	test("its types know which matcher is about what", () => {
		write(
			"good.ts",
			sample.replace(
				'vitest";\nimport {',
				'vitest";\nimport { defineConfig } from "vitest/config";\nimport { rolecall } from "rolecall/vitest/plugin";\nimport { matchers } from "rolecall/matchers";\nimport {',
			) +
				"\nexport default defineConfig({ plugins: [rolecall()] });\nexpect.extend({ ...matchers });\n",
		);
		write(
			"bad.ts",
			`${sample}
expect(policy).toBeAllowed("get pods");
expect("api").toBeDenied("get pods");
expect(api).toAllowOnly([], "get pods");
expect(api).toBeAllowed();
expect(api).toBeSubsetOf(7);
expect(policy).toGrantNoMoreThan(api);
`,
		);
		write(
			"tsconfig.json",
			JSON.stringify({
				compilerOptions: {
					strict: true,
					noEmit: true,
					module: "nodenext",
					target: "es2022",
					skipLibCheck: true,
					types: [],
				},
				files: ["good.ts", "bad.ts"],
			}),
		);
		const ran = spawnSync(process.execPath, [compiler, "-p", "."], {
			cwd: project,
			env: environment,
			encoding: "utf8",
		});
		const first = sample.split("\n").length + 1;
		const lines = ran.stdout.split("\n").filter((line) => /^\S/.test(line));
		expect(lines.map((line) => /^(\w+\.ts)\((\d+),/.exec(line)?.slice(1).join(":"))).toEqual(
			[0, 1, 2, 3, 4, 5].map((n) => `bad.ts:${first + n}`),
		);
	});

	test("without Vitest everything but its entry works", () => {
		const bare = join(folder, "bare/node_modules");
		mkdirSync(bare, { recursive: true });
		execFileSync("cp", ["-r", join(project, "node_modules/rolecall"), bare]);
		linkPackages(bare, (name) => !/vite/.test(name));
		const imported = (name: string) =>
			spawnSync(
				process.execPath,
				["--input-type=module", "-e", `await import(${JSON.stringify(name)})`],
				{
					cwd: join(folder, "bare"),
					env: environment,
					encoding: "utf8",
				},
			);
		for (const name of ["rolecall", "rolecall/matchers", "rolecall/vitest/plugin"]) {
			expect(imported(name)).toMatchObject({ status: 0, stderr: "" });
		}
		expect(imported("rolecall/vitest").stderr).toContain("Cannot find package 'vitest'");
	});
});
