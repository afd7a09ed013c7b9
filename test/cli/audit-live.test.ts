import { expect, test } from "vitest";
import { kubeconfigOf, type LiveOptions, liveCluster } from "../support/live-cluster.ts";
import { type Outcome, rolecall } from "../support/run-cli.ts";
import { schemaErrors } from "../support/schemas.ts";

async function audited(options: LiveOptions, ...args: readonly string[]): Promise<Outcome> {
	const server = await liveCluster(options);
	return rolecall(["audit", "--context", "test", "--kubeconfig", server.kubeconfig(), ...args]);
}

const refusing = (words: RegExp): LiveOptions => ({ refused: (path) => words.test(path) });

/** The ids of what is found, sorted. */
function found({ stdout }: Outcome): readonly string[] {
	const { findings } = JSON.parse(stdout) as {
		readonly findings: readonly { readonly policy: string }[];
	};
	return [...new Set(findings.map(({ policy }) => policy))].sort();
}

test("a cluster that does not serve all of Kubernetes is audited without a complaint", async () => {
	const { exit, stdout, stderr } = await audited({});
	expect({ exit, stderr }).toEqual({ exit: 1, stderr: "" });
	expect(stdout).toContain("create-pods  sa:other/ci can create pods in other\n");
	expect(stdout).toContain("RoleBinding/team/gone binds Role `gone`, which does not exist");
	expect(stdout).not.toContain("incomplete");
});

test("lists of bindings that were refused are said, and nothing found is no yes", async () => {
	const refused = refusing(/bindings$/);
	const { exit, stdout, stderr } = await audited(refused, "--only", "read-secrets");
	expect(exit).toBe(3);
	expect(stdout).toMatch(
		/^no findings: .* · incomplete: not listed: clusterrolebindings, rolebindings\n$/,
	);
	expect(stderr).toContain("warning: test did not list rolebindings: forbidden: ");
	expect(stderr).toContain("resources: [clusterrolebindings, rolebindings]");
	expect((await audited(refused, "--only", "read-secrets", "-q")).exit).toBe(3);
	expect((await audited(refused, "--only", "read-secrets", "--fail-on", "none")).exit).toBe(0);
});

test("what would be said of roles and accounts that no binding names is not, where bindings were not read", async () => {
	const says = ["never-bound", "token-mounts", "create-pods"].join(",");
	const nobody = { lists: { "/apis/rbac.authorization.k8s.io/v1/rolebindings": [] } };
	expect(found(await audited(nobody, "-o", "json", "--only", says))).toEqual([
		"create-pods",
		"never-bound",
		"token-mounts",
	]);
	const refused = await audited(refusing(/rolebindings$/), "-o", "json", "--only", says);
	expect(found(refused)).toEqual([]);
	expect(JSON.parse(refused.stdout).gaps).toMatchObject([
		{ kind: "unlisted", resource: "clusterrolebindings", context: "test" },
		{ kind: "unlisted", resource: "rolebindings", context: "test" },
	]);
	expect(schemaErrors(JSON.parse(refused.stdout))).toEqual([]);
});

test("lists that only name things are said to be missing, and change no code", async () => {
	const refused = refusing(/pods$|serviceaccounts$/);
	const { exit, stdout } = await audited(refused, "--only", "read-secrets");
	expect(exit).toBe(0);
	expect(stdout).toMatch(/ · incomplete: not listed: pods, serviceaccounts\n$/);
});

test("each of several clusters says what it lacks; one that is not there spoils none", async () => {
	const servers = await Promise.all([liveCluster(), liveCluster(refusing(/\/roles$/))]);
	const [blue, green] = servers;
	if (blue === undefined || green === undefined) throw new Error("no servers");
	const kubeconfig = kubeconfigOf({ blue, green, gone: "https://127.0.0.1:1" });
	const all = ["audit", "--all-contexts", "--kubeconfig", kubeconfig, "--only", "mint-tokens"];
	const { exit, stdout } = await rolecall(all);
	expect(exit).toBe(4);
	const [first, second, third] = stdout.trimEnd().split("\n\n");
	expect(first).toMatch(/^blue\nno findings: [^\n]*\d bindings?$/);
	expect(second).toMatch(/^gone\nnot read: /);
	expect(third).toMatch(
		/^green\nno findings: .* · incomplete: not listed: roles; the roles of 2 bindings not in the input$/,
	);
	const both = all.map((word) => (word === "--all-contexts" ? "--context=blue,green" : word));
	expect((await rolecall(both)).exit).toBe(3);
});
