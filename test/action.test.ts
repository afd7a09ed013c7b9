import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { builtProgram } from "./support/built-program.ts";
import { junitErrors } from "./support/junit-schema.ts";
import { action, fakeProgram, type Job, type JobResult, runAction } from "./support/run-action.ts";
import { sarifErrors } from "./support/sarif-schema.ts";

let built = "";
let job: Job = { workspace: "", actionPath: "", temp: "", path: "" };

beforeAll(() => {
	built = builtProgram();
}, 120_000);

beforeEach(() => {
	const temp = mkdtempSync(join(tmpdir(), "rolecall-action-"));
	const workspace = join(temp, "workspace");
	job = { workspace, actionPath: built, temp, path: process.env["PATH"] ?? "" };
	for (const folder of ["good suites", "bad"])
		mkdirSync(join(workspace, folder), { recursive: true });
	writeFileSync(join(workspace, "rbac.yaml"), manifest);
	writeFileSync(join(workspace, "good suites", "a.rolecall.yaml"), suite("allow: get pods"));
	writeFileSync(join(workspace, "bad", "b.rolecall.yaml"), suite("deny: get pods"));
	return () => rmSync(temp, { recursive: true });
});

afterAll(() => rmSync(built, { recursive: true }));

const rbac = "rbac.authorization.k8s.io";
const manifest = `apiVersion: ${rbac}/v1
kind: Role
metadata: {name: api, namespace: pay}
rules:
- {apiGroups: [""], resources: [pods], verbs: [get]}
---
apiVersion: ${rbac}/v1
kind: RoleBinding
metadata: {name: api, namespace: pay}
roleRef: {apiGroup: ${rbac}, kind: Role, name: api}
subjects: [{kind: ServiceAccount, name: api}]
`;

const suite = (assertion: string): string => `version: rolecall/v1
inputs: [{manifests: [../rbac.yaml]}]
defaults: {namespace: pay}
tests: [{id: t, subject: "sa:pay/api", ${assertion}}]
`;

test("what a runner refuses or leaves open is not in it", () => {
	expect(action.runs.using).toBe("composite");
	for (const step of action.runs.steps) {
		expect(step.shell).toBe("bash");
		// An expression in a script is put into it before bash reads it.
		expect(step.run).not.toContain("${{");
	}
	for (const input of Object.values(action.inputs)) {
		expect(input.description).not.toBe("");
		expect(input.default).toBe("");
	}
});

test("docs/ci.md gives it inputs that it has, and tells of all of them", () => {
	const page = readFileSync(new URL("../docs/ci.md", import.meta.url), "utf8");
	const [, example = ""] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
	const steps: readonly { readonly uses: string; readonly with?: object }[] = parse(example).steps;
	const own = steps.find(({ uses }) => uses.includes("/rolecall@"));
	const inputs = Object.keys(action.inputs);
	expect(inputs).toEqual(expect.arrayContaining(Object.keys(own?.with ?? { none: 1 })));
	const table = page.match(/^\| `.*? \|/gm)?.join("") ?? "";
	for (const input of inputs) expect(table).toContain(`\`${input}\``);
	for (const output of Object.keys(action.outputs)) expect(page).toContain(`\`${output}\``);
});

describe("with the rolecall that it comes with", () => {
	test("a suite that holds passes, and its reports are where they were asked for", () => {
		const junit = "reports/deep er/rbac.xml";
		const found = runAction(job, { paths: "good suites\n", junit, sarif: "rbac.sarif" });
		expect(found).toMatchObject({
			exit: 0,
			outputs: { "exit-code": "0", junit, sarif: "rbac.sarif" },
		});
		expect(found.log).toContain("1 suite, 1 check: 1 passed");
		expect(found.summary).toContain("1 passed");
		expect(junitErrors(readFileSync(join(job.workspace, junit), "utf8"))).toEqual([]);
		expect(sarifErrors(readFileSync(join(job.workspace, "rbac.sarif"), "utf8"))).toEqual([]);
	});

	test("one that fails fails the step, with an annotation where access is granted", () => {
		const found = runAction(job, { paths: "good suites\r\n  bad  ", junit: "out.xml" });
		expect(found).toMatchObject({
			exit: 1,
			outputs: { "exit-code": "1", junit: "out.xml", sarif: "" },
		});
		expect(found.log).toMatch(/^::error file=rbac\.yaml,line=\d+,/m);
		expect(found.summary).toContain("sa:pay/api deny get pods");
	});

	test("without paths it takes all that there are", () => {
		expect(runAction(job, {}).log).toContain("2 suites, 2 checks: 1 failed, 1 passed");
	});

	test("more arguments, one a line", () => {
		const args = "--filter\n  allow get  \n--fail-level=critical\n";
		expect(runAction(job, { args }).log).toContain("1 check: 1 passed");
	});

	test("a suite that is wrong is no pass", () => {
		writeFileSync(join(job.workspace, "bad/b.rolecall.yaml"), suite("deny: get podz"));
		const found = runAction(job, { sarif: "no/../out.sarif" });
		expect(found).toMatchObject({ exit: 2, outputs: { "exit-code": "2" } });
	});

	test("it is built where it is not built yet", () => {
		const actionPath = join(job.temp, "action");
		mkdirSync(actionPath);
		const bin = join(job.temp, "bin");
		const program = `if [ "$1" = run ]; then ln -s '${built}/dist' dist; fi`;
		const notes = fakeProgram(bin, "npm", program);
		const path = `${bin}${delimiter}${job.path}`;
		expect(runAction({ ...job, actionPath, path }, { paths: "good suites" }).exit).toBe(0);
		expect(readFileSync(notes, "utf8")).toBe(
			"ci --ignore-scripts --no-audit --no-fund\nrun --silent build\n",
		);
	});
});

describe("with another rolecall", () => {
	test("a version of npm is installed beside the checkout", () => {
		const bin = join(job.temp, "bin");
		const modules = join(job.temp, "rolecall/node_modules");
		const notes = fakeProgram(
			bin,
			"npm",
			`mkdir -p '${modules}'; ln -s '${built}' '${modules}/rolecall'`,
		);
		const path = `${bin}${delimiter}${job.path}`;
		const found = runAction({ ...job, path }, { version: "0.1.0-rc.1", paths: "good suites" });
		expect(found.exit).toBe(0);
		expect(readFileSync(notes, "utf8")).toMatch(/^install --prefix .* rolecall@0\.1\.0-rc\.1\n$/);
	});

	test("that of the project", () => {
		expect(runAction(job, { version: "project" })).toMatchObject({
			exit: 2,
			outputs: { "exit-code": "" },
		});
		mkdirSync(join(job.workspace, "node_modules"));
		symlinkSync(built, join(job.workspace, "node_modules/rolecall"));
		expect(runAction(job, { version: "project", paths: "good suites" }).exit).toBe(0);
	});
});

describe("inputs are words, and never commands", () => {
	const evil = [
		"$(touch pwned)",
		"`touch pwned`",
		'"; touch pwned; echo "',
		"'; touch pwned; '",
		"x\ntouch pwned",
		"&& touch pwned &&",
		"a'\"$(touch pwned)`touch pwned`\\",
		"--reporter=junit=pwned",
		"-u",
		"> pwned",
	];
	/** Nothing was run, nothing was written but what was asked for. */
	const isUnharmed = (found: JobResult, asked: readonly string[] = []): void => {
		expect(found.exit).toBe(2);
		const left = readdirSync(job.workspace).filter((name) => !asked.includes(name));
		expect(left.sort()).toEqual(["bad", "good suites", "rbac.yaml"]);
		expect(existsSync(join(job.temp, "pwned"))).toBe(false);
	};

	test.each(evil)("paths: %j", (paths) => isUnharmed(runAction(job, { paths })));

	test.each(evil.filter((one) => one !== "-u" && !one.startsWith("--reporter")))(
		"args: %j",
		(args) => isUnharmed(runAction(job, { args: `--no-such-option\n${args}` })),
	);

	test.each(evil)("version: %j", (version) => {
		const bin = join(job.temp, "bin");
		fakeProgram(bin, "npm", "touch pwned");
		isUnharmed(runAction({ ...job, path: `${bin}${delimiter}${job.path}` }, { version }));
	});

	test.each(evil)("junit: %j", (junit) => {
		isUnharmed(runAction(job, { junit, paths: "no-such-path" }));
		if (junit.includes("\n")) return;
		const found = runAction(job, { junit, paths: "good suites" });
		expect(found).toMatchObject({ exit: 0, outputs: { "exit-code": "0", junit } });
		expect(junitErrors(readFileSync(join(job.workspace, junit), "utf8"))).toEqual([]);
	});

	test("a line break in a file would be an output of its own", () => {
		const found = runAction(job, { junit: "out.xml\nexit-code=0", paths: "bad" });
		expect(found).toMatchObject({ exit: 2, outputs: { "exit-code": "", junit: "" } });
		expect(found.log).toBe("::error title=rolecall::the input junit takes one file\n");
	});
});
