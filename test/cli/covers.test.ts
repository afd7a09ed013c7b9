import { describe, expect, test } from "vitest";
import { rolecall } from "../support/run-cli.ts";
import { schemaErrors } from "../support/schemas.ts";

const rbac = "rbac.authorization.k8s.io";
const world = `apiVersion: ${rbac}/v1
kind: Role
metadata: {name: small, namespace: dev}
rules:
- {apiGroups: [""], resources: [pods], verbs: [get]}
---
apiVersion: ${rbac}/v1
kind: Role
metadata: {name: big, namespace: dev}
rules:
- {apiGroups: [""], resources: [pods, secrets], verbs: [get, list]}
---
apiVersion: ${rbac}/v1
kind: Role
metadata: {name: odd, namespace: dev}
rules:
- {apiGroups: [""], resources: [pods], verbs: [get]}
- {apiGroups: [""], resources: [nodes], verbs: [get]}
---
apiVersion: ${rbac}/v1
kind: ClusterRole
metadata: {name: wide}
rules:
- {apiGroups: [""], resources: [pods], verbs: [get]}
---
apiVersion: ${rbac}/v1
kind: RoleBinding
metadata: {name: bot, namespace: dev}
roleRef: {apiGroup: ${rbac}, kind: Role, name: big}
subjects: [{kind: ServiceAccount, name: bot}]
---
apiVersion: ${rbac}/v1
kind: RoleBinding
metadata: {name: lost, namespace: dev}
roleRef: {apiGroup: ${rbac}, kind: Role, name: gone}
subjects: [{kind: ServiceAccount, name: lost}]
`;

function covers(words: string): ReturnType<typeof rolecall> {
	return rolecall(["covers", ...words.split(" "), "--no-bootstrap-policy", "-f", "-"], {
		stdin: world,
	});
}

describe("is the first at least the second?", () => {
	test.each<[string, number, string | undefined]>([
		["Role/dev/big Role/dev/small", 0, undefined],
		["Role/dev/small Role/dev/big", 1, "list secrets"],
		["role/dev/small Role/dev/small", 0, undefined],
		["sa:dev/bot Role/dev/big", 0, undefined],
		["sa:dev/bot ClusterRole/wide", 1, "get pods"],
		["sa:dev/bot ClusterRole/wide -n dev", 0, undefined],
		["ClusterRole/wide Role/dev/small", 0, undefined],
		["Role/dev/small ClusterRole/wide", 1, "get pods"],
		["Role/small ClusterRole/wide -n dev", 0, undefined],
		// `get nodes` inside of a namespace is what nobody can ask, and not covered all the same.
		["Role/dev/small Role/dev/odd", 1, "get nodes"],
		// What a missing role gives can only add: no is unknown, yes stays.
		["sa:dev/lost Role/dev/small", 3, undefined],
		["Role/dev/big sa:dev/lost", 3, undefined],
	])("covers %s: exit %i", async (words, exit, witness) => {
		const found = await covers(`${words} -o json`);
		expect(found.exit).toBe(exit);
		const answer = JSON.parse(found.stdout);
		expect(schemaErrors(answer)).toEqual([]);
		const { verb, resource } = answer.witness ?? {};
		expect(exit === 1 ? `${verb} ${resource}` : undefined).toBe(witness);
	});
});

test("a name that does not exist is an error with what was meant", async () => {
	const found = await covers("Role/dev/smal Role/dev/small");
	expect(found).toMatchObject({ exit: 2, stdout: "" });
	expect(found.stderr).toMatch(/did you mean `Role\/dev\/small`\?/);
});

test("a subject that nothing names is warned of, and an error with --strict", async () => {
	const found = await covers("sa:dev/bto Role/dev/small");
	expect(found.exit).toBe(1);
	expect(found.stderr).toContain("did you mean `sa:dev/bot`?");
	expect((await covers("sa:dev/bto Role/dev/small --strict")).exit).toBe(2);
});

test("the answer says what is lacking, where the two are the same, and what only looks lacking", async () => {
	expect((await covers("Role/dev/small Role/dev/big")).stdout).toMatch(/^no — .*\n[\s\S]*secrets/);
	expect((await covers("Role/dev/small role/dev/small")).stdout).toContain("same");
	expect((await covers("Role/dev/small Role/dev/odd")).stdout).toMatch(/no client|inert/);
	for (const format of ["wide", "yaml", "csv", "markdown", "ndjson"]) {
		expect((await covers(`Role/dev/small Role/dev/big -o ${format}`)).stdout).toContain("secrets");
	}
});
