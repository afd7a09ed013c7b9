import { mayExist } from "../answer/gaps.ts";
import type { HeldSets } from "../answer/held-sets.ts";
import type { Binding } from "../model/binding.ts";
import type { Assertion, PermissionWords } from "../model/suite.ts";
import type { Grants } from "../resolve/grants.ts";
import type { Check, Claim } from "./claim.ts";
import { compileSuite } from "./compile-suite.ts";
import { violationsOf } from "./evaluate.ts";
import { FilledSets, type IsFilled } from "./filled-sets.ts";
import { gapInWords } from "./gap-words.ts";
import { reasonFailure } from "./reason-failure.ts";
import type { SuiteWorld } from "./suite-world.ts";
import type { Violation } from "./violation.ts";

/** In which ways a check fails; in none when it holds. */
type Outcome = ReadonlySet<Violation["kind"]>;

/**
 * Roles that bindings point to and the inputs lack: they may give nothing, everything, or something in between. Since
 * rules only add, a check that has one outcome at both ends has it whatever these roles are; where the same role counts
 * on two sides, as before and after, each is also taken to give everything by itself.
 */
export class MissingRoles {
	readonly #world: SuiteWorld;
	readonly #fills = new Map<string, IsFilled>();
	readonly #compiled = new Map<IsFilled, ReadonlyMap<string, Claim>>();

	constructor(world: SuiteWorld) {
		this.#world = world;
	}

	/** What is missing that could turn a check, in words; undefined when nothing could. */
	gapOf(check: Check): string | undefined {
		const { claim } = check;
		const missing = this.#missingFor(claim);
		const [first] = missing;
		if (first === undefined) return undefined;
		const now = outcomeOf(claim, this.#world, this.#world.identities);
		// What the inputs themselves show to be new is new.
		if (claim.kind === "ratchet" && now.has("extra")) return undefined;
		const keys = [...new Set(missing.map(keyOf))];
		const isOneByOne = claim.kind === "ratchet" || check.test.assertions.some(readsSubjects);
		const fills = [everyMissing, ...(isOneByOne ? keys.map((key) => this.#fillOf(key)) : [])];
		if (
			isCertain(
				now,
				fills.map((isFilled) => this.#outcome(check, isFilled)),
			)
		)
			return undefined;
		const culprit = keys.find((key) => !isSame(this.#outcome(check, this.#fillOf(key)), now));
		const named = missing.filter((binding) => keyOf(binding) === culprit);
		const [own = named[0] ?? first] = named.filter((binding) => this.#names(binding, claim));
		return gapInWords(own);
	}

	/** A bound that is read from a subject is another one when the subject has more. */
	#outcome(check: Check, isFilled: IsFilled): Outcome {
		const held = new FilledSets(this.#world.identities, isFilled);
		const world = { ...this.#world, identities: held };
		const claim = check.test.assertions.some(readsSubjects)
			? (this.#claimsIn(world, isFilled).get(check.id) ?? check.claim)
			: check.claim;
		return outcomeOf(claim, world, held);
	}

	#claimsIn(world: SuiteWorld, isFilled: IsFilled): ReadonlyMap<string, Claim> {
		let claims = this.#compiled.get(isFilled);
		if (claims === undefined) {
			const { suite } = world;
			const tests = suite.tests.filter(({ assertions }) => assertions.some(readsSubjects));
			const { checks } = compileSuite({ ...world, suite: { ...suite, tests } });
			claims = new Map(checks.map(({ id, claim }) => [id, claim]));
			this.#compiled.set(isFilled, claims);
		}
		return claims;
	}

	/** Every binding of one role, on whichever side. */
	#fillOf(key: string): IsFilled {
		let fill = this.#fills.get(key);
		if (fill === undefined) {
			fill = (binding) => keyOf(binding) === key;
			this.#fills.set(key, fill);
		}
		return fill;
	}

	#missingFor(claim: Claim): readonly Binding[] {
		const own = missingOf(this.#world.grants);
		return claim.kind === "ratchet" ? [...own, ...missingOf(claim.baseline.grants)] : own;
	}

	#names(binding: Binding, claim: Claim): boolean {
		if (!("who" in claim) || claim.who.kind === "role") return false;
		const named = this.#world.grants.namedBy(claim.who.identity);
		return named.some((by) => by.all().some((match) => match.binding === binding));
	}
}

const everyMissing: IsFilled = () => true;

/** The bindings whose role may exist elsewhere; a ClusterRoleBinding of a Role gives nothing, wherever that is. */
function missingOf({ missing, snapshot }: Grants): readonly Binding[] {
	return missing
		.map(({ binding }) => binding)
		.filter(
			(binding) =>
				binding.subjects.length > 0 &&
				!(binding.kind === "ClusterRoleBinding" && binding.roleRef.kind === "Role") &&
				mayExist(snapshot, binding),
		);
}

function keyOf({ roleRef: { kind, name }, namespace }: Binding): string {
	return `${kind}/${kind === "Role" ? namespace : ""}/${name}`;
}

function outcomeOf(claim: Claim, world: SuiteWorld, held: HeldSets): Outcome {
	const kinds = new Set(violationsOf(claim, world, held).map(({ kind }) => kind));
	if (kinds.size === 0 && reasonFailure(claim, world, held) !== undefined) kinds.add("other");
	return kinds;
}

/** Is there one outcome that all have, whatever is missing? */
function isCertain(now: Outcome, others: readonly Outcome[]): boolean {
	if (now.size === 0) return others.every(({ size }) => size === 0);
	return [...now].some((kind) => others.every((other) => other.has(kind)));
}

function isSame(one: Outcome, other: Outcome): boolean {
	return one.size === other.size && [...one].every((kind) => other.has(kind));
}

/** Does an assertion take what some subject has for a measure? */
function readsSubjects(assertion: Assertion): boolean {
	const ignoring = "ignoring" in assertion ? (assertion.ignoring ?? []) : [];
	return (
		permissionsIn(assertion).some(({ kind }) => kind === "subject") ||
		ignoring.some(({ text }) => text !== "everyone-rights")
	);
}

function permissionsIn(assertion: Assertion): readonly PermissionWords[] {
	switch (assertion.kind) {
		case "allow":
		case "deny":
		case "only":
			return [assertion.permission];
		case "atLeast":
		case "atMost":
		case "exactly":
		case "forall":
			return assertion.permissions;
		case "notBoth":
			return [assertion.first, assertion.second];
		case "disjoint":
			return assertion.on === undefined ? [] : [assertion.on];
		case "noNewAccess":
		case "noLostAccess":
		case "equivalent":
			return assertion.exceptions.map(({ permission }) => permission);
		case "budget":
		case "golden":
			return [];
	}
}
