import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rolecall } from "../support/run-cli.ts";

let folder = "";

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "rolecall-fingerprints-"));
	const conditions = {
		some: '"get,list,watch secrets"',
		every: '{every: "get,list secrets"}',
		any: "{anyName: create pods}",
		path: '"get,post /metrics"',
		same: '{sameName: ["get secrets", "patch configmaps"]}',
		all: "{all: [list secrets, create pods]}",
	};
	for (const [name, when] of Object.entries(conditions)) {
		const id = `own-${name}`;
		mkdirSync(join(folder, id));
		writeFileSync(
			join(folder, id, "policy.yaml"),
			`id: ${id}\ntitle: t\npack: risk\nseverity: high\nconfidence: certain\nsays: can do ${name}\nwhen: ${when}\nwhy: w\nfix: f\n`,
		);
	}
});

afterAll(() => rmSync(folder, { recursive: true }));

interface Rule {
	readonly apiGroups?: readonly string[];
	readonly resources?: readonly string[];
	readonly nonResourceURLs?: readonly string[];
	readonly resourceNames?: readonly string[];
	readonly verbs: readonly string[];
}

const core = { apiGroups: [""] };
const rules: readonly Rule[] = [
	{ ...core, resources: ["secrets", "pods"], verbs: ["get", "list", "create"] },
	{ ...core, resources: ["configmaps"], resourceNames: ["a", "b"], verbs: ["patch"] },
	{ nonResourceURLs: ["/metrics"], verbs: ["get", "post"] },
];

const roleOf = (given: readonly Rule[], name = "r"): object => ({
	...{ apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", metadata: { name } },
	rules: given,
});
const bindingOf = (name = "b", role = "r"): object => ({
	...{ apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRoleBinding", metadata: { name } },
	roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: role },
	subjects: [{ kind: "ServiceAccount", name: "bot", namespace: "ci" }],
});

/** By policy, the fingerprint of what is found of the account. */
async function fingerprints(
	objects: readonly object[],
	separator = "---\n",
): Promise<Readonly<Record<string, string>>> {
	const stdin = objects.map((one) => `${JSON.stringify(one)}\n`).join(separator);
	const args = ["audit", "-", "--policy", folder, "--only", "own-*", "-o", "json"];
	const { stdout, stderr } = await rolecall(args, { stdin });
	expect(stderr).toBe("");
	const { findings } = JSON.parse(stdout) as {
		readonly findings: readonly { readonly policy: string; readonly fingerprint: string }[];
	};
	return Object.fromEntries(findings.map(({ policy, fingerprint }) => [policy, fingerprint]));
}

const first = (rule: number): Rule => rules[rule] as Rule;
const reversedKeys = (value: object): object =>
	Object.fromEntries(Object.entries(value).toReversed());
const split = <K extends keyof Rule>(rule: Rule, key: K): readonly Rule[] =>
	((rule[key] ?? []) as readonly string[]).map((word) => ({ ...rule, [key]: [word] }));

test.each<[string, readonly object[]]>([
	["the rules in another order", [roleOf(rules.toReversed()), bindingOf()]],
	[
		"keys and words in another order",
		[
			reversedKeys(
				roleOf(
					rules.map((rule) =>
						Object.fromEntries(
							Object.entries(rule)
								.map(([key, words]) => [key, [...(words as string[])].toReversed()])
								.toReversed(),
						),
					) as unknown as readonly Rule[],
				),
			),
			bindingOf(),
		],
	],
	["the documents in another order", [bindingOf(), roleOf(rules)]],
	["rules split by verb", [roleOf(rules.flatMap((rule) => split(rule, "verbs"))), bindingOf()]],
	[
		"rules split by resource and name",
		[
			roleOf([...split(first(0), "resources"), ...split(first(1), "resourceNames"), first(2)]),
			bindingOf(),
		],
	],
	["a rule twice", [roleOf([...rules, ...rules]), bindingOf()]],
	["a second binding", [roleOf(rules), bindingOf(), bindingOf("c")]],
	["other names", [roleOf(rules, "s"), bindingOf("c", "s")]],
	[
		"two roles that share it",
		[roleOf(rules.slice(1)), bindingOf(), roleOf(rules.slice(0, 1), "s"), bindingOf("c", "s")],
	],
	[
		"what no policy asks besides",
		[roleOf([...rules, { ...core, resources: ["events"], verbs: ["get"] }]), bindingOf()],
	],
])("the same fingerprints with %s", async (_, objects) => {
	const usual = await fingerprints([roleOf(rules), bindingOf()]);
	expect(Object.keys(usual).toSorted()).toEqual(
		["all", "any", "every", "path", "same", "some"].map((name) => `own-${name}`),
	);
	expect(new Set(Object.values(usual)).size).toBe(6);
	expect(await fingerprints(objects)).toEqual(usual);
	expect(await fingerprints(objects, "# moved down\n---\n")).toEqual(usual);
});

test("another permission is another finding, of the policies that ask for it", async () => {
	const usual = await fingerprints([roleOf(rules), bindingOf()]);
	const more = [{ ...core, resources: ["secrets"], verbs: ["watch"] }];
	const now = await fingerprints([roleOf([...rules, ...more]), bindingOf()]);
	expect(now["own-some"]).not.toBe(usual["own-some"]);
	expect({ ...now, "own-some": "" }).toEqual({ ...usual, "own-some": "" });
});
