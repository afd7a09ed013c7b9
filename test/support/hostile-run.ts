import type { Binding } from "../../src/model/binding.ts";
import type { Role } from "../../src/model/role.ts";
import type { Fix, FixEdit, Repair } from "../../src/model/suite-fix.ts";
import type { CheckResult, TestRun } from "../../src/model/suite-result.ts";

/** What each format would obey if it were let through. */
export const evil = "]]> & <b> \" ' \n::error::x %0A | ` \u001b[31m \u202e 🦀 \u0000 end";

/** A check that passed, unless more is said. */
export function check(more: Partial<CheckResult>): CheckResult {
	return {
		id: `t › ${evil}`,
		test: "t",
		title: evil,
		severity: "error",
		place: { file: "a:b,c.rolecall.yaml", line: 3, column: 1 },
		status: "passed",
		reason: "",
		failures: [],
		...more,
	};
}

export const failure: CheckResult["failures"][number] = {
	kind: "extra",
	summary: evil,
	subject: { kind: "User", name: evil },
	witness: { kind: "path", verb: "get", path: evil },
	chains: [],
	lines: [
		{ kind: "path", verbs: { only: [evil] }, paths: [{ text: evil, isPrefix: false }], except: [] },
	],
	size: "1",
	tryIt: evil,
	nearMisses: [],
	smallestGrant: undefined,
	notes: [evil],
};

const origin = { file: "a:b.yaml", at: () => ({ line: 2, column: 3 }) };
const named = { namespace: evil, name: evil, annotations: new Map(), builtIn: false, origin };
const evilRule = {
	verbs: [evil],
	apiGroups: [evil],
	resources: [evil],
	resourceNames: [evil],
	nonResourceURLs: [],
};
const evilRole: Role = {
	...{ ...named, kind: "Role", labels: new Map(), aggregation: undefined },
	rules: [evilRule],
};
const evilBinding: Binding = {
	...{ ...named, kind: "RoleBinding", roleRef: { kind: "Role", name: evil } },
	subjects: [{ kind: "ServiceAccount", namespace: evil, name: evil }],
};
export const hostileEdits: readonly FixEdit[] = [
	{ kind: "change-rule", role: evilRole, rule: 0, become: [{ ...evilRule, verbs: ["get"] }] },
	{ kind: "change-rule", role: evilRole, rule: 0, become: [evilRule, evilRule] },
	{ kind: "change-rule", role: evilRole, rule: 0, become: [] },
	{ kind: "add-rule", role: evilRole, added: evilRule },
	{ kind: "remove-subject", binding: evilBinding, subject: 0 },
	{ kind: "delete-binding", binding: evilBinding },
	{ kind: "bind-inside", binding: evilBinding, namespace: evil },
	{ kind: "lower-role", binding: evilBinding, name: evil },
	{ kind: "grant", role: evilRole, binding: evilBinding },
];
const repair: Repair = {
	why: evil,
	fixes: [
		...hostileEdits.map((edit, index): Fix => {
			const effects = [
				{ subject: { kind: "User", name: evil } as const, gains: failure.lines, loses: [] },
			];
			const texts = [
				{ file: evil, start: { line: 1, column: 1 }, end: { line: 1, column: 2 }, text: evil },
			];
			const number = index + 1;
			return { number, command: `rolecall fix ${evil}`, edits: [edit], effects, breaks: [], texts };
		}),
		{ edits: hostileEdits, effects: [], breaks: [evil, evil, evil] },
	],
};

/** A run whose every text is hostile, with a check of each status. */
export const hostileRun: TestRun = {
	milliseconds: 12,
	suites: [
		{
			...{ file: "a:b,c.rolecall.yaml", name: evil, description: evil, owner: evil, docs: evil },
			variant: [evil],
			tests: [{ id: "t", name: evil, place: { file: "a.rolecall.yaml", line: 1 } }],
			checks: [
				check({ id: "t › one", title: "one" }),
				check({ status: "failed", failures: [failure], repair }),
				check({ id: "t › 3", status: "unknown", reason: evil }),
				check({ id: "t › 4", status: "skipped", reason: evil }),
				check({ id: "t › 5", status: "known-failure", reason: evil, failures: [failure] }),
			],
			problems: [{ severity: "warning", message: evil, place: { file: evil, line: 1 } }],
			skipped: undefined,
		},
	],
};
