import { expect, test } from "vitest";
import type { Finding } from "../../../src/model/audit.ts";
import { colourStyle } from "../../../src/render/style.ts";
import { auditText } from "../../../src/render/text/audit.ts";
import { chain, reference } from "../../support/answers.ts";
import { account, audit, finding, objectFinding } from "../../support/audit.ts";
import { terminal } from "../../support/view.ts";

function text(findings: readonly Finding[], view = terminal(100)): string {
	return auditText(audit(findings), view);
}

/** The same ClusterRole bound in a namespace to its default account. */
function bound(namespace: string): Finding {
	const subject = account(namespace, "default");
	return finding({
		concerned: { kind: "subject", subject },
		scope: { kind: "namespace", namespace, sensitive: undefined },
		message: `sa:${namespace}/default can mint tokens in ${namespace}`,
		chains: [
			chain({
				binding: reference("RoleBinding", namespace, "edit", 20),
				...{ subject, role: reference("ClusterRole", "", "edit") },
			}),
		],
	});
}

const namespaces = ["web", "shop", "a", "b", "c", "d", "e", "f"];

test("an entry says what, where, by which way, what runs, why, how to mend it and what follows", () => {
	const one = finding({
		severity: "critical",
		scope: { kind: "cluster" },
		message: "sa:ci/deployer can mint a token of any ServiceAccount",
		workloads: [reference("Deployment", "ci", "api")],
		implies: ["read-secrets", "create-pods", "a", "b", "c"],
		fix: { words: "remove create from Role ci/deploy rules[1]", edits: [] },
	});
	expect(text([one], terminal(80))).toBe(
		`critical  mint-tokens  sa:ci/deployer can mint a token of any ServiceAccount
  rbac.yaml:9  RoleBinding ci/deployers → Role ci/deploy rules[1]
  runs: Deployment ci/api
  with it: read-secrets, create-pods, a and 2 more
  why: A token is all that an account is: whoever has one may do whatever the
    account may, from anywhere.
  fix: remove create from Role ci/deploy rules[1]
  in general: Name the accounts in \`resourceNames\`, or leave tokens to the
    kubelet.

1 critical
`,
	);
});

test("why, and how the policy is mended, are told once", () => {
	const other = finding({ chains: [chain({ ruleIndex: 0 })], message: "second" });
	const shown = text([finding(), other]);
	expect(shown.match(/why:/g)).toHaveLength(1);
	expect(shown.match(/fix: Name the accounts/g)).toHaveLength(1);
	expect(shown).toContain("second");
});

test("one rule for many accounts is one entry that names a few and counts all", () => {
	const shown = text(namespaces.map(bound));
	expect(shown.match(/^high/gm)).toHaveLength(1);
	expect(shown.replace(/\s+/g, " ")).toContain(
		"also: sa:shop/default, sa:a/default, sa:b/default and 4 more accounts, each in its own namespace, by 7 other bindings",
	);
	expect(shown).toContain("\n8 high\n");
});

test("one account in many namespaces is one entry", () => {
	const all = namespaces.map((namespace) =>
		finding({ scope: { kind: "namespace", namespace, sensitive: undefined } }),
	);
	expect(text(all)).toContain("also: in shop, a, b and 4 more namespaces\n");
});

test("another rule, role, severity, variant or sureness is another entry", () => {
	const others = [
		finding({ chains: [chain({ ruleIndex: 2 })] }),
		finding({ chains: [chain({ role: reference("Role", "ci", "other") })] }),
		finding({ chains: [chain({ aggregatedFrom: [reference("ClusterRole", "", "x")] })] }),
		finding({ severity: "low" }),
		finding({ variants: ["other"] }),
		finding({ confidence: "likely" }),
	];
	const ways = / rules\[/g;
	for (const other of others) {
		const blocks = other.severity === "low" ? 2 : 1;
		expect(text([finding(), other]).match(/mint-tokens/g)).toHaveLength(blocks);
		expect(text([finding(), other]).match(ways)).toHaveLength(2);
	}
	expect(text([finding(), finding({ fingerprint: "rc1:other" })]).match(ways)).toHaveLength(1);
});

test("several entries of one policy and severity stand below its title", () => {
	const other = finding({
		...{ message: "another can", chains: [chain({ ruleIndex: 0 })], confidence: "likely" },
		fix: { words: "take it away", edits: [] },
	});
	expect(text([finding(), other])).toBe(
		`high  mint-tokens  Mints tokens of ServiceAccounts
  sa:ci/deployer can mint a token of any ServiceAccount in ci
    rbac.yaml:9  RoleBinding ci/deployers → Role ci/deploy rules[1]
  another can (likely)
    rbac.yaml:9  RoleBinding ci/deployers → Role ci/deploy rules[0]
    fix: take it away
  why: A token is all that an account is: whoever has one may do whatever the account may, from
    anywhere.
  in general: Name the accounts in \`resourceNames\`, or leave tokens to the kubelet.

2 high
`,
	);
});

test("wide leaves nobody out", () => {
	const shown = text(namespaces.map(bound), { ...terminal(100), wide: true });
	for (const namespace of namespaces) {
		expect(shown).toContain(`rbac.yaml:9  sa:${namespace}/default in ${namespace}\n`);
		expect(shown).toContain(`RoleBinding ${namespace}/edit → ClusterRole edit rules[1]\n`);
	}
	expect(shown).toContain("gives: create serviceaccounts/token in ci");
	expect(shown).not.toContain("more");
});

test("many entries of one policy are cut and counted, and wide has them", () => {
	const all = namespaces.map((name) =>
		finding({
			...{ message: `one of ${name}`, concerned: { kind: "subject", subject: account(name, "x") } },
			chains: [chain({ role: reference("Role", name, "own") })],
		}),
	);
	const shown = text(all);
	expect(shown.match(/one of/g)).toHaveLength(6);
	expect(shown).toContain("  … 2 more findings on sa:e/x, sa:f/x (-o wide)\n");
	expect(text(all, { ...terminal(), wide: true }).match(/one of/g)).toHaveLength(8);
});

test("a way through a group and by aggregation says so", () => {
	const through = chain({
		subject: { kind: "Group", name: "system:serviceaccounts" },
		aggregatedFrom: [reference("ClusterRole", "", "extra")],
	});
	expect(text([finding({ chains: [through, { ...through, ruleIndex: 3 }] })])).toContain(
		"RoleBinding ci/deployers → Group system:serviceaccounts\n    → Role ci/deploy, aggregated from ClusterRole extra rules[1], rules[3]\n",
	);
});

test("what is not certain, not bound yet or of another severity is marked", () => {
	const shown = text([
		finding({
			...{ confidence: "heuristic", isLatent: true },
			changes: [{ reason: "only by name", from: "critical", to: "high" }],
		}),
	]);
	expect(shown.replace(/\s+/g, " ")).toContain("in ci (nobody is bound to it yet; heuristic)");
	expect(shown).toContain("severity: high instead of critical: only by name\n");
});

test("that nobody is bound yet is told once, but as a step where there are others", () => {
	const lower = { reason: "nobody is bound to it yet", from: "critical", to: "high" } as const;
	const raise = { reason: "an admin is there", from: "high", to: "critical" } as const;
	const shown = (changes: Finding["changes"]): string =>
		text([finding({ isLatent: true, changes })]);
	expect(shown([lower])).not.toContain("severity:");
	expect(shown([raise, lower])).toContain(
		"severity: critical instead of high: an admin is there\n  severity: high instead of critical: nobody is bound to it yet\n",
	);
});

test("lint comes last, in a section of its own, a line for each", () => {
	const all = Array.from({ length: 9 }, (_, index) => objectFinding(`r${index}`, index + 1));
	const shown = text([...all, finding({ severity: "info" })]);
	const [risks = "", lint = ""] = shown.split("\nLint");
	expect(risks).toMatch(/^info {2}mint-tokens/);
	expect(lint).toContain("medium  unknown-resource  Names a resource that is not served\n");
	expect(lint.match(/did you mean/g)).toHaveLength(5);
	expect(lint).toContain("\n  rbac.yaml:2  Role ci/r1 names `pod`, which nothing serves: did");
	expect(text(all, terminal(60))).toContain(
		"\n  Role ci/r1 names `pod`, which nothing serves: did you mean\n    `pods`?\n    rbac.yaml:2\n",
	);
	expect(lint).toContain("  … 4 more (-o wide)\n");
	expect(shown).toMatch(/\n9 medium, 1 info\n$/);
});

test("the summary counts what is suppressed and what is not shown", () => {
	const suppressed = { by: "file", reason: "known", until: "2026-12-31" } as const;
	const place = { file: "s.yaml", line: 4 };
	const all = audit(
		[
			finding({ severity: "critical" }),
			finding(),
			finding(),
			finding({ suppressed: { ...suppressed, place } }),
		],
		{ hiddenSystem: 12 },
	);
	const summary =
		"1 critical, 2 high · 1 suppressed · 12 of default and control-plane subjects not shown (--include-system)\n";
	const quiet = auditText(all, terminal(200));
	expect(quiet.endsWith(`\n\n${summary}`)).toBe(true);
	expect(quiet).not.toContain("2026-12-31");
	const line =
		"Suppressed\n  high  mint-tokens  sa:ci/deployer can mint a token of any ServiceAccount in ci — by file s.yaml:4, until 2026-12-31: known\n";
	expect(auditText(all, { ...terminal(200), verbose: true })).toContain(line);
	expect(auditText(all, { ...terminal(200), wide: true })).toContain(line);
});

test("nothing found: what was looked at", () => {
	expect(text([])).toBe("no findings: 2 policies over 12 subjects, 9 roles, 14 bindings\n");
	expect(auditText(audit([], { policies: [], subjects: 1, hiddenSystem: 3 }), terminal(200))).toBe(
		"no findings: 0 policies over 1 subject, 9 roles, 14 bindings · 3 of default and control-plane subjects not shown (--include-system)\n",
	);
});

test("severities are coloured, and nothing is without a style", () => {
	const coloured = text([finding({ severity: "critical" })], {
		...terminal(100),
		style: colourStyle,
	});
	expect(coloured.startsWith("\u001b[1;31mcritical\u001b[0m")).toBe(true);
	expect(text([finding()])).not.toContain("\u001b");
});
