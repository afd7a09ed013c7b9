import { describe, expect, test } from "vitest";
import type { Audit, Finding } from "../../../src/model/audit.ts";
import { answerText, type Format } from "../../../src/render/formats.ts";
import { sideBySideText } from "../../../src/render/side-by-side.ts";
import { chain, reference } from "../../support/answers.ts";
import { audit, auditPolicy, finding, objectFinding } from "../../support/audit.ts";
import { hostileAudit } from "../../support/hostile-audit.ts";
import { junitErrors } from "../../support/junit-schema.ts";
import { readXml } from "../../support/read-xml.ts";
import { sarifErrors } from "../../support/sarif-schema.ts";
import { pipe } from "../../support/view.ts";

const suppressed = { reason: "known", until: "2026-12-31", place: { file: "s.yaml" } } as const;
const live = { file: "cluster prod" };
const fromCluster = chain({
	binding: { ...reference("RoleBinding", "ci", "deployers"), place: live },
	role: { ...reference("Role", "ci", "deploy"), place: live },
	...{ subjectPlace: live, rulePlace: live },
});
const some = audit([
	finding({ severity: "critical", workloads: [reference("Deployment", "ci", "api")] }),
	finding({ place: live, chains: [fromCluster], fingerprint: "rc1:live" }),
	objectFinding("a", 3),
	objectFinding("b", 4, { suppressed: { by: "annotation", ...suppressed } }),
	objectFinding("c", 5, { suppressed: { by: "baseline", ...suppressed } }),
]);

async function told(one: Audit, format: Format, view = pipe): Promise<string> {
	return answerText({ kind: "Audit", audit: one }, format, view);
}

/** A part of a log, whatever is in it. */
// biome-ignore lint/suspicious/noExplicitAny: the schema judges the shape, the tests name what they look at
type Log = any;

async function runOf(one: Audit, view = pipe): Promise<Log> {
	const text = await told(one, "sarif", view);
	expect(sarifErrors(text)).toEqual([]);
	return JSON.parse(text).runs[0];
}

describe("sarif", () => {
	test.each([
		["some", some],
		["none", audit([])],
		["hostile", hostileAudit],
	])("fits its schema: %s", async (_, one) => {
		await runOf(one);
	});

	test("a risk has what code scanning sorts and filters by", async () => {
		const { rules } = (await runOf(some)).tool.driver;
		const [risk, lint] = rules;
		expect(risk.properties).toEqual({
			tags: [
				...["security", "rbac", "pack/risk", "external/cis/5.1.13", "external/mitre/T1528"],
				"external/rolecall/RC222",
			],
			precision: "very-high",
			"security-severity": "9.5",
		});
		expect(risk.helpUri).toMatch(/^https:\/\/kubernetes\.io/);
		expect(risk.help.text).toContain("A token is all that an account is");
		expect(risk.help.markdown).toContain("**Fix:** Name the accounts in `resourceNames`");
		expect(lint.properties["security-severity"]).toBeUndefined();
		expect(lint.properties["problem.severity"]).toBe("warning");
		expect(lint.properties.tags).not.toContain("security");
		expect(lint.defaultConfiguration.level).toBe("warning");
	});

	test.each([
		["critical", "9.5", "error"],
		["high", "8.0", "error"],
		["medium", "5.5", "warning"],
		["low", "2.5", "note"],
		["info", "0.5", "note"],
	] as const)("%s is %s and %s", async (severity, score, level) => {
		const run = await runOf(audit([finding({ severity })]));
		expect(run.tool.driver.rules[0].properties["security-severity"]).toBe(score);
		expect(run.results[0].level).toBe(level);
	});

	test("a policy without findings has the gravest severity that it could find", async () => {
		const { rules } = (await runOf(audit([]))).tool.driver;
		expect(rules[0].properties["security-severity"]).toBe("9.5");
	});

	test("a result stands at the rule, with its binding, its subject and the way", async () => {
		const [first] = (await runOf(some)).results;
		const region = (line: number, column: number): object => ({
			physicalLocation: {
				artifactLocation: { uri: "rbac.yaml" },
				region: { startLine: line, startColumn: column },
			},
		});
		expect(first.locations).toEqual([
			{
				...region(9, 3),
				logicalLocations: [
					{ name: "rules[1]", fullyQualifiedName: "Role/ci/deploy/rules[1]", kind: "resource" },
				],
			},
		]);
		expect(first.relatedLocations).toEqual([
			{ id: 0, ...region(20, 1), message: { text: "RoleBinding ci/deployers" } },
			{ id: 1, ...region(28, 5), message: { text: "ServiceAccount ci/deployer" } },
		]);
		const steps = first.codeFlows[0].threadFlows[0].locations;
		const lines = steps.map(
			({ location }: Log) => location.physicalLocation.region.startLine as number,
		);
		expect(lines).toEqual([20, 28, 1, 9]);
	});

	test("what comes from a live cluster has no file", async () => {
		const [, second] = (await runOf(some)).results;
		expect(JSON.stringify(second)).not.toContain("physicalLocation");
		expect(second.locations[0].logicalLocations[0].fullyQualifiedName).toBe(
			"Role/ci/deploy/rules[1]",
		);
	});

	test("suppressed findings say where and why", async () => {
		const { results } = await runOf(some);
		expect(results.map((one: Log) => one.suppressions?.[0].kind)).toEqual([
			...[undefined, undefined, undefined],
			...["inSource", "external"],
		]);
		expect(results[3].suppressions[0].justification).toBe("known");
	});

	test("files are named as the repository does", async () => {
		const at = { root: "/repo", folder: "deploy" };
		const texts = [
			{ file: "x.yaml", start: { line: 1, column: 1 }, end: { line: 2, column: 1 }, text: "" },
		];
		const run = await runOf(
			audit([
				finding({
					place: { file: "/repo/a.yaml", line: 1 },
					fix: { words: "mend", edits: [], texts },
				}),
			]),
			{ ...pipe, at },
		);
		const [first] = run.results;
		expect(first.locations[0].physicalLocation.artifactLocation.uri).toBe("a.yaml");
		expect(first.relatedLocations[0].physicalLocation.artifactLocation.uri).toBe(
			"deploy/rbac.yaml",
		);
		const [change] = first.fixes[0].artifactChanges;
		expect(change.artifactLocation.uri).toBe("deploy/x.yaml");
	});

	test("no more than GitHub takes: results, places, steps and tags", async () => {
		const ways = Array.from({ length: 600 }, (_, index) =>
			chain({
				binding: reference("RoleBinding", "ci", `b${index}`, 100 + index),
				subjectPlace: { file: "rbac.yaml", line: 1000 + index },
			}),
		);
		const many: readonly Finding[] = [
			finding({ chains: ways, severity: "critical" }),
			...Array.from({ length: 25_001 }, (_, index) => objectFinding(`r${index}`, index + 1)),
		];
		const attack = Array.from({ length: 40 }, (_, index) => `T${index}`);
		const policies = [
			auditPolicy({ references: { ...auditPolicy().references, attack } }),
			auditPolicy({ id: "unknown-resource" }),
		];
		const text = await told(audit(many, { policies }), "sarif");
		const [run] = JSON.parse(text).runs;
		expect(run.results).toHaveLength(25_000);
		expect(run.invocations[0].toolExecutionNotifications[0].message.text).toBe(
			"there are 25002 results: code scanning shows 5000, the gravest, and 2 of them are not in this log: it takes 25000",
		);
		const [first] = run.results;
		expect(first.level).toBe("error");
		expect(first.locations.length + first.relatedLocations.length).toBe(1000);
		const steps = first.codeFlows.flatMap((flow: Log) => flow.threadFlows[0].locations);
		expect(steps).toHaveLength(1000);
		expect(run.tool.driver.rules[0].properties.tags).toHaveLength(20);
	});

	test("several clusters are several runs", async () => {
		const items = [
			{ context: "prod", answers: [{ kind: "Audit", audit: some } as const], error: undefined },
			{ context: "lost", answers: [], error: "no route" },
		];
		const text = await sideBySideText(items, "sarif", pipe);
		expect(sarifErrors(text)).toEqual([]);
		const { runs } = JSON.parse(text);
		expect(runs.map((run: Log) => run.automationDetails.id)).toEqual([
			"rolecall/prod/",
			"rolecall/lost/",
		]);
		expect(runs[1].invocations[0].executionSuccessful).toBe(false);
	});
});

describe("github", () => {
	test("levels by severity, nothing for suppressed ones, and the summary", async () => {
		const text = await told(some, "github");
		const lines = text.split("\n");
		expect(lines[0]).toMatch(
			/^::error file=rbac\.yaml,line=9,endLine=9,title=mint-tokens \(critical\)::sa:ci\/deployer can mint/,
		);
		// What a cluster told is in no file.
		expect(lines[1]).toMatch(/^::error title=mint-tokens \(high\)::/);
		expect(lines[2]).toMatch(/^::warning file=rbac\.yaml,line=3,/);
		expect(lines.slice(3)).toEqual(["1 critical, 1 high, 1 medium · 2 suppressed", ""]);
	});

	test.each([
		["critical", "error"],
		["high", "error"],
		["medium", "warning"],
		["low", "notice"],
		["info", "notice"],
	] as const)("%s is an %s", async (severity, level) => {
		expect(await told(audit([finding({ severity })]), "github")).toMatch(
			new RegExp(`^::${level} `),
		);
	});
});

describe("junit", () => {
	test.each([
		["some", some],
		["none", audit([])],
		["hostile", hostileAudit],
		["no policies", audit([], { policies: [] })],
	])("fits the schema of Jenkins: %s", async (_, one) => {
		expect(junitErrors(await told(one, "junit"))).toEqual([]);
	});

	test("a suite for each pack, a case for each policy", async () => {
		const quiet = auditPolicy({ id: "quiet", title: "Finds nothing" });
		const root = readXml(await told({ ...some, policies: [...some.policies, quiet] }, "junit"));
		expect(root.attributes.get("tests")).toBe("3");
		expect(root.attributes.get("failures")).toBe("2");
		const [risk, lint] = root.children;
		expect(risk?.attributes.get("name")).toBe("risk");
		expect(risk?.children.map(({ attributes }) => attributes.get("name"))).toEqual([
			"mint-tokens: Mints tokens of ServiceAccounts",
			"quiet: Finds nothing",
		]);
		const [failure] = risk?.children[0]?.children ?? [];
		expect(failure?.attributes.get("type")).toBe("critical");
		expect(failure?.attributes.get("message")).toContain("(and 1 more)");
		expect(failure?.text).toContain("rbac.yaml:9  critical: sa:ci/deployer can mint");
		expect(risk?.children[1]?.children).toEqual([]);
		expect(lint?.attributes.get("name")).toBe("lint");
	});

	test("a policy whose findings are all suppressed is skipped", async () => {
		const one = audit([objectFinding("b", 4, { suppressed: { by: "file", ...suppressed } })]);
		const root = readXml(await told(one, "junit"));
		const [skipped] = root.children[1]?.children[0]?.children ?? [];
		expect(skipped?.name).toBe("skipped");
		expect(skipped?.attributes.get("message")).toBe(
			"1 finding suppressed: by file s.yaml, until 2026-12-31: known",
		);
	});
});
