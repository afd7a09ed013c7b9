import { type KnownResources, knownResources } from "../model/known-resources.ts";
import type { PolicyRule } from "../model/rule.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { AuditWorld } from "./audit-world.ts";
import { isGetEnough, sessions } from "./lint/exec-by-get-alone.ts";
import { unaskable } from "./unaskable.ts";

/** What would stay of a rule that a fix changes, though nobody can ask for it. */
export class VainRests {
	readonly #world: AuditWorld;
	readonly #known: KnownResources;
	readonly #always = new Map<PolicyRule, PermissionSet>();

	constructor(world: AuditWorld) {
		this.#world = world;
		const { catalog, customGroups } = world.snapshot;
		this.#known = knownResources(catalog, customGroups ?? new Set());
	}

	/** What a rule gives in vain once a region is taken out of it. */
	of(rule: PolicyRule, region: PermissionSet): PermissionSet {
		const { sets } = this.#world.identities;
		const halves = isGetEnough(this.#world.snapshot.kubernetesVersion)
			? []
			: sessions
					.map((entry) => ({ ...rule, apiGroups: [""], resources: [entry] }))
					.filter((one) => sets.ofRules([{ ...one, verbs: ["create"] }]).isSubsetOf(region))
					.map((one) => ({ ...one, verbs: ["get"] }));
		const always = this.#always.get(rule) ?? sets.ofRules(unaskable(rule, this.#known));
		this.#always.set(rule, always);
		return halves.length === 0 ? always : always.union(sets.ofRules(halves));
	}

	/**
	 * A rule that stays of another one, without what is in vain: of the verbs that a star was written out to, and of the
	 * resources that lose something, which `meets` tells.
	 */
	taken(
		inVain: PermissionSet,
		stays: PolicyRule,
		before: PolicyRule,
		meets: (rule: PolicyRule) => boolean,
	): readonly PolicyRule[] {
		if (inVain.isEmpty) return [stays];
		const { sets } = this.#world.identities;
		const isVain = (rule: PolicyRule): boolean => sets.ofRules([rule]).isSubsetOf(inVain);
		const isStar = before.verbs.includes("*") && !stays.verbs.includes("*");
		const verbs = isStar
			? stays.verbs.filter((verb) => !isVain({ ...stays, verbs: [verb] }))
			: stays.verbs;
		const resources = stays.resources.filter(
			(entry) =>
				!(isVain({ ...stays, resources: [entry] }) && meets({ ...before, resources: [entry] })),
		);
		const isGone = verbs.length === 0 || (resources.length === 0 && stays.resources.length > 0);
		return isGone ? [] : [{ ...stays, verbs, resources }];
	}
}
