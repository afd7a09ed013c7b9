import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type LiveOptions, liveCluster, type ReviewSpec } from "../support/live-cluster.ts";
import { type Outcome, rolecall } from "../support/run-cli.ts";
import { schemaErrors } from "../support/schemas.ts";
import { done, type Received, type ScriptedServer } from "../support/scripted-server.ts";

function on(server: ScriptedServer, words: readonly string[], stdin = ""): Promise<Outcome> {
	return rolecall([...words, "--kubeconfig", server.kubeconfig()], { stdin });
}

/** A snapshot without what differs from one run to the next. */
function timeless(text: string): string {
	return text.replace(/^"takenAt":"[^"]*",$/m, "");
}

test("a snapshot is the same in a file and on standard output, and each time, but for the time", async () => {
	const server = await liveCluster();
	const file = join(server.folder, "cluster.json");
	const written = await on(server, ["snapshot", file, "--context", "test"]);
	expect(written).toEqual({ exit: 0, stdout: "", stderr: "" });
	const text = readFileSync(file, "utf8");
	expect(text).toMatch(/^"takenAt":"20\d\d-\d\d-\d\dT[\d:.]+Z",$/m);
	const printed = await on(server, ["snapshot"]);
	expect(timeless(printed.stdout)).toBe(timeless(text));
	expect(printed.stderr).toBe("note: read from context test, Kubernetes v1.37.1\n");
	expect(text).not.toMatch(/hunter2|aHVudGVyMg|"kind":"Secret"/);
	expect(server.lines().filter((line) => /secrets(\/|$)/.test(line))).toEqual([]);
});

test("a file that cannot be written is the user's to mend", async () => {
	const server = await liveCluster();
	const folder = join(server.folder, "folder");
	mkdirSync(folder);
	const nowhere = join(server.folder, "nowhere", "x.json");
	expect(await on(server, ["snapshot", nowhere, "--context", "test"])).toEqual({
		exit: 2,
		stdout: "",
		stderr: `error: \`${nowhere}\` cannot be written: its folder does not exist\n`,
	});
	expect((await on(server, ["snapshot", folder, "--context", "test"])).exit).toBe(2);
	const twice = await on(server, ["snapshot", "--context", "a", "--context", "b"]);
	expect(twice.exit).toBe(2);
});

const review = JSON.stringify({
	apiVersion: "authorization.k8s.io/v1",
	kind: "SubjectAccessReview",
	spec: { user: "jane", resourceAttributes: { verb: "get", resource: "pods", namespace: "team" } },
});
const manifest = JSON.stringify({
	apiVersion: "rbac.authorization.k8s.io/v1",
	kind: "RoleBinding",
	metadata: { name: "more" },
	roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "reader" },
	subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "eve" }],
});
const questions = [
	"can get pods --as jane",
	"can get pods --as jane -n other -o json",
	"can delete pods --as jane -n team -o json",
	"can get pods --as bob -n team",
	"can get pods --as eve -f -",
	"who-can get pods -n team",
	"who-can get pods -A -o json",
	"who-can delete pods -n team -o wide",
	"matrix",
	"matrix -o csv",
	"matrix --resource pods --expand",
	"review",
];

test.each([
	["whole", {}],
	["with gaps", { refused: (path: string) => /(clusterrolebindings|\/roles)$/.test(path) }],
] satisfies [string, LiveOptions][])(
	"every command answers from the file as live: %s",
	async (_, options) => {
		const server = await liveCluster(options);
		const file = join(server.folder, "cluster.json");
		await on(server, ["snapshot", file, "--context", "test"]);
		for (const question of questions) {
			const words = question.split(" ");
			const stdin = words[0] === "review" ? review : manifest;
			const live = await on(server, [...words, "--context", "test"], stdin);
			const before = server.log.length;
			const kept = await rolecall([...words, "--cluster-snapshot", file], { stdin });
			expect(kept).toEqual(live);
			expect(kept.stdout).not.toBe("");
			expect(server.log.length).toBe(before);
		}
	},
);

/** The small cluster's rules, by hand: who may do what, as its API server would say. */
function allowed({ user = "", groups = [], resourceAttributes }: ReviewSpec): boolean {
	const { verb, resource, namespace, subresource, group } = resourceAttributes ?? {};
	if (resource !== "pods" || subresource !== "" || group !== "") return false;
	if (verb === "create") {
		return user === "system:serviceaccount:other:ci" && namespace === "other";
	}
	if (verb !== "get") return false;
	if (user === "jane" && namespace === "team") return true;
	return groups.includes("auditors") || user === "system:kube-scheduler";
}

test.each([[["--all"]], [["--sample", "7"]]])("verify: a server that agrees, %s", async (words) => {
	const server = await liveCluster({ review: allowed });
	const { exit, stdout, stderr } = await on(server, ["verify", ...words, "--context", "test"]);
	expect(stdout).toMatch(/^agreed — (\d+) of \1 questions to test agree\n$/);
	expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
	const again = await liveCluster({ review: allowed });
	await on(again, ["verify", ...words, "--context", "test"]);
	expect(bodies(again)).toEqual(bodies(server));
	if (words[0] === "--sample") expect(bodies(server)).toHaveLength(7);
	const asked = new Set(bodies(server).map((body) => allowed(JSON.parse(body).spec)));
	expect(asked).toEqual(new Set([true, false]));
});

function bodies(server: ScriptedServer): readonly string[] {
	const posts = server.log.filter(({ method }) => method === "POST");
	return posts.map(({ body }) => body).sort();
}

const strict = (spec: ReviewSpec): boolean => allowed(spec) && spec.user !== "jane";
const lenient = (spec: ReviewSpec): boolean =>
	allowed(spec) || spec.user === "rolecall-verify-stranger";

test.each([
	["denies", strict, "user:jane", "yes", "no", /webhook authorizer that denies, or the scopes/],
	[
		"allows",
		lenient,
		"user:rolecall-verify-stranger",
		"no",
		"yes",
		/another authorizer beside RBAC/,
	],
])("verify: a server that %s more", async (_, says, who, rolecallSays, serverSays, cause) => {
	const server = await liveCluster({ review: says });
	const words = ["verify", "--all", "--context", "test"];
	const table = await on(server, words);
	expect(table.exit).toBe(1);
	expect(table.stdout).toMatch(/^disagreed — \d+ of \d+ questions to test agree, \d+ disagree\n/);
	const line = table.stdout.split("\n").find((text) => text.startsWith(who));
	expect(line).toMatch(new RegExp(`${rolecallSays} +${serverSays} `));
	expect(line).toMatch(cause);
	for (const format of ["json", "ndjson"]) {
		const document = JSON.parse((await on(server, [...words, "-o", format])).stdout);
		expect(schemaErrors(document)).toEqual([]);
		const { asked, agreed, unknown, unanswered, disagreements } = document;
		expect(asked).toBe(agreed + unknown + unanswered + disagreements.length);
		expect(disagreements.length).toBeGreaterThan(0);
	}
	const csv = await on(server, [...words, "-o", "csv"]);
	expect(csv.stdout).toMatch(/^subject,question,rolecall,server,reason,cause\r\n/);
	const markdown = await on(server, [...words, "-o", "markdown"]);
	expect(markdown.stdout).toContain(`| \`${rolecallSays}\` | \`${serverSays}\` |`);
});

test("verify: what the server finds wrong is counted, and nothing compared is no agreement", async () => {
	const server = await liveCluster({
		first: ({ method }, response) => {
			if (method !== "POST") return undefined;
			response.writeHead(422).end(JSON.stringify({ kind: "Status", message: "invalid" }));
			return done;
		},
	});
	const { exit, stdout } = await on(server, ["verify", "--context", "test"]);
	expect(exit).toBe(3);
	expect(stdout).toMatch(
		/^unknown — 0 of (\d+) questions to test agree, \1 the server did not answer\n$/,
	);
});

test("verify: who may not ask cannot verify, and manifests are no cluster", async () => {
	const server = await liveCluster();
	const refused = await on(server, ["verify", "--context", "test"]);
	expect(refused.exit).toBe(4);
	expect(refused.stderr).toMatch(/^error: https:\S+: forbidden: may not ask/);
	expect((await on(server, ["verify", "-f", "x"])).exit).toBe(2);
});

/** What an API server would authorize a request as. */
function requestOf({ method, path, query }: Received): string {
	if (method === "POST") return `create ${path}`;
	return `${method} ${query.has("watch") ? "watch" : ""}`;
}

test("over all commands nothing leaves the process but reading and the reviews", async () => {
	const file = join((await liveCluster()).folder, "x.yaml");
	let stops = 0;
	const server = await liveCluster({
		review: allowed,
		refused: (path) => path.endsWith("/clusterrolebindings"),
		first: ({ query }, response) => {
			if (!query.has("watch")) return undefined;
			stops += 1;
			response.writeHead(401).end("{}");
			return done;
		},
	});
	writeFileSync(file, manifest);
	const commands = [
		...questions.filter((question) => !question.includes("-f -")),
		"can delete pods -n team --ask-server",
		"can delete pods -n team --as bob --ask-server",
		`can get pods --as jane -f ${file}`,
		`matrix --remove -f ${file}`,
		"who-can get pods --watch",
		"verify",
		"snapshot",
	];
	for (const command of commands) {
		await on(server, [...command.split(" "), "--context", "test"], review);
	}
	expect(stops).toBeGreaterThan(0);
	expect([...new Set(server.log.map(requestOf))].sort()).toEqual([
		"GET ",
		"GET watch",
		"create /apis/authentication.k8s.io/v1/selfsubjectreviews",
		"create /apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
		"create /apis/authorization.k8s.io/v1/subjectaccessreviews",
	]);
	expect(server.log.filter(({ path }) => path.includes("secrets"))).toEqual([]);
});

test("verify: more than 20,000 questions are told before they are asked", async () => {
	const apiGroup = "rbac.authorization.k8s.io";
	const resources = Array.from({ length: 101 }, (_, index) => `things-${index}`);
	const subjects = Array.from({ length: 100 }, (_, index) => {
		return { apiGroup, kind: "User", name: `user-${index}` };
	});
	const base = `/apis/${apiGroup}/v1`;
	const server = await liveCluster({
		lists: {
			[`${base}/clusterroles`]: [
				{ metadata: { name: "r" }, rules: [{ apiGroups: [""], verbs: ["get"], resources }] },
			],
			[`${base}/clusterrolebindings`]: [
				{
					metadata: { name: "b" },
					roleRef: { apiGroup, kind: "ClusterRole", name: "r" },
					subjects,
				},
			],
			[`${base}/rolebindings`]: [],
		},
	});
	const words = ["verify", "--context", "test"];
	const all = await on(server, [...words, "--all"]);
	// 100 users and the stranger, 101 requests, in `default` and without a namespace.
	expect(all.stderr).toMatch(/^note: 20,402 questions, 0\.7 minutes at least; \^C ends it/);
	expect((await on(server, words)).stderr).not.toContain("questions");
});
