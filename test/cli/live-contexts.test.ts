import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { kubeconfigOf, liveCluster } from "../support/live-cluster.ts";
import { type Outcome, rolecall } from "../support/run-cli.ts";
import { schemaErrors } from "../support/schemas.ts";
import { refuse } from "../support/scripted-server.ts";

/** Three clusters: as usual, without the bindings of namespaces, and one that is not there. */
async function three(): Promise<(words: string, stdin?: string) => Promise<Outcome>> {
	const [blue, green] = await Promise.all([
		liveCluster(),
		liveCluster({ lists: { "/apis/rbac.authorization.k8s.io/v1/rolebindings": [] } }),
	]);
	const kubeconfig = kubeconfigOf({ blue, green, gone: "https://127.0.0.1:1" });
	return (words, stdin = "") =>
		rolecall([...words.split(" "), "--kubeconfig", kubeconfig], { stdin });
}

const stranger = "warning: green: `user:jane` appears in no binding and no object of the input\n";
const question = "can get pods --as jane -n team";

test("the answers of several contexts stand side by side, and the codes are combined", async () => {
	const run = await three();
	expect(await run(`${question} --context blue,green`)).toEqual({
		exit: 1,
		stderr: stranger,
		stdout: [
			"CONTEXT  VERDICT  BECAUSE",
			"blue     yes      RoleBinding team/readers → ClusterRole reader",
			"green    no       nearest: granted to members of group `auditors`",
			"",
		].join("\n"),
	});
});

test("one failing cluster does not spoil the rest", async () => {
	const run = await three();
	const { exit, stdout, stderr } = await run(`${question} --all-contexts`);
	expect(exit).toBe(4);
	expect(stdout.split("\n").map((line) => line.split(/ {2,}/).slice(0, 2))).toEqual([
		["CONTEXT", "VERDICT"],
		["blue", "yes"],
		["gone", "not read"],
		["green", "no"],
		[""],
	]);
	expect(stderr).toBe(
		`warning: gone: https://127.0.0.1:1: connection refused: is this where the API server listens?\n${stranger}`,
	);
});

test("a cluster that is read but will not answer is a failing one too", async () => {
	const [good, bad] = await Promise.all([
		liveCluster(),
		liveCluster({
			first: ({ method }, response) =>
				method === "POST" ? refuse(response, 403, "no reviews here") : undefined,
		}),
	]);
	const kubeconfig = kubeconfigOf({ good, bad });
	const words = ["can", "get", "pods", "-n", "team", "--context", "good,bad"];
	const { exit, stdout } = await rolecall([...words, "--kubeconfig", kubeconfig]);
	expect(exit).toBe(4);
	expect(stdout).toMatch(/^good +yes/m);
	expect(stdout).toMatch(/^bad +not read +https:.*no reviews here/m);
});

test("manifests on standard input count in every context", async () => {
	const run = await three();
	const binding = {
		apiVersion: "rbac.authorization.k8s.io/v1",
		kind: "ClusterRoleBinding",
		metadata: { name: "all" },
		roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "reader" },
		subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "jane" }],
	};
	const { exit } = await run(
		"can get pods --as jane -n other --context blue,green -f -",
		JSON.stringify(binding),
	);
	expect(exit).toBe(0);
});

test("--all-contexts of one context has the same shape as of many", async () => {
	const kubeconfig = kubeconfigOf({ only: await liveCluster() });
	const words = [...question.split(" "), "--kubeconfig", kubeconfig, "-o", "json"];
	const all = await rolecall([...words, "--all-contexts"]);
	expect(JSON.parse(all.stdout)).toMatchObject({ kind: "Contexts", items: [{ context: "only" }] });
	const one = await rolecall([...words, "--context", "only"]);
	expect(JSON.parse(one.stdout)).toMatchObject({ kind: "Decision" });
});

test("a context that is not there, or the same one twice", async () => {
	const run = await three();
	const twice = await run(`${question} --context blue,blue --context blue`);
	expect(twice.stdout).toMatch(/^yes — /);
	const { exit, stdout } = await run(`${question} --context blue,gren`);
	expect(exit).toBe(2);
	expect(stdout).toMatch(/^gren +not read +.*did you mean `green`/m);
});

const commands = [question, "who-can get pods -n team", "matrix", "matrix --resource pods"];

describe.each(commands)("%s", (command) => {
	test("JSON fits its schema, and YAML is the same document", async () => {
		const run = await three();
		const [json, yaml] = await Promise.all([
			run(`${command} --all-contexts -o json`),
			run(`${command} --all-contexts -o yaml`),
		]);
		const document = JSON.parse(json.stdout);
		expect(schemaErrors(document)).toEqual([]);
		expect(document.items.map((item: object) => Object.keys(item))).toEqual([
			["context", "answers"],
			["context", "error"],
			["context", "answers"],
		]);
		expect(parse(yaml.stdout, { version: "1.1" })).toEqual(document);
	});

	test("every line of ndjson names its context and fits its schema", async () => {
		const run = await three();
		const { stdout } = await run(`${command} --all-contexts -o ndjson`);
		const lines = stdout
			.trimEnd()
			.split("\n")
			.map((line) => JSON.parse(line));
		expect(lines.flatMap(schemaErrors)).toEqual([]);
		expect(new Set(lines.map(({ context }) => context))).toEqual(
			new Set(["blue", "gone", "green"]),
		);
	});

	test("every row of CSV has its context and a field for each header", async () => {
		const run = await three();
		const { stdout } = await run(`${command} --all-contexts -o csv`);
		const [header = [], ...rows] = stdout
			.trimEnd()
			.split("\r\n")
			.map((line) => [...line.matchAll(/(?:^|,)(?:"(?:[^"]|"")*"|[^",]*)/g)].map(String));
		expect(header[0]).toBe("context");
		expect(rows.length).toBeGreaterThan(1);
		for (const row of rows) expect(row).toHaveLength(header.length);
		expect(new Set(rows.map(([context]) => context))).toEqual(new Set(["blue", "green"]));
	});

	test.each([
		["wide", /^blue$/m, /^gone$/m],
		["markdown", /^## blue$/m, /^## gone$/m],
	])("%s has a section for each context", async (format, heading, failed) => {
		const run = await three();
		const { stdout } = await run(`${command} --all-contexts -o ${format}`);
		expect(stdout).toMatch(heading);
		expect(stdout).toMatch(failed);
		expect(stdout).toContain("not read: https://127.0.0.1:1: connection refused");
	});
});

test("a verb that one cluster has and another has not is a column of the CSV of both", async () => {
	const rule = (verb: string): object => ({
		metadata: { name: "reader" },
		rules: [{ verbs: [verb], apiGroups: [""], resources: ["pods"] }],
	});
	const path = "/apis/rbac.authorization.k8s.io/v1/clusterroles";
	const [one, other] = await Promise.all([
		liveCluster({ lists: { [path]: [rule("get")] } }),
		liveCluster({ lists: { [path]: [rule("signoff")] } }),
	]);
	const kubeconfig = kubeconfigOf({ one, other });
	const words = ["matrix", "jane", "--all-contexts", "-o", "csv", "--kubeconfig", kubeconfig];
	const [header = "", ...rows] = (await rolecall(words)).stdout.trimEnd().split("\r\n");
	const at = header.split(",").indexOf("signoff");
	expect(at).toBeGreaterThan(0);
	expect(rows.map((row) => [row.split(",")[0], row.split(",")[at]])).toEqual([
		["one", ""],
		["other", "yes"],
	]);
});

test("the schema of several contexts says no to what it does not describe", async () => {
	const run = await three();
	const document = JSON.parse((await run(`${question} --all-contexts -o json`)).stdout);
	const [first, ...rest] = document.items;
	const with1 = (item: object): object => ({ ...document, items: [item, ...rest] });
	expect(schemaErrors(with1({ ...first, error: "and" }))).not.toEqual([]);
	expect(schemaErrors(with1({ context: "a" }))).not.toEqual([]);
	expect(schemaErrors(with1({ ...first, answers: [{ kind: "Decision" }] }))).not.toEqual([]);
});
