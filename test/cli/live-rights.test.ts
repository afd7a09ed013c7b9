import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { liveCluster, type ReviewSpec } from "../support/live-cluster.ts";
import { type Outcome, rolecall } from "../support/run-cli.ts";
import { done, type ScriptedServer } from "../support/scripted-server.ts";

const rbac = "/apis/rbac.authorization.k8s.io/v1";

function on(server: ScriptedServer, words: string): Promise<Outcome> {
	const args = [...words.split(" "), "--context", "test", "--kubeconfig", server.kubeconfig()];
	return rolecall(args);
}

// A refused list makes a no unknown where what it hides could turn it, and nowhere else; a yes stays.
describe.each([
	[
		"clusterrolebindings",
		(path: string) => path === `${rbac}/clusterrolebindings`,
		{
			"can get pods --as jane -n team": 0,
			"can delete pods --as jane -n team": 3,
			"can get /healthz --as jane": 3,
			"can get pods --as group:auditors -n other": 3,
			"who-can get pods -n team": 0,
			"who-can delete pods -n team": 3,
		},
	],
	[
		"rolebindings, nowhere",
		(path: string) => path.endsWith("/rolebindings"),
		{
			"can get pods --as group:auditors -n team": 0,
			"can get pods --as jane -n team": 3,
			"can get pods --as jane -A": 1,
			"can get /healthz --as jane": 1,
			"who-can delete pods -n team": 3,
			"who-can get /healthz": 1,
		},
	],
	[
		"rolebindings of one namespace",
		(path: string) =>
			path === `${rbac}/rolebindings` || path === `${rbac}/namespaces/other/rolebindings`,
		{
			"can get pods --as jane -n team": 0,
			"can delete pods --as jane -n team": 1,
			"can delete pods --as jane -n other": 3,
			"who-can delete pods -n team": 1,
			"who-can delete pods -n other": 3,
		},
	],
	[
		"roles",
		(path: string) => path.endsWith("/roles"),
		{
			"can get pods --as jane -n team": 0,
			"can delete pods --as jane -n team": 1,
			"can get pods --as bob -n team": 3,
			"can create pods --as sa:other/ci -n other": 3,
			"can create pods --as sa:other/ci -n team": 1,
		},
	],
	[
		"clusterroles",
		(path: string) => path.endsWith("/clusterroles"),
		{
			"can get pods --as jane -n team": 3,
			"can get pods --as jane -n other": 1,
			"can create pods --as sa:other/ci -n other": 0,
		},
	],
	[
		"accounts and workloads",
		(path: string) => /deployments|pods|accounts/.test(path),
		{
			"can delete pods --as jane -n team": 1,
			"who-can delete pods -n team": 1,
		},
	],
])("without %s", (_, refused, questions) => {
	test.each(Object.entries(questions))("%s exits with %i", async (words, exit) => {
		const team = "/namespaces/team/rolebindings";
		const lists = {
			[`${rbac}${team}`]: [
				{
					metadata: { name: "readers", namespace: "team" },
					roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "reader" },
					subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "jane" }],
				},
			],
		};
		const server = await liveCluster({ refused, lists });
		expect((await on(server, words)).exit).toBe(exit);
	});
});

test("the rights that are missing are printed as a ClusterRole that grants them and nothing else", async () => {
	const refused = (path: string): boolean =>
		/(roles|bindings|deployments|serviceaccounts)$/.test(path);
	const server = await liveCluster({ refused });
	const { exit, stdout, stderr } = await on(server, "can get pods --as jane -n team");
	expect(exit).toBe(3);
	expect(stdout).toMatch(/^unknown/);
	expect(stderr).toContain("warning: test did not list rolebindings: forbidden: jane cannot list");
	const [text = ""] = stderr.slice(stderr.indexOf("# the rights missing in test")).split("\n\n");
	const role = parse(text) as { kind: string; rules: Record<string, string[]>[] };
	expect(role.kind).toBe("ClusterRole");
	const granted = role.rules.flatMap(({ apiGroups = [], resources = [], verbs = [] }) =>
		apiGroups.flatMap((group) =>
			resources.flatMap((resource) => verbs.map((verb) => `${verb} ${group}/${resource}`)),
		),
	);
	const group = "rbac.authorization.k8s.io";
	expect(granted.sort()).toEqual([
		"list /serviceaccounts",
		"list apps/deployments",
		`list ${group}/clusterrolebindings`,
		`list ${group}/clusterroles`,
		`list ${group}/rolebindings`,
		`list ${group}/roles`,
	]);
	// rolecall reads it, and finds no fault with it.
	const bound = `---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: rolecall-reader}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: rolecall-reader}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: jane}]
`;
	const file = join(server.folder, "reader.yaml");
	writeFileSync(file, `${text}\n${bound}`);
	const may = (question: string): Promise<Outcome> =>
		rolecall([...question.split(" "), "--as", "jane", "-A", "-f", file]);
	expect(await may("can list rolebindings")).toMatchObject({ exit: 0, stderr: "" });
	expect((await may("can list deployments")).exit).toBe(0);
	expect((await may("can list secrets")).exit).toBe(1);
	expect((await may("can get rolebindings")).exit).toBe(1);
});

test("what is not served is missing too, but no right would show it", async () => {
	const server = await liveCluster({
		first: ({ path }, response) => {
			if (!path.endsWith("/rolebindings")) return undefined;
			response.writeHead(404).end("404 page not found");
			return done;
		},
	});
	const { exit, stderr } = await on(server, "can delete pods --as jane -n team");
	expect(exit).toBe(3);
	expect(stderr).toContain("did not list rolebindings");
	expect(stderr).not.toContain("kind: ClusterRole");
});

const hidden = (path: string): boolean => path === `${rbac}/clusterrolebindings`;

test.each([
	[true, 0, "yes"],
	[false, 1, "no"],
])("--ask-server settles an unknown by the server's answer: %s", async (allowed, exit, verdict) => {
	const asked: ReviewSpec[] = [];
	const server = await liveCluster({
		refused: hidden,
		review: (spec) => {
			asked.push(spec);
			return allowed;
		},
	});
	const found = await on(server, "can delete pods one --as jane -n team --ask-server -o json");
	expect(found.exit).toBe(exit);
	expect(JSON.parse(found.stdout)).toMatchObject({ verdict, gaps: [], reason: "says the server" });
	expect(asked).toEqual([
		{
			user: "jane",
			groups: ["system:authenticated"],
			resourceAttributes: {
				verb: "delete",
				group: "",
				resource: "pods",
				subresource: "",
				namespace: "team",
				name: "one",
			},
		},
	]);
	const told = await on(server, "can delete pods one --as jane -n team --ask-server");
	expect(told.stdout).toMatch(new RegExp(`^${verdict} — `));
	expect(told.stdout).toContain(`cluster test itself says ${verdict}`);
});

test("what rolecall knows is not asked", async () => {
	const server = await liveCluster({ refused: hidden, review: () => false });
	expect((await on(server, "can get pods --as jane -n team --ask-server")).exit).toBe(0);
	expect(server.log.every(({ method }) => method === "GET")).toBe(true);
});

test("a server that refuses to be asked about others leaves it unknown, and says why", async () => {
	const server = await liveCluster({ refused: hidden });
	const { exit, stdout } = await on(server, "can delete pods --as jane -n team --ask-server");
	expect(exit).toBe(3);
	expect(stdout).toContain("cluster test would not say: forbidden: may not ask");
});

test("about yourself everybody may ask", async () => {
	const server = await liveCluster({ refused: hidden, review: () => true });
	expect((await on(server, "can delete pods -n team --ask-server")).exit).toBe(0);
	const posts = server.log.filter(({ method }) => method === "POST");
	expect(posts.map(({ path }) => path.split("/").at(-1))).toEqual([
		"selfsubjectreviews",
		"selfsubjectaccessreviews",
	]);
	expect(JSON.parse(posts[1]?.body ?? "").spec).not.toHaveProperty("user");
});

test("--ask-server settles the unknown cells of a matrix, and only those", async () => {
	const asked: ReviewSpec[] = [];
	const server = await liveCluster({
		refused: hidden,
		review: (spec) => {
			asked.push(spec);
			return spec.resourceAttributes?.["verb"] === "list";
		},
	});
	const line = "matrix --as jane -n team --resource pods --verb get,list,watch";
	const before = JSON.parse((await on(server, `${line} -o json`)).stdout);
	expect(before.rows[0].cells).toEqual({ get: "yes", list: "unknown", watch: "unknown" });
	const { stdout } = await on(server, `${line} --ask-server -o json`);
	const settled = JSON.parse(stdout);
	expect(settled.rows[0].cells).toEqual({ get: "yes", list: "yes", watch: "no" });
	expect(settled.gaps).toEqual([]);
	expect(asked.map((spec) => spec.resourceAttributes?.["verb"])).toEqual(["list", "watch"]);
});

test("a server that refuses to be asked about others leaves the cells of a matrix unknown", async () => {
	const server = await liveCluster({ refused: hidden });
	const line = "matrix --as jane -n team --resource pods --verb get,list --ask-server -o json";
	const { exit, stdout } = await on(server, line);
	const { rows, notes } = JSON.parse(stdout);
	expect(exit).toBe(0);
	expect(rows[0].cells).toEqual({ get: "yes", list: "unknown" });
	expect(notes).toEqual([
		"cluster test itself settled 0 of 1 unknown cells; it would not say: forbidden: may not ask",
	]);
});

test("where not even the namespaces may be listed, the one of -n is read", async () => {
	const only = `${rbac}/namespaces/other/rolebindings`;
	const server = await liveCluster({
		refused: (path) => !path.includes("/namespaces/other/") && path.split("/").length > 3,
		lists: { [only]: [] },
	});
	await on(server, "matrix --as jane -n other");
	await on(server, "who-can get pods -n other");
	expect(server.log.filter(({ path }) => path === only)).toHaveLength(2);
});
