import { expect, test } from "vitest";
import type { Audit } from "../../../src/model/audit.ts";
import { answerText, type Format, formatNames } from "../../../src/render/formats.ts";
import { sideBySideText } from "../../../src/render/side-by-side.ts";
import { audit, finding, objectFinding } from "../../support/audit.ts";
import { hostileAudit } from "../../support/hostile-audit.ts";
import { schemaErrors } from "../../support/schemas.ts";
import { pipe } from "../../support/view.ts";

const suppressed = {
	...({ by: "annotation", reason: "known", until: "2026-12-31" } as const),
	place: { file: "rbac.yaml", line: 2 },
};
const some = audit([
	finding({ severity: "critical", fix: { words: "mend it", edits: [] } }),
	objectFinding("a", 3),
	objectFinding("b", 4, { suppressed }),
]);

async function told(one: Audit, format: Format): Promise<string> {
	return answerText({ kind: "Audit", audit: one }, format, pipe);
}

test.each([
	["some", some],
	["none", audit([])],
	["hostile", hostileAudit],
])("json and each line of ndjson fit their schemas: %s", async (_, one) => {
	const json = await told(one, "json");
	expect(schemaErrors(JSON.parse(json))).toEqual([]);
	const lines = (await told(one, "ndjson")).split("\n").slice(0, -1);
	expect(lines).toHaveLength(one.findings.length);
	for (const line of lines) expect(schemaErrors(JSON.parse(line))).toEqual([]);
});

test("the schema says no to what it does not describe", async () => {
	const data = JSON.parse(await told(some, "json"));
	const [first, ...others] = data.findings;
	for (const broken of [
		{ ...data, extra: 1 },
		{ ...data, findings: [{ ...first, severity: "grave" }, ...others] },
		{ ...data, findings: [{ ...first, object: others[0].object }, ...others] },
		{ ...data, findings: [{ ...first, extra: 1 }] },
		{ ...data, policies: [{ ...data.policies[0], pack: "other" }] },
	]) {
		expect(schemaErrors(broken)).not.toEqual([]);
	}
});

test("json counts what counts, and has all the rest", async () => {
	const data = JSON.parse(await told(some, "json"));
	expect(data.summary).toEqual({
		...{ critical: 1, high: 0, medium: 1, low: 0, info: 0 },
		...{ suppressed: 1, hiddenSystem: 0 },
	});
	expect(data.looked).toEqual({ policies: 2, subjects: 12, roles: 9, bindings: 14 });
	const [first, second, third] = data.findings;
	expect(first.example.resource).toBe("serviceaccounts");
	expect(first.fix).toEqual({ words: "mend it", edits: [] });
	expect(second.object.name).toBe("a");
	expect(second.subject).toBeUndefined();
	expect(third.suppressed).toEqual(suppressed);
});

test("csv has a row for each finding, suppressed ones too", async () => {
	const [head = "", first = "", ...others] = (await told(some, "csv")).split("\r\n");
	expect(head).toMatch(/^severity,confidence,policy,pack,about,scope,message,where,/);
	expect(first).toContain(
		"critical,certain,mint-tokens,risk,sa:ci/deployer,ci,sa:ci/deployer can mint a token of any ServiceAccount in ci,rbac.yaml:9:3,",
	);
	expect(others).toHaveLength(3);
	expect(others[1]).toContain("by annotation rbac.yaml:2, until 2026-12-31: known");
});

const reports: readonly Format[] = ["sarif", "github", "junit"];

test.each([...formatNames, ...reports])("nothing invisible gets out as %s", async (format) => {
	const text = await told(hostileAudit, format);
	expect(text).not.toMatch(/[^\P{C}\n\r]/u);
	expect(text).not.toMatch(/^::error::/m);
});

test.each([...formatNames, ...reports])("several clusters side by side as %s", async (format) => {
	const items = [
		{ context: "prod", answers: [{ kind: "Audit", audit: some } as const], error: undefined },
		{ context: "stage", answers: [{ kind: "Audit", audit: some } as const], error: undefined },
		{ context: "lost", answers: [], error: "no route" },
	];
	const text = await sideBySideText(items, format, pipe);
	expect(text).toContain("prod");
	if (format !== "csv") expect(text).toContain("no route");
	if (format === "json") expect(schemaErrors(JSON.parse(text))).toEqual([]);
	if (format === "ndjson") {
		for (const line of text.split("\n").slice(0, -1)) {
			expect(schemaErrors(JSON.parse(line))).toEqual([]);
		}
	}
});
