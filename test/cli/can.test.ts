import { describe, expect, test } from "vitest";
import { outcome, rolecall } from "../support/run-cli.ts";

const world = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: deploy
  namespace: ci
rules:
- apiGroups: [""]
  resources: [pods]
  verbs: [get]
- apiGroups: [apps]
  resources: [deployments]
  verbs: [get, list]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: deployers
  namespace: ci
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: deploy
subjects:
- kind: ServiceAccount
  name: deployer
`;

const dangling = `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: deployers, namespace: ci}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: gone}
subjects: [{kind: ServiceAccount, name: deployer}]
`;

function can(words: string, stdin = world, options: object = {}): ReturnType<typeof rolecall> {
	return rolecall(["can", ...words.split(" "), "-f", "-"], { stdin, ...options });
}

test("yes: the verdict first, then the whole chain with its places", async () => {
	expect(await can("list deployments.apps --as sa:ci/deployer -n ci")).toEqual(
		outcome({
			stdout: `yes — sa:ci/deployer can list deployments.apps in namespace ci

  RoleBinding ci/deployers                          <stdin>:14:1
  └─ ServiceAccount ci/deployer                     <stdin>:24:3
     └─ Role ci/deploy                              <stdin>:1:1
        └─ rules[1]: get, list on deployments.apps  <stdin>:10:3

server says: RBAC: allowed by RoleBinding "deployers/ci" of Role "deploy" to ServiceAccount "deployer/ci"
groups: system:serviceaccounts, system:serviceaccounts:ci, system:authenticated
`,
		}),
	);
});

test("no: the nearest miss, and a grant to paste", async () => {
	expect(await can("delete deployments.apps --as sa:ci/deployer -n ci")).toEqual(
		outcome({
			exit: 1,
			stdout: `no — sa:ci/deployer cannot delete deployments.apps in namespace ci

nearest miss
  verb         the rule allows \`get\`, \`list\`, not \`delete\`
               RoleBinding ci/deployers → Role ci/deploy rules[1]  <stdin>:10:3

groups: system:serviceaccounts, system:serviceaccounts:ci, system:authenticated

# the smallest grant that would allow it
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: deployer-delete-deployments
  namespace: ci
rules:
- apiGroups: [apps]
  resources: [deployments]
  verbs: [delete]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: deployer-delete-deployments
  namespace: ci
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: deployer-delete-deployments
subjects:
- kind: ServiceAccount
  name: deployer
  namespace: ci
`,
		}),
	);
});

test("the smallest grant, pasted into the input, turns the no into a yes", async () => {
	for (const question of [
		"delete deployments.apps --as sa:ci/deployer -n ci",
		"get secrets db --as user:jane@example.com -n ci",
		"get nodes/proxy --as sa:ci/deployer",
		"get /metrics --as group:ops",
		"delete namespaces ci --as sa:ci/deployer",
	]) {
		const no = await can(`${question} --strict`.replace(" --strict", ""));
		expect(no.exit).toBe(1);
		const grant = no.stdout.slice(no.stdout.indexOf("# the smallest grant"));
		const yes = await can(question, `${world}---\n${grant}`);
		expect([question, yes.exit, yes.stdout.slice(0, 3)]).toEqual([question, 0, "yes"]);
	}
});

test("unknown: what is missing and what to do", async () => {
	const { exit, stdout, stderr } = await can("get pods --as sa:ci/deployer -n ci", dangling);
	expect({ exit, stderr }).toEqual({ exit: 3, stderr: "" });
	expect(stdout).toMatch(
		/^unknown — sa:ci\/deployer may or may not get pods in namespace ci\n\nmissing\n {2}Role ci\/gone, which RoleBinding ci\/deployers binds, is not in the input {2}<stdin>:4:/,
	);
	expect(stdout).toContain("    add the manifest of Role ci/gone with -f\n");
});

test("-q prints nothing and leaves the code", async () => {
	expect(await can("get pods --as sa:ci/deployer -n ci -q")).toEqual(outcome({}));
	expect(await can("get pods --as sa:ci/deplyer -n cy -q")).toEqual(outcome({ exit: 1 }));
	expect(await can("get pods --as sa:ci/deployer -n ci -q", dangling)).toEqual(
		outcome({ exit: 3 }),
	);
});

describe("words that mean nothing in the input", () => {
	test("are warned of, with what was probably meant", async () => {
		const { exit, stderr } = await can("get pod --as sa:ci/deplyer -n c");
		expect(exit).toBe(1);
		expect(stderr).toBe(
			"warning: `sa:ci/deplyer` appears in no binding and no object of the input; did you mean `sa:ci/deployer`?\n" +
				"warning: namespace `c` appears nowhere in the input\n",
		);
	});

	test("end the run under --strict", async () => {
		expect(await can("get pods --as sa:ci/deplyer -n ci --strict")).toEqual(
			outcome({
				exit: 2,
				stderr:
					"error: `sa:ci/deplyer` appears in no binding and no object of the input; did you mean `sa:ci/deployer`?\n",
			}),
		);
		expect((await can("get pods --as sa:ci/deployer -n ci --strict")).exit).toBe(0);
	});
});

describe("refused objects", () => {
	const refused = `${world}---\n${world.split("---")[0]?.replace("name: deploy", "name: other").replace("verbs: [get]", "verbs: []")}`;

	test("are told with their place, and the rest is answered", async () => {
		const { exit, stderr } = await can("get pods --as sa:ci/deployer -n ci", refused);
		expect(exit).toBe(0);
		expect(stderr).toMatch(/^<stdin>:\d+:\d+: error: .*rules\[0\]\.verbs.*\n$/);
	});

	test("end the run under --strict", async () => {
		const { exit, stdout, stderr } = await can(
			"get pods --as sa:ci/deployer -n ci --strict",
			refused,
		);
		expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
		expect(stderr).toMatch(/error: the input has an error, which --strict does not let pass\n$/);
	});
});

describe("colour", () => {
	const ask = "get pods --as sa:ci/deployer -n ci";
	const green = "\u001b[32myes\u001b[0m";

	test("on a terminal only", async () => {
		expect((await can(ask, world, { columns: 80 })).stdout).toContain(green);
		expect((await can(ask)).stdout).not.toContain("\u001b");
	});

	test("not under NO_COLOR, unless asked for", async () => {
		const dark = { columns: 80, env: { NO_COLOR: "1" } };
		expect((await can(ask, world, dark)).stdout).not.toContain("\u001b");
		expect((await can(`${ask} --color always`, world, dark)).stdout).toContain(green);
		expect((await can(`${ask} --color never`, world, { columns: 80 })).stdout).not.toContain(
			"\u001b",
		);
	});

	test("an empty NO_COLOR is none", async () => {
		const { stdout } = await can(ask, world, { columns: 80, env: { NO_COLOR: "" } });
		expect(stdout).toContain(green);
	});
});

test("no line is wider than the terminal", async () => {
	for (const columns of [40, 60, 80]) {
		for (const question of ["get pods", "delete pods", "list nodes"]) {
			const { stdout } = await can(`${question} --as sa:ci/deployer -n ci --color never`, world, {
				columns,
			});
			const wide = stdout
				.split("\n# ")[0]
				?.split("\n")
				.filter((line) => line.length > columns);
			expect(wide).toEqual([]);
		}
	}
});

test("a hostile name reaches the terminal spelled out", async () => {
	const hostile = world.replaceAll("name: deploy\n", 'name: "\\e[2Jgone\\u202e"\n');
	const { stdout } = await can("get pods --as sa:ci/deployer -n ci", hostile);
	expect(stdout).toContain("Role ci/\\u001b[2Jgone\\u202e");
	expect(stdout).not.toMatch(/\p{Cc}(?<!\n)|\p{Cf}/u);
});
