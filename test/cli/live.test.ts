import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { liveCluster } from "../support/live-cluster.ts";
import { type Outcome, rolecall } from "../support/run-cli.ts";
import { done, refuse, type ScriptedServer } from "../support/scripted-server.ts";

const deleters = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: deleter, namespace: team}
rules: [{apiGroups: [""], resources: [pods], verbs: [delete]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: deleters, namespace: team}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: deleter}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: jane}]
`;
const readers = `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: readers}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reader}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: jane}]
`;

function on(server: ScriptedServer, words: string, stdin = ""): Promise<Outcome> {
	return rolecall(words.split(" "), { stdin, env: { KUBECONFIG: server.kubeconfig() } });
}

test("without manifests the current context is read, and named", async () => {
	const server = await liveCluster();
	const { exit, stderr } = await on(server, "can get pods --as jane -n team");
	expect(exit).toBe(0);
	expect(stderr).toBe("note: read from context test, Kubernetes v1.37.1\n");
	expect((await on(server, "can get pods --as jane -n other")).exit).toBe(1);
});

test("a context that was asked for is not named, and a kubeconfig may be", async () => {
	const server = await liveCluster();
	const words = ["can", "get", "pods", "--as", "jane", "-n", "team", "--context", "test"];
	const { exit, stderr } = await rolecall([...words, "--kubeconfig", server.kubeconfig()]);
	expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
});

test("with manifests no cluster is touched unless it is told to be", async () => {
	const server = await liveCluster();
	const alone = await on(server, "can delete pods --as jane -n team -f -", deleters);
	expect(alone.exit).toBe(0);
	expect(server.log).toEqual([]);
	expect((await on(server, "can get pods --as jane -n team -f -", deleters)).exit).toBe(1);
	expect((await on(server, "can get pods --as jane -n team --live -f -", deleters)).exit).toBe(0);
});

test("manifests over a cluster are what would be true after applying them, or taking them away", async () => {
	const server = await liveCluster();
	const asked = "can delete pods --as jane -n team --context test";
	expect((await on(server, asked)).exit).toBe(1);
	expect((await on(server, `${asked} -f -`, deleters)).exit).toBe(0);
	const read = "can get pods --as jane -n team --context test";
	expect((await on(server, read)).exit).toBe(0);
	expect((await on(server, `${read} --remove -f -`, readers)).exit).toBe(1);
});

test("a question without -n, and an object without a namespace, are of the context's namespace", async () => {
	const server = await liveCluster();
	const { exit, stdout } = await on(server, "can get pods --as jane");
	expect(exit).toBe(0);
	expect(stdout).toContain("in namespace team");
	const moved = "can get pods --as jane --context test --remove -f -";
	expect((await on(server, moved, readers)).exit).toBe(1);
	const elsewhere = await on(server, `${moved} --default-namespace other`, readers);
	expect(elsewhere.exit).toBe(0);
});

test("a role missing from a cluster does not exist: no, where manifests alone leave it open", async () => {
	const server = await liveCluster();
	expect((await on(server, "can get pods --as bob -n team")).exit).toBe(1);
	const gone = readers.replace("name: reader}", "name: gone}");
	expect((await on(server, "can get pods --as jane -n default -f -", gone)).exit).toBe(3);
});

test("without --as the question is about yourself", async () => {
	const server = await liveCluster();
	const { exit, stderr } = await on(server, "can get pods -n team --context test");
	expect({ exit, stderr }).toEqual({ exit: 0, stderr: "note: asked as yourself, jane\n" });
	expect(server.lines()).toContain("POST /apis/authentication.k8s.io/v1/selfsubjectreviews");
});

test("what equals the default policy counts as built in", async () => {
	const server = await liveCluster();
	const { stdout } = await on(server, "who-can get pods -n team --context test -o json");
	const { holders } = JSON.parse(stdout) as {
		holders: { subject: { name: string }; chains: { binding: { builtIn?: true } }[] }[];
	};
	const builtIn = holders.map(({ subject, chains }) => [
		subject.name,
		chains[0]?.binding.builtIn === true,
	]);
	expect(Object.fromEntries(builtIn)).toEqual({
		auditors: false,
		jane: false,
		"system:kube-scheduler": true,
	});
	const table = await on(server, "who-can get pods -n team --context test");
	expect(table.stdout).not.toContain("system:kube-scheduler");
	expect(table.stdout).toContain("and 1 subject of the default policy");
});

test.each([
	["--context test --kubernetes-version 1.30", /^error: --kubernetes-version is for manifests/],
	["--kubernetes-version 1.37", /^error: --kubernetes-version is for manifests/],
	["--no-bootstrap-policy", /^error: --no-bootstrap-policy is for manifests/],
	["--cluster-snapshot x --context test", /^error: --cluster-snapshot stands for a cluster/],
	["--all-contexts --context test", /^error: --all-contexts reads them all/],
	["--context test --remove", /^error: --remove takes what -f names away/],
	["-f - --remove", /^error: --remove takes what -f names away/],
	["-f - --kubeconfig x", /^error: with -f no cluster is read: --kubeconfig needs/],
	["--watch --context a,b", /^error: --watch follows one cluster/],
	["--watch -f -", /^error: --watch follows a cluster/],
	["--watch --cluster-snapshot x", /^error: a snapshot file never changes/],
	["-f - --ask-server", /^error: --ask-server asks a live cluster/],
])(
	"%s: options that contradict each other are wrong usage, before anything is read",
	async (words, says) => {
		const server = await liveCluster();
		const { exit, stdout, stderr } = await on(server, `can get pods --as jane ${words}`, readers);
		expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
		expect(stderr.trimEnd()).toMatch(says);
		expect(stderr.trimEnd()).not.toContain("\n");
		expect(server.log).toEqual([]);
	},
);

const rolebindings = "/apis/rbac.authorization.k8s.io/v1/rolebindings";

test("--watch answers again when the answer changes, until the cluster is lost", async () => {
	let watches = 0;
	const server = await liveCluster({
		first: ({ path, query }, response) => {
			if (!query.has("watch")) return undefined;
			if (path !== rolebindings) {
				response.flushHeaders();
				return done;
			}
			watches += 1;
			if (watches > 1) return refuse(response, 401, "your token has expired");
			const metadata = { name: "readers", namespace: "team", resourceVersion: "101" };
			response.write(`${JSON.stringify({ type: "DELETED", object: { metadata } })}\n`);
			setTimeout(() => response.end(), 700);
			return done;
		},
	});
	const { exit, stdout, stderr } = await on(
		server,
		"can get pods --as jane -n team --watch -o yaml",
	);
	expect(stdout.match(/^verdict: .*$/gm)).toEqual(['verdict: "yes"', 'verdict: "no"']);
	expect(stdout.split("---\n")).toHaveLength(2);
	expect(stderr).toContain("note: changed at ");
	expect(stderr.trimEnd().split("\n").at(-1)).toMatch(/^error: https:.*unauthorized/);
	expect(exit).toBe(4);
});

test("a wrong question ends a watch at once", async () => {
	const server = await liveCluster({
		first: ({ query }, response) => {
			if (!query.has("watch")) return undefined;
			response.flushHeaders();
			return done;
		},
	});
	const { exit, stderr } = await on(server, "can get pods --as jane -n nowhere --strict --watch");
	expect(exit).toBe(2);
	expect(stderr).toMatch(/^error: namespace `nowhere`/m);
});

test("progress is told on a terminal only, and only of what takes more than a second", async () => {
	const slow = await liveCluster({
		first: async ({ path }) => {
			if (path === "/version") await new Promise((resolve) => setTimeout(resolve, 1200));
			return undefined;
		},
	});
	const quick = await liveCluster();
	const words = ["can", "get", "pods", "--as", "jane", "--context", "test"];
	const said = async (server: ScriptedServer, errIsTerminal: boolean): Promise<string> => {
		const env = { KUBECONFIG: server.kubeconfig(), NO_COLOR: "1" };
		return (await rolecall(words, { env, errIsTerminal })).stderr;
	};
	const [onTerminal, intoPipe, ofQuick] = await Promise.all([
		said(slow, true),
		said(slow, false),
		said(quick, true),
	]);
	expect(onTerminal).toContain("test: discovery");
	expect(onTerminal.endsWith("\r\u001b[K")).toBe(true);
	expect([intoPipe, ofQuick]).toEqual(["", ""]);
});

test("a snapshot file that is none, and one that is not there, are told with exit code 4", async () => {
	const server = await liveCluster();
	const file = join(server.folder, "no-snapshot.json");
	const asked = `can get pods --as jane --cluster-snapshot ${file}`;
	expect(await on(server, asked)).toEqual({
		exit: 4,
		stdout: "",
		stderr: `error: ${file}: the snapshot file does not exist\n`,
	});
	writeFileSync(file, "{");
	expect(await on(server, asked)).toMatchObject({ exit: 4, stdout: "" });
});
