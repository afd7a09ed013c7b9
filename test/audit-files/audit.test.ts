import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type AuditOptions, audit } from "../../src/audit-files/audit.ts";
import { loadPolicies } from "../../src/audit-files/load-policies.ts";
import { LoadError } from "../../src/load/load-error.ts";
import { loadSnapshot } from "../../src/load/snapshot.ts";
import { resolveGrants } from "../../src/resolve/grants.ts";

const manifests = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: mint, namespace: ci}
rules:
- {apiGroups: [""], resources: [serviceaccounts/token], verbs: [create]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: mint, namespace: ci}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: mint}
subjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: ana}]
`;
const own = `id: reads-tea
title: Reads tea
pack: custom-resources
severity: low
confidence: certain
says: can read tea
when: get leaves.tea.example.com
why: Tea is private.
fix: Read coffee.
optional: true
`;

const grants = resolveGrants(loadSnapshot({ texts: [{ file: "a.yaml", text: manifests }] }));
const shipped = loadPolicies();
let folder = "";

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "rolecall-audit-"));
	mkdirSync(join(folder, "reads-tea"));
	writeFileSync(join(folder, "reads-tea/policy.yaml"), own);
});

afterAll(() => rmSync(folder, { recursive: true }));

function found(options: AuditOptions = {}, policies = shipped): readonly string[] {
	return audit(grants, policies, options).findings.map(({ policy }) => policy);
}

test("without options everything is asked but what is optional", () => {
	const policies = loadPolicies(folder);
	const asked = audit(grants, policies).policies.map(({ id }) => id);
	expect(asked).toEqual(policies.filter(({ isOptional }) => !isOptional).map(({ id }) => id));
	expect(asked).not.toContain("reads-tea");
	expect(found()).toContain("mint-tokens");
});

test("policies are chosen by pack, id and glob", () => {
	expect(found({ packs: ["risk"] })).toContain("mint-tokens");
	expect(found({ packs: ["openshift"] })).toEqual([]);
	expect(found({ only: ["mint-*"] })).toEqual(["mint-tokens"]);
	expect(found({ only: ["mint-*"], skip: ["*-tokens"] })).toEqual([]);
	const tea = audit(grants, loadPolicies(folder), { only: ["reads-tea"] });
	expect(tea.policies.map(({ id }) => id)).toEqual(["reads-tea"]);
});

test("a word that means no policy is an error, never an audit that finds nothing", () => {
	expect(() => found({ only: ["mint-token"] })).toThrow(
		new LoadError("there is no policy `mint-token`; did you mean `mint-tokens`?"),
	);
	expect(() => found({ skip: ["tea-*"] })).toThrow("there is no policy `tea-*`");
	const packs = JSON.parse('["risks"]');
	expect(() => found({ packs })).toThrow(
		/^there is no pack `risks`, only .*did you mean `risk`\?$/,
	);
});

test("a policy that cannot be read is an error with its place", () => {
	const file = join(folder, "reads-tea/policy.yaml");
	writeFileSync(file, own.replace("severity: low", "severity: lou"));
	expect(() => loadPolicies(folder)).toThrow(`${file}:4:1: `);
	writeFileSync(file, own);
	expect(() => loadPolicies(join(folder, "none"))).toThrow(LoadError);
});

test("a file accepts a finding until its day; then the finding counts and the entry is an error", () => {
	const suppressions = join(folder, "accepted.yaml");
	writeFileSync(
		suppressions,
		"- {policy: mint-tokens, subject: user:ana, reason: hers, until: 2026-12-31}\n",
	);
	const on = (today: string) =>
		audit(grants, shipped, { only: ["mint-tokens"], suppressions, today });
	expect(on("2026-12-01").findings[0]?.suppressed?.reason).toBe("hers");
	expect(on("2026-12-01").remarks).toEqual([]);
	expect(on("2027-01-01").findings[0]?.suppressed).toBeUndefined();
	expect(on("2027-01-01").remarks.map(({ severity }) => severity)).toEqual(["error"]);
	writeFileSync(suppressions, "- {policy: mint-token, reason: hers, until: 2026-12-31}\n");
	expect(() => on("2026-12-01")).toThrow(`${suppressions}:1:4: there is no policy`);
	writeFileSync(join(folder, "b.json"), "{}");
	expect(() => found({ baseline: join(folder, "b.json") })).toThrow(LoadError);
});
