import { expect, test } from "vitest";
import { auditExitCode, type FailOn } from "../../src/cli/audit-exit-code.ts";
import type { Audit, AuditRemark, Finding } from "../../src/model/audit.ts";
import type { AuditSeverity } from "../../src/model/audit-policy.ts";
import { findingOf } from "../support/findings.ts";

function auditOf(findings: readonly Finding[], ...severities: AuditRemark["severity"][]): Audit {
	const place = { file: "f" };
	return {
		...{ policies: [], hiddenSystem: 0, kubernetesVersion: "1.37", subjects: 0, roles: 0 },
		...{ bindings: 0, findings, gaps: [] },
		remarks: severities.map((severity) => ({ severity, message: "m", place })),
	};
}

const found = (severity: AuditSeverity): Finding => findingOf("p", "user:a", [], { severity });
const suppressed = { by: "file", reason: "r", until: "2030-01-01", place: { file: "f" } } as const;

test.each<[AuditSeverity, FailOn, number]>([
	["critical", "critical", 1],
	["high", "critical", 0],
	["critical", "high", 1],
	["high", "high", 1],
	["medium", "high", 0],
	["info", "info", 1],
	["info", "low", 0],
	["critical", "none", 0],
])("%s with --fail-on %s exits with %i", (severity, failOn, expected) => {
	expect(auditExitCode(auditOf([found(severity)]), failOn)).toBe(expected);
	expect(auditExitCode(auditOf([{ ...found(severity), suppressed }]), failOn)).toBe(0);
});

test.each<[AuditRemark["severity"], FailOn, number]>([
	["error", "critical", 1],
	["error", "none", 0],
	["warning", "info", 0],
	["note", "info", 0],
])("a remark that is %s with --fail-on %s exits with %i", (severity, failOn, expected) => {
	expect(auditExitCode(auditOf([], severity), failOn)).toBe(expected);
});

test("a document that was not read leaves it open, unless the finding that says so is accepted", () => {
	const gaps = [{ kind: "unread-document", place: { file: "f" }, why: "w" }] as const;
	const told = findingOf("unrendered-template", "user:a", [], {
		severity: "medium",
		place: { file: "f" },
	});
	const exit = (findings: readonly Finding[], failOn: FailOn): number =>
		auditExitCode({ ...auditOf(findings), gaps }, failOn);
	expect(exit([], "high")).toBe(3);
	expect(exit([told], "high")).toBe(3);
	expect(exit([told], "medium")).toBe(1);
	expect(exit([told], "none")).toBe(0);
	expect(exit([{ ...told, suppressed }], "high")).toBe(0);
	expect(exit([{ ...told, suppressed, place: { file: "g" } }], "high")).toBe(3);
});
