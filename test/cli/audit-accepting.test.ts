import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Outcome, rolecall } from "../support/run-cli.ts";
import { schemaErrors } from "../support/schemas.ts";

let folder = "";
const at = (name: string): string => join(folder, name);

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "rolecall-accepting-"));
	vi.useFakeTimers({ now: new Date("2026-06-15T12:00:00Z"), toFake: ["Date"] });
	write("own/own-secrets/policy.yaml", policy("own-secrets", "high", "list secrets"));
	write("own/own-pods/policy.yaml", policy("own-pods", "low", "create pods"));
	write("m.yaml", manifests());
});

afterEach(() => {
	vi.useRealTimers();
	rmSync(folder, { recursive: true });
});

function write(name: string, text: string): void {
	mkdirSync(at(name.split("/").slice(0, -1).join("/")), { recursive: true });
	writeFileSync(at(name), text);
}

function policy(id: string, severity: string, when: string): string {
	return `id: ${id}\ntitle: t\npack: risk\nseverity: ${severity}\nconfidence: certain\nsays: can ${when}\nwhen: ${when}\nwhy: w\nfix: f\n`;
}

const rbac = "apiVersion: rbac.authorization.k8s.io/v1";

interface Shape {
	readonly rules?: string;
	readonly onRole?: string;
	readonly onBinding?: string;
	readonly onAccount?: string;
}

/** A Role that reads Secrets, bound to an account; with annotations. */
function manifests({ rules = secretRule, onRole, onBinding, onAccount }: Shape = {}): string {
	const notes = (words: string | undefined): string =>
		words === undefined ? "" : `, annotations: {${words}}`;
	return `${rbac}
kind: Role
metadata: {name: reader, namespace: ci${notes(onRole)}}
rules:
${rules}---
${rbac}
kind: RoleBinding
metadata: {name: b, namespace: ci${notes(onBinding)}}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
subjects: [{kind: ServiceAccount, name: bot}]
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: bot, namespace: ci${notes(onAccount)}}
`;
}

const secretRule = '- {apiGroups: [""], resources: [secrets], verbs: [list]}\n';
const podRule = '- {apiGroups: [""], resources: [pods], verbs: [create]}\n';

const ignore = (until: string, policies = "own-secrets"): string =>
	[
		`rolecall.dev/ignore: "${policies}"`,
		"rolecall.dev/ignore-reason: it has to",
		`rolecall.dev/ignore-until: "${until}"`,
	].join(", ");

function audit(...args: readonly string[]): Promise<Outcome> {
	const only = ["--policy", at("own"), "--only", "own-*"];
	return rolecall(["audit", at("m.yaml"), ...only, ...args]);
}

/** What is found and accepted, and what is said about accepting. */
async function accepted(
	...args: readonly string[]
): Promise<{ readonly exit: number; readonly by: unknown; readonly said: readonly string[] }> {
	const { exit, stdout, stderr } = await audit("-o", "json", ...args);
	const { findings } = JSON.parse(stdout) as {
		readonly findings: readonly { readonly suppressed?: { readonly by: string } }[];
	};
	const said = stderr.replaceAll(`${folder}/`, "").split("\n");
	return {
		exit,
		by: findings.map(({ suppressed }) => suppressed?.by ?? "none"),
		said: said.filter((line) => line !== ""),
	};
}

test("without anything that accepts it a finding fails the run, from --fail-on's severity on", async () => {
	expect(await accepted()).toEqual({ exit: 1, by: ["none"], said: [] });
	expect((await audit("--fail-on", "critical")).exit).toBe(0);
	expect((await audit("--fail-on", "none")).exit).toBe(0);
	write("m.yaml", manifests({ rules: podRule }));
	expect((await audit()).exit).toBe(0);
	expect((await audit("--fail-on", "low")).exit).toBe(1);
	expect((await audit("--fail-on", "hihg")).exit).toBe(2);
});

test.each<[string, Shape]>([
	["the Role", { onRole: ignore("2026-12-31") }],
	["the RoleBinding", { onBinding: ignore("2026-12-31") }],
	["the ServiceAccount", { onAccount: ignore("2026-12-31", "own-se*") }],
])("an annotation on %s accepts a finding, and it is counted", async (_, shape) => {
	write("m.yaml", manifests(shape));
	expect(await accepted()).toEqual({ exit: 0, by: ["annotation"], said: [] });
	expect((await audit()).stdout).toContain("1 suppressed");
});

test("an annotation that expired, lacks its reason or names no policy is an error with its place", async () => {
	write("m.yaml", manifests({ onRole: ignore("2026-06-14") }));
	expect(await accepted()).toEqual({
		exit: 1,
		by: ["none"],
		said: [
			"error: m.yaml:3:55: the suppression of `own-secrets` expired on 2026-06-14 (it has to)",
		],
	});
	write("m.yaml", manifests({ onRole: 'rolecall.dev/ignore: "own-secret"' }));
	const { exit, said } = await accepted("--fail-on", "critical");
	expect(exit).toBe(1);
	expect(said.map((line) => line.replace(/^error: m.yaml:3:\d+: /, ""))).toEqual([
		"expected `rolecall.dev/ignore-reason` beside `rolecall.dev/ignore`",
		"expected `rolecall.dev/ignore-until` beside `rolecall.dev/ignore`",
		"there is no policy `own-secret`; did you mean `own-secrets`?",
	]);
});

test("a file accepts findings; unused and expiring entries are told", async () => {
	write(
		"s.yaml",
		`- {policy: own-*, subject: sa:ci/*, reason: r, until: 2026-06-20}
- {policy: own-pods, reason: r, until: 2026-12-31}
`,
	);
	expect(await accepted("--suppressions", at("s.yaml"))).toEqual({
		exit: 0,
		by: ["file"],
		said: [
			"warning: s.yaml:2:4: the suppression of `own-pods` matches no finding: delete it",
			"note: s.yaml:1:3: the suppression of `own-*` ends in 5 days, on 2026-06-20",
		],
	});
});

test("an entry that expired fails the run, even where nothing is found", async () => {
	write("s.yaml", "- {policy: own-pods, reason: r, until: 2026-06-14}\n");
	const { exit, stderr } = await audit("--suppressions", at("s.yaml"), "--fail-on", "critical");
	expect(exit).toBe(1);
	expect(stderr).toContain("expired on 2026-06-14 (r); it matches nothing: delete it");
});

test("without --suppressions the file of the working folder is read", async () => {
	write(".rolecall-audit.yaml", "- {policy: own-secrets, reason: r, until: 2026-12-31}\n");
	const home = process.cwd();
	process.chdir(folder);
	try {
		expect((await accepted()).by).toEqual(["file"]);
		write("s.yaml", "[]\n");
		expect((await accepted("--suppressions", "s.yaml")).by).toEqual(["none"]);
	} finally {
		process.chdir(home);
	}
});

test("a wrong file of suppressions ends the run with all that is wrong", async () => {
	write("s.yaml", "- {policy: own-secret, until: 2026-06-14}\n");
	const { exit, stdout, stderr } = await audit("--suppressions", at("s.yaml"));
	expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
	expect(stderr.replaceAll(at("s.yaml"), "s.yaml")).toBe(
		[
			"error: s.yaml:1:4: there is no policy `own-secret`; did you mean `own-secrets`?",
			"error: s.yaml:1:3: expected `reason`: why it is accepted",
			"error: the suppressions could not all be read\n",
		].join("\n"),
	);
	expect((await audit("--suppressions", at("none.yaml"))).exit).toBe(2);
});

test("a baseline accepts what it has, whatever moved; what is new, worse or gone is told", async () => {
	const file = at("b.json");
	expect((await audit("--write-baseline", file)).exit).toBe(0);
	expect(schemaErrors(JSON.parse(readFileSync(file, "utf8")))).toEqual([]);
	const parts = manifests().split("---\n");
	write("m.yaml", `# moved\n\n${parts.toReversed().join("---\n").replaceAll("reader", "renamed")}`);
	expect(await accepted("--baseline", file)).toEqual({ exit: 0, by: ["baseline"], said: [] });
	write("m.yaml", manifests({ rules: podRule + secretRule }));
	expect(await accepted("--baseline", file, "--fail-on", "low")).toEqual({
		exit: 1,
		by: ["baseline", "none"],
		said: [],
	});
	write("m.yaml", manifests({ rules: podRule }));
	expect((await accepted("--baseline", file)).said).toEqual([
		"note: b.json: 1 finding of the baseline is gone: --write-baseline writes it anew",
	]);
	write("m.yaml", manifests());
	write("own/own-secrets/policy.yaml", policy("own-secrets", "critical", "list secrets"));
	expect(await accepted("--baseline", file)).toEqual({
		exit: 1,
		by: ["none"],
		said: [
			"note: m.yaml:5:3: critical now, high in the baseline: sa:ci/bot can list secrets in ci",
		],
	});
});

test("a baseline is not written for what ends, and is brought up to date by itself", async () => {
	const file = at("b.json");
	write("s.yaml", "- {policy: own-secrets, reason: r, until: 2026-12-31}\n");
	await audit("--suppressions", at("s.yaml"), "--write-baseline", file);
	expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ findings: [] });
	await audit("--write-baseline", file);
	const text = readFileSync(file, "utf8");
	await audit("--baseline", file, "--write-baseline", file);
	expect(readFileSync(file, "utf8")).toBe(text);
});

test("a baseline that cannot be read is code 4, one that cannot be written code 2", async () => {
	write("b.json", "{}");
	const { exit, stdout, stderr } = await audit("--baseline", at("b.json"));
	expect({ exit, stdout }).toEqual({ exit: 4, stdout: "" });
	expect(stderr).toContain("b.json:1:1: expected `apiVersion: rolecall.dev/v1` (and 2 more)");
	expect((await audit("--baseline", at("none.json"))).exit).toBe(4);
	expect((await audit("--write-baseline", at("none/b.json"))).exit).toBe(2);
	const several = ["--context", "a", "--context", "b", "--write-baseline", at("x.json")];
	expect((await rolecall(["audit", ...several])).exit).toBe(2);
	expect(existsSync(at("x.json"))).toBe(false);
});

test("hostile names in what is accepted reach no terminal", async () => {
	const bad = `rolecall.dev/ignore: "\\e[31mx", ${ignore("2026-12-31").split(", ").slice(1).join(", ")}`;
	write("m.yaml", manifests({ onRole: bad }));
	const { stderr } = await audit();
	expect(stderr).toContain("there is no policy");
	expect(stderr).not.toContain("\u001b");
});
