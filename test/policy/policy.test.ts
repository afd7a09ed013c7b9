import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	group,
	LoadError,
	load,
	type Policy,
	PolicyError,
	runSuiteFile,
	sa,
	user,
} from "../../src/index.ts";
import { paymentsManifests } from "../support/payments-policy.ts";

const home = process.cwd();
let folder = "";
let policy: Policy;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "rolecall-policy-"));
	process.chdir(folder);
	writeFileSync("rbac.yaml", paymentsManifests);
	writeFileSync(
		"account.yaml",
		"apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: other, namespace: pay}\n",
	);
	policy = load({ manifests: "rbac.yaml", groups: { oncall: ["user:ana"] } });
});

afterAll(() => {
	process.chdir(home);
	rmSync(folder, { recursive: true });
});

function pods(verb: string, namespace = "pay") {
	const rest = { apiGroup: "", resource: "pods", subresource: "", name: "" };
	return { kind: "resource", verb, namespace, ...rest } as const;
}

describe("load", () => {
	test.each<[string, Parameters<typeof load>[0], RegExp]>([
		["nothing", {}, /^expected `manifests` or a `snapshot` to load$/],
		["no manifests", { manifests: [] }, /^expected `manifests`/],
		["a file that is not there", { manifests: "rbca.yaml" }, /^`rbca.yaml` does not exist/],
		["a pattern without a match", { manifests: "x/*.yaml" }, /^`x\/\*.yaml` matches no file/],
		["a version nobody knows", { manifests: "rbac.yaml", version: "1.2" }, /`1.2` is not known/],
	])("%s is an error", (_, options, message) => {
		expect(() => load(options)).toThrow(LoadError);
		expect(() => load(options)).toThrow(message);
	});

	test("what is left out of the input is an error, at its place: half a policy proves nothing", () => {
		writeFileSync(
			"half.yaml",
			`${paymentsManifests}---\nkind: Role\nmetadata: {}\napiVersion: rbac.authorization.k8s.io/v1\n`,
		);
		expect(() => load({ manifests: "half.yaml" })).toThrow(/^half\.yaml:\d+:\d+: /);
	});

	test("absolute paths are read as well", () => {
		const other = load({ manifests: join(folder, "rbac.yaml"), bootstrapPolicy: false });
		expect(other.subject("sa:pay/api").permissions.has(pods("list"))).toBe(true);
	});
});

describe("a subject", () => {
	test.each([
		["in words", () => policy.subject("sa:pay/api")],
		["by its parts", () => policy.subject(sa("pay", "api"))],
		["a group", () => policy.subject(group("oncall"))],
		["a member that only the options name", () => policy.subject(user("ana"))],
		["with groups of its own", () => policy.subject("user:bo", { groups: ["oncall"] })],
		["created elsewhere", () => policy.subject("user:cy", { external: true, groups: ["oncall"] })],
	])("%s has the permissions that its bindings give", (_, subject) => {
		const { permissions } = subject();
		expect(permissions.has(pods("list"))).toBe(true);
		expect(permissions.has(pods("delete"))).toBe(false);
		expect(permissions.has(pods("list", ""))).toBe(false);
	});

	test("its own permissions are those beyond what everybody has by the default policy", () => {
		const api = policy.subject("sa:pay/api");
		const all = { kind: "path", verb: "get", path: "/api" } as const;
		expect(api.permissions.has(all)).toBe(true);
		expect(api.ownPermissions.equals(policy.phrase("get,list pods in pay"))).toBe(true);
	});
});

describe("what does not exist is an error that says what was meant", () => {
	test.each<[string, () => unknown, RegExp]>([
		[
			"a subject",
			() => policy.subject("sa:pay/apii"),
			/^unknown subject `sa:pay\/apii`.*did you mean `sa:pay\/api`\?/,
		],
		["a bare word", () => policy.subject("oncall"), /^unknown subject `oncall`/],
		[
			"a group among groups",
			() => policy.subject("user:bo", { groups: ["nobody"] }),
			/^unknown subject `user:bo`: (?!.*did you mean `user:bo`)/,
		],
		[
			"a pattern of several",
			() => load({ manifests: ["rbac.yaml", "account.yaml"] }).subject("sa:*/*"),
			/which means several$/,
		],
		[
			"a resource",
			() => policy.phrase("get podz in pay"),
			/no resource type `podz`; did you mean `pods`\?/,
		],
		[
			"a namespace",
			() => policy.phrase("get pods in payy"),
			/^namespace `payy` .*did you mean `pay`\?/,
		],
		["a slip in a phrase", () => policy.phrase("get"), /expected a resource or a \/path/],
		[
			"a role",
			() => policy.role("ClusterRole/veiw"),
			/^there is no role `ClusterRole\/veiw`.*did you mean `ClusterRole\/view`\?/,
		],
		["a role's namespace", () => policy.role("ClusterRole/view").in("payy"), /^namespace `payy`/],
	])("%s", (_, ask, message) => {
		expect(ask).toThrow(PolicyError);
		expect(ask).toThrow(message);
	});
});

test("a role gives its permissions everywhere, or in one namespace", () => {
	const view = policy.role("ClusterRole/view");
	expect(view.permissions.has(pods("list", ""))).toBe(true);
	expect(view.in("pay").has(pods("list"))).toBe(true);
	expect(view.in("pay").has(pods("list", ""))).toBe(false);
	expect(view.in("pay").has(pods("list", "default"))).toBe(false);
});

const suite = `version: rolecall/v1
name: pay <env>
matrix: {env: [a, b]}
inputs:
- manifests: [other.yaml]
defaults: {namespace: pay}
tests:
- {id: t, subject: 'sa:pay/api', cases: [{allow: list pods}, {allow: delete pods}]}
`;

describe("suites", () => {
	const statuses = (results: ReturnType<Policy["runSuite"]>) =>
		results.map(({ name, checks }) => [name, ...checks.map(({ status }) => status)]);

	test("a text and a file run over the policy, whatever inputs they name", () => {
		writeFileSync("some.rolecall.yaml", suite);
		const both = [
			["pay a", "passed", "failed"],
			["pay b", "passed", "failed"],
		];
		expect(statuses(policy.runSuite({ text: suite }))).toEqual(both);
		expect(statuses(policy.runSuite("some.rolecall.yaml"))).toEqual(both);
	});

	test("a file by itself runs over its own inputs", () => {
		writeFileSync("some.rolecall.yaml", suite);
		const [missing] = runSuiteFile("some.rolecall.yaml");
		expect(missing?.problems[0]?.message).toMatch(/^`other.yaml` does not exist/);
		writeFileSync("other.yaml", paymentsManifests.replace("[get, list]", "[delete]"));
		expect(statuses(runSuiteFile("some.rolecall.yaml"))).toEqual([
			["pay a", "failed", "passed"],
			["pay b", "failed", "passed"],
		]);
	});

	test("one that reads a cluster is skipped, and says so", () => {
		const text = suite.replace("manifests: [other.yaml]", "live: {context: prod}");
		const [result] = runSuiteFile("x.rolecall.yaml", { text });
		expect(result?.checks).toEqual([]);
		expect(result?.skipped).toBe("it reads the live cluster prod: `rolecall test --live` runs it");
		expect(statuses(policy.runSuite({ text }))[0]).toEqual(["pay a", "passed", "failed"]);
	});
});
