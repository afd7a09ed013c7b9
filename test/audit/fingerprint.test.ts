import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { findingFingerprint } from "../../src/audit/fingerprint.ts";
import type { FindingScope } from "../../src/model/audit.ts";
import { concernedOf } from "../support/findings.ts";

const inNamespace: FindingScope = { kind: "namespace", namespace: "ci", sensitive: undefined };
const words = ["get secrets in ci", "list secrets in ci"];
const usual = findingFingerprint("p", concernedOf("sa:ci/a"), inNamespace, words);

test("a fingerprint is the first 20 digits of a hash of what makes the finding", () => {
	const parts = ["p", ["account", "ci", "a"], ["namespace", "ci"], words];
	const hash = createHash("sha256").update(JSON.stringify(parts)).digest("hex");
	expect(usual).toBe(`rc1:${hash.slice(0, 20)}`);
});

test.each<[string, string]>([
	["order", findingFingerprint("p", concernedOf("sa:ci/a"), inNamespace, words.toReversed())],
	[
		"repetition",
		findingFingerprint("p", concernedOf("sa:ci/a"), inNamespace, [...words, ...words]),
	],
	[
		"the account's other name",
		findingFingerprint("p", concernedOf("user:system:serviceaccount:ci:a"), inNamespace, words),
	],
	[
		"that the namespace is sensitive",
		findingFingerprint("p", concernedOf("sa:ci/a"), { ...inNamespace, sensitive: "x" }, words),
	],
])("%s does not change it", (_, same) => {
	expect(same).toBe(usual);
});

test("another policy, subject, scope or permission has another", () => {
	const of = (policy: string, whom: string, scope: FindingScope, what: readonly string[]): string =>
		findingFingerprint(policy, concernedOf(whom), scope, what);
	const all = [
		usual,
		of("q", "sa:ci/a", inNamespace, words),
		of("p", "sa:ci/b", inNamespace, words),
		of("p", "user:a", inNamespace, words),
		of("p", "group:a", inNamespace, words),
		of("p", "Role/ci/a", { kind: "object" }, words),
		of("p", "ClusterRole/a", { kind: "object" }, words),
		of("p", "sa:ci/a", { kind: "cluster" }, words),
		of("p", "sa:ci/a", { ...inNamespace, namespace: "cd" }, words),
		of("p", "sa:ci/a", inNamespace, words.slice(1)),
		of("p", "sa:ci/a", inNamespace, [words.join(",")]),
		of("p", "sa:ci/a", inNamespace, []),
	];
	expect(new Set(all).size).toBe(all.length);
});
