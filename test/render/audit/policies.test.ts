import { expect, test } from "vitest";
import { policyListText } from "../../../src/render/audit/policy-list.ts";
import { policyPageText } from "../../../src/render/audit/policy-page.ts";
import { formatNames } from "../../../src/render/formats.ts";
import { colourStyle } from "../../../src/render/style.ts";
import { auditPolicy } from "../../support/audit.ts";
import { hostileAudit } from "../../support/hostile-audit.ts";
import { evil } from "../../support/hostile-run.ts";
import { schemaErrors } from "../../support/schemas.ts";
import { pipe, terminal } from "../../support/view.ts";

const lint = auditPolicy({
	...{ id: "unknown-resource", title: "Names what is not served", pack: "lint", variants: [] },
	severity: { cluster: "low", sensitive: undefined, namespace: "low", named: undefined },
});
const policies = [auditPolicy(), lint];

test("the table has severities by scope", () => {
	expect(policyListText(policies, "table", pipe)).toBe(
		`POLICY            FINDS                            CLUSTER   SENSITIVE  NAMESPACE  PACK  CATALOGUE
mint-tokens       Mints tokens of ServiceAccounts  critical  critical   high       risk  RC222
unknown-resource  Names what is not served         low                  low        lint  RC222
`,
	);
});

test("the worst variant is what a policy says of a scope", () => {
	const [variant] = auditPolicy().variants;
	const none = { cluster: undefined, sensitive: undefined, named: undefined };
	const worse = auditPolicy({
		variants: variant
			? [variant, { ...variant, severity: { ...none, namespace: "critical" } }]
			: [],
	});
	expect(policyListText([worse], "csv", pipe)).toContain(",critical,critical,critical,risk,");
});

test("as data it fits its schemas", () => {
	for (const all of [policies, hostileAudit.policies]) {
		expect(schemaErrors(JSON.parse(policyListText(all, "json", pipe)))).toEqual([]);
		for (const line of policyListText(all, "ndjson", pipe).split("\n").slice(0, -1)) {
			expect(schemaErrors(JSON.parse(line))).toEqual([]);
		}
	}
});

test.each(formatNames)("nothing invisible gets out as %s", (format) => {
	expect(policyListText(hostileAudit.policies, format, pipe)).not.toMatch(/[^\P{C}\n\r]/u);
});

const page = `# Mints tokens

## Finds

A line that
goes on, with \`code\`.

- an item that is
  long enough to need a second line in a narrow terminal
1. a step

\`\`\`yaml
# kept   as it is
rules: []

- more
\`\`\`

## Fix
Name them.
`;

test("a page is wrapped, its code and its breaks are kept", () => {
	expect(policyPageText(page, auditPolicy(), terminal(50))).toBe(`Mints tokens
mint-tokens · risk · critical cluster-wide,
  critical in a sensitive namespace, high in any
  other namespace

Finds

A line that goes on, with \`code\`.

- an item that is long enough to need a second
  line in a narrow terminal
1. a step

    # kept   as it is
    rules: []

    - more

Fix

Name them.

catalogue: RC222
CIS Kubernetes Benchmark: 5.1.13
MITRE ATT&CK: T1528
the same in other tools: kubescape C-0282
read:
  https://kubernetes.io/docs/concepts/security/
  rbac-good-practices/#token-request
`);
});

test("headings are strong", () => {
	const text = policyPageText(page, auditPolicy(), { ...pipe, style: colourStyle });
	for (const heading of ["Mints tokens", "Finds", "Fix"]) {
		expect(text).toContain(`\u001b[1m${heading}\u001b[0m\n`);
	}
});

test("a fence that is never closed loses nothing", () => {
	expect(policyPageText("text\n```\ncode\n# no heading", auditPolicy(), pipe)).toContain(
		"    code\n    # no heading\n",
	);
});

test("nothing invisible gets out of a page", () => {
	const hostile = ["# ", "", "- ", "    "].map((mark) => `${mark}${evil}`).join("\n\n");
	const [policy = auditPolicy()] = hostileAudit.policies;
	const text = policyPageText(`${hostile}\n\`\`\`\n${evil}\n`, policy, terminal(60));
	expect(text).not.toMatch(/[^\P{C}\n]/u);
});
