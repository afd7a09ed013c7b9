import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Outcome, rolecall } from "../support/run-cli.ts";
import { schemaErrors } from "../support/schemas.ts";

const home = process.cwd();
let folder = "";
const rbac = "rbac.authorization.k8s.io";

const manifests = `apiVersion: ${rbac}/v1
kind: Role
metadata: {name: api, namespace: pay}
rules:
- {apiGroups: [""], resources: [pods], verbs: [get, list]}
- {apiGroups: [""], resources: [configmaps], verbs: [get]}
- {apiGroups: [""], resources: [pods], verbs: [list]}
---
apiVersion: ${rbac}/v1
kind: RoleBinding
metadata: {name: api, namespace: pay}
roleRef: {apiGroup: ${rbac}, kind: Role, name: api}
subjects:
- {kind: ServiceAccount, name: api}
`;

const head = `version: rolecall/v1
inputs: [{manifests: [rbac.yaml]}]
defaults: {namespace: pay}
`;
/** Asks about one rule of three, and bounds nobody. */
const loose = `${head}tests:
- {id: read, subject: "sa:pay/api", cases: [{allow: "get pods"}]}
`;
/** Says of everybody exactly what they may do. */
const tight = `${head}tests:
- id: api
  subject: sa:pay/api
  exactly: ["get,list pods", "get configmaps"]
- id: others
  forall: {subjects: any, not: ["sa:pay/api", control-plane]}
  deny: ["get,list pods everywhere", "get configmaps everywhere"]
`;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "rolecall-adequacy-"));
	process.chdir(folder);
	writeFileSync("rbac.yaml", manifests);
});

afterAll(() => {
	process.chdir(home);
	rmSync(folder, { recursive: true });
});

async function run(suite: string, ...args: readonly string[]): Promise<Outcome> {
	writeFileSync("a.rolecall.yaml", suite);
	return rolecall(["test", "a.rolecall.yaml", ...args]);
}

async function adequacyOf(suite: string, ...args: readonly string[]): Promise<Adequacy> {
	const { stdout } = await run(suite, "--reporter", "json", ...args);
	const document = JSON.parse(stdout);
	expect(schemaErrors(document)).toEqual([]);
	return document.suites[0].adequacy;
}

interface Adequacy {
	readonly coverage: {
		readonly lines: readonly {
			readonly name: string;
			readonly touched: boolean;
			readonly decisive: number;
			readonly bounded: boolean;
			readonly redundant: boolean;
		}[];
	};
	readonly mutation: {
		readonly all: { readonly judged: number; readonly killed: number };
		readonly survived: readonly { readonly operator: string; readonly object: string }[];
	};
	readonly slack: {
		readonly pinnedAbove: number;
		readonly pinnedBelow: number;
		readonly subjects: readonly { readonly subjects: readonly string[] }[];
	};
}

describe("coverage", () => {
	test("a rule is touched, decisive and bounded by what the checks say of it", async () => {
		const { coverage } = await adequacyOf(loose, "--coverage");
		expect(
			coverage.lines.map(({ name, touched, decisive, bounded, redundant }) => {
				return [name, touched, decisive, bounded, redundant];
			}),
		).toEqual([
			// `list` is in the third rule too, `get` is not: without the first the check fails.
			["Role/pay/api rules[0]", true, 1, false, false],
			["Role/pay/api rules[1]", false, 0, false, false],
			["Role/pay/api rules[2]", false, 0, false, true],
			["RoleBinding/pay/api sa:pay/api", true, 1, false, false],
		]);
	});

	test("a suite that says all decides and bounds all that is not redundant", async () => {
		const { coverage } = await adequacyOf(tight, "--coverage");
		for (const line of coverage.lines) {
			expect([line.name, line.touched, line.decisive > 0, line.bounded]).toEqual([
				line.name,
				true,
				!line.redundant,
				true,
			]);
		}
	});

	test("LCOV has a line for each rule and subject, and hits where a check decides", async () => {
		const { exit } = await run(loose, "--lcov", "out.info");
		expect(exit).toBe(0);
		const lines = ["DA:5,1", "DA:6,0", "DA:7,0", "DA:14,1", "LF:4", "LH:2"];
		expect(readFileSync("out.info", "utf8")).toBe(
			["TN:", "SF:rbac.yaml", ...lines, "end_of_record", ""].join("\n"),
		);
	});
});

describe("mutation", () => {
	test("a suite that says all notices every mistake that a check could be about", async () => {
		const { mutation } = await adequacyOf(tight, "--mutation");
		expect(mutation.survived.map(({ operator }) => operator)).toEqual([]);
		expect(mutation.all.killed).toBe(mutation.all.judged);
	});

	test("an upper bound for everybody is one for those nobody has named yet", async () => {
		const most = `${head}tests:
- {id: api, subject: "sa:pay/api", exactly: ["get,list pods", "get configmaps"]}
- {id: others, forall: {subjects: any, not: ["sa:pay/api", control-plane]}, atMost: get nodes.core}
`;
		const { mutation } = await adequacyOf(most, "--mutation");
		expect(mutation.survived.map(({ operator }) => operator)).toEqual([]);
	});

	test("a right that somebody has anyway, by a group of all, is no mistake", async () => {
		const everybody = `- {kind: Group, apiGroup: ${rbac}, name: "system:authenticated"}\n`;
		const role = `roleRef: {apiGroup: ${rbac}, kind: Role, name: api}`;
		writeFileSync("rbac.yaml", `${manifests.replace(/- \{kind: ServiceAccount.*\n/, everybody)}`);
		expect(manifests).toContain(role);
		const suite = `${head}tests:\n- {id: all, subject: "anyone", exactly: ["get,list pods", "get configmaps"]}\n`;
		const { mutation } = await adequacyOf(suite, "--mutation");
		writeFileSync("rbac.yaml", manifests);
		expect(mutation.survived.map(({ operator }) => operator)).not.toContain("SubjectAdd");
	});

	test("a loose suite lets widenings through and notices what it asks about", async () => {
		const { mutation } = await adequacyOf(loose, "--mutation");
		const operators = new Set(mutation.survived.map(({ operator }) => operator));
		expect(operators).toContain("VerbStar");
		expect(operators).toContain("SubjectAdd");
		expect(operators).toContain("ScopeWiden");
		expect(operators).not.toContain("BindingDelete");
		expect(operators).not.toContain("SubjectRemove");
	});
});

describe("slack", () => {
	test("a suite that says all of a subject leaves it none", async () => {
		const { slack } = await adequacyOf(tight, "--slack");
		expect(slack.pinnedBelow).toBe(100);
		expect(slack.subjects.flatMap(({ subjects }) => subjects)).toEqual([
			"group:system:authenticated",
			"anybody else",
		]);
	});

	test("what could be gained and lost is told, the dangerous first", async () => {
		const { stdout, exit } = await run(loose, "--slack");
		expect(exit).toBe(0);
		expect(stdout).toContain("sa:pay/api could gain");
		expect(stdout).toContain("! list secrets in namespace pay");
		expect(stdout).toContain("group:system:authenticated, anybody else could gain");
		expect(stdout).toContain(
			"sa:pay/api could lose\n    - get configmaps by name in pay\n    - list pods in pay\n",
		);
	});
});

describe("thresholds", () => {
	const thresholds = "thresholds: {ruleCoverage: 100, mutation: {score: 90}}\n";

	test("a missed one fails as a check of its own, with exit code 5", async () => {
		const { exit, stdout } = await run(loose + thresholds);
		expect(exit).toBe(5);
		expect(stdout).toContain("thresholds › rule coverage at least 100 %");
		expect(stdout).toContain("the rule coverage is 33.3 %");
		expect(stdout).toContain("3 checks: 2 failed, 1 passed");
	});

	test("they are reached without a word", async () => {
		const { exit, stdout } = await run(tight + thresholds);
		expect(exit).toBe(0);
		expect(stdout).not.toContain("Coverage");
	});

	test("a failed check counts for more", async () => {
		const failing = loose.replace('"get pods"', '"delete pods"');
		expect((await run(failing + thresholds)).exit).toBe(1);
	});

	test("a part of the checks is not held to them", async () => {
		const { exit, stdout } = await run(loose + thresholds, "--filter", "read");
		expect(exit).toBe(0);
		expect(stdout).toContain("1 check: 1 passed");
	});
});

test("what a group gains whose rights are left aside is noticed by nobody, what the subject gains itself is", async () => {
	const group = `{kind: Group, apiGroup: ${rbac}, name: dev}`;
	writeFileSync(
		"rbac.yaml",
		manifests.replace("- {kind: ServiceAccount, name: api}", `- ${group}`),
	);
	const suite = `${head}cluster: {groups: {dev: ["user:ana"]}}
tests:
- {id: ana, subject: "user:ana", atMost: [get nodes], ignoring: [everyone-rights, "group:dev"]}
`;
	const { stdout } = await run(suite, "--slack", "--mutation", "--reporter", "json");
	const [{ adequacy }] = JSON.parse(stdout).suites;
	const open = adequacy.slack.subjects.find(({ subjects }: { subjects: readonly string[] }) =>
		subjects.includes("group:dev"),
	);
	expect(open.critical).toContain("list secrets in namespace pay");
	expect(
		adequacy.slack.subjects.filter(
			({ subjects, critical }: { subjects: readonly string[]; critical: readonly string[] }) =>
				subjects.includes("user:ana") && critical.includes("list secrets in namespace pay"),
		),
	).toEqual([]);
	// The bindings name the group alone: a wider rule is left aside as well.
	const survived = adequacy.mutation.survived.map(({ operator }: { operator: string }) => operator);
	expect(survived).toContain("VerbStar");
	writeFileSync("rbac.yaml", manifests);
});
