import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rolecall } from "../support/run-cli.ts";
import { schemaErrors } from "../support/schemas.ts";

const home = process.cwd();
let folder = "";

const rbac = "rbac.authorization.k8s.io";
const existing = `apiVersion: ${rbac}/v1
kind: ClusterRole
metadata: {name: installer}
rules:
- {apiGroups: [${rbac}], resources: [roles, rolebindings], verbs: [create, get, patch]}
- {apiGroups: [""], resources: [pods], verbs: [get, list]}
---
apiVersion: ${rbac}/v1
kind: ClusterRoleBinding
metadata: {name: installer}
roleRef: {apiGroup: ${rbac}, kind: ClusterRole, name: installer}
subjects: [{kind: ServiceAccount, namespace: ci, name: installer}]
`;
const role = (verbs: string, resource = "pods"): string => `apiVersion: ${rbac}/v1
kind: Role
metadata: {name: app, namespace: dev}
rules:
- {apiGroups: [""], resources: [${resource}], verbs: [${verbs}]}
`;
const binding = `apiVersion: ${rbac}/v1
kind: RoleBinding
metadata: {name: app, namespace: dev}
roleRef: {apiGroup: ${rbac}, kind: Role, name: app}
subjects: [{kind: ServiceAccount, name: app}]
`;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "rolecall-grant-check-"));
	process.chdir(folder);
	writeFileSync("existing.yaml", existing);
});

afterAll(() => {
	process.chdir(home);
	rmSync(folder, { recursive: true });
});

function check(text: string, ...more: readonly string[]): ReturnType<typeof rolecall> {
	const args = ["--as", "sa:ci/installer", "--existing", "existing.yaml", "-f", "-"];
	return rolecall(["grant-check", ...args, ...more], { stdin: text });
}

/** Which object is let through, and why the others are not. */
async function verdicts(text: string, ...more: readonly string[]): Promise<readonly string[]> {
	const { stdout } = await check(text, ...more, "-o", "json");
	const found = JSON.parse(stdout);
	expect(schemaErrors(found)).toEqual([]);
	return found.writes.map(
		(one: { object: { kind: string }; verdict: string; refusals: { kind: string }[] }) =>
			[one.object.kind, one.verdict, ...one.refusals.map(({ kind }) => kind)].join(" "),
	);
}

describe("one after the other, as kubectl apply writes them", () => {
	test.each<[string, string, readonly string[]]>([
		[
			"what is held may be given",
			`${role("get, list")}---\n${binding}`,
			["Role yes", "RoleBinding yes"],
		],
		[
			"what is not held may not, and a binding to what was refused finds no role",
			`${role("get, delete")}---\n${binding}`,
			["Role no not-held", "RoleBinding no no-role"],
		],
		[
			"a binding before its role finds none",
			`${binding}---\n${role("get")}`,
			["RoleBinding no no-role", "Role yes"],
		],
		[
			"a permission that is lacking comes first",
			role("get").replace("kind: Role", "kind: ClusterRole").replace(", namespace: dev", ""),
			["ClusterRole no permission permission"],
		],
		["other kinds are not judged", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n", []],
	])("%s", async (_, text, expected) => {
		expect(await verdicts(text)).toEqual(expected);
	});

	test("what the writer gains on the way counts for what comes later", async () => {
		const power = `${role("get").replace("name: app", "name: power").replace('""', rbac).replace("[pods], verbs: [get]", "[roles], verbs: [escalate]")}`;
		const bindPower = binding
			.replaceAll("name: app", "name: power")
			.replace(
				"kind: ServiceAccount, name: power",
				"kind: ServiceAccount, namespace: ci, name: installer",
			);
		writeFileSync(
			"bind.yaml",
			`${existing.replace("verbs: [create, get, patch]", "verbs: [create, get, patch, bind]")}---\n${power}`,
		);
		const args = [
			"grant-check",
			"--as",
			"sa:ci/installer",
			"--existing",
			"bind.yaml",
			"-f",
			"-",
			"-o",
			"json",
		];
		const verdictsOf = async (text: string): Promise<readonly string[]> =>
			JSON.parse((await rolecall(args, { stdin: text })).stdout).writes.map(
				({ verdict }: { verdict: string }) => verdict,
			);
		expect(await verdictsOf(role("delete"))).toEqual(["no"]);
		expect(await verdictsOf(`${bindPower}---\n${role("delete")}`)).toEqual(["yes", "yes"]);
	});
});

test("the server's words, and what would let it pass, tried out", async () => {
	const { stdout, exit } = await check(role("get, delete"));
	expect(exit).toBe(1);
	expect(stdout).toContain(
		`server says: roles.${rbac} "app" is forbidden: user "system:serviceaccount:ci:installer" (groups=["system:serviceaccounts" "system:serviceaccounts:ci" "system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n    {APIGroups:[""], Resources:["pods"], Verbs:["delete"]}\n`,
	);
	const [, remedy = ""] = stdout.split(/# what .*\n/);
	const grant = remedy.split("\n\n#")[0] ?? "";
	writeFileSync("mended.yaml", `${existing}---\n${grant}`);
	const args = ["--as", "sa:ci/installer", "--existing", "mended.yaml", "-f", "-"];
	expect(
		(await rolecall(["grant-check", ...args, "-q"], { stdin: role("get, delete") })).exit,
	).toBe(0);
});

describe("exit codes", () => {
	test.each<[string, string, number]>([
		["all may be written", role("get"), 0],
		["something is refused", role("delete"), 1],
		[
			"an object that the server refuses whoever writes it",
			`${role("get")}---\n${role("").replace("name: app", "name: b")}`,
			1,
		],
		["nothing of the input can be read", role(""), 2],
	])("%s", async (_, text, exit) => {
		expect((await check(text, "-q")).exit).toBe(exit);
	});

	test("a role of the writer's that is not given makes a refusal unknown, never a pass", async () => {
		writeFileSync("gap.yaml", existing.replace("name: installer}\nrules", "name: other}\nrules"));
		const args = [
			"grant-check",
			"--as",
			"sa:ci/installer",
			"--existing",
			"gap.yaml",
			"-f",
			"-",
			"-q",
		];
		expect((await rolecall(args, { stdin: role("get") })).exit).toBe(3);
	});

	test.each<[readonly string[], string]>([
		[["--as", "sa:ci/installer"], "grant-check"],
		[["-f", "existing.yaml"], "who asks?"],
	])("%j is wrong usage", async (args, words) => {
		const found = await rolecall(["grant-check", ...args]);
		expect(found).toMatchObject({ exit: 2, stdout: "" });
		expect(found.stderr).toContain(words.replace("grant-check", "-f"));
	});
});

test("every format holds the answer, and lines of ndjson fit their schema", async () => {
	for (const format of ["table", "wide", "yaml", "csv", "markdown"]) {
		const { stdout } = await check(role("get, delete"), "-o", format);
		expect(stdout).toContain("app");
	}
	const { stdout } = await check(`${role("get, delete")}---\n${binding}`, "-o", "ndjson");
	const lines = stdout.trimEnd().split("\n");
	expect(lines).toHaveLength(2);
	for (const line of lines) expect(schemaErrors(JSON.parse(line))).toEqual([]);
});

test("an update of a binding to another role is refused by the server, whoever asks", async () => {
	writeFileSync("bound.yaml", `${existing}---\n${role("get")}---\n${binding}`);
	const other = binding.replace("kind: Role, name: app", "kind: ClusterRole, name: installer");
	const args = ["--as", "sa:ci/installer", "--existing", "bound.yaml", "-f", "-", "-o", "json"];
	const found = JSON.parse((await rolecall(["grant-check", ...args], { stdin: other })).stdout);
	const [write] = found.writes;
	expect(write.refusals.at(-1)).toEqual({
		kind: "immutable",
		// As a server of 1.37 was seen to say it.
		says: `RoleBinding.${rbac} "app" is invalid: roleRef: Invalid value: {"APIGroup":"${rbac}","Kind":"ClusterRole","Name":"installer"}: field is immutable`,
	});
});

test("names that a terminal would obey are shown, not obeyed", async () => {
	const evil = role("get, delete").replace("name: app", 'name: "a\\e[31mb"');
	for (const format of ["table", "wide", "markdown", "csv", "json"]) {
		const { stdout } = await check(evil, "-o", format);
		expect(stdout).not.toContain("\u001b");
	}
});
