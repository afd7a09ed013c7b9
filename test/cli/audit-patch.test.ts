import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { rolecall } from "../support/run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "audit-patch-"));
afterAll(() => rmSync(folder, { recursive: true }));

const manifest = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: reader}
rules:
  # what it is for
  - apiGroups: [""]
    resources: [pods, secrets] # both
    verbs: [get, list]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: reader}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reader}
subjects:
  - {kind: ServiceAccount, name: app, namespace: shop}
  - {kind: ServiceAccount, name: other, namespace: shop}
`;
const file = join(folder, "rbac.yaml");
writeFileSync(file, manifest);
const only = ["audit", file, "--only", "read-secrets"];

test("--patch prints what mends the findings that count, and writes nothing", async () => {
	const { exit, stdout, stderr } = await rolecall([...only, "--patch"]);
	expect(exit).toBe(1);
	const path = file.slice(1);
	expect(stdout).toBe(`--- a/${path}
+++ b/${path}
@@ -4,7 +4,7 @@
 rules:
   # what it is for
   - apiGroups: [""]
-    resources: [pods, secrets] # both
+    resources: [pods] # both
     verbs: [get, list]
 ---
 apiVersion: rbac.authorization.k8s.io/v1
`);
	expect(stderr).toBe("note: 2 findings: the patch ends all of them\n");
	expect(readFileSync(file, "utf8")).toBe(manifest);
});

test("what is not as grave as --fail-on is not mended", async () => {
	const { exit, stdout, stderr } = await rolecall([
		...["audit", file, "--only", "recon"],
		...["--patch", "--fail-on", "critical"],
	]);
	expect({ exit, stdout }).toEqual({ exit: 0, stdout: "" });
	expect(stderr).toContain("there is nothing to mend");
});

test.each([
	[["audit", file, "--patch", "-o", "json"], "-o"],
	[["audit", "-", "--patch"], "standard input"],
	[["audit", file, "--live", "--patch"], "never a cluster"],
	[["audit", file, "--patch", "--write-baseline", join(folder, "b.json")], "--write-baseline"],
])("%j is refused", async (args, why) => {
	const { exit, stdout, stderr } = await rolecall(args);
	expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
	expect(stderr).toContain(why);
});

test("json has the texts of a fix, its patch and whom else it concerns", async () => {
	const { stdout } = await rolecall([...only, "-o", "json"]);
	const [finding] = JSON.parse(stdout).findings;
	expect(finding.fix).toMatchObject({
		words:
			'drop "secrets" from the resources of ClusterRole reader rules[0] (also for sa:shop/other)',
		others: [{ kind: "ServiceAccount", namespace: "shop", name: "other" }],
		texts: [{ file, start: { line: 7 }, end: { line: 7 }, text: "" }],
	});
	expect(finding.fix.patch).toContain("+    resources: [pods] # both\n");
	expect(finding.fix.kubectl).toBeUndefined();
});

test("where no file can be edited the lines for kubectl are told", async () => {
	const { stdout } = await rolecall(["audit", "-", "--only", "read-secrets", "-o", "json"], {
		stdin: manifest,
	});
	const [{ fix }] = JSON.parse(stdout).findings;
	expect(fix.texts).toBeUndefined();
	const rule = { apiGroups: [""], resources: ["pods", "secrets"], verbs: ["get", "list"] };
	const patch = [
		{ op: "test", path: "/rules/0/apiGroups", value: rule.apiGroups },
		{ op: "test", path: "/rules/0/resources", value: rule.resources },
		{ op: "test", path: "/rules/0/verbs", value: rule.verbs },
		{ op: "replace", path: "/rules/0", value: { ...rule, resources: ["pods"] } },
	];
	expect(fix.kubectl).toEqual([
		`kubectl patch clusterrole reader --type=json -p '${JSON.stringify(patch)}'`,
	]);
});

test("an entry of several findings names nobody twice", async () => {
	const { stdout } = await rolecall(only);
	expect(stdout).toContain(
		'\n  fix: drop "secrets" from the resources of ClusterRole reader rules[0]\n  in general: ',
	);
});

test("no rule is left that nobody can ask anything of", async () => {
	const proxy = join(folder, "proxy.yaml");
	const verbs = "[get, list, watch]";
	writeFileSync(
		proxy,
		manifest.replace("pods, secrets", "nodes/proxy, nodes").replace("[get, list]", verbs),
	);
	const { stdout } = await rolecall(["audit", proxy, "--only", "proxy-to-nodes", "--patch"]);
	const added = stdout.split("\n").filter((line) => /^\+ /.test(line));
	expect(added).toEqual(["+    resources: [nodes] # both"]);
});
