import { identityOfSubject } from "../answer/subjects.ts";
import type { PolicyRule } from "../model/rule.ts";
import type { Assertion, PermissionWords } from "../model/suite.ts";
import type { FixEdit } from "../model/suite-fix.ts";
import { userNamedBy } from "../resolve/grants.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import {
	type AccessChange,
	type Affected,
	accessChanges,
	affectedBy,
	roleKey,
} from "./access-changes.ts";
import type { Check, Claim } from "./claim.ts";
import { compileSuite } from "./compile-suite.ts";
import { editedSnapshot } from "./edited-snapshot.ts";
import { violationsOf } from "./evaluate.ts";
import { reasonFailure } from "./reason-failure.ts";
import { type SuiteWorld, worldWith } from "./suite-world.ts";

/** What edits come to, tried on the policy in memory. */
export interface Trial {
	readonly edits: readonly FixEdit[];
	readonly world: SuiteWorld;
	readonly changes: readonly Change[];
	readonly repairs: boolean;
	/** Somebody has what they had not. */
	readonly adds: boolean;
	/** Checks that pass today and do not with the edits. */
	readonly breaks: readonly Check[];
}

/** What a subject gains and loses, all its groups counted. */
interface Change extends Pick<AccessChange, "subject"> {
	readonly gained: PermissionSet;
	readonly lost: PermissionSet;
}

/** Tries edits out, and holds all checks of a suite to what comes of them. */
export class FixJudge {
	readonly world: SuiteWorld;
	readonly #checks: readonly Check[];
	readonly #passing = new Map<Check, boolean>();

	constructor(world: SuiteWorld, checks: readonly Check[]) {
		this.world = world;
		this.#checks = checks;
	}

	/** `failed`: the checks that should hold then. */
	try(edits: readonly FixEdit[], failed: readonly Check[]): Trial {
		const world = worldWith(this.world, editedSnapshot(this.world.grants.snapshot, edits));
		const [before, after] = [this.world.identities, world.identities];
		const affected = affectedBy(before, after);
		const own = accessChanges(affected, before, after);
		const isMore = own.some((one) => !one.after.isSubsetOf(one.before));
		const touched = this.#checks.filter(({ claim }) => mayChange(claim, affected, isMore));
		const breaks = touched.filter(
			(check) => !failed.includes(check) && !holds(check.claim, world) && this.#passes(check),
		);
		const changes = own.map(({ subject }): Change => {
			const [was, is] = [
				before.of(identityOfSubject(this.world.grants, subject)),
				after.of(identityOfSubject(world.grants, subject)),
			];
			return { subject, gained: is.difference(was), lost: was.difference(is) };
		});
		const repairs = failed.every(({ claim }) => holds(claim, world));
		const all = [...breaks, ...this.#overdue(world)];
		return { edits, world, changes, repairs, adds: isMore, breaks: all };
	}

	/** A known failure that passes is an error, until somebody takes its marker away. */
	#overdue(world: SuiteWorld): readonly Check[] {
		const known = this.#checks.filter(({ test }) => test.knownFailure !== undefined);
		const turned = known.filter((one) => !this.#passes(one) && holds(one.claim, world));
		return turned.filter(({ test }) =>
			known.every((one) => one.test !== test || holds(one.claim, world)),
		);
	}

	/** Do the words of the suite mean the same over the edited policy? Only then is a trial all that there is to know. */
	#isReadAlike({ world, edits }: Trial): boolean {
		const { grants } = world;
		const isNamed = edits.every((edit) =>
			"role" in edit
				? edit.kind !== "change-rule" || isStillNamed(edit.role.rules[edit.rule], world)
				: edit.binding.subjects.every((subject) => {
						const user = userNamedBy(subject, edit.binding.namespace);
						return user === undefined ? grants.namesGroup(subject.name) : grants.namesUser(user);
					}),
		);
		return isNamed && !namesPolicy(world.suite);
	}

	/** Reads the suite anew over the edited policy: its words may mean something else there, or nothing any more. */
	proves(trial: Trial, failed: readonly Check[]): boolean {
		if (this.#isReadAlike(trial)) return true;
		const { world } = trial;
		const { checks, problems } = compileSuite(world);
		if (problems.some(({ severity }) => severity === "error")) return false;
		const byId = new Map(checks.map((check) => [check.id, check]));
		return this.#checks.every((before) => {
			const now = byId.get(before.id);
			if (now !== undefined && holds(now.claim, world)) return true;
			// What stands for no check any more was about somebody who has nothing now: a `forall` names them.
			if (now === undefined) return !failed.includes(before) || isOfAll(before);
			return !failed.includes(before) && !this.#passes(before);
		});
	}

	#passes(check: Check): boolean {
		let passes = this.#passing.get(check);
		if (passes === undefined) {
			passes = holds(check.claim, this.world);
			this.#passing.set(check, passes);
		}
		return passes;
	}
}

function holds(claim: Claim, world: SuiteWorld): boolean {
	return (
		violationsOf(claim, world).length === 0 &&
		reasonFailure(claim, world, world.identities) === undefined
	);
}

/** Are the resources of a rule known still? Those of the catalogue are. */
function isStillNamed(rule: PolicyRule | undefined, { phrases }: SuiteWorld): boolean {
	const known = new Set(
		phrases.catalog.resources.map(({ group, resource }) => `${group}/${resource}`),
	);
	return (rule?.apiGroups ?? []).every((group) =>
		(rule?.resources ?? []).every(
			(resource) =>
				known.has(`${group}/${resource.split("/")[0]}`) ||
				phrases.isNamedByRule?.(resource, group) === true,
		),
	);
}

/** Does a suite measure by what roles or other subjects have? */
function namesPolicy({ tests }: SuiteWorld["suite"]): boolean {
	return tests.some(({ assertions }) =>
		assertions.some(
			(one) =>
				permissionsOf(one).some(({ kind }) => kind === "role" || kind === "subject") ||
				("ignoring" in one && one.ignoring?.some(({ text }) => text !== "everyone-rights")),
		),
	);
}

function permissionsOf(one: Assertion): readonly PermissionWords[] {
	if ("permissions" in one) return one.permissions;
	if ("permission" in one) return [one.permission];
	if ("first" in one) return [one.first, one.second];
	if ("exceptions" in one) return one.exceptions.map(({ permission }) => permission);
	return "on" in one && one.on !== undefined ? [one.on] : [];
}

function isOfAll({ test }: Check): boolean {
	return test.assertions.some(({ kind }) => kind === "forall");
}

/** Can the edits turn a check that passes? Who has less cannot have too much. */
function mayChange(claim: Claim, { users, groups, roles }: Affected, isMore: boolean): boolean {
	switch (claim.kind) {
		case "bound": {
			const { who, required, via, because } = claim;
			if (!isMore && required.isEmpty && via === undefined && because === undefined) return false;
			if (who.kind === "role") return roles.has(roleKey(who.role.role));
			const { identity } = who;
			return users.has(identity.name) || identity.groups.some((group) => groups.has(group));
		}
		case "budget":
			return true;
		case "ratchet":
			return isMore || claim.counts !== "gained";
		case "closed":
		case "disjoint":
		case "notBoth":
			return isMore;
	}
}
