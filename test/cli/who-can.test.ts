import { expect, test } from "vitest";
import { outcome, rolecall } from "../support/run-cli.ts";

const world = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: secret-reader
rules:
- apiGroups: [""]
  resources: [secrets]
  verbs: [get]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: readers
  namespace: ci
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: secret-reader
subjects:
- kind: ServiceAccount
  name: deployer
- apiGroup: rbac.authorization.k8s.io
  kind: Group
  name: system:serviceaccounts:prod
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: auditors
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: secret-reader
subjects:
- apiGroup: rbac.authorization.k8s.io
  kind: User
  name: jane
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: web
  namespace: prod
`;

const masters = "note: members of group:system:masters may do everything, outside RBAC\n";

function whoCan(words: string, stdin = world): ReturnType<typeof rolecall> {
	return rolecall(["who-can", ...words.split(" "), "-f", "-"], { stdin });
}

test("a line for each subject and binding, known members below their group", async () => {
	expect(await whoCan("get secrets -n ci --no-bootstrap-policy")).toEqual(
		outcome({
			stdout: `SUBJECT                            SCOPE         BINDING   ROLE                       WHERE
user:jane                          cluster-wide  auditors  ClusterRole/secret-reader  <stdin>:35
group:system:serviceaccounts:prod  ci            readers   ClusterRole/secret-reader  <stdin>:22
  sa:prod/web                      member
sa:ci/deployer                     ci            readers   ClusterRole/secret-reader  <stdin>:20
`,
			stderr: masters,
		}),
	);
});

test("the default policy's own subjects are counted, also when they are all there is", async () => {
	const mixed = await whoCan("get secrets -n ci");
	expect(mixed.stdout).toMatch(
		/\n\nand \d+ subjects of the default policy \(-o wide shows them\)\n$/,
	);
	expect(mixed.stdout).not.toContain("system:masters");
	const wide = await whoCan("get secrets -n ci -o wide");
	expect(wide.stdout).toContain("group:system:masters");
	expect(wide.stdout).not.toContain("(-o wide");
	const alone = await whoCan(
		"list endpoints",
		"{apiVersion: v1, kind: ServiceAccount, metadata: {name: a}}",
	);
	expect(alone.exit).toBe(0);
	expect(alone.stdout).toMatch(
		/^nobody in the input can list endpoints in namespace default\nonly \d+ subjects of the default policy \(-o wide shows them\)\n$/,
	);
});

test("only the asked namespace counts, all of them under -A", async () => {
	const elsewhere = await whoCan("get secrets -n prod --no-bootstrap-policy --no-headers");
	expect(elsewhere.stdout).toMatch(/^user:jane .*\n$/);
	const everywhere = await whoCan("get secrets -A --no-bootstrap-policy --no-headers");
	expect(everywhere.stdout.split("\n").map((line) => line.split(" ")[0])).toEqual([
		"user:jane",
		"group:system:serviceaccounts:prod",
		"",
		"sa:ci/deployer",
		"",
	]);
});

test("nobody: exit 1, and system:masters does not count", async () => {
	expect(await whoCan("delete secrets -n ci --no-bootstrap-policy")).toEqual(
		outcome({ exit: 1, stdout: "nobody can delete secrets in namespace ci\n", stderr: masters }),
	);
	const bootstrap = await whoCan("use bananas.example.com -n ci");
	expect({ exit: bootstrap.exit, stdout: bootstrap.stdout }).toEqual({
		exit: 1,
		stdout: "nobody can use bananas.example.com in namespace ci\n",
	});
});

test("nobody known, but a role is missing: exit 3 and the gap named", async () => {
	const dangling = world.replace("name: secret-reader\nrules", "name: renamed\nrules");
	const { exit, stdout, stderr } = await whoCan("get secrets -A --no-bootstrap-policy", dangling);
	expect({ exit, stdout }).toEqual({
		exit: 3,
		stdout: "nobody can get secrets in any namespace\n",
	});
	expect(stderr).toMatch(
		/^<stdin>:\d+:\d+: unknown: ClusterRole secret-reader, which .* binds, is not in the input\n/,
	);
});

test("-q leaves only the code", async () => {
	expect(await whoCan("get secrets -n ci -q")).toEqual(outcome({}));
	expect(await whoCan("delete secrets -n ci -q --no-bootstrap-policy")).toEqual(
		outcome({ exit: 1 }),
	);
});
