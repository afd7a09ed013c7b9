import { describe, expect, test } from "vitest";
import type { AuditSeverity, SeverityByScope } from "../../src/model/audit-policy.ts";
import { findingsIn, policyFor } from "../support/audit-world.ts";
import type { PlainCondition } from "../support/naive-audit.ts";
import type * as K from "../support/plain.ts";
import { bind, role, rule, snapshotOf } from "../support/world.ts";

// What docs/audit-policies.md says of severity.
const severity: SeverityByScope = {
	...({ cluster: "critical", sensitive: "high", namespace: "medium", named: undefined } as const),
};

/** How grave the one finding is that a policy about it gives, and by which steps it became that. */
function weighed(
	objects: K.Objects,
	condition: PlainCondition,
	changes: Partial<SeverityByScope> = {},
): readonly [AuditSeverity, ...string[]] {
	const policy = policyFor("p", condition, { severity: { ...severity, ...changes } });
	const [found, ...others] = findingsIn(snapshotOf(objects), [policy]);
	if (found === undefined || others.length > 0) throw new Error(`${others.length + 1} findings`);
	return [
		found.severity,
		...found.changes.map(({ from, to, reason }) => `${from} ${to}: ${reason}`),
	];
}

const some: PlainCondition = { some: "get secrets" };
const byName = "only for objects named in resourceNames";
const named = rule("get", "secrets", { names: ["web"] });

test("each scope has its own severity", () => {
	const reader = role("r", rule("get", "secrets"));
	expect(weighed([reader, bind("b", "ClusterRole/r", "user:jo")], some)).toEqual(["critical"]);
	expect(weighed([reader, bind("dev/b", "ClusterRole/r", "user:jo")], some)).toEqual(["medium"]);
	expect(weighed([reader, bind("kube-system/b", "ClusterRole/r", "user:jo")], some)).toEqual([
		"high",
		"medium high: the control plane's own accounts and Secrets are there",
	]);
});

test("what only holds for named objects is a step better, or what the policy says", () => {
	const objects = [role("r", named), bind("b", "ClusterRole/r", "user:jo")];
	expect(weighed(objects, some)).toEqual(["high", `critical high: ${byName}`]);
	expect(weighed(objects, some, { named: "low" })).toEqual(["low", `critical low: ${byName}`]);
	expect(weighed(objects, some, { named: "same" })).toEqual(["critical"]);
	// It is the most that it is, and never makes worse.
	expect(weighed(objects, some, { cluster: "low", named: "high" })).toEqual(["low"]);
});

describe("a condition of parts", () => {
	const both: PlainCondition = { all: [{ some: "get secrets" }, { some: "create pods" }] };
	const either: PlainCondition = { any: [{ some: "get secrets" }, { some: "create pods" }] };
	const mixed = [role("r", named, rule("create", "pods")), bind("b", "ClusterRole/r", "user:jo")];
	const whole = [
		role("r", rule("get", "secrets"), rule("create", "pods")),
		bind("b", "ClusterRole/r", "user:jo"),
	];

	test("one part by names limits all of them", () => {
		expect(weighed(mixed, both)).toEqual(["high", `critical high: ${byName}`]);
		expect(weighed(whole, both)).toEqual(["critical"]);
	});

	test("of any of them, one that is whole is enough", () => {
		expect(weighed(mixed, either)).toEqual(["critical"]);
		const objects = [role("r", named), bind("b", "ClusterRole/r", "user:jo")];
		expect(weighed(objects, either)).toEqual(["high", `critical high: ${byName}`]);
	});
});

test("what nobody is bound to yet is a step better, never under low, and info stays", () => {
	const reader = role("r", rule("get", "secrets"));
	const latent = "nobody is bound to it yet";
	expect(weighed([reader], some)).toEqual(["high", `critical high: ${latent}`]);
	expect(weighed([reader], some, { cluster: "low" })).toEqual(["low"]);
	expect(weighed([reader], some, { cluster: "info" })).toEqual(["info"]);
	expect(weighed([role("dev/r", rule("get", "secrets"))], some)).toEqual([
		"low",
		`medium low: ${latent}`,
	]);
	expect(weighed([role("r", named)], some)).toEqual([
		"medium",
		`critical high: ${byName}`,
		`high medium: ${latent}`,
	]);
});

test("what everybody has is critical, unless it is a small matter", () => {
	const reader = role("r", rule("get", "secrets"));
	const everybody = [reader, bind("b", "ClusterRole/r", "group:system:authenticated")];
	const reason = "everybody who can log in has it, and every pod";
	expect(weighed(everybody, some, { cluster: "medium" })).toEqual([
		"critical",
		`medium critical: ${reason}`,
	]);
	expect(weighed(everybody, some, { cluster: "low" })).toEqual(["low"]);
	const anybody = [reader, bind("b", "ClusterRole/r", "user:system:anonymous")];
	expect(weighed(anybody, some, { cluster: "high" })).toEqual([
		"critical",
		"high critical: anybody has it, without credentials",
	]);
	const pods = [reader, bind("b", "ClusterRole/r", "group:system:serviceaccounts")];
	expect(weighed(pods, some, { cluster: "high" })).toEqual([
		"critical",
		"high critical: every pod of the cluster has it",
	]);
	const ops = [reader, bind("b", "ClusterRole/r", "group:ops")];
	expect(weighed(ops, some, { cluster: "high" })).toEqual(["high"]);
});

test("a scope without a severity has no finding", () => {
	const policy = policyFor("p", some, { severity: { ...severity, namespace: undefined } });
	const objects = [role("r", rule("get", "secrets")), bind("dev/b", "ClusterRole/r", "user:jo")];
	expect(findingsIn(snapshotOf(objects), [policy])).toEqual([]);
});
