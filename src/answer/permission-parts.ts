import type { EffectiveRole, SourcedRule } from "../model/grant.ts";
import type { Request } from "../model/request.ts";
import { mergedPhrases } from "../phrase/merged-phrases.ts";
import type { Phrase } from "../phrase/phrase.ts";
import { inNamespace, type PhrasesOfSet, phrasesOfSet } from "../phrase/phrases-of-set.ts";
import { printPhrase } from "../phrase/print-phrase.ts";
import type { BoundRole } from "../resolve/bound-role.ts";
import { namespacesIn } from "../sets/namespaces-in.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import { witness } from "../sets/witness.ts";
import type { IdentitySets } from "./identity-sets.ts";
import type { PermissionQuestion } from "./permission-question.ts";
import { ruleMeets } from "./rule-meets.ts";

/** What a binding gives of what was asked, in phrases. */
export interface Gives {
	readonly gives: readonly string[];
	readonly isWhole: boolean;
}

/** More parts than these are looked at rule by rule. */
const partsAtOnce = 16;
const partsOfRule = 100;

/** What roles and their rules have of what was asked; each is worked out once, whoever is bound. */
export class PermissionParts {
	readonly #identitySets: IdentitySets;
	readonly #question: PermissionQuestion;
	/** What is asked, wherever: rules do not look at the namespace. */
	readonly #anywhere: PermissionSet;
	readonly #roles = new Map<BoundRole["role"], PermissionSet>();
	readonly #rules = new Map<SourcedRule, PermissionSet>();
	readonly #namespaces = new Map<PermissionSet, string | undefined>();
	readonly #gives = new Map<BoundRole["role"], Map<string, Gives>>();
	readonly #phrases = new Map<string, PhrasesOfSet>();

	constructor(identitySets: IdentitySets, question: PermissionQuestion) {
		this.#identitySets = identitySets;
		this.#question = question;
		this.#anywhere = identitySets.sets.inAnyNamespace(question.set);
	}

	/** Does a binding give anything that was asked? */
	doesGive({ binding, role }: BoundRole): boolean {
		return !this.#counting(this.#ofRole(role), binding.namespace).isEmpty;
	}

	/** The rules of a binding's role that give something that was asked. */
	rulesOf({ binding, role }: BoundRole): readonly SourcedRule[] {
		return (role?.rules ?? []).filter(
			(sourced) => !this.#counting(this.#ofRule(sourced), binding.namespace).isEmpty,
		);
	}

	/** A request among those that a binding gives: who is bound must be allowed it. */
	exampleOf({ binding, role }: BoundRole): Request | undefined {
		const example = witness(this.#counting(this.#ofRole(role), binding.namespace));
		const { namespace } = binding;
		return example?.kind === "resource" && namespace !== "" ? { ...example, namespace } : example;
	}

	/** What a binding gives: as it was asked where that is given whole, in phrases of their own otherwise. */
	inPhrases(bound: BoundRole): Gives {
		const { role, binding } = bound;
		const known = this.#gives.get(role) ?? new Map<string, Gives>();
		this.#gives.set(role, known);
		const found = known.get(binding.namespace) ?? this.#findGives(bound);
		known.set(binding.namespace, found);
		return found;
	}

	#findGives(bound: BoundRole): Gives {
		const { namespace } = bound.binding;
		const role = this.#ofRole(bound.role);
		const phrases: Phrase[] = [];
		let isWhole = true;
		for (const { phrase, set, atoms } of this.#question.permissions) {
			if (this.#isGiven(set, role, namespace)) {
				phrases.push(phrase);
				continue;
			}
			const given = atoms.filter((atom) => this.#isGiven(atom.set, role, namespace));
			phrases.push(...mergedPhrases(given.map((atom) => atom.phrase)));
			const others = atoms.filter((atom) => !given.includes(atom)).map((atom) => atom.set);
			const rest = this.#identitySets.sets.union(others);
			const more = this.#restInPhrases(bound, rest);
			phrases.push(...more.phrases);
			isWhole &&= more.isWhole;
		}
		return { gives: [...new Set(mergedPhrases(phrases).map(printPhrase))], isWhole };
	}

	#restInPhrases(bound: BoundRole, rest: PermissionSet): PhrasesOfSet {
		const { namespace } = bound.binding;
		const part = this.#counting(this.#ofRole(bound.role).intersection(rest), namespace);
		if (part.isEmpty) return { phrases: [], isWhole: true };
		const found = this.#phrasesOf(part, partsAtOnce);
		if (found.isWhole) return placed(found, namespace);
		const ofRules = this.rulesOf(bound).map((sourced) =>
			this.#phrasesOf(
				this.#counting(this.#ofRule(sourced).intersection(rest), namespace),
				partsOfRule,
			),
		);
		const phrases = mergedPhrases(ofRules.flatMap((one) => one.phrases));
		return placed({ phrases, isWhole: ofRules.every((one) => one.isWhole) }, namespace);
	}

	/** RoleBindings of many namespaces give the same there. */
	#phrasesOf(part: PermissionSet, most: number): PhrasesOfSet {
		const key = `${part.resources} ${part.paths} ${most}`;
		let found = this.#phrases.get(key);
		if (found === undefined) {
			found = phrasesOfSet(part, this.#identitySets.grants.snapshot.catalog, most);
			this.#phrases.set(key, found);
		}
		return found;
	}

	/** What counts of a role or rule that is bound in a namespace, or with "" everywhere. */
	#counting(part: PermissionSet, namespace: string): PermissionSet {
		return namespace === "" ? part : part.within(namespace);
	}

	#ofRole(role: BoundRole["role"]): PermissionSet {
		let part = this.#roles.get(role);
		if (part === undefined) {
			const { sets } = this.#identitySets;
			part =
				role === undefined
					? sets.none
					: sets
							.ofRules(this.#meeting(role).map(({ rule }) => rule))
							.intersection(this.#question.set);
			this.#roles.set(role, part);
		}
		return part;
	}

	#meeting({ rules }: EffectiveRole): readonly SourcedRule[] {
		const { sets } = this.#identitySets;
		return rules.filter(({ rule }) => ruleMeets(sets, this.#anywhere, rule));
	}

	#ofRule(sourced: SourcedRule): PermissionSet {
		let part = this.#rules.get(sourced);
		if (part === undefined) {
			part = this.#identitySets.sets.ofRules([sourced.rule]).intersection(this.#question.set);
			this.#rules.set(sourced, part);
		}
		return part;
	}

	/** Is a whole permission in what a role gives, bound in a namespace or everywhere? */
	#isGiven(asked: PermissionSet, role: PermissionSet, namespace: string): boolean {
		if (namespace === "") return asked.isSubsetOf(role);
		if (this.#onlyNamespaceOf(asked) !== namespace) return false;
		return asked.within(namespace).isSubsetOf(role.within(namespace));
	}

	#onlyNamespaceOf(asked: PermissionSet): string | undefined {
		if (!this.#namespaces.has(asked)) {
			const [only, ...more] = asked.hasPaths ? [] : (namespacesIn(asked) ?? []);
			this.#namespaces.set(asked, more.length === 0 ? only : undefined);
		}
		return this.#namespaces.get(asked);
	}
}

/** Phrases about a role as they count where it is bound. */
function placed({ phrases, isWhole }: PhrasesOfSet, namespace: string): PhrasesOfSet {
	if (namespace === "") return { phrases, isWhole };
	return { phrases: phrases.map((phrase) => inNamespace(phrase, namespace)), isWhole };
}
