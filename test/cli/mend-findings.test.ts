import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { mendFindings, type Texts } from "../../src/cli/mend-findings.ts";
import type { Audit, Finding } from "../../src/model/audit.ts";
import { type AuditPolicy, auditSeverities } from "../../src/model/audit-policy.ts";
import { objectName } from "../../src/model/object-name.ts";
import { formatSubject } from "../../src/model/subject.ts";
import { runAudit, shippedPolicies } from "../support/run-audit.ts";

const policies = shippedPolicies();

describe.each(policies.map((policy) => [policy.id, policy] as const))("%s", (_, policy) => {
	const folder = join(dirname(policy.place.file), "cases");
	const cases = readdirSync(folder).filter((name) => name.startsWith("fail."));

	test.each(cases)("the fixes of %s end it, and bring nothing graver", async (name) => {
		const file = join(folder, name);
		const text = readFileSync(file, "utf8");
		const judge = judgeOf(file, text, policy);
		const before = judge(new Map([[file, text]]));
		const own = before.findings.filter((one) => one.policy === policy.id);
		const mendable = own.filter(({ fix }) => (fix?.edits.length ?? 0) > 0);
		if (mendable.length === 0) return;
		const isWanted = (one: Finding): boolean =>
			one.policy === policy.id && (one.fix?.edits.length ?? 0) > 0;
		const { after, texts, left } = await mendFindings(before, new Map([[file, text]]), {
			judge: async (now) => judge(now),
			isWanted,
		});
		expect(left.map(({ finding, why }) => `${finding.message}: ${why}`)).toEqual([]);
		const gone = mendable.map(aboutOf);
		expect(after.findings.map(aboutOf).filter((one) => gone.includes(one))).toEqual([]);
		expect(graver(before, after, own)).toEqual([]);
		const edited = texts.get(file) ?? "";
		const isDeleted = mendable.some(({ fix }) =>
			fix?.edits.some((e) => e.kind === "delete-binding"),
		);
		if (!isDeleted) expect(lostComments(text, edited)).toEqual([]);
	});
});

function judgeOf(file: string, text: string, own: AuditPolicy): (texts: Texts) => Audit {
	const said = (key: string): string => new RegExp(`^# ${key}: *(.*)$`, "m").exec(text)?.[1] ?? "";
	const asked = policies.filter((policy) => policy === own || !policy.isOptional);
	const kubernetesVersion = said("version");
	return (texts) =>
		runAudit(
			asked,
			{
				texts: [{ file, text: texts.get(file) ?? "" }],
				...(kubernetesVersion !== "" && { kubernetesVersion }),
			},
			{
				isComplete: said("options").includes("--complete"),
				includeSystem: said("options").includes("--include-system"),
			},
		);
}

function aboutOf({ policy, concerned, scope, chains, fingerprint }: Finding): string {
	const who =
		concerned.kind === "subject" ? formatSubject(concerned.subject) : objectName(concerned.object);
	const where = scope.kind === "namespace" ? scope.namespace : "";
	// A check may find several things in one object.
	return [policy, who, where, chains.length === 0 ? fingerprint : ""].join(" ");
}

/** What is found afterwards and is no lint, was not there nor told as a part of something, and is graver than what was to go. */
function graver(before: Audit, after: Audit, mended: readonly Finding[]): readonly string[] {
	const worst = Math.min(...mended.map(({ severity }) => auditSeverities.indexOf(severity)));
	const known = new Set([
		...before.findings.map(({ policy }) => policy),
		...before.findings.flatMap(({ implies }) => implies),
	]);
	return after.findings
		.filter(
			({ severity, policy, pack }) =>
				pack !== "lint" && auditSeverities.indexOf(severity) < worst && !known.has(policy),
		)
		.map(({ policy, message }) => `${policy}: ${message}`);
}

function lostComments(before: string, after: string): readonly string[] {
	const comments = (text: string): readonly string[] =>
		text.split("\n").flatMap((line) => /(?:^|\s)(#.*)$/.exec(line)?.[1] ?? []);
	const left = [...comments(after)];
	return comments(before).filter((one) => {
		const at = left.indexOf(one);
		if (at >= 0) left.splice(at, 1);
		return at < 0;
	});
}
