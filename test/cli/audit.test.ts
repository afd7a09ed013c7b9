import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Outcome, rolecall } from "../support/run-cli.ts";
import { schemaErrors } from "../support/schemas.ts";

let folder = "";

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "rolecall-audit-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

function written(name: string, text: string): string {
	const file = join(folder, name);
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, text);
	return file;
}

const audit = (...args: readonly string[]): Promise<Outcome> => rolecall(["audit", ...args]);

const apiGroup = "rbac.authorization.k8s.io";

/** A ClusterRole of one rule, bound everywhere to an account. */
function granted(rule: string, role = "reader"): string {
	return `apiVersion: ${apiGroup}/v1
kind: ClusterRole
metadata: {name: ${role}}
rules: [${rule}]
---
apiVersion: ${apiGroup}/v1
kind: ClusterRoleBinding
metadata: {name: ${role}}
roleRef: {apiGroup: ${apiGroup}, kind: ClusterRole, name: ${role}}
subjects: [{kind: ServiceAccount, name: bot, namespace: ci}]
---
`;
}

const secrets = '{apiGroups: [""], resources: [secrets], verbs: [list]}';
const services = '{apiGroups: [""], resources: [services], verbs: [get]}';

test("an example: the admin account is told at length, with its place, reason and remedy", async () => {
	const { exit, stdout, stderr } = await audit("examples/kubernetes-dashboard");
	expect({ exit, stderr }).toEqual({ exit: 1, stderr: "" });
	const [head, place, implied, why, fix, general, blank] = stdout.split("\n");
	expect(head).toBe(
		"critical  cluster-admin  sa:kubernetes-dashboard/admin-user can do everything that cluster-admin can in every namespace",
	);
	expect(place).toBe(
		"  examples/kubernetes-dashboard/admin-user.yaml:12  ClusterRoleBinding admin-user → ClusterRole cluster-admin",
	);
	expect(implied).toMatch(/^ {2}with it: act-as-nodes, .* more$/);
	expect(why).toMatch(/^ {2}why: /);
	expect(fix).toMatch(/^ {2}fix: /);
	expect(general).toMatch(/^ {2}in general: /);
	expect(blank).toBe("");
	expect(stdout).toMatch(/\n\n1 critical[^·\n]*\n$/);
});

test("0 where nothing grave is found, and what was looked at is said", async () => {
	const file = written("m.yaml", granted(services));
	expect(await audit(file, "--only", "read-secrets,mint-tokens")).toEqual({
		exit: 0,
		stdout: "no findings: 2 policies over 1 subject, 1 role, 1 binding\n",
		stderr: "",
	});
});

test("1 from --fail-on's severity on, nothing but the code with -q", async () => {
	const file = written("m.yaml", granted(secrets));
	expect((await audit(file)).exit).toBe(1);
	expect((await audit(file, "--fail-on", "none")).exit).toBe(0);
	expect(await audit(file, "-q")).toEqual({ exit: 1, stdout: "", stderr: "" });
});

test("2 for words that mean nothing, with what is nearly meant", async () => {
	const file = written("m.yaml", granted(secrets));
	const refused = async (...args: readonly string[]): Promise<string> => {
		const { exit, stdout, stderr } = await audit(file, ...args);
		expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
		return stderr;
	};
	const nearly = "error: there is no policy `read-secret`; did you mean `read-secrets`?\n";
	expect(await refused("--only", "read-secret")).toBe(nearly);
	expect(await refused("--skip", "read-secret")).toBe(nearly);
	expect(await refused("--explain", "read-secret")).toBe(nearly);
	const packs =
		"risk, subjects, least-privilege, workloads, custom-resources, openshift, platforms, lint";
	expect(await refused("--pack", "risks")).toBe(
		`error: there is no pack \`risks\`, only ${packs}; did you mean \`risk\`?\n`,
	);
	expect(await refused("--sensitive-namespace", "kube-sytem", "--strict")).toContain(
		"error: namespace `kube-sytem` appears nowhere in the input; did you mean `kube-system`?",
	);
	expect(await refused("--fail-on", "hihg")).toContain("critical, high, medium, low, info, none");
	expect(await refused("--kubernetes-version", "1.99")).toContain("`1.99` is not known");
	expect(await refused("-o", "xml")).toContain("sarif, github, junit, found `xml`");
	expect(await refused("--policy", join(folder, "nope"))).toContain("nope` does not exist");
});

test("a sensitive namespace that nobody knows is told, and the answer given", async () => {
	const file = written("m.yaml", granted(services));
	const { exit, stderr } = await audit(file, "--sensitive-namespace", "ci,kube-sytem");
	expect(exit).toBe(0);
	expect(stderr).toBe(
		"warning: namespace `kube-sytem` appears nowhere in the input; did you mean `kube-system`?\n",
	);
});

test("--write-baseline - prints the baseline in the place of the answer", async () => {
	const file = written("m.yaml", granted(secrets));
	const { exit, stdout } = await audit(file, "--write-baseline", "-");
	expect(exit).toBe(0);
	expect(JSON.parse(stdout)).toMatchObject({ kind: "AuditBaseline" });
	expect(schemaErrors(JSON.parse(stdout))).toEqual([]);
});

test("4 for a baseline that is not there", async () => {
	const file = written("m.yaml", granted(secrets));
	const { exit, stderr } = await audit(file, "--baseline", join(folder, "nope.json"));
	expect(exit).toBe(4);
	expect(stderr).toContain("nope.json: the baseline cannot be read");
});

test("--list has a row for each policy, --explain a page, by a row of the catalogue as well", async () => {
	const { exit, stdout } = await audit("--list");
	expect(exit).toBe(0);
	expect(stdout).toMatch(/^POLICY .*\n/);
	expect(stdout).toMatch(/^mint-tokens .* risk .*RC222/m);
	const page = await audit("--explain", "mint-tokens");
	expect(page.stdout).toContain("\nWhy it matters\n");
	expect(await audit("--explain", "rc222")).toEqual(page);
});

test("the help names every exit code", async () => {
	const { stdout } = await audit("--help");
	const codes = stdout.slice(stdout.indexOf("Exits with")).match(/\b\d\b/g);
	expect(codes).toEqual(["0", "1", "3", "2", "4"]);
});

test("every format is well-formed, and the same bytes each time and in any order of files", async () => {
	const files = ["b", "c", "d"].map((name) => written(`${name}.yaml`, granted(secrets, name)));
	const admins = ["w", "x", "y", "z"].map((name) => written(`${name}.yaml`, admin(name)));
	const all = [...files, ...admins];
	const formats = ["json", "yaml", "ndjson", "csv", "markdown", "sarif", "github", "junit", "wide"];
	for (const format of formats) {
		const one = await audit(...all, "-o", format);
		expect(one.exit).toBe(1);
		expect(await audit(...all.toReversed(), "-o", format)).toEqual(one);
	}
	const { stdout } = await audit(...all, "-o", "json");
	expect(schemaErrors(JSON.parse(stdout))).toEqual([]);
	const lines = (await audit(...all, "-o", "ndjson")).stdout.trimEnd().split("\n");
	expect(lines.flatMap((line) => schemaErrors(JSON.parse(line)))).toEqual([]);
});

function admin(name: string): string {
	return `apiVersion: ${apiGroup}/v1
kind: ClusterRoleBinding
metadata: {name: ${name}}
roleRef: {apiGroup: ${apiGroup}, kind: ClusterRole, name: cluster-admin}
subjects: [{kind: User, name: ${name}, apiGroup: ${apiGroup}}]
`;
}

test("what cannot be read is a finding, and no other policy hides it", async () => {
	const broken = written("broken.yaml", `${granted(services)}kind: [\n`);
	const whole = await audit(broken, "-o", "json");
	expect(whole).toMatchObject({ exit: 1, stderr: "" });
	expect(JSON.parse(whole.stdout).gaps).toMatchObject([{ kind: "unread-document" }]);
	const part = await audit(broken, "--only", "read-secrets");
	expect(part.exit).toBe(3);
	expect(part.stderr).toMatch(/^.*broken\.yaml:\d+:\d+: error: /);
	expect(part.stdout).toMatch(/^no findings: .* · incomplete: 1 document not read\n$/);
	expect((await audit(broken, "--only", "read-secrets", "--fail-on", "none")).exit).toBe(0);
	const rows = await audit(broken, "--only", "read-secrets", "-o", "csv");
	expect(rows.stderr).toMatch(/\nwarning: the audit is incomplete: 1 document not read\n$/);
});

test("where nothing can be read, what is wrong is said with its place", async () => {
	const broken = written("broken.yaml", "a: [\n");
	const { exit, stdout, stderr } = await audit(broken);
	expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
	expect(stderr).toMatch(/broken\.yaml:\d+:\d+: error: .*\nerror: nothing that was given could be/);
	const refused = written("refused.yaml", granted(services, '"a/b"'));
	expect((await audit(refused)).stderr).toContain("refused.yaml:3:");
});

test("roles that bindings name elsewhere are said to be missing, and fail nothing", async () => {
	const [, binding = ""] = granted(secrets).split("---\n");
	const file = written("m.yaml", binding);
	const { exit, stdout } = await audit(file);
	expect(exit).toBe(0);
	expect(stdout).toMatch(/ · incomplete: the roles of 1 binding not in the input\n$/);
});

test("nothing is told both as a finding and as a warning", async () => {
	const twice = granted(secrets, "one") + granted(services, "one");
	const file = written(
		"m.yaml",
		granted('{apiGroups: [""], resources: [pod], verbs: [get]}') + twice,
	);
	const { stdout, stderr } = await audit(file);
	expect(stderr).toBe("");
	expect(stdout).toContain("requests say `pods`");
	expect(stdout).toContain("replaced-object");
	const some = await audit(file, "--only", "read-secrets");
	expect(some.stderr).toContain("no resource is called `pod`");
});

test("--strict tells refused objects, and answers nothing", async () => {
	const file = written("m.yaml", granted(secrets) + granted(services, '"a/b"'));
	expect((await audit(file)).exit).toBe(1);
	const { exit, stdout, stderr } = await audit(file, "--strict");
	expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
	expect(stderr).toContain("which --strict does not let pass");
});

const policy = (id: string, when: string, severity = "high"): string =>
	`id: ${id}\ntitle: t\npack: risk\nseverity: ${severity}\nconfidence: certain\nsays: can it\nwhen: ${when}\nwhy: w.\nfix: f.\n`;

test("policies of one's own are asked; what is wrong with any of them is told in one run", async () => {
	const file = written("m.yaml", granted(secrets));
	written("own/good/policy.yaml", policy("good", "list secrets"));
	const own = join(folder, "own");
	expect((await audit(file, "--policy", own, "--only", "good")).stdout).toMatch(
		/^high {2}good {2}/,
	);
	written("own/a-word/policy.yaml", policy("a-word", "list secrets", "hihg"));
	written("own/b-scope/policy.yaml", policy("b-scope", "list secrets in ci"));
	written("own/c-phrase/policy.yaml", policy("c-phrase", '{not: {every: "list, secrets"}}'));
	const { exit, stdout, stderr } = await audit(file, "--policy", own);
	expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
	expect(stderr.replaceAll(`${own}/`, "").split("\n")).toEqual([
		expect.stringMatching(/^error: a-word\/policy\.yaml:4:1: .*did you mean `high`\?$/),
		"error: b-scope/policy.yaml:7:1: `list secrets in ci`: a phrase of a condition has no scope",
		expect.stringMatching(/^error: c-phrase\/policy\.yaml:7:\d+: `list, secrets`: expected /),
		"error: the policies could not all be read",
		"",
	]);
});
