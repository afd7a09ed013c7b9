import { identityOfSubject } from "../../src/answer/subjects.ts";
import { accountOfUserName, formatSubject, type Subject } from "../../src/model/subject.ts";
import type { Suite, SuiteTest } from "../../src/model/suite.ts";
import type { PermissionSet } from "../../src/sets/permission-set.ts";
import type { Check, Claim, Covers, Who } from "../../src/suite/claim.ts";
import { type SuiteWorld, suiteWorld } from "../../src/suite/suite-world.ts";
import * as words from "./alphabet.ts";
import type * as K from "./plain.ts";
import type { Random } from "./random.ts";
import { randomRules } from "./random-rules.ts";
import { snapshotOf } from "./world.ts";

const place = { file: "suite" };

const suite: Suite = {
	...{ file: "suite", name: "suite", description: "", owner: "", docs: "", tags: [], variant: [] },
	...{ inputs: [], subjects: new Map(), sets: new Map(), namespace: "n1", tests: [] },
	cluster: {
		...{ version: undefined, bootstrapPolicy: false, crds: [], namespaces: [], isClosed: false },
		...{ groups: new Map(), unknownResources: "error" },
	},
	hasNamespace: true,
	thresholds: undefined,
};

/** Plain objects as a suite without words of its own sees them. */
export function worldOf(objects: K.Objects): SuiteWorld {
	const givens = { baselines: new Map(), goldens: new Map(), today: "2026-01-01" };
	return suiteWorld(suite, { snapshot: snapshotOf(objects), ...givens });
}

const test: SuiteTest = {
	...{ id: "test", name: "test", place, tags: [], assertions: [] },
	...{ skip: undefined, knownFailure: undefined, focus: false, allowEmpty: false, hasOwnId: true },
};

/** Claims of every kind that is about sets alone, whether they hold or not. */
export function randomChecks(random: Random, world: SuiteWorld, most: number): readonly Check[] {
	return Array.from({ length: 1 + random.below(most) }, (_, index): Check => {
		const title = `${index}`;
		const claim = randomClaim(random, world);
		return { id: title, test, title, place, severity: "error", isGolden: false, claim };
	});
}

function randomClaim(random: Random, world: SuiteWorld): Claim {
	const { sets, identities } = world;
	const some = (): PermissionSet => randomSet(random, world);
	const none = { via: undefined, soleVia: false, because: undefined };
	const who = randomWho(random, world);
	const ignored = some();
	switch (random.below(6)) {
		case 0:
		case 5: {
			// Half of them about what is held, so that many hold.
			const has = who.kind === "subject" ? identities.of(who.identity) : sets.none;
			const required = random.chance(50) ? has : some().intersection(has);
			const above = has.complement();
			const forbidden = random.chance(50) ? above : above.intersection(some());
			return { kind: "bound", who, required, forbidden, ...none };
		}
		case 1:
			return { kind: "bound", who, required: sets.none, forbidden: some(), ...none };
		case 2:
			return {
				kind: "closed",
				covers: randomCover(random, world),
				forbidden: some(),
				ignored: random.chance(50) ? () => sets.none : () => ignored,
			};
		case 3:
			return {
				kind: "notBoth",
				isAmong: randomCover(random, world),
				whos: who.kind === "subject" && random.chance(30) ? [who] : [],
				first: some(),
				second: some(),
			};
		default: {
			const whos = [who, randomWho(random, world)];
			return { kind: "disjoint", whos, on: some() };
		}
	}
}

function randomSet(random: Random, { sets }: SuiteWorld): PermissionSet {
	const set = sets.ofRules(randomRules(random, 2));
	return random.chance(50) ? sets.inNamespace(set, random.of(words.namespaces)) : set;
}

/** Mostly somebody whom a binding names. */
function randomSubject(random: Random, { grants }: SuiteWorld): Subject {
	const isKnown = random.chance(70);
	const groups = isKnown ? grants.groupNames() : words.groups;
	const users = isKnown ? grants.userNames() : words.users.filter((one) => one !== "");
	if (groups.length > 0 && random.chance(40)) return { kind: "Group", name: random.of(groups) };
	const name = users.length === 0 ? "jane" : random.of(users);
	const account = accountOfUserName(name);
	return account === undefined ? { kind: "User", name } : { kind: "ServiceAccount", ...account };
}

function randomWho(random: Random, world: SuiteWorld): Who {
	const { grants } = world;
	const [first] = grants.snapshot.roles;
	const role = first && grants.role(first.kind, first.namespace, first.name);
	if (role !== undefined && random.chance(20))
		return { kind: "role", name: "role", role, namespace: undefined };
	const subject = randomSubject(random, world);
	return { kind: "subject", subject, identity: identityOfSubject(grants, subject) };
}

function randomCover(random: Random, world: SuiteWorld): Covers {
	const own = new Set(
		random.some([0, 1, 2, 3], 4).map(() => formatSubject(randomSubject(random, world))),
	);
	const isInside = random.chance(50);
	return (subject) => own.has(formatSubject(subject)) === isInside;
}
