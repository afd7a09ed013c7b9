import { rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { auditFaults } from "../support/audit-faults.ts";
import { expectedFindings, policiesOf, toldFindings, wrongExamples } from "../support/audit-law.ts";
import { type AuditEngine, findingsIn } from "../support/audit-world.ts";
import { dominatedPolicies, whole, wronglyTaken } from "../support/dominance-law.ts";
import { Plantation } from "../support/planted.ts";
import { seeded } from "../support/random.ts";
import { randomAudited } from "../support/random-audited.ts";
import { randomConditions } from "../support/random-condition.ts";
import { bind, role, rule, snapshotOf } from "../support/world.ts";

const plantation = new Plantation(["model", "resolve", "sets", "phrase", "answer", "audit"]);
afterAll(() => rmSync(plantation.folder, { recursive: true }), 60_000);

const load = createRequire(import.meta.url);

function engineIn(folder: string): AuditEngine {
	const files = ["audit/audit", "audit/audit-world", "resolve/grants"];
	return Object.assign({}, ...files.map((file) => load(join(folder, `${file}.js`))));
}

/** An account holds one thing everywhere and, by its group, another in a namespace: seldom drawn. */
const restByGroup = [
	role("own", rule("get", "deployments", { groups: ["apps"] })),
	bind("own", "ClusterRole/own", "sa:n1/sa1"),
	role("theirs", rule("get", "pods")),
	bind("n1/theirs", "ClusterRole/theirs", "group:system:serviceaccounts"),
];

/** So is one that names a Namespace and is bound in two. */
const ownNamespace = [
	role("owner", rule("get", "namespaces", { names: ["n1"] })),
	bind("n1/owner", "ClusterRole/owner", "user:jane"),
	bind("n2/owner", "ClusterRole/owner", "user:jane"),
];

const madeWorlds = [restByGroup, ownNamespace];

/** What the judge expects does not depend on an engine. */
const cases = Array.from({ length: 240 }, (_, seed) => {
	const random = seeded(seed);
	const made = madeWorlds[seed];
	const snapshot = snapshotOf(made ?? randomAudited(random));
	const always = [{ some: "get namespaces" }, whole];
	const conditions = [...randomConditions(random), ...always];
	return { snapshot, conditions, expected: expectedFindings(snapshot, conditions) };
});

/** The laws of `test/audit`, over fixed worlds. */
function lawIsBroken(engine: AuditEngine): string | undefined {
	for (const { snapshot, conditions, expected } of cases) {
		const findings = findingsIn(snapshot, policiesOf(conditions), engine);
		const told = toldFindings(findings);
		if (told.join("\n") !== expected.join("\n")) return JSON.stringify({ told, expected });
		const [wrong] = wrongExamples(snapshot, findings);
		if (wrong !== undefined) return wrong;
		if (!expected.some((one) => one.startsWith(`p${conditions.length - 1} `))) continue;
		const dominated = findingsIn(snapshot, dominatedPolicies(conditions), engine);
		const [taken] = wronglyTaken(dominated, expected, conditions);
		if (taken !== undefined) return taken;
	}
	return undefined;
}

test("the source as it is breaks no law", () => {
	expect(lawIsBroken(engineIn(plantation.soundFolder()))).toBeUndefined();
});

test.each(auditFaults)("a fault of the audit is caught: $title", (fault) => {
	const engine = engineIn(plantation.plantedFolder(fault));
	let wrong: string | undefined;
	try {
		wrong = lawIsBroken(engine);
	} catch (error) {
		wrong = String(error);
	}
	expect(wrong).toBeDefined();
});
