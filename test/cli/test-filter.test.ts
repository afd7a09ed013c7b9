import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Outcome, rolecall } from "../support/run-cli.ts";

const home = process.cwd();
let folder = "";

const rbac = "rbac.authorization.k8s.io";
const manifests = `apiVersion: ${rbac}/v1
kind: Role
metadata: {name: api, namespace: pay}
rules:
- {apiGroups: [""], resources: [pods, pods/log], verbs: [get, list]}
---
apiVersion: ${rbac}/v1
kind: RoleBinding
metadata: {name: api, namespace: pay}
roleRef: {apiGroup: ${rbac}, kind: Role, name: api}
subjects: [{kind: ServiceAccount, name: api}, {kind: ServiceAccount, name: worker}]
`;

const head = `version: rolecall/v1
name: payments
tags: [tier-1]
inputs:
- manifests: [rbac.yaml]
defaults: {namespace: pay}
subjects:
  api: sa:pay/api
  everyone-here: sa:pay/*
tests:
`;

const tests = `- id: reads
  name: What the API reads
  tags: [reading]
  cases:
  - {subject: api, allow: "get,list pods"}
  - {subject: "sa:pay/worker", allow: get pods/log}
- id: bounds
  severity: critical
  cases:
  - {subject: api, deny: "delete secrets in pay,kube-system"}
  - {subject: api, deny: any deployments.apps outside pay}
- id: nobody
  forall: {subjects: any, not: [control-plane]}
  deny: create secrets everywhere
- id: paths
  subject: api
  deny: get /metrics
- id: least
  subject: "sa:pay/worker"
  atMost: ["get,list pods,pods/log"]
`;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "rolecall-filter-"));
	process.chdir(folder);
	writeFileSync("rbac.yaml", manifests);
	writeFileSync("pay.rolecall.yaml", `${head}${tests}`);
});

afterAll(() => {
	process.chdir(home);
	rmSync(folder, { recursive: true });
});

const titles = [
	"sa:pay/api allow get pods",
	"sa:pay/api allow list pods",
	"sa:pay/worker allow get pods/log",
	"sa:pay/api deny delete secrets in pay,kube-system",
	"sa:pay/api deny any deployments.apps outside pay",
	"nobody but control-plane can create secrets everywhere",
	"sa:pay/api deny get /metrics",
	"sa:pay/worker at most get,list pods,pods/log",
] as const;

async function ran(...filters: readonly string[]): Promise<readonly string[]> {
	const given = filters.flatMap((filter) => ["--filter", filter]);
	const { exit, stdout, stderr } = await rolecall(["test", ...given, "--reporter", "json"]);
	if (exit === 2) throw new Error(`${stderr}${stdout}`);
	const { suites } = JSON.parse(stdout);
	return suites.flatMap((suite: { checks: readonly { title: string }[] }) =>
		suite.checks.map(({ title }) => title),
	);
}

test("without a filter all checks run", async () => {
	expect(await ran()).toEqual(titles);
});

describe("a filter takes", () => {
	// The numbers of the titles above, by what the checks say.
	test.each<[string, readonly string[], readonly number[]]>([
		["a text in a title", ["deny any"], [4]],
		["a text in the suite's name", ["payments"], [0, 1, 2, 3, 4, 5, 6, 7]],
		["a text with a semicolon, whole", ["pods,pods"], [7]],
		["a subject", ["subject=sa:pay/worker"], [2, 7]],
		["an alias", ["subject=api"], [0, 1, 3, 4, 6]],
		["an alias for several", ["subject=everyone-*"], [0, 1, 2, 3, 4, 6, 7]],
		["subjects by stars", ["subject=sa:*/w*"], [2, 7]],
		["an id", ["test=reads"], [0, 1, 2]],
		["a test's name", ["test=What*"], [0, 1, 2]],
		["a test's tag", ["tag=reading"], [0, 1, 2]],
		["a suite's tag", ["tag=tier-1"], [0, 1, 2, 3, 4, 5, 6, 7]],
		["a suite's name", ["suite=pay*"], [0, 1, 2, 3, 4, 5, 6, 7]],
		["a suite's file", ["suite=*.rolecall.yaml;test=paths"], [6]],
		["a severity", ["severity=critical"], [3, 4]],
		["severities by stars", ["severity=*r*"], [0, 1, 2, 3, 4, 5, 6, 7]],
		// What is above the bound of the last is nearly everything, also `list pods` elsewhere.
		["a verb", ["verb=list"], [1, 4, 7]],
		["a verb of nobody's words", ["verb=frob*"], [4, 7]],
		["a resource", ["resource=pods"], [0, 1, 7]],
		["a resource with what is below it", ["resource=pods*"], [0, 1, 2, 7]],
		["what is below a resource", ["resource=pods/*"], [2, 7]],
		["a subresource", ["resource=pods/log"], [2, 7]],
		["a resource of a group", ["resource=deployments.apps"], [4, 7]],
		["a resource of another group", ["resource=deployments.extensions"], [7]],
		["a resource of the core group", ["resource=secrets."], [3, 5, 7]],
		["a path", ["resource=/metrics"], [6, 7]],
		["paths", ["resource=/met*"], [6, 7]],
		["a namespace", ["namespace=kube-system"], [3, 4, 5, 7]],
		["a namespace of nobody's words", ["namespace=team-*"], [4, 5, 7]],
		["any namespace", ["namespace=*;test=paths"], []],
		["a request, whole", ["verb=delete;resource=secrets;namespace=pay"], [3, 7]],
		// `get pods` in its own namespace is what the bound allows.
		[
			"a request, whole, but not one that is outside",
			["verb=get;resource=pods.;namespace=pay"],
			[0],
		],
		["all of its parts", ["subject=api ; resource=secrets*; severity=critical"], [3]],
		["parts and a text", ["subject=api;pods"], [0, 1]],
		["what all filters take", ["subject=api", "resource=pods", "list"], [1]],
		["one key in two filters", ["resource=secrets", "resource=deployments.apps"], [7]],
		["two tags in one filter", ["tag=tier-1;tag=reading"], [0, 1, 2]],
	])("%s", async (_, filters, expected) => {
		if (expected.length === 0) {
			await expect(ran(...filters)).rejects.toThrow("no check matches");
			return;
		}
		expect(await ran(...filters)).toEqual(expected.map((number) => titles[number]));
	});

	test("of single requests those whose words match", async () => {
		const verbs = ["get", "update", "patch"];
		const resources = ["pods", "pods/status", "secrets", "services", "serviceaccounts"];
		const namespaces = ["pay", "team-a", "team-b"];
		const all = verbs.flatMap((verb) =>
			resources.flatMap((resource) =>
				namespaces.map((namespace) => ({ verb, resource, namespace })),
			),
		);
		const cases = all.map(
			({ verb, resource, namespace }) => `    - deny: ${verb} ${resource} in ${namespace}\n`,
		);
		const unheld = "  subject: user:li\n  cases:\n";
		const subject = "subjects:\n  li: {user: li, external: true}\n";
		writeFileSync(
			"many.rolecall.yaml",
			`version: rolecall/v1\nname: many\ninputs:\n- manifests: [rbac.yaml]\ncluster: {namespaces: {known: [pay, team-a, team-b]}}\n${subject}tests:\n- id: t\n${unheld.replace("user:li", "li")}${cases.join("")}`,
		);
		try {
			for (const verb of ["*", "get", "*e*", "p*"]) {
				for (const resource of ["pods", "pods*", "s*", "serv*s", "secrets"]) {
					for (const namespace of ["*", "pay", "team-*", "*a*"]) {
						const filter = `suite=many;verb=${verb};resource=${resource};namespace=${namespace}`;
						const expected = all.filter(
							(one) =>
								matches(verb, one.verb) &&
								matches(resource, one.resource) &&
								matches(namespace, one.namespace),
						);
						const found = await ran(filter).catch((error: Error) => error.message);
						if (expected.length === 0) {
							expect(found).toContain("no check matches");
							continue;
						}
						expect([filter, found]).toEqual([
							filter,
							expected.map((one) => `user:li deny ${one.verb} ${one.resource} in ${one.namespace}`),
						]);
					}
				}
			}
		} finally {
			rmSync("many.rolecall.yaml");
		}
	});
});

/** Said once more, by an expression. */
function matches(glob: string, text: string): boolean {
	return new RegExp(`^${glob.replaceAll("*", ".*")}$`).test(text);
}

test.each([
	["subjct=api", "unknown key `subjct`", "did you mean `subject`?"],
	["severity=crit", "unknown severity `crit`", "expected info, warning, error, critical"],
	["severity=eror", "unknown severity `eror`", "did you mean `error`?"],
	["subject=", "`subject=` has no value", ""],
	["verb=get;verb=list", "`verb` stands twice", "repeat --filter"],
	["test=none", "no check matches `test=none`", ""],
	["suite=none", "no check matches `suite=none`", ""],
])("%s is refused", async (filter, what, how) => {
	const { exit, stdout, stderr } = await rolecall(["test", "--filter", filter]);
	expect([exit, stdout]).toEqual([2, ""]);
	expect(stderr).toContain(what);
	expect(stderr).toContain(how);
});

test("a suite that no filter takes is not read, a broken one is told", async () => {
	writeFileSync(
		"other.rolecall.yaml",
		head.replace("payments", "other").replace("rbac.yaml", "no"),
	);
	try {
		const broken = await rolecall(["test", "--filter", "suite=payments"]);
		expect([broken.exit, broken.stdout]).toEqual([2, expect.stringContaining("has no tests")]);
		const lost = `${head.replace("payments", "other").replace("rbac.yaml", "no.yaml")}${tests}`;
		writeFileSync("other.rolecall.yaml", lost);
		const sound = await rolecall(["test", "--filter", "suite=payments"]);
		expect([sound.exit, sound.stdout]).toEqual([0, expect.stringMatching(/^1 suite, 8 checks/)]);
	} finally {
		rmSync("other.rolecall.yaml");
	}
});

describe("a known failure of which a filter takes a part", () => {
	const marker = "knownFailure: {reason: R, until: 2999-01-01}";
	const run = async (cases: string, filter: string): Promise<Outcome> => {
		writeFileSync(
			"known.rolecall.yaml",
			`${head}- id: t\n  subject: api\n  cases: [${cases}]\n  ${marker}\n`,
		);
		try {
			return await rolecall(["test", "known.rolecall.yaml", "--filter", filter]);
		} finally {
			rmSync("known.rolecall.yaml");
		}
	};

	test("still fails when the rest of it fails", async () => {
		const half = "{allow: get pods}, {allow: delete pods}";
		expect((await run(half, "get pods")).exit).toBe(0);
		expect((await run(half, "delete pods")).exit).toBe(0);
	});

	test("passes when all of it passes", async () => {
		const { exit, stdout } = await run("{allow: get pods}, {allow: list pods}", "get pods");
		expect(exit).toBe(2);
		expect(stdout).toContain("the known failure `t` now passes: remove the marker");
	});
});
