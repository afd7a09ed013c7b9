import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { kubernetesVersions } from "../../src/load/kubernetes-versions.ts";
import type { AuditPolicy } from "../../src/model/audit-policy.ts";
import { runAudit, shippedPolicies } from "../support/run-audit.ts";

const policies = shippedPolicies();
const sections = ["## Finds", "## Why it matters", "## Fix", "## Exceptions"];

describe.each(policies.map((policy) => [policy.id, policy] as const))("%s", (id, policy) => {
	const folder = dirname(policy.place.file);
	const cases = readdirSync(join(folder, "cases")).sort();

	test("has cases of both kinds and a whole page", () => {
		for (const name of cases) expect(name).toMatch(/^(fail|pass)\.[a-z0-9.-]+\.ya?ml$/);
		expect(cases.some((name) => name.startsWith("fail."))).toBe(true);
		expect(cases.some((name) => name.startsWith("pass."))).toBe(true);
		const page = readFileSync(join(folder, "README.md"), "utf8");
		expect(page).toMatch(/^# \S/);
		for (const section of sections) expect(page).toContain(`\n${section}\n`);
	});

	test.each(cases)("%s", (name) => {
		const { found, remarks, also } = auditOf(join(folder, "cases", name), policy);
		expect(remarks).toEqual([]);
		const isFail = name.startsWith("fail.");
		expect(found).toEqual([...also, ...(isFail ? [id] : [])].sort());
	});
});

test.each(kubernetesVersions)(
	"all conditions can be read for Kubernetes %s",
	(kubernetesVersion) => {
		expect(runAudit(policies, { texts: [], kubernetesVersion }).remarks).toEqual([]);
	},
);

test.each(kubernetesVersions)(
	"nothing is found in the default policy of %s",
	(kubernetesVersion) => {
		const { findings } = runAudit(policies, { texts: [], kubernetesVersion });
		expect(findings.map(({ message }) => message)).toEqual([]);
		const all = runAudit(policies, { texts: [], kubernetesVersion }, { includeSystem: true });
		expect(policies.length === 0 || all.findings.length > 0).toBe(true);
	},
);

/** The ids of what is found in a case, what its first lines say is found besides, and what could not be read. */
function auditOf(
	file: string,
	own: AuditPolicy,
): {
	readonly found: readonly string[];
	readonly also: readonly string[];
	readonly remarks: readonly string[];
} {
	const text = readFileSync(file, "utf8");
	const said = (key: string): string => new RegExp(`^# ${key}: *(.*)$`, "m").exec(text)?.[1] ?? "";
	const asked = policies.filter((policy) => policy === own || !policy.isOptional);
	const version = said("version");
	const options = said("options");
	const { findings, remarks } = runAudit(
		asked,
		{ filenames: [file], ...(version !== "" && { kubernetesVersion: version }) },
		{
			isComplete: options.includes("--complete"),
			includeSystem: options.includes("--include-system"),
		},
	);
	return {
		found: [...new Set(findings.map(({ policy }) => policy))].sort(),
		also: said("also")
			.split(/[,\s]+/)
			.filter((word) => word !== ""),
		remarks: remarks.map(({ message }) => message),
	};
}
