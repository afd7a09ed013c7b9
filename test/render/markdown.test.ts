import { expect, test } from "vitest";
import { answerMarkdown } from "../../src/render/markdown.ts";
import { chain, decision, matrix, reference, whoCan } from "../support/answers.ts";

test("can: the verdict, then a table of chains", () => {
	expect(answerMarkdown({ kind: "Decision", decision: decision() })).toBe(
		`**yes** — \`sa:ci/deployer\` can \`list deployments.apps in namespace ci\`

| Binding | Subject | Role | Rule | Where |
| --- | --- | --- | --- | --- |
| \`RoleBinding ci/deployers\` | \`ServiceAccount ci/deployer\` | \`Role ci/deploy\` | \`get, list on deployments.apps\` | \`rbac.yaml:9:3\` |
`,
	);
});

test("who-can: columns without content are left out", () => {
	expect(answerMarkdown({ kind: "WhoCan", whoCan: whoCan() })).toBe(
		`Who can \`list deployments.apps in namespace ci\`

| Subject | Scope | Binding | Role | Rule | Where |
| --- | --- | --- | --- | --- | --- |
| \`sa:ci/deployer\` | \`ci\` | \`RoleBinding ci/deployers\` | \`Role ci/deploy\` | \`get, list on deployments.apps\` | \`rbac.yaml:28:5\` |
`,
	);
});

test("matrix: a heading and a table for each subject and scope, and what the marks mean", () => {
	const answer = matrix(["get", "create"], [{ cells: ["named", "no"], names: ["a"] }]);
	expect(answerMarkdown({ kind: "Matrix", matrix: answer, order: "by subject" })).toBe(
		`### \`sa:ci/deployer in namespace ci\`

| Resource | \`get\` | \`create\` | Names |
| --- | --- | --- | --- |
| \`deployments.apps\` | n | · | \`a\` |

· no · n some names only
`,
	);
});

test("a name can neither leave its cell nor its code span", () => {
	const evil = chain({ binding: reference("RoleBinding", "ci", "a`|</td><script>\n# x") });
	const text = answerMarkdown({ kind: "Decision", decision: decision({ chains: [evil] }) });
	const row = text.split("\n").find((line) => line.includes("script")) ?? "";
	expect(row).toContain("| ``RoleBinding ci/a`\\|</td><script>\\u000a# x`` |");
	expect(row.split(/(?<!\\)\|/)).toHaveLength(7);
});

test("the smallest grant stands in a fence that it cannot close", () => {
	const rule = { ...chain().rule, verbs: ["```"] };
	const smallestGrant = { rule, namespace: "ci", subject: chain().subject };
	const no = decision({ verdict: "no", chains: [], smallestGrant });
	expect(answerMarkdown({ kind: "Decision", decision: no })).toMatch(
		/\n````yaml\n[\s\S]*\n````\n$/,
	);
});
