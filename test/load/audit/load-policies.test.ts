import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { builtInPolicies, policiesIn, policyPage } from "../../../src/load/audit/load-policies.ts";
import type { AuditPolicy, Condition } from "../../../src/model/audit-policy.ts";

let folder = "";

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "rolecall-policies-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

const rest = "pack: risk\nseverity: high\nconfidence: certain\nwhy: It is.\nfix: Do not.\n";

function written(id: string, text: string): string {
	const path = join(folder, id);
	mkdirSync(path, { recursive: true });
	writeFileSync(join(path, "policy.yaml"), text);
	return path;
}

function readOnly(id: string, text: string): AuditPolicy {
	const { policies, problems } = policiesIn(written(id, text));
	expect(problems).toEqual([]);
	const [policy] = policies;
	if (policy === undefined) throw new Error("nothing was read");
	return policy;
}

/** `LINE:COLUMN message` for each. */
function told(...paths: readonly string[]): readonly string[] {
	return policiesIn(...paths).problems.map(
		({ message, place: { line, column } }) => `${line}:${column} ${message}`,
	);
}

test("all keys of a policy are read", () => {
	const policy = readOnly(
		"own-mint",
		`id: own-mint
title: Mints tokens
pack: risk
severity: {cluster: critical, sensitive: high, named: same}
confidence: likely
variants:
  - id: any-account
    says: >-
      can mint
      tokens
    when: {anyName: create serviceaccounts/token}
  - id: named-account
    says: can mint a token
    when: create serviceaccounts/token
    severity: low
    confidence: heuristic
dominates: true
optional: true
why: A token is
  all there is.
fix: Leave it.
except:
  - {subject: "sa:kube-system/*controller*", reason: its own}
references:
  catalogue: [RC222]
  cis: ["5.1.13"]
  nsa: one
  attack: [T1528]
  docs: [https://example.org/a#b]
peers:
  kubescape: [C-0282]
  constructor: [x]
`,
	);
	const any = { ...{ cluster: "critical", sensitive: "high" }, namespace: undefined };
	const low = { ...{ cluster: "low", sensitive: "low", namespace: "low" }, named: undefined };
	expect(policy).toMatchObject({
		...{ id: "own-mint", title: "Mints tokens", pack: "risk", confidence: "likely" },
		...{ severity: { ...any, named: "same" }, check: undefined, dominates: true },
		...{ isOptional: true, why: "A token is all there is.", fix: "Leave it." },
		except: [{ subject: "sa:kube-system/*controller*", reason: "its own" }],
		references: {
			...{ catalogue: ["RC222"], cis: ["5.1.13"], nsa: ["one"], attack: ["T1528"] },
			docs: ["https://example.org/a#b"],
		},
		place: { file: join(folder, "own-mint", "policy.yaml"), line: 1, column: 1 },
	});
	expect([...policy.references.peers]).toEqual([
		["kubescape", ["C-0282"]],
		["constructor", ["x"]],
	]);
	expect(policy.variants).toMatchObject([
		{
			...{ id: "any-account", says: "can mint tokens", confidence: "likely" },
			severity: { ...any, named: "same" },
			when: { kind: "some", isAnyName: true, named: [] },
		},
		{ id: "named-account", says: "can mint a token", confidence: "heuristic", severity: low },
	]);
});

test("`when` and `says` at the top are one variant of the policy's name", () => {
	const { variants } = readOnly(
		"own",
		`id: own\ntitle: t\nsays: can read\nwhen: get secrets\n${rest}`,
	);
	expect(variants).toMatchObject([
		{
			...{ id: "own", says: "can read", confidence: "certain", severity: { cluster: "high" } },
			when: { phrase: { text: "get secrets", place: { line: 4, column: 1 } } },
		},
	]);
});

const place = expect.objectContaining({ line: expect.any(Number) });
const text = (words: string): unknown => ({ text: words, place });
const some = (words: string, named: readonly string[] = [], isAnyName = false): unknown => ({
	...{ kind: "some", phrase: text(words), named, isAnyName },
});

test.each<[string, unknown]>([
	["get secrets", some("get secrets")],
	["{some: get secrets, named: [bootstrap-token-*]}", some("get secrets", ["bootstrap-token-*"])],
	["{some: get secrets, named: x}", some("get secrets", ["x"])],
	['{some: get pods/exec, until: "1.34"}', { ...(some("get pods/exec") as object), until: "1.34" }],
	["{anyName: get secrets}", some("get secrets", [], true)],
	['{every: "get,list secrets"}', { kind: "every", phrase: text("get,list secrets") }],
	["{role: edit}", { kind: "role", role: text("edit") }],
	[
		"{sameName: [escalate clusterroles, update clusterroles]}",
		{ kind: "sameName", phrases: [text("escalate clusterroles"), text("update clusterroles")] },
	],
	[
		"{some: get pods, namespaces: [kube-*]}",
		{ ...(some("get pods") as object), namespaces: ["kube-*"] },
	],
	[
		'{all: [get pods, {not: {any: [get secrets, {role: view}]}}], since: "1.30"}',
		{
			kind: "all",
			conditions: [
				some("get pods"),
				{
					kind: "not",
					condition: {
						kind: "any",
						conditions: [some("get secrets"), { kind: "role", role: text("view") }],
					},
				},
			],
			since: "1.30",
		},
	],
])("the condition %s", (when, expected) => {
	const { variants } = readOnly("own", `id: own\ntitle: t\nsays: s\nwhen: ${when}\n${rest}`);
	expect(variants[0]?.when satisfies Condition | undefined).toEqual(expected);
});

test.each<[string, readonly string[]]>([
	[
		"{some: get a, every: get b}",
		[
			"4:1 expected one of some, anyName, every, role, sameName, all, any, not, nowhere, found some and every",
		],
	],
	["{}", ["4:1 expected one of some, anyName, every, role, sameName, all, any, not, nowhere"]],
	["{evry: get b}", ["4:8 unknown key `evry`; did you mean `every`?"]],
	["{every: get b, named: [x]}", ["4:22 `named` stands beside `some` only"]],
	["{every: get b, since: 1.30}", ['expected a version such as "1.35", found `1.3`']],
	['{every: get b, since: "1.35", until: "1.34"}', ["no version is since 1.35 and until 1.34"]],
	['{every: get b, since: "1.9", until: "1.10"}', []],
	['{every: get b, since: "v1.35"}', ['expected a version such as "1.35", found `v1.35`']],
	["{every: get b, namespaces: []}", ["4:22 expected at least one namespace"]],
	["{sameName: [get a]}", ["4:8 expected a list of two phrases or more"]],
	["{all: []}", ["4:8 expected at least one condition"]],
	["{all: [get a, ~]}", ["expected a condition, found nothing"]],
	[
		"[get a]",
		["4:1 expected a text, found a list: write a phrase with commas or colons in quotes"],
	],
	["{not: }", ["4:8 `not` has no value"]],
	["", ["4:1 `when` has no value"]],
])("wrong in a condition: %s", (when, expected) => {
	const found = told(written("own", `id: own\ntitle: t\nsays: s\nwhen: ${when}\n${rest}`));
	if (expected.length === 0) expect(found).toEqual([]);
	for (const each of expected) expect(found.join("\n")).toContain(each);
});

test("all that is wrong with all policies is told in one run", () => {
	written(
		"one",
		"id: two\ntitel: x\npack: risks\nseverity: {clustr: high}\nconfidence: sure\nwhy: ''\nfix: [a]\n",
	);
	written("three", "id: Three\ntitle: t\nsays: s\nwhen: get a\nvariants: []\ncheck: x\n");
	written("four", "- a\n");
	written("five", "");
	written("six", "a: [\n");
	expect(told(folder)).toEqual([
		"undefined:undefined the policy is empty",
		"1:1 expected a policy, found a list",
		"1:1 expected `one`, the name of the folder, found `two`",
		"4:12 unknown key `clustr`; did you mean `cluster`?",
		"4:1 expected a severity for at least one of cluster, sensitive, namespace",
		"5:1 expected certain, likely, conditional, heuristic, found `sure`",
		expect.stringContaining(
			"3:1 expected risk, subjects, least-privilege, workloads, custom-resources, openshift, platforms, lint, found `risks`; did you mean `risk`?",
		),
		"1:1 expected one of when, variants, check",
		"6:1 `why` is empty",
		"7:1 expected a text, found a list: write a phrase with commas or colons in quotes",
		"2:1 unknown key `titel`; did you mean `title`?",
		"1:1 expected `title`",
		expect.stringMatching(/^\d+:\d+ /),
		"1:1 expected small letters, digits and hyphens, found `Three`",
		"1:1 expected `three`, the name of the folder, found `Three`",
		"1:1 expected one of when, variants, check",
		"5:1 expected at least one variant",
		"6:1 `x` is a check of rolecall's own policies: yours say `when` or `variants`",
		...["pack", "severity", "confidence", "why", "fix"].map((key) => `1:1 expected \`${key}\``),
	]);
});

test.each<[string, string]>([
	["except: [{subject: ci, reason: r}]", "expected sa:NAMESPACE/NAME, user:NAME or group:NAME"],
	["except: [{subject: 'user:ci'}]", "expected `reason`"],
	["references: {cis: [5.10]}", "found the number 5.1: write it in quotes"],
	["peers: {trivy: [1.20]}", "found the number 1.2: write it in quotes"],
	["references: {attac: [x]}", "unknown key `attac`; did you mean `attack`?"],
	["dominates: yes please", "expected true or false, found `yes please`"],
	["id: own", "`id` stands twice"],
])("wrong beside the condition: %s", (line, expected) => {
	const path = written("own", `id: own\ntitle: t\nsays: s\nwhen: get a\n${rest}${line}\n`);
	expect(told(path)).toEqual([expect.stringContaining(expected)]);
	expect(policiesIn(path).policies).toEqual([]);
});

test.each<[string, string]>([
	["- {id: a, says: s, when: get a}\n- {id: a, says: s, when: get a}", "taken by another variant"],
	["- {id: A b, says: s, when: get a}", "expected small letters, digits and hyphens"],
	["- {id: a, when: get a}", "expected `says`: words that follow the subject"],
	["- {says: s, when: get a}", "expected `id`"],
	["- {id: a, says: s}", "expected `when`"],
])("wrong in variants: %s", (variants, expected) => {
	const path = written("own", `id: own\ntitle: t\n${rest}variants:\n${variants}\n`);
	expect(told(path)).toEqual([expect.stringContaining(expected)]);
});

test("folders, their folder and the file itself may be named; none, or a wrong path, is told", () => {
	const good = (id: string): string => `id: ${id}\ntitle: t\nsays: s\nwhen: get a\n${rest}`;
	const one = written("pack/b", good("b"));
	written("pack/a", good("a"));
	mkdirSync(join(folder, "pack/not-one"));
	mkdirSync(join(folder, "empty"));
	const ids = (path: string): readonly string[] =>
		policiesIn(join(folder, path)).policies.map(({ id }) => id);
	expect(ids("pack")).toEqual(["a", "b"]);
	expect(ids("pack/b")).toEqual(["b"]);
	expect(ids("pack/b/policy.yaml")).toEqual(["b"]);
	expect(told(join(folder, "empty"))).toEqual([
		"undefined:undefined expected a folder with a policy.yaml, or a folder of such folders",
	]);
	expect(told(join(folder, "pakc"))).toEqual([
		expect.stringMatching(/does not exist; did you mean `.*pack`\?$/),
	]);
	// Twice the same folder is no collision; another of the same name is.
	cpSync(one, join(folder, "other/b"), { recursive: true });
	expect(told(one, one)).toEqual([]);
	expect(told(one, join(folder, "other/b"))).toEqual([
		`1:1 the id \`b\` is taken by ${join(one, "policy.yaml")}`,
	]);
});

test("the page of a policy is the README of its folder", () => {
	const path = written("own", `id: own\ntitle: t\nsays: s\nwhen: get a\n${rest}`);
	const [policy] = policiesIn(path).policies;
	if (policy === undefined) throw new Error("nothing was read");
	expect(policyPage(policy)).toBeUndefined();
	writeFileSync(join(path, "README.md"), "# Own\n");
	expect(policyPage(policy)).toBe("# Own\n");
});

test("rolecall's own policies are read, and their ids are taken", () => {
	const { policies, problems } = builtInPolicies();
	expect(problems).toEqual([]);
	for (const { id, place: at } of policies) {
		const path = written(id, `id: ${id}\ntitle: t\nsays: s\nwhen: get a\n${rest}`);
		expect(told(path)).toEqual([`1:1 the id \`${id}\` is taken by a policy of rolecall`]);
		expect(at.file).toContain("policies");
	}
});
