import { filledSubject } from "../answer/chain.ts";
import type { Binding } from "../model/binding.ts";
import type { EffectiveRole, SourcedRule } from "../model/grant.ts";
import { objectName } from "../model/object-name.ts";
import type { Role } from "../model/role.ts";
import type { PolicyRule } from "../model/rule.ts";
import { formatSubject } from "../model/subject.ts";
import type { AuditWorld } from "./audit-world.ts";
import type { Held } from "./held.ts";

/** Tells what every API server grants by itself, also where a cluster or the input holds those objects. */
export class DefaultGrants {
	readonly #world: AuditWorld;
	readonly #bindings: ReadonlyMap<string, Binding>;
	readonly #roles = new Map<EffectiveRole, boolean>();
	readonly #rules = new Map<PolicyRule, boolean>();

	constructor(world: AuditWorld) {
		this.#world = world;
		this.#bindings = new Map(world.defaults.bindings.map((one) => [objectName(one), one]));
	}

	/** The subject has it from a default binding, by a role that gives no more than the default one of its name. */
	has({ match, role }: Held): boolean {
		if (match === undefined) return this.isDefaultRole(role);
		const { binding } = match;
		if (binding.builtIn && role.role.builtIn) return true;
		const usual = this.#bindings.get(objectName(binding));
		if (usual === undefined || usual.roleRef.name !== binding.roleRef.name) return false;
		const named = formatSubject(filledSubject(match.subject, binding.namespace));
		const isNamed = usual.subjects.some(
			(one) => formatSubject(filledSubject(one, usual.namespace)) === named,
		);
		return isNamed && this.isDefaultRole(role);
	}

	isDefaultRole(role: EffectiveRole): boolean {
		let known = this.#roles.get(role);
		if (known === undefined) {
			known = role.role.builtIn || this.#givesNoMore(role);
			this.#roles.set(role, known);
		}
		return known;
	}

	/** The default role that declares the rule gives all that it gives: it is nobody's to mend. */
	isDefaultRule({ declaredIn, rule }: SourcedRule): boolean {
		if (declaredIn.builtIn) return true;
		let known = this.#rules.get(rule);
		if (known === undefined) {
			const { sets } = this.#world.identities;
			const usual = this.#defaultRules(declaredIn);
			known = usual !== undefined && sets.ofRules([rule]).isSubsetOf(sets.ofRules(usual));
			this.#rules.set(rule, known);
		}
		return known;
	}

	#givesNoMore(role: EffectiveRole): boolean {
		const { identities } = this.#world;
		const rules = this.#defaultRules(role.role);
		return (
			rules !== undefined && identities.ofRole(role).isSubsetOf(identities.sets.ofRules(rules))
		);
	}

	/** Those of the default role of the same name. */
	#defaultRules({ kind, namespace, name }: Role): readonly PolicyRule[] | undefined {
		const { defaults, defaultRole } = this.#world;
		if (kind === "ClusterRole") return defaultRole(name)?.rules.map(({ rule }) => rule);
		return defaults.roles.find(
			(one) => one.kind === kind && one.namespace === namespace && one.name === name,
		)?.rules;
	}
}
