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
const outOfSight: ReadonlyMap<string, string> = new Map([
	["an empty list of API groups matches the core group", refused],
	["an account without a namespace in a ClusterRoleBinding is one of `default`", refused],
	["a ClusterRoleBinding finds Roles", refused],
	["a Role that is missing is looked for among the ClusterRoles", "unknown, which is no pass"],
	["RoleBindings are visited before ClusterRoleBindings", order],
	["the last subject that matches is the one that is told", order],
	["the namespace of a Namespace is not its own name", elsewhere],
	["a missing role goes untold", elsewhere],
	["members of system:masters are subject to RBAC", elsewhere],
	["who-can takes the RoleBindings of every namespace", elsewhere],
	["who-can forgets the roles for every API group", elsewhere],
	["a made-up word may be one that is named", "seen only in the words of a failure"],
	["boxes leave out the letters that nobody names", "only the counts of a budget look at boxes"],
]);
const all = [
	...faults.map((fault) => ({ ...fault, kind: "evaluator" })),
	...setFaults.map((fault) => ({ ...fault, kind: "algebra" })),
	...suiteFaults.map((fault) => ({ ...fault, kind: "sets" })),
];
const opened = openSuites("examples");
const sound = opened.map((one) => answersOf(plantation.soundFolder(), one));

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
	const titles = all.map(({ title }) => title);
	expect(titles).toEqual(expect.arrayContaining([...outOfSight.keys()]));
});

test.each(all.filter(({ title }) => !outOfSight.has(title)))(
	"a suite of the examples notices ($kind): $title",
	(fault) => {
		expect(isCaught(fault)).toBe(true);
	},
);
