import { objectName } from "../model/object-name.ts";
import type { Role } from "../model/role.ts";
import type { Check, Claim, Who } from "../suite/claim.ts";
import { violationsOf } from "../suite/evaluate.ts";
import { passesIn } from "../suite/run-suite.ts";
import { type SuiteWorld, worldWith } from "../suite/suite-world.ts";
import { ChangedSets } from "./changed-sets.ts";
import { type Mutant, mutated } from "./mutant.ts";
import { type Changed, type Key, keysOfIdentity, type OwnSets } from "./own-sets.ts";
import { put } from "./put.ts";

/** Tells which checks, of those that pass, notice a mistake. */
export class Judge {
	readonly world: SuiteWorld;
	readonly own: OwnSets;
	readonly #byKey = new Map<Key, Check[]>();
	readonly #byRole = new Map<string, Check[]>();
	/** Those about a role, by each role that declares its rules. */
	readonly #bySource = new Map<Role, Check[]>();
	/** Asked of each subject that changed, and of nobody else. */
	readonly #closed: readonly Check[];
	readonly #passing: readonly Check[];
	readonly #compared: ReadonlySet<string>;
	/** About several subjects at once: asked anew each time. */
	readonly #whole: readonly Check[];

	constructor(world: SuiteWorld, own: OwnSets, passing: readonly Check[]) {
		this.world = world;
		this.own = own;
		for (const check of passing) {
			for (const who of whosOf(check.claim)) this.#file(check, who);
		}
		this.#closed = passing.filter(({ claim }) => claim.kind === "closed");
		const hasRatchet = passing.some(({ claim }) => claim.kind === "ratchet" && claim.roles);
		const builtIn = world.grants.snapshot.roles.filter((role) => role.builtIn);
		this.#compared = new Set(hasRatchet ? builtIn.map(objectName) : []);
		this.#passing = passing;
		this.#whole = passing.filter(({ claim }) => !(claim.kind in alone));
	}

	/** The roles that a check names, or that a ratchet compares whoever has them. */
	isNamed(role: string): boolean {
		return this.#byRole.has(role) || this.#compared.has(role);
	}

	/** The checks that may say something of what these subjects have, or of what a role gives to whom it is given. */
	about(keys: ReadonlySet<Key>, role?: Role): readonly Check[] {
		const found = new Set(role === undefined ? [] : this.#bySource.get(role));
		for (const key of keys) for (const check of this.#byKey.get(key) ?? []) found.add(check);
		const ofRoles = this.#whole.filter(({ claim }) => claim.kind === "ratchet" && claim.roles);
		return keys.size === 0 ? [...found, ...ofRoles] : [...found, ...this.#closed, ...this.#whole];
	}

	/** The checks that fail, or cannot be decided any more; only the first when one is enough. */
	noticedBy(mutant: Mutant, changed: Changed, isOneEnough: boolean): readonly Check[] {
		const found: Check[] = [];
		for (const fails of this.#ways(mutant, changed)) {
			for (const check of fails) {
				if (found.includes(check)) continue;
				found.push(check);
				if (isOneEnough) return found;
			}
		}
		return found;
	}

	*#ways(mutant: Mutant, changed: Changed): Generator<Iterable<Check>> {
		const after = new ChangedSets(this.own, changed);
		const concerned = this.#concerned(changed);
		const fails = (identities: ChangedSets) => (check: Check) =>
			violationsOf(loosened(check.claim, changed), this.world, identities).length > 0;
		yield concerned.filter(fails(after));
		yield this.#closed.filter(fails(new ChangedSets(this.own, changed, true)));
		yield this.#whole.filter(fails(after));
		// What these say of the grants themselves, and what a missing role leaves open, the sets do not tell.
		const about =
			mutant.operator === "RoleRefDangling"
				? this.#passing
				: [
						...concerned.filter(({ claim }) => isAboutGrants(claim)),
						// What somebody gains may go with what a role that is missing may give.
						...(this.world.grants.missing.length > 0 ? this.#whole : []),
					];
		if (about.length === 0) return;
		const world = worldWith(this.world, mutated(this.world.grants.snapshot, mutant));
		yield about.filter((check) => !passesIn(check, world));
	}

	#concerned({ subjects, roles }: Changed): readonly Check[] {
		const found = new Set<Check>();
		for (const key of subjects.keys()) {
			for (const check of this.#byKey.get(key) ?? []) found.add(check);
		}
		for (const { role } of roles.keys()) {
			for (const check of this.#byRole.get(objectName(role)) ?? []) found.add(check);
		}
		return [...found];
	}

	#file(check: Check, who: Who): void {
		if (who.kind === "subject") {
			for (const key of keysOfIdentity(who.identity)) put(this.#byKey, key, check);
			return;
		}
		const { role, rules } = who.role;
		put(this.#byRole, objectName(role), check);
		for (const source of new Set([role, ...rules.map(({ declaredIn }) => declaredIn)])) {
			put(this.#bySource, source, check);
		}
	}
}

/** Rights that are held against nobody grow with those who have them. */
function loosened(claim: Claim, { subjects }: Changed): Claim {
	if (!(claim.kind === "bound" || claim.kind === "closed") || claim.follows === undefined) {
		return claim;
	}
	let { forbidden } = claim;
	for (const [key, after] of subjects) {
		if (claim.follows.has(key)) forbidden = forbidden.difference(after);
	}
	return { ...claim, forbidden };
}

/** Claims about one subject or role, or about each subject by itself. */
const alone = { bound: true, budget: true, closed: true };

function whosOf(claim: Claim): readonly Who[] {
	return claim.kind === "bound" || claim.kind === "budget" ? [claim.who] : [];
}

/** Budgets count rules and what they name. */
function isAboutGrants(claim: Claim): boolean {
	if (claim.kind === "budget") return true;
	return claim.kind === "bound" && (claim.via !== undefined || claim.because !== undefined);
}
