import {
	appendFileSync,
	cpSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Outcome, rolecall } from "../support/run-cli.ts";

const home = process.cwd();
let folder = "";

const rbac = "rbac.authorization.k8s.io";
const group = (name: string): string => `{kind: Group, apiGroup: ${rbac}, name: ${name}}`;
const account = "{kind: ServiceAccount, name: op, namespace: a}";

/** A role with a binding for a subject; without a namespace for the whole cluster. */
function grant(
	name: string,
	namespace: string,
	subject: string,
	...rules: readonly string[]
): string {
	const kind = namespace === "" ? "ClusterRole" : "Role";
	const metadata =
		namespace === "" ? `{name: ${name}}` : `{name: ${name}, namespace: ${namespace}}`;
	return `apiVersion: ${rbac}/v1
kind: ${kind}
metadata: ${metadata}
rules: [${rules.join(", ")}]
---
apiVersion: ${rbac}/v1
kind: ${kind}Binding
metadata: ${metadata}
roleRef: {apiGroup: ${rbac}, kind: ${kind}, name: ${name}}
subjects: [${subject}]
---
`;
}

const rule = (resources: string, verbs: string, groups = '""'): string =>
	`{apiGroups: [${groups}], resources: [${resources}], verbs: [${verbs}]}`;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "rolecall-words-"));
	process.chdir(folder);
});

beforeEach(() => {
	writeFileSync("m.yaml", grant("op", "", account, rule("nodes", "get")));
});

afterAll(() => {
	process.chdir(home);
	rmSync(folder, { recursive: true });
});

async function run(tests: string, ...args: readonly string[]): Promise<Outcome> {
	const head = "name: words\ninputs: [{manifests: [m.yaml]}]\n";
	writeFileSync("s.rolecall.yaml", `${head}${tests}`);
	return rolecall(["test", "s.rolecall.yaml", ...args]);
}

/** One test of the account, as lines. */
const op = (text: string): string =>
	`tests:\n- id: t\n  subject: sa:a/op\n${text.replace(/^/gm, "  ")}\n`;

describe("the smallest grant", () => {
	test.each([
		["everywhere", "allow: create pods everywhere"],
		["without a namespace", "allow: delete nodes"],
		["every object by its name", "allow: get configmaps in a"],
		["by name", "allow: get secrets(x,y) in a"],
		["namespaces", "allow: get namespaces"],
		["one namespace object", "allow: get namespaces(a)"],
		["a path", "allow: get /metrics*"],
		["all verbs of a group", "allow: any any.apps in a"],
		["what is left of it", "atLeast: [get nodes, get pods in a, get pods/log in a]"],
	])("makes the test pass: %s", async (_, text) => {
		const failed = await run(op(text));
		expect(failed.exit).toBe(1);
		const lines = failed.stdout.split("\n");
		const from = lines.indexOf("  smallest grant that passes") + 1;
		expect(from).toBeGreaterThan(0);
		const to = lines.findIndex((line, i) => i >= from && !line.startsWith("    "));
		appendFileSync(
			"m.yaml",
			lines
				.slice(from, to)
				.map((line) => line.slice(4))
				.join("\n"),
		);
		expect((await run(op(text))).exit).toBe(0);
	});

	test.each([
		["several namespaces would get one everywhere", "allow: get pods in a,kube-system"],
		[
			"all but a name is nothing a rule says, and other objects would come along",
			"atLeast: [get pods in a, list services in a]",
		],
	])("is left out where %s", async (_, text) => {
		const { stdout } = await run(op(text));
		expect(stdout).toContain("CANNOT");
		expect(stdout).not.toContain("smallest grant");
	});

	test("names no object that the test does not name", async () => {
		expect((await run(op("allow: delete nodes"))).stdout).not.toContain("resourceNames");
	});
});

test("a near grant is told with the place of its binding and of its rule", async () => {
	const rules = [rule("pods", "get")];
	writeFileSync("m.yaml", grant("op", "a", account, ...rules));
	expect((await run(op("allow: delete pods in a"))).stdout).toContain(`  closest grants
    verb        the rule allows \`get\`, not \`delete\`
                RoleBinding a/op  m.yaml:6:1
                Role a/op rules[0]  m.yaml:4:9
`);
});

test("what is beyond a scope is told as the suite says it", async () => {
	writeFileSync("m.yaml", grant("op", "", account, rule("secrets", "get"), rule("nodes", "get")));
	const { stdout } = await run(op("deny: get secrets outside kube-system"));
	expect(stdout).toContain("extra       + get secrets in every namespace but kube-system\n");
	const all = await run(op("deny: any any.any outside kube-system"));
	expect(all.stdout).toContain(
		"extra       + get nodes cluster-wide\n              + get secrets in every namespace but kube-system\n",
	);
});

describe("because", () => {
	const isBecause = async (reason: string): Promise<Outcome> =>
		run(op(`cases:\n- {deny: get pods in a, because: ${reason}}`));

	test.each([
		["no-rule", grant("op", "a", account, rule("pods", "list"))],
		["no-rule", grant("op", "a", account, rule("services", "get"))],
		["wrong-group", grant("op", "a", account, rule("pods", "get", "apps"))],
		["wrong-namespace", grant("op", "b", account, rule("pods", "get"))],
		["no-binding", grant("other", "a", group("x"), rule("pods", "get"))],
	])("%s", async (reason, manifests) => {
		const aside = grant("aside", "b", account, rule("widgets", "get", "acme.io"));
		writeFileSync("m.yaml", `${aside}${manifests}`);
		expect((await isBecause(reason)).exit).toBe(0);
		expect((await isBecause("wrong-name")).stdout).toContain(
			`it is denied, but because of ${reason}, not wrong-name`,
		);
	});

	test("stays the same when somebody else is given the right", async () => {
		const own = grant("op", "a", account, rule("services", "get"));
		writeFileSync("m.yaml", `${own}${grant("other", "a", group("x"), rule("pods", "get"))}`);
		expect((await isBecause("no-rule")).exit).toBe(0);
	});

	test("a failure shows the grant that is nearest", async () => {
		writeFileSync("m.yaml", grant("op", "b", account, rule("pods", "get")));
		const { stdout } = await isBecause("no-rule");
		expect(stdout).toContain("RoleBinding b/op  m.yaml:6:1");
	});
});

describe("what takes two is told with both", () => {
	const two = `${grant("one", "a", account, rule("secrets", "get"))}${grant("two", "b", account, rule("pods", "create"))}`;

	test("notBoth", async () => {
		writeFileSync("m.yaml", two);
		const { stdout } = await run(
			"tests:\n- notBoth: {subjects: [sa:a/op], first: 'get secrets in a', second: 'create pods in b'}\n",
		);
		expect(stdout).toContain(
			'sa:a/op can get secrets "example" in namespace a, and create pods in namespace b\n',
		);
		expect(stdout).toContain("granted by  RoleBinding a/one");
		expect(stdout).toContain("granted by  RoleBinding b/two");
	});

	test("disjoint", async () => {
		const other = "{kind: ServiceAccount, name: other, namespace: a}";
		writeFileSync(
			"m.yaml",
			`${grant("one", "a", account, rule("pods", "get,list"))}${grant("two", "a", other, rule("pods", "list"))}`,
		);
		const { stdout } = await run("tests:\n- {disjoint: [sa:a/op, sa:a/other]}\n");
		expect(stdout).toContain("sa:a/op and sa:a/other can both list pods in namespace a\n");
		expect(stdout).toContain("granted by  RoleBinding a/one");
		expect(stdout).toContain("granted by  RoleBinding a/two");
	});
});

test.each([
	[
		"a rule with its group, names and scope",
		"atMost: [{verbs: [get], apiGroups: [apps, ''], resources: [deployments], resourceNames: [x], namespaces: [a]}]",
		"at most get deployments.apps(x),deployments(x) in a",
	],
	[
		"stars",
		"atMost: [{verbs: ['*'], apiGroups: [apps], resources: ['*'], namespaces: ['*', '']}]",
		"at most any any.apps everywhere",
	],
	["nothing", "atMost: []", "at most nothing"],
])("a title says %s", async (_, text, title) => {
	const { stdout } = await run(op(text), "-v");
	expect(stdout).toContain(`t › sa:a/op ${title}\n`);
});

describe("a phrase that YAML took apart", () => {
	const remedy =
		"YAML ends a phrase at a comma inside of `[ ]` and `{ }`: write `|` for the comma, or quote the phrase";

	test.each([
		["subject: sa:a/op, atMost: [get,list pods in a]", 50],
		["subject: sa:a/op, atMost: [read pods in a,default]", 64],
	])("in brackets: {%s}", async (text) => {
		const { exit, stdout } = await run(`tests:\n- {id: t, ${text}}\n`);
		expect(exit).toBe(2);
		expect(stdout).toContain(`; ${remedy}\n`);
	});

	test("in braces", async () => {
		const { stdout } = await run(op("cases: [{deny: get,list secrets in default}]"));
		expect(stdout).toContain(`unknown key \`list secrets in default\`: ${remedy}\n`);
	});

	test("another mistake, in a list of lines or in a key of its own, is not blamed on YAML", async () => {
		const lines = await run(op("atMost:\n- gett\n- list pods in a"));
		const key = await run(op("deny: get pods\nallways:"));
		expect([lines.exit, key.exit]).toEqual([2, 2]);
		expect(`${lines.stdout}${key.stdout}`).not.toContain("YAML");
	});
});

test.each([
	["deny: get bananas", "there is no resource type `bananas`: add its CRD to `cluster.crds`"],
	[
		"deny: get bananas.acme.io",
		"there is no resource type `bananas.acme.io`: add its CRD to `cluster.crds`",
	],
	["deny: get secrts", "there is no resource type `secrts`; did you mean `secrets`?"],
	["deny: get any.acme.io", "there is no API group `acme.io`: add its CRD to `cluster.crds`"],
	[
		"deny: get pods in elsewhere",
		"namespace `elsewhere` appears nowhere in the input: add it to `cluster.namespaces.known` if it exists",
	],
])("`%s` says what to do", async (text, message) => {
	expect((await run(op(text))).stdout).toContain(message);
});

test("plain words mean Kubernetes' own resources, whatever groups the rules name", async () => {
	writeFileSync(
		"m.yaml",
		grant("op", "a", account, rule("routes/custom-host", "create", "route.openshift.io")),
	);
	const suite =
		"cases:\n- deny: write roles,rolebindings in a\n- deny: read ingresses,events in a\n- deny: impersonate users,groups";
	expect((await run(op(suite))).exit).toBe(0);
	writeFileSync(
		"m.yaml",
		grant(
			"op",
			"",
			account,
			rule("users", "impersonate"),
			rule("routes", "get", "route.openshift.io"),
		),
	);
	expect((await run(op("deny: impersonate users"))).exit).toBe(1);
});

test("a group that only rules name may be asked about", async () => {
	writeFileSync("m.yaml", grant("op", "", account, rule("'*'", "get", "metrics.k8s.io")));
	expect((await run(op("exactly: get any.metrics.k8s.io everywhere"))).exit).toBe(0);
});

describe("one cause is told once", () => {
	const suite = op("cases:\n- deny: write|list secrets in a\n- deny: get pods in a");
	const wild = (): void =>
		writeFileSync("m.yaml", grant("op", "a", account, rule("secrets", "'*'"), rule("pods", "get")));

	test("on a terminal, in the words of all of them", async () => {
		wild();
		const { exit, stdout } = await run(suite);
		expect(exit).toBe(1);
		expect(stdout.match(/^FAIL/gm)).toHaveLength(2);
		expect(stdout).toContain(
			"t › sa:a/op deny create, update, patch, delete, deletecollection, list secrets in a (6 checks)\n",
		);
		expect(stdout).toContain(
			"extra       + list, create, update, patch, delete, deletecollection secrets in a\n",
		);
		expect(stdout).toContain("1 suite, 7 checks: 7 failed");
	});

	test.each([
		["github", /^::error/gm, 2],
		["markdown", /^\| `error`/gm, 2],
		["compact", /: failed: /g, 7],
		["tap", /^ *not ok .* deny /gm, 7],
		["junit", /<failure /g, 7],
	])("in %s", async (reporter, pattern, count) => {
		wild();
		const { stdout } = await run(suite, "--reporter", reporter);
		expect(stdout.match(pattern)).toHaveLength(count);
	});

	test("what is missing, with one grant that makes all of them pass", async () => {
		const wanted = op("cases:\n- allow: read|create configmaps in a\n- allow: get services in a");
		const { stdout } = await run(wanted);
		expect(stdout.match(/^FAIL/gm)).toHaveLength(2);
		expect(stdout).toContain("allow get, list, watch, create configmaps in a (4 checks)\n");
		expect(stdout).toContain("      verbs: [get, list, watch, create]\n");
	});

	test("the same reason", async () => {
		writeFileSync("m.yaml", grant("op", "b", account, rule("pods", "'*'")));
		const { stdout } = await run(op("cases:\n- {deny: read pods in a, because: no-rule}"));
		expect(stdout.match(/^FAIL/gm)).toHaveLength(1);
		expect(stdout).toContain("deny get, list, watch pods in a (3 checks)\n");
	});

	test("each by itself with -v", async () => {
		wild();
		expect((await run(suite, "-v")).stdout.match(/^FAIL/gm)).toHaveLength(7);
	});
});

test("a golden file is read line by line, and takes what is written in another order", async () => {
	const suite = "tests:\n- {snapshot: g.txt, subjects: ['sa:a/op']}\n";
	writeFileSync(
		"m.yaml",
		`${grant("op", "", account, rule("pods", "get"))}${grant("op", "a", account, rule("secrets,pods", "list,get"))}`,
	);
	await run(suite, "-u");
	const text = readFileSync("g.txt", "utf8");
	expect(text.split("\n").slice(1)).toEqual([
		"sa:a/op",
		"  get pods everywhere",
		"  list pods in a",
		"  get,list secrets in a",
		"",
	]);
	writeFileSync("g.txt", "sa:a/op\n  get,list secrets,pods in a\n  get pods everywhere\n");
	expect((await run(suite)).exit).toBe(0);
	writeFileSync("g.txt", "sa:a/op\n  get,list secrets,pods in a\n");
	expect((await run(suite)).exit).toBe(1);
});

test("the worked suite of docs/policy-tests.md holds for its manifests", async () => {
	const docs = readFileSync(join(home, "docs/policy-tests.md"), "utf8");
	const [, suite = ""] = /## A worked suite[\s\S]*?```yaml\n([\s\S]*?)```/.exec(docs) ?? [];
	const example = join(home, "examples/nfs-subdir-external-provisioner/deploy");
	cpSync(example, "deploy", { recursive: true });
	writeFileSync("provisioner.rolecall.yaml", suite);
	const { exit, stdout } = await rolecall(["test", "provisioner.rolecall.yaml"]);
	rmSync("provisioner.rolecall.yaml");
	expect([exit, stdout]).toEqual([0, expect.stringMatching(/^1 suite, \d\d checks: \d\d passed/)]);
});

test.each([
	["github", "GITHUB_WORKSPACE", "file=team/m.yaml,line=4"],
	["gitlab", "CI_PROJECT_DIR", '"path": "team/m.yaml"'],
])(
	"%s has paths from the root of the repository, wherever it runs",
	async (reporter, name, path) => {
		mkdirSync("team", { recursive: true });
		cpSync("m.yaml", "team/m.yaml");
		const root = process.cwd();
		writeFileSync(
			"team/s.rolecall.yaml",
			`inputs: [{manifests: [m.yaml]}]\n${op("deny: get nodes")}`,
		);
		process.chdir("team");
		const args = ["test", "s.rolecall.yaml", "--reporter", reporter];
		const { stdout } = await rolecall(args, { env: { [name]: root } });
		const elsewhere = await rolecall(args, { env: { [name]: "/elsewhere" } });
		process.chdir(root);
		expect(stdout).toContain(path);
		expect(elsewhere.stdout).toContain(path.replace("team/", ""));
	},
);
