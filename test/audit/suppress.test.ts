import { expect, test } from "vitest";
import { type Suppressing, suppress } from "../../src/audit/suppress.ts";
import type { Finding } from "../../src/model/audit.ts";
import type { AuditBaseline, SuppressionEntry } from "../../src/model/audit-suppression.ts";
import type { Origin } from "../../src/model/origin.ts";
import { findingOf } from "../support/findings.ts";

const known = ["read-secrets", "mint-tokens", "create-pods"];

function entry(more: Partial<SuppressionEntry> & { readonly policy?: string }): SuppressionEntry {
	const { policy = "read-secrets", ...rest } = more;
	const none = { subject: undefined, namespace: undefined, role: undefined, binding: undefined };
	const place = { file: "s.yaml", line: 1 };
	return {
		...{ by: "file", reason: "why not", until: "2030-01-01", place, ...none },
		...{ object: undefined, fingerprint: undefined, owner: undefined, ticket: undefined },
		policies: policy.split(",").map((text) => ({ text, place })),
		...rest,
	};
}

/** Annotations by object: `Role/ci/a`, `sa:ci/a`. */
type Notes = Readonly<Record<string, Readonly<Record<string, string>>>>;

function annotated(notes: Notes): Suppressing["annotated"] {
	const all = Object.entries(notes).map(([words, annotations]) => {
		const [kind = "", ...rest] = words.replace("sa:", "ServiceAccount/").split("/");
		const [namespace = "", name = ""] = rest.length === 2 ? rest : ["", rest[0]];
		const origin: Origin = { file: `${words} ${kind}`, at: () => undefined };
		return { kind, namespace, name, origin, annotations: new Map(Object.entries(annotations)) };
	});
	return {
		roles: all.filter(({ kind }) => kind.endsWith("Role")),
		bindings: all.filter(({ kind }) => kind.endsWith("Binding")),
		accounts: all.filter(({ kind }) => kind === "ServiceAccount"),
	};
}

const ignored = (policies: string, until = "2030-01-01"): Record<string, string> => ({
	"rolecall.dev/ignore": policies,
	"rolecall.dev/ignore-reason": "why\n not",
	"rolecall.dev/ignore-until": until,
});

function run(
	findings: readonly Finding[],
	more: Partial<Suppressing> & { readonly notes?: Notes },
): { readonly by: readonly (string | undefined)[]; readonly remarks: readonly string[] } {
	const { notes = {}, ...rest } = more;
	const found = suppress(findings, {
		...{ today: "2026-06-15", known, asked: new Set(known), entries: [], baseline: undefined },
		annotated: annotated(notes),
		...rest,
	});
	expect(found.findings.map(({ message }) => message)).toEqual(
		findings.map(({ message }) => message),
	);
	return {
		by: found.findings.map(({ suppressed }) => suppressed?.by),
		remarks: found.remarks.map(({ severity, message }) => `${severity}: ${message}`),
	};
}

const one = "RoleBinding/ci/a > Role/ci/reader";
const other = "ClusterRoleBinding/b > ClusterRole/all < ClusterRole/part";
const print = "rc1:0123456789abcdef0123";
const secrets = findingOf("read-secrets", "sa:ci/bot", [one, other], {
	...{ namespace: "ci", fingerprint: print },
});
const everywhere = findingOf("read-secrets", "user:jane", [other]);
const aboutRole = findingOf("read-secrets", "Role/ci/reader");
const aboutBinding = findingOf("read-secrets", "RoleBinding/ci/a");

test.each<[string, Finding, Partial<SuppressionEntry> & { readonly policy?: string }, boolean]>([
	["the policy", secrets, {}, true],
	["another policy", secrets, { policy: "mint-tokens" }, false],
	["one of a list", secrets, { policy: "mint-tokens,read-secrets" }, true],
	["a glob", secrets, { policy: "read-*" }, true],
	["a subject", secrets, { subject: "sa:ci/bot" }, true],
	["a glob of subjects", secrets, { subject: "sa:*/bot" }, true],
	["another subject", secrets, { subject: "sa:ci/bots" }, false],
	["a subject, of an object", aboutRole, { subject: "*" }, false],
	["a namespace", secrets, { namespace: "c*" }, true],
	["another namespace", secrets, { namespace: "prod" }, false],
	["any namespace, of what is cluster-wide", everywhere, { namespace: "*" }, false],
	["the namespace of an object", aboutRole, { namespace: "ci" }, true],
	["a fingerprint", secrets, { fingerprint: print }, true],
	["another fingerprint", everywhere, { fingerprint: print }, false],
	["a role on every way", everywhere, { role: "all" }, true],
	["a role with its kind", everywhere, { role: "ClusterRole/a*" }, true],
	["a role of another kind", everywhere, { role: "Role/all" }, false],
	["a role that is aggregated", everywhere, { role: "part" }, true],
	["a role on one way of two", secrets, { role: "reader" }, false],
	["roles on all ways", secrets, { role: "*" }, true],
	["a binding on every way", everywhere, { binding: "b" }, true],
	["another binding", everywhere, { binding: "a" }, false],
	["a role and a binding", everywhere, { role: "all", binding: "b" }, true],
	["a role and another binding", everywhere, { role: "all", binding: "c" }, false],
	["the role it is about", aboutRole, { role: "reader" }, true],
	["a binding, of a role", aboutRole, { binding: "*" }, false],
	["the binding it is about", aboutBinding, { binding: "RoleBinding/ci/a" }, true],
	["a role, of a binding", aboutBinding, { role: "*" }, false],
	["an object", aboutRole, { object: "Role/ci/*" }, true],
	["another object", aboutRole, { object: "ClusterRole/reader" }, false],
	["an object, of a subject", secrets, { object: "*" }, false],
	["a role, of a finding without ways", findingOf("read-secrets", "user:x"), { role: "*" }, false],
	["all but one word", secrets, { subject: "sa:ci/*", namespace: "ci", role: "x" }, false],
	["the last day", secrets, { until: "2026-06-15" }, true],
	["the day after", secrets, { until: "2026-06-14" }, false],
])("an entry by %s", (_, finding, words, isSuppressed) => {
	expect(run([finding], { entries: [entry(words)] }).by).toEqual([
		isSuppressed ? "file" : undefined,
	]);
});

test.each<[string, Finding, Notes, boolean]>([
	["the role of one way of two", secrets, { "Role/ci/reader": ignored("read-secrets") }, false],
	[
		"the role of one way and the binding of the other",
		secrets,
		{
			"Role/ci/reader": ignored("read-secrets"),
			"ClusterRoleBinding/b": ignored("read-secrets, mint-tokens"),
		},
		true,
	],
	["the account", secrets, { "sa:ci/bot": ignored("mint-tokens,read-secrets") }, true],
	[
		"the account, as an object",
		findingOf("read-secrets", "ServiceAccount/ci/bot"),
		{ "sa:ci/bot": ignored("read-secrets") },
		true,
	],
	["another account", secrets, { "sa:ci/bots": ignored("read-secrets") }, false],
	["a role that is aggregated", everywhere, { "ClusterRole/part": ignored("read-*") }, true],
	["for another policy", everywhere, { "ClusterRole/all": ignored("create-pods") }, false],
	["a role of the same name", everywhere, { "Role/ci/all": ignored("read-secrets") }, false],
	["the role it is about", aboutRole, { "Role/ci/reader": ignored("read-secrets") }, true],
	[
		"an account behind a user's name",
		{
			...secrets,
			concerned: {
				kind: "subject",
				subject: { kind: "User", name: "system:serviceaccount:ci:bot" },
			},
		},
		{ "sa:ci/bot": ignored("read-secrets") },
		true,
	],
	[
		"on its last day",
		everywhere,
		{ "ClusterRole/all": ignored("read-secrets", "2026-06-15") },
		true,
	],
	["that expired", everywhere, { "ClusterRole/all": ignored("read-secrets", "2026-06-14") }, false],
	[
		"that expired on the account, while its ways count",
		everywhere,
		{
			"ClusterRole/all": ignored("read-secrets", "2026-06-14"),
			"ClusterRoleBinding/b": ignored("read-secrets"),
		},
		true,
	],
])("an annotation on %s", (_, finding, notes, isSuppressed) => {
	expect(run([finding], { notes }).by).toEqual([isSuppressed ? "annotation" : undefined]);
});

test("of annotations on several ways, the one that ends first is told", () => {
	const { findings } = suppress([secrets], {
		...{ today: "2026-06-15", known, asked: new Set(known), entries: [], baseline: undefined },
		annotated: annotated({
			"Role/ci/reader": ignored("read-secrets", "2028-01-01"),
			"ClusterRoleBinding/b": ignored("read-secrets", "2027-01-01"),
			"ClusterRole/part": ignored("read-secrets", "2026-07-01"),
		}),
	});
	expect(findings[0]?.suppressed).toMatchObject({
		...{ by: "annotation", reason: "why not", until: "2027-01-01" },
		place: { file: "ClusterRoleBinding/b ClusterRoleBinding" },
	});
});

test.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
	[
		"no reason",
		{ "rolecall.dev/ignore": "read-secrets", "rolecall.dev/ignore-until": "2030-01-01" },
		["error: expected `rolecall.dev/ignore-reason` beside `rolecall.dev/ignore`"],
	],
	[
		"no day, and no reason but spaces",
		{
			"rolecall.dev/ignore": "read-secrets",
			"rolecall.dev/ignore-reason": " \n",
		},
		[
			"error: expected `rolecall.dev/ignore-reason` beside `rolecall.dev/ignore`",
			"error: expected `rolecall.dev/ignore-until` beside `rolecall.dev/ignore`",
		],
	],
	[
		"no real day",
		ignored("read-secrets", "2026-02-30"),
		["error: expected a day such as 2026-12-31, found `2026-02-30`"],
	],
	[
		"a misspelled policy",
		ignored("read-secret mint-tokens"),
		["error: there is no policy `read-secret`; did you mean `read-secrets`?"],
	],
	[
		"all policies",
		ignored("*"),
		["error: `*` would accept whatever is found in future: name policies"],
	],
	["no policy", ignored(" , "), ["error: `rolecall.dev/ignore` names no policy"]],
	[
		"a misspelled key",
		{ ...ignored("read-secrets"), "rolecall.dev/ignore-unitl": "x" },
		[
			"error: unknown annotation `rolecall.dev/ignore-unitl`; did you mean `rolecall.dev/ignore-until`?",
		],
	],
	[
		"no list",
		{ "rolecall.dev/ignore-reason": "x" },
		["error: expected `rolecall.dev/ignore` beside `rolecall.dev/ignore-reason`"],
	],
	["other keys of rolecall", { "rolecall.dev/owner": "x" }, []],
])("an annotation with %s suppresses nothing", (_, notes, remarks) => {
	const found = run([everywhere], { notes: { "ClusterRole/all": notes } });
	expect(found).toEqual({ by: [undefined], remarks });
});

test("expired is an error, unused a warning, near its end a note, in this order", () => {
	const place = (line: number): Pick<SuppressionEntry, "place"> => ({ place: { file: "s", line } });
	const { remarks } = run([secrets], {
		entries: [
			entry({ until: "2026-06-29", ...place(1) }),
			entry({ until: "2026-06-30", ...place(2) }),
			entry({ until: "2026-06-16", ...place(3) }),
			entry({ until: "2026-06-15", ...place(4) }),
			entry({ policy: "mint-tokens,read-secrets", ...place(5) }),
			entry({ until: "2026-06-14", ...place(6) }),
			entry({ policy: "create-pods", until: "2026-06-14", ...place(7) }),
			entry({ policy: "create-pods", until: "2026-06-16", ...place(8) }),
		],
	});
	expect(remarks).toEqual(
		[
			"error: the suppression of `read-secrets` expired on 2026-06-14 (why not)",
			"error: the suppression of `create-pods` expired on 2026-06-14 (why not); it matches nothing: delete it",
			"warning: the suppression of `create-pods` matches no finding: delete it",
			"warning: the suppression of `mint-tokens` matches no finding: delete it",
			"note: the suppression of `read-secrets` ends in 14 days, on 2026-06-29",
			"note: the suppression of `read-secrets` ends in 1 day, on 2026-06-16",
			"note: the suppression of `read-secrets` ends today, on 2026-06-15",
		].toSorted((a, b) => "ewn".indexOf(a[0] ?? "") - "ewn".indexOf(b[0] ?? "")),
	);
});

test("what a run did not ask is not unused", () => {
	const entries = [entry({ policy: "mint-tokens" }), entry({ policy: "*s", subject: "user:x" })];
	expect(run([], { entries, asked: new Set(["read-secrets"]) }).remarks).toEqual([]);
	expect(run([], { entries, asked: new Set(["mint-tokens"]) }).remarks).toEqual([
		"warning: the suppression of `mint-tokens` matches no finding: delete it",
	]);
	expect(run([], { entries, asked: new Set(known) }).remarks).toHaveLength(2);
});

test("what suppresses one way of several says which other there is", () => {
	const notes = { "Role/ci/reader": ignored("read-secrets") };
	const words =
		"warning: `read-secrets` is found all the same, through `ClusterRoleBinding/b`: sa:ci/bot does read-secrets";
	expect(run([secrets], { notes }).remarks).toEqual([words]);
	expect(run([secrets], { entries: [entry({ role: "reader" })] }).remarks).toEqual([words]);
	// Accepted by something else, nothing of it is found.
	expect(run([secrets], { notes, entries: [entry({})] })).toEqual({ by: ["file"], remarks: [] });
});

const baseline = (...findings: AuditBaseline["findings"]): AuditBaseline => ({
	...{ findings, place: { file: "b.json" } },
});

test.each<[string, Finding["severity"], boolean]>([
	["critical", "critical", true],
	["critical", "high", true],
	["high", "critical", false],
	["info", "low", false],
	["low", "low", true],
])("in the baseline %s, now %s: accepted: %s", (before, severity, isSuppressed) => {
	const was = { fingerprint: print, policy: "read-secrets", severity: before as "low" };
	expect(run([{ ...secrets, severity }], { baseline: baseline(was) })).toEqual({
		by: [isSuppressed ? "baseline" : undefined],
		remarks: isSuppressed
			? []
			: [`note: ${severity} now, ${before} in the baseline: sa:ci/bot does read-secrets`],
	});
});

test("what is gone from the baseline is counted, but not what was not asked", () => {
	const gone = (policy: string, digit: string): AuditBaseline["findings"][number] => ({
		...{ fingerprint: `rc1:${digit.repeat(20)}`, policy, severity: "high" },
	});
	const given = baseline(
		...[gone("read-secrets", "1"), gone("mint-tokens", "2"), gone("no-longer-there", "3")],
		{ fingerprint: print, policy: "read-secrets", severity: "high" },
	);
	const asked = new Set(["read-secrets"]);
	expect(run([secrets], { baseline: given, asked }).remarks).toEqual([
		"note: 2 findings of the baseline are gone: --write-baseline writes it anew",
	]);
	expect(run([secrets], { baseline: given }).remarks[0]).toContain("3 findings");
});

test("an annotation counts before an entry, an entry before the baseline, and a valid one beside an expired", () => {
	const was = baseline({ fingerprint: print, policy: "read-secrets", severity: "high" });
	const notes = { "sa:ci/bot": ignored("read-secrets") };
	const entries = [entry({ until: "2026-01-01" }), entry({})];
	expect(run([secrets], { notes, entries, baseline: was }).by).toEqual(["annotation"]);
	expect(run([secrets], { entries, baseline: was }).by).toEqual(["file"]);
	expect(run([secrets], { baseline: was }).by).toEqual(["baseline"]);
});

test("hostile globs end", () => {
	const long = "a".repeat(200);
	const findings = Array.from({ length: 200 }, (_, index) =>
		findingOf("read-secrets", `user:${long}${index}`, [one]),
	);
	const entries = Array.from({ length: 100 }, () => entry({ subject: `user:${"*a".repeat(60)}b` }));
	expect(run(findings, { entries }).by.every((by) => by === undefined)).toBe(true);
});
