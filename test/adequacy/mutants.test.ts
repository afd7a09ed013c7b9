import { expect, test } from "vitest";
import { bindingMutants } from "../../src/adequacy/binding-mutants.ts";
import { Judge } from "../../src/adequacy/judge.ts";
import { type Mutant, mutated } from "../../src/adequacy/mutant.ts";
import { type Key, OwnSets } from "../../src/adequacy/own-sets.ts";
import { roleMutants } from "../../src/adequacy/role-mutants.ts";
import type { HeldSets } from "../../src/answer/held-sets.ts";
import { IdentitySets } from "../../src/answer/identity-sets.ts";
import { mastersGroup } from "../../src/model/identity.ts";
import { resolveGrants } from "../../src/resolve/grants.ts";
import type { PermissionSet } from "../../src/sets/permission-set.ts";
import { passesIn } from "../../src/suite/run-suite.ts";
import { type SuiteWorld, worldWith } from "../../src/suite/suite-world.ts";
import fc from "../support/fast-check.ts";
import { choosing } from "../support/random.ts";
import { randomChecks, worldOf } from "../support/random-checks.ts";
import { randomWorld } from "../support/random-world.ts";

const choices = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 200, maxLength: 400 }));

/** Every mutant of a world would take too long: some of each. */
function someMutants({ grants }: SuiteWorld): readonly Mutant[] {
	const { roles, bindings, catalog } = grants.snapshot;
	const all = [
		...roles.flatMap((role) => [...roleMutants(role, catalog)]),
		...bindings.flatMap((binding) => [...bindingMutants(binding, grants)]),
	];
	const taken = new Map<string, number>();
	return all.filter(({ operator }) => {
		const count = (taken.get(operator) ?? 0) + 1;
		taken.set(operator, count);
		return count <= 2;
	});
}

/** What each user and group has by the bindings that name it. */
function ownOf(identities: HeldSets): ReadonlyMap<Key, PermissionSet> {
	const users = identities.userNames().map((name) => {
		return [`user:${name}` as Key, identities.of({ name, groups: [] })] as const;
	});
	const groups = identities
		.groupNames()
		.filter((name) => name !== mastersGroup)
		.map((name) => [`group:${name}` as Key, identities.ofGroup(name)] as const);
	return new Map([...users, ...groups]);
}

test("what a mutant changes is what the changed snapshot, resolved anew, gives otherwise", () => {
	let changes = 0;
	fc.assert(
		fc.property(choices, (drawn) => {
			const world = worldOf(randomWorld(choosing(drawn), true));
			const own = new OwnSets(world.identities);
			const before = ownOf(world.identities);
			for (const mutant of someMutants(world)) {
				const grants = resolveGrants(mutated(world.grants.snapshot, mutant));
				const identities = new IdentitySets(grants, world.sets);
				const after = ownOf(identities);
				const { subjects, roles } = own.changedBy(mutant);
				for (const key of new Set([...before.keys(), ...after.keys(), ...subjects.keys()])) {
					const was = before.get(key) ?? world.sets.none;
					const is = after.get(key) ?? world.sets.none;
					const told = subjects.get(key);
					expect(told === undefined, `${mutant.operator} ${mutant.object} ${key}`).toBe(
						was.equals(is),
					);
					if (told !== undefined) expect(told.equals(is)).toBe(true);
					changes += told === undefined ? 0 : 1;
				}
				for (const { kind, namespace, name } of world.grants.snapshot.roles) {
					const [old, now] = [world.grants, grants].map((one) => one.role(kind, namespace, name));
					if (old === undefined || now === undefined) continue;
					const told = roles.get(old) ?? world.identities.ofRole(old);
					expect(told.equals(identities.ofRole(now)), `${mutant.operator} ${name}`).toBe(true);
				}
			}
		}),
		{ numRuns: 30, endOnFailure: true },
	);
	expect(changes).toBeGreaterThan(500);
});

test("a check notices a mutant when it does not pass in the changed snapshot, and only then", () => {
	const counts = { noticed: 0, unnoticed: 0 };
	fc.assert(
		fc.property(choices, fc.array(fc.nat(0xffff), { minLength: 100 }), (drawn, more) => {
			const world = worldOf(randomWorld(choosing(drawn), true));
			const checks = randomChecks(choosing(more), world, 8).filter((check) =>
				passesIn(check, world),
			);
			const own = new OwnSets(world.identities);
			const judge = new Judge(world, own, checks);
			for (const mutant of someMutants(world)) {
				const changed = own.changedBy(mutant);
				if (changed.subjects.size + changed.roles.size === 0) continue;
				const noticed = judge.noticedBy(mutant, changed, false);
				const other = worldWith(world, mutated(world.grants.snapshot, mutant));
				const failing = checks.filter((check) => !passesIn(check, other));
				expect(new Set(noticed), `${mutant.operator} ${mutant.object}`).toEqual(new Set(failing));
				expect(judge.noticedBy(mutant, changed, true).length).toBe(Math.min(1, failing.length));
				counts[failing.length > 0 ? "noticed" : "unnoticed"] += 1;
			}
		}),
		{ numRuns: 150, endOnFailure: true },
	);
	expect(counts.noticed).toBeGreaterThan(100);
	expect(counts.unnoticed).toBeGreaterThan(100);
});
