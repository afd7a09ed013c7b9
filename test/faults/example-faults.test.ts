import { rmSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import { type Fault, faults } from "../support/faults.ts";
import { answersOf, openSuites } from "../support/faulty-suites.ts";
import { Plantation } from "../support/planted.ts";
import { setFaults } from "../support/set-faults.ts";
import { suiteFaults } from "../support/suite-faults.ts";

const plantation = new Plantation();
afterAll(() => rmSync(plantation.folder, { recursive: true }), 60_000);

/** What no suite that passes can show, and why. */
const refused = "the server refuses such objects, and so does a suite";
const order = "a suite names ways, in no order, and no subjects";
const elsewhere = "policy tests do not ask this part";
const sets = "what is allowed, and by which ways, suites ask the sets";
const outOfSight: ReadonlyMap<string, string> = new Map([
	["evaluator: an empty list of API groups matches the core group", refused],
	[
		"evaluator: an account without a namespace in a ClusterRoleBinding is one of `default`",
		refused,
	],
	["evaluator: a ClusterRoleBinding finds Roles", refused],
	[
		"evaluator: a Role that is missing is looked for among the ClusterRoles",
		"unknown, which is no pass",
	],
	["evaluator: RoleBindings are visited before ClusterRoleBindings", order],
	["evaluator: the last subject that matches is the one that is told", order],
	["evaluator: the namespace of a Namespace is not its own name", elsewhere],
	["evaluator: a missing role goes untold", elsewhere],
	["evaluator: members of system:masters are subject to RBAC", elsewhere],
	["evaluator: who-can takes the RoleBindings of every namespace", elsewhere],
	["evaluator: who-can forgets the roles for every API group", elsewhere],
	["evaluator: only one trailing star of a path is cut", sets],
	["evaluator: only the first binding that grants is told", sets],
	["algebra: a made-up word may be one that is named", "seen only in the words of a failure"],
	[
		"algebra: boxes leave out the letters that nobody names",
		"only the counts of a budget look at boxes",
	],
]);
const all = [
	...faults.map((fault) => ({ ...fault, kind: "evaluator" })),
	...setFaults.map((fault) => ({ ...fault, kind: "algebra" })),
	...suiteFaults.map((fault) => ({ ...fault, kind: "sets" })),
];
/** Those that notice most of the faults in the least time come first. */
const quickest = ["slips", "jenkins", "projects", "people", "console"];
const rank = (file: string): number => {
	const at = quickest.findIndex((name) => file.endsWith(`/${name}.rolecall.yaml`));
	return at < 0 ? quickest.length : at;
};
const opened = openSuites("examples").sort(
	(one, other) => rank(one.suite.file) - rank(other.suite.file),
);
const sound = opened.map((one) => answersOf(plantation.soundFolder(), one));

function keyOf({ kind, title }: (typeof all)[number]): string {
	return `${kind}: ${title}`;
}

function isCaught(fault: Fault): boolean {
	const folder = plantation.plantedFolder(fault);
	try {
		return opened.some((one, i) => answersOf(folder, one).join("\n") !== sound[i]?.join("\n"));
	} catch {
		return true;
	} finally {
		rmSync(folder, { recursive: true });
	}
}

test("the source as it is fails no suite of the examples", () => {
	const wrong = sound.flat().filter((line) => /^(?:error|failed|unknown): /.test(line));
	expect(wrong).toEqual([]);
});

test("what is out of sight is a fault that there is", () => {
	expect(all.map(keyOf)).toEqual(expect.arrayContaining([...outOfSight.keys()]));
});

test.each(all.filter((fault) => !outOfSight.has(keyOf(fault))))(
	"a suite of the examples notices ($kind): $title",
	(fault) => {
		expect(isCaught(fault)).toBe(true);
	},
);
