import { expect, test } from "vitest";
import { IdentitySets } from "../../src/answer/identity-sets.ts";
import { permissionHolders } from "../../src/answer/permission-holders.ts";
import { permissionQuestion } from "../../src/answer/permission-question.ts";
import { identityOfSubject, subjectsOf } from "../../src/answer/subjects.ts";
import { formatSubject } from "../../src/model/subject.ts";
import { resolveGrants } from "../../src/resolve/grants.ts";
import { PermissionSets } from "../../src/sets/permission-sets.ts";
import fc from "../support/fast-check.ts";
import { aggregate, answer } from "../support/naive.ts";
import { choosing } from "../support/random.ts";
import { smallWorld } from "../support/random-rules.ts";
import { randomWorld } from "../support/random-world.ts";
import { snapshotOf } from "../support/world.ts";

const questions = [
	"get,list pods in n1",
	"any of get pods in n1, list nodes cluster-wide",
	"all of get,list pods in n1",
	"any any everywhere",
	"get pods(a) outside n1",
	"get /a/b",
	"all of any any everywhere",
];

test("who has any of it, or all of it, as the naive evaluator finds request by request", () => {
	const choices = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 200, maxLength: 500 }));
	let listed = 0;
	fc.assert(
		fc.property(choices, fc.constantFrom(...questions), (drawn, text) => {
			const objects = randomWorld(choosing(drawn), true);
			const grants = resolveGrants(snapshotOf(objects));
			const sets = new PermissionSets();
			const { catalog, namespaces } = grants.snapshot;
			const world = { catalog, namespaces, defaultNamespace: "n1" };
			const question = permissionQuestion(sets, text, world);
			if ("error" in question) throw new Error(question.error);
			const found = permissionHolders(new IdentitySets(grants, sets), question);
			const holders = new Set(found.holders.map(({ subject }) => formatSubject(subject)));
			const asked = smallWorld().filter((request) => question.set.has(request));
			const plain = aggregate(objects);
			for (const { subject } of subjectsOf(grants)) {
				const identity = identityOfSubject(grants, subject);
				const allowed = asked.filter((request) => answer(plain, identity, request).allowed);
				const names = [formatSubject(subject), ...identity.groups.map((one) => `group:${one}`)];
				const isListed = holders.has(formatSubject(subject));
				if (isListed) listed += 1;
				if (question.quantifier === "any") {
					// What somebody has by a group is told of the group.
					if (allowed.length > 0) expect(names.some((name) => holders.has(name))).toBe(true);
				} else if (isListed) expect(allowed.length).toBe(asked.length);
			}
		}),
		{ numRuns: 100, endOnFailure: true },
	);
	expect(listed).toBeGreaterThan(20);
}, 60_000);
