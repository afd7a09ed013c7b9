import { expect, test } from "vitest";
import type { Gap } from "../../../src/model/answer.ts";
import { answerText, type Format } from "../../../src/render/formats.ts";
import { reference } from "../../support/answers.ts";
import { audit, finding } from "../../support/audit.ts";
import { pipe } from "../../support/view.ts";

const gaps: readonly Gap[] = [
	{ kind: "unlisted", resource: "rolebindings", namespace: "", context: "prod", why: "forbidden" },
	{ kind: "unlisted", resource: "rolebindings", namespace: "a", context: "prod", why: "forbidden" },
	{ kind: "unlisted", resource: "*", namespace: "", context: "prod", why: "x/v1: gone" },
	{ kind: "unread-document", place: { file: "a.yaml", line: 3 }, why: "no YAML" },
	{
		kind: "missing-role",
		binding: reference("RoleBinding", "web", "b"),
		roleRef: reference("Role", "web", "gone"),
	},
];
const incomplete =
	"incomplete: not listed: an API group, rolebindings; 1 document not read; the roles of 1 binding not in the input";

const told = (format: Format, one = audit([], { gaps })): Promise<string> =>
	answerText({ kind: "Audit", audit: one }, format, pipe);

test.each(["table", "wide", "markdown", "github"] as const)(
	"%s: an audit that could not read all says so",
	async (format) => {
		expect(await told(format)).toContain(` · ${incomplete}`);
		expect(await told(format, audit([]))).not.toContain("incomplete");
	},
);

test("markdown: what is incomplete has no green mark", async () => {
	expect(await told("markdown")).toMatch(/^### ⚠️ /);
});

test("json and sarif hold each gap", async () => {
	expect(JSON.parse(await told("json")).gaps).toHaveLength(gaps.length);
	const { runs } = JSON.parse(await told("sarif"));
	const notes = runs[0].invocations[0].toolExecutionNotifications;
	expect(notes).toHaveLength(gaps.length);
	expect(notes[3]).toMatchObject({
		level: "warning",
		message: { text: "incomplete: a document could not be read: no YAML" },
		locations: [{ physicalLocation: { region: { startLine: 3 } } }],
	});
});

test.each(["table", "wide", "markdown", "github", "junit", "json", "csv"] as const)(
	"%s: why a severity is not the usual one is said",
	async (format) => {
		const reason = "sa:web/boss is there, with `mint-tokens` everywhere";
		const one = finding({ changes: [{ reason, from: "high", to: "critical" }] });
		expect(await told(format, audit([one]))).toContain("sa:web/boss is there, with");
	},
);
