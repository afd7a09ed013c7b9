import { describe, expect, test } from "vitest";
import { outcome, rolecall } from "../support/run-cli.ts";

const world = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: deploy, namespace: ci}
rules:
- {apiGroups: [apps], resources: [deployments], verbs: [get, list, watch, patch]}
- {apiGroups: [""], resources: [configmaps], resourceNames: [lock, state], verbs: [get, update, create]}
- {apiGroups: [""], resources: [pods/log], verbs: [get]}
- {apiGroups: [""], resources: [nodes], verbs: [get]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: deployers, namespace: ci}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: deploy}
subjects:
- {kind: ServiceAccount, name: deployer}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: metrics}
rules:
- {nonResourceURLs: [/metrics], verbs: [get]}
- {apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [bind]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: metrics}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: metrics}
subjects:
- {apiGroup: rbac.authorization.k8s.io, kind: User, name: jane}
`;

function matrix(words: string, world2: object = {}): ReturnType<typeof rolecall> {
	const args = words === "" ? [] : words.split(" ");
	return rolecall(["matrix", ...args, "--no-bootstrap-policy", "-f", "-"], {
		stdin: world,
		...world2,
	});
}

test("a subject: resources by verbs, wherever something is bound, every mark told in the legend", async () => {
	expect(await matrix("sa:ci/deployer")).toEqual(
		outcome({
			stdout: `sa:ci/deployer in namespace ci
RESOURCE          GET  LIST  WATCH  CREATE  UPDATE  PATCH  DELETE  DELETECOLLECTION  NAMES
configmaps        n    ·     ·      !       n       ·      ·       ·                 lock, state
nodes             !    ·     ·      ·       ·       ·      ·       ·
pods/log          ✓
deployments.apps  ✓    ✓     ✓      ·       ·       ✓      ·       ·

✓ yes  · no  n some names only  ! granted, but no request can match  blank: no such verb
`,
		}),
	);
});

test("verbs become shorter and then letters as the terminal gets narrower", async () => {
	const medium = await matrix("sa:ci/deployer --color never", { columns: 80 });
	expect(medium.stdout).toContain(
		"RESOURCE          GET LIST WATCH CREATE UPDATE PATCH DELETE DELCOL  NAMES\n",
	);
	expect(medium.stdout).toContain("\nDELCOL deletecollection\n");
	const narrow = await matrix("sa:ci/deployer --color never", { columns: 60 });
	expect(narrow.stdout).toContain(
		"RESOURCE          G L W C U P D X  NAMES\nconfigmaps        n · · ! n · · ·  lock, state\n",
	);
	expect(narrow.stdout).toContain("G get  L list  W watch  C create  U update  P patch");
	for (const { stdout } of [medium, narrow]) {
		expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
	}
});

test("without words: every subject of the input; rare verbs and paths have their place", async () => {
	const { stdout } = await matrix("");
	expect(stdout).toContain(`user:jane cluster-wide
RESOURCE                                GET  LIST  WATCH  CREATE  UPDATE  PATCH  DELETE  DELETECOLLECTION  ALSO
clusterroles.rbac.authorization.k8s.io  ·    ·     ·      ·       ·       ·      ·       ·                 bind

PATH      GET
/metrics  ✓
`);
	expect(stdout).toContain("sa:ci/deployer in namespace ci\n");
});

test("a resource: subjects by verbs", async () => {
	expect(await matrix("--resource deploy.apps --verb get,delete")).toEqual(
		outcome({
			stdout: `deployments.apps
SUBJECT         SCOPE  GET  DELETE
sa:ci/deployer  ci     ✓    ·

✓ yes  · no
`,
		}),
	);
});

describe("filters", () => {
	test.each([
		["--kind user", ["user:jane"]],
		["--kind sa", ["sa:ci/deployer"]],
		["--group apps", ["sa:ci/deployer"]],
		["--group core", ["sa:ci/deployer"]],
		["--group core,rbac.authorization.k8s.io --verb get,bind", ["sa:ci/deployer", "user:jane"]],
		["--verb bind", ["user:jane"]],
		["-n ci", ["sa:ci/deployer", "user:jane"]],
		["--resource pods/log", ["sa:ci/deployer"]],
		["--as user:jane", ["user:jane"]],
	])("%s", async (words, subjects) => {
		const { exit, stdout } = await matrix(`${words} -o csv --no-headers`);
		const found = stdout.split("\r\n").map((line) => line.split(",")[0]);
		expect(exit).toBe(0);
		expect([...new Set(found)].filter((subject) => subject !== "").sort()).toEqual(subjects);
	});
});

test("words nobody knows are warned of, and are errors under --strict", async () => {
	const loose = await matrix("--resource deployment.app");
	expect(loose.exit).toBe(0);
	const { exit, stdout, stderr } = await matrix("--resource podz --strict");
	expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
	expect(stderr).toMatch(
		/^error: the server has no resource type `podz` .*did you mean `pods`\?\n$/,
	);
});

test("rows of the default policy for everybody are counted", async () => {
	const args = ["matrix", "sa:ci/deployer", "-f", "-"];
	const { stdout } = await rolecall(args, { stdin: world });
	expect(stdout).toMatch(
		/\nand \d+ rows that the default policy gives to everybody \(-o wide shows them\)\n/,
	);
	expect(stdout).not.toContain("selfsubjectaccessreviews");
	const wide = await rolecall([...args, "-o", "wide"], { stdin: world });
	expect(wide.stdout).toContain("selfsubjectaccessreviews");
});

test("among several subjects the one that has nothing is told", async () => {
	const { stderr } = await matrix("sa:ci/deployer user:jane --resource deployments");
	expect(stderr).toBe(
		"note: user:jane has nothing here but what the default policy gives to everybody\n",
	);
	expect((await matrix("sa:ci/deployer user:jane")).stderr).toBe("");
});

describe("words that limit a matrix and mean nothing", () => {
	test.each([
		["-n cii", "namespace `cii` appears nowhere in the input; did you mean `ci`?"],
		["--verb lst", "`lst` is not a known verb; did you mean `list`?"],
		[
			"--group apss",
			"the server has no API group `apss` and no rule names it; did you mean `apps`?",
		],
		[
			"--group networking",
			"the server has no API group `networking` and no rule names it; did you mean `networking.k8s.io`?",
		],
	])("%s is warned of, and an error under --strict", async (words, warning) => {
		const { exit, stderr } = await matrix(`sa:ci/deployer ${words}`);
		expect({ exit, stderr: stderr.split("\n")[0] }).toEqual({
			exit: 0,
			stderr: `warning: ${warning}`,
		});
		const strict = await matrix(`sa:ci/deployer ${words} --strict`);
		expect({ ...strict }).toEqual(outcome({ exit: 2, stderr: `error: ${warning}\n` }));
	});

	test("what the server or a rule names is not", async () => {
		const { stderr } = await matrix(
			"user:jane -n ci --verb bind,post --group core,apps,rbac.authorization.k8s.io",
		);
		expect(stderr).not.toContain("warning");
	});
});

test("a subject that may do everything still has the default policy's rows counted, not shown", async () => {
	const stdin = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: root}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: ann}]
`;
	const { stdout } = await rolecall(["matrix", "user:ann", "-f", "-"], { stdin });
	const shown = stdout.split("\n").map((line) => line.split(" ")[0]);
	expect(shown.slice(0, 7)).toEqual(["user:ann", "RESOURCE", "*.*", "", "PATH", "*", ""]);
	expect(stdout).toMatch(/and \d+ rows that the default policy gives to everybody/);
	const asked = await rolecall(["matrix", "user:ann", "--resource", "/api", "-f", "-"], { stdin });
	expect(asked.stdout).toContain("/api");
});
