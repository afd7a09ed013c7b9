import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { rolecall } from "../support/run-cli.ts";
import { schemaErrors } from "../support/schemas.ts";

const world = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: "a|b\`c", labels: {rbac.authorization.k8s.io/aggregate-to-view: "true"}}
rules:
- {apiGroups: [""], resources: [secrets, pods/log], resourceNames: [one], verbs: [get, "=cmd"]}
- {apiGroups: [""], resources: [nodes], verbs: [get]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: viewers, namespace: ci}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects:
- {kind: ServiceAccount, name: viewer}
- {apiGroup: rbac.authorization.k8s.io, kind: Group, name: devs}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: gone, namespace: ci}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: gone}
subjects:
- {kind: ServiceAccount, name: orphan}
---
{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: ci}, spec: {serviceAccountName: viewer}}
`;

const questions = [
	["can", "get", "secrets", "one", "--as", "sa:ci/viewer", "-n", "ci"],
	["can", "delete", "pods", "--as", "group:devs", "-n", "ci"],
	["can", "get", "pods", "--as", "sa:ci/orphan", "-n", "ci"],
	["can", "get", "/healthz", "--as", "system:anonymous"],
	["can", "get", "pods", "--as", "system:node:n1", "--as-group", "system:nodes", "-n", "ci"],
	["can", "get", "nodes", "--as", "sa:ci/viewer"],
	["who-can", "get", "pods", "-n", "ci"],
	["who-can", "get", "pods", "-A"],
	["who-can", "get", "/healthz"],
	["matrix"],
	["matrix", "sa:ci/viewer", "--expand"],
	["matrix", "--resource", "secrets"],
	["grant-check", "--as", "sa:ci/viewer"],
	["grant-check", "--as", "system:admin", "--as-group", "system:masters"],
	["covers", "ClusterRole/view", "ClusterRole/edit"],
	["covers", "sa:ci/viewer", "sa:ci/orphan", "-n", "ci"],
];

function ask(question: readonly string[], format: string): ReturnType<typeof rolecall> {
	return rolecall([...question, "-f", "-", "-o", format], { stdin: world });
}

describe.each(questions.map((words) => [words.join(" "), words] as const))(
	"%s",
	(_title, words) => {
		test("JSON fits its schema", async () => {
			const { stdout } = await ask(words, "json");
			expect(schemaErrors(JSON.parse(stdout))).toEqual([]);
		});

		test("YAML is the same document", async () => {
			const [json, yaml] = await Promise.all([ask(words, "json"), ask(words, "yaml")]);
			expect(parse(yaml.stdout, { version: "1.1" })).toEqual(JSON.parse(json.stdout));
		});

		test("every line of ndjson fits the schema of its kind", async () => {
			const { stdout } = await ask(words, "ndjson");
			const lines = stdout.split("\n").filter((line) => line !== "");
			expect(lines.length).toBeGreaterThan(0);
			for (const line of lines) expect(schemaErrors(JSON.parse(line))).toEqual([]);
		});

		test("every row of CSV has a field for each header", async () => {
			const { stdout } = await ask(words, "csv");
			const lines = stdout.split("\r\n").slice(0, -1).map(fieldsOf);
			expect(lines.length).toBeGreaterThan(1);
			expect(new Set(lines.map((fields) => fields.length)).size).toBe(1);
			expect(lines.flat().filter((field) => /^[=+@-]/.test(field))).toEqual([]);
		});

		test("every row of a Markdown table has as many cells as its header", async () => {
			const { stdout } = await ask(words, "markdown");
			for (const block of stdout.split("\n\n").filter((text) => text.startsWith("|"))) {
				const counts = block
					.trimEnd()
					.split("\n")
					.map((row) => row.split(/(?<!\\)\|/).length);
				expect(new Set(counts).size).toBe(1);
			}
		});

		test("the same input gives the same bytes", async () => {
			const [one, other] = await Promise.all([ask(words, "table"), ask(words, "table")]);
			expect(one).toEqual(other);
		});
	},
);

test("the schemas say no to what they do not describe", async () => {
	const [can = [], , , , , , who = []] = questions;
	const decision = JSON.parse((await ask(can, "json")).stdout);
	const { verdict: _verdict, ...without } = decision;
	expect(schemaErrors(without)).not.toEqual([]);
	expect(schemaErrors({ ...decision, extra: 1 })).not.toEqual([]);
	expect(schemaErrors({ ...decision, verdict: "maybe" })).not.toEqual([]);
	const whoCan = JSON.parse((await ask(who, "json")).stdout);
	expect(schemaErrors({ ...whoCan, holders: [{ ...whoCan.holders[0], extra: 1 }] })).not.toEqual(
		[],
	);
});

test("every schema is in the package and named in docs/output.md", () => {
	const docs = readFileSync(new URL("../../docs/output.md", import.meta.url), "utf8");
	const names = readdirSync(new URL("../../schema/", import.meta.url));
	expect(names.length).toBeGreaterThan(0);
	for (const name of names) expect(docs).toContain(name);
});

function fieldsOf(line: string): readonly string[] {
	return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
		([, quoted, plain]) => quoted ?? plain ?? "",
	);
}
