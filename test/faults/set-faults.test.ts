import { rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { Request } from "../../src/model/request.ts";
import type * as boxes from "../../src/sets/boxes.ts";
import type * as permissionSets from "../../src/sets/permission-sets.ts";
import type * as witness from "../../src/sets/witness.ts";
import { ruleAllows } from "../support/naive.ts";
import { Plantation } from "../support/planted.ts";
import { seeded } from "../support/random.ts";
import { randomRules, smallWorld } from "../support/random-rules.ts";
import { setFaults } from "../support/set-faults.ts";

type Sets = typeof boxes & typeof permissionSets & typeof witness;

const plantation = new Plantation();
afterAll(() => rmSync(plantation.folder, { recursive: true }));

const world = smallWorld().filter((_, i) => i % 5 === 0);
const load = createRequire(import.meta.url);

function setsIn(folder: string): Sets {
	const files = ["boxes", "permission-sets", "witness"];
	return Object.assign({}, ...files.map((file) => load(join(folder, "sets", `${file}.js`))));
}

/** What `test/sets` holds of pairs of random rules, over fixed ones. */
function isBroken({ PermissionSets, disjointBoxes, witness }: Sets): boolean {
	// The words that a witness would make up are taken.
	const taken = { except: ["default", "kube-system", "", "any-other"] };
	const others = new PermissionSets().resourceRequests({ namespace: taken });
	const other = witness(others);
	if (other === undefined || !others.has(other)) return true;
	for (let seed = 1; seed <= 60; seed += 1) {
		const random = seeded(seed);
		const [left, right] = [randomRules(random), randomRules(random)];
		const inLeft = (request: Request): boolean => left.some((rule) => ruleAllows(rule, request));
		const inRight = (request: Request): boolean => right.some((rule) => ruleAllows(rule, request));
		const sets = new PermissionSets();
		const [a, b] = [sets.ofRules(left), sets.ofRules(right)];
		const inside = sets.inNamespace(a, "n1");
		const [union, common, rest] = [a.union(b), a.intersection(b), a.difference(b)];
		for (const request of world) {
			const [l, r] = [inLeft(request), inRight(request)];
			if (a.has(request) !== l || union.has(request) !== (l || r)) return true;
			if (common.has(request) !== (l && r) || rest.has(request) !== (l && !r)) return true;
			const isIn = request.kind === "resource" && request.namespace === "n1";
			if (inside.has(request) !== (l && isIn)) return true;
		}
		const derived = [a, b, union, common, rest, inside, a.complement(), union.complement()];
		for (const one of derived) {
			for (const other of derived) {
				if (one.isSubsetOf(other) !== one.difference(other).isEmpty) return true;
				if (one.meets(other) === one.intersection(other).isEmpty) return true;
			}
		}
		if (!rest.union(common).equals(a) || !a.complement().complement().equals(a)) return true;
		const found = witness(rest);
		if (found !== undefined && (!inLeft(found) || inRight(found))) return true;
		const outside = witness(union.complement());
		if (outside !== undefined && (inLeft(outside) || inRight(outside))) return true;
		const parts = disjointBoxes(rest, 5000)?.map((box) => sets.resourceRequests(box)) ?? [];
		if (sets.union(parts).resources !== rest.resources) return true;
	}
	return false;
}

test("the source as it is breaks no law", () => {
	expect(isBroken(setsIn(plantation.soundFolder()))).toBe(false);
});

test.each(setFaults)("a fault of the sets is caught: $title", (fault) => {
	const sets = setsIn(plantation.plantedFolder(fault));
	let broken: boolean;
	try {
		broken = isBroken(sets);
	} catch {
		broken = true;
	}
	expect(broken).toBe(true);
});
