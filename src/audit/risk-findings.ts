import type { EffectiveRole } from "../model/grant.ts";
import type { Subject } from "../model/subject.ts";
import { dominated, isDominated } from "./dominated.ts";
import { isExcepted } from "./excepted.ts";
import { type Draft, draftOf } from "./finding-draft.ts";
import type { Fired, ScopeKind } from "./fired.ts";
import type { Held } from "./held.ts";
import { audienceOf, type Holder, heldBy, holdersOf, holdingOf, namespacesOf } from "./holders.ts";
import { areBindingsListed } from "./listed-whole.ts";
import type { RiskWorld } from "./risk-world.ts";
import { SensitiveNamespaces } from "./sensitive-namespaces.ts";
import { withoutElsewhere } from "./without-elsewhere.ts";
import { withoutKnown } from "./without-known.ts";
import { withoutLesser } from "./without-lesser.ts";

export interface RiskFindings {
	readonly drafts: readonly Draft[];
	/** How many were looked at. */
	readonly subjects: number;
	/** How many subjects were left out, since the default policy alone grants what they have. */
	readonly hiddenSystem: number;
}

/** Every policy about permissions held to every subject, in every scope it holds something in. */
export function riskFindings(world: RiskWorld): RiskFindings {
	return new RiskSearch(world).run();
}

interface Where {
	readonly scope: ScopeKind;
	readonly namespace: string;
	/** Why the namespace is sensitive. */
	readonly reason: string | undefined;
}

const everywhere: Where = { scope: "cluster", namespace: "", reason: undefined };

class RiskSearch {
	readonly #world: RiskWorld;

	constructor(world: RiskWorld) {
		this.#world = world;
	}

	run(): RiskFindings {
		const { options } = this.#world.audit;
		const all = holdersOf(this.#world.audit.grants);
		const hidden = new Set(options.includeSystem ? [] : all.filter((one) => this.#isUsual(one)));
		const holders = all.filter((one) => !hidden.has(one));
		const clusterWide = holders.map((holder) => ({ holder, drafts: this.#clusterWide(holder) }));
		const sensitive = new SensitiveNamespaces(options.sensitiveNamespaces);
		for (const { holder, drafts } of clusterWide) sensitive.learn(holder.subject, drafts);
		// What is excepted everywhere still stands above what is found in single namespaces.
		const drafts = clusterWide.flatMap(({ holder, drafts }) =>
			[...drafts, ...this.#inNamespaces(holder, drafts, sensitive)].filter(
				({ fired }) => !isExcepted(fired.policy, holder.subject),
			),
		);
		return {
			drafts: [...drafts, ...this.#unbound(sensitive)],
			subjects: holders.length,
			hiddenSystem: [...hidden].filter(isOfInput).length,
		};
	}

	#clusterWide(holder: Holder): readonly Draft[] {
		const { subject, own, others } = holder;
		const mine = heldBy(own, "");
		if (mine.length === 0) return [];
		const theirs = heldBy(others, "");
		const all = [...mine, ...theirs];
		const fired = withoutElsewhere(this.#fired(all, undefined, ""), holder, this.#world.judge);
		const known = this.#fired(theirs, undefined, "");
		return this.#drafts(subject, withoutKnown(fired, known), all, everywhere);
	}

	#inNamespaces(
		{ subject, own, others }: Holder,
		above: readonly Draft[],
		sensitive: SensitiveNamespaces,
	): readonly Draft[] {
		const mine = heldBy(own, "");
		// Of one that holds something everywhere, what its groups hold in a namespace may complete a condition.
		const namespaces = namespacesOf(mine.length > 0 ? [...own, ...others] : own);
		if (namespaces.length === 0) return [];
		const theirs = heldBy(others, "");
		const ofCluster = [...mine, ...theirs];
		return namespaces.flatMap((namespace) => {
			const insideTheirs = heldBy(others, namespace);
			const all = [...heldBy(own, namespace), ...insideTheirs];
			const reason = sensitive.reasonFor(namespace, subject);
			const scope = reason === undefined ? "namespace" : "sensitive";
			const here = this.#world.fired.ofNamespaceAlone(holdingOf(ofCluster, all, namespace));
			const fired = withoutLesser(here, above, scope);
			if (fired.length === 0) return [];
			const known = this.#fired(theirs, insideTheirs, namespace);
			const held = [...ofCluster, ...all];
			const where = { scope, namespace, reason } as const;
			const drafts = this.#drafts(subject, withoutKnown(fired, known), held, where);
			return drafts.filter((draft) => !isDominated(draft, above));
		});
	}

	/** What whoever is bound to a role will have, of the roles that nobody is bound to. */
	#unbound(sensitive: SensitiveNamespaces): readonly Draft[] {
		const { grants, snapshot } = this.#world.audit;
		const bound = new Set(
			grants.bound.flatMap(({ role, binding }) => (binding.subjects.length > 0 ? [role] : [])),
		);
		const sources = new Set(
			snapshot.roles.flatMap(({ kind, namespace, name }) =>
				(grants.role(kind, namespace, name)?.rules ?? []).flatMap(({ through }) => through),
			),
		);
		return snapshot.roles.flatMap((declared): readonly Draft[] => {
			const role = grants.role(declared.kind, declared.namespace, declared.name);
			if (role === undefined || role.role !== declared || bound.has(role)) return [];
			if (sources.has(declared) || feedsOthers(role) || this.#world.defaults.isDefaultRole(role))
				return [];
			const held: readonly Held[] = [{ match: undefined, role, namespace: declared.namespace }];
			const { namespace } = declared;
			if (!areBindingsListed(this.#world.audit, namespace)) return [];
			const isCluster = namespace === "";
			const fired = isCluster ? this.#fired(held, undefined, "") : this.#fired([], held, namespace);
			const reason = sensitive.reasonFor(namespace, undefined);
			const inside = reason === undefined ? "namespace" : "sensitive";
			const where = isCluster ? everywhere : ({ scope: inside, namespace, reason } as const);
			return this.#drafts(declared, fired, held, where);
		});
	}

	#fired(
		everywhere: readonly Held[],
		inside: readonly Held[] | undefined,
		namespace: string,
	): readonly Fired[] {
		return this.#world.fired.of(holdingOf(everywhere, inside, namespace));
	}

	#drafts(
		who: Subject | EffectiveRole["role"],
		fired: readonly Fired[],
		held: readonly Held[],
		where: Where,
	): readonly Draft[] {
		const isSubject = !("rules" in who);
		const audience = isSubject ? audienceOf(who) : undefined;
		const { scope, namespace, reason } = where;
		const circumstances = { audience, isLatent: !isSubject, sensitive: reason };
		const found = fired.flatMap((one): readonly Draft[] => {
			const draft = draftOf(who, one, held, { scope, namespace, circumstances }, this.#world);
			return draft === undefined || this.#isSystem(draft) ? [] : [draft];
		});
		return dominated(found, this.#world.reaches.scoping);
	}

	/** Nothing but what every API server grants it by itself. */
	#isUsual({ own }: Holder): boolean {
		return own.every((named) =>
			named.all().every((match) => {
				const { role, binding } = match;
				const { namespace } = binding;
				return role !== undefined && this.#world.defaults.has({ match, role, namespace });
			}),
		);
	}

	/** All that makes it up is the default policy's, word for word. */
	#isSystem({ grants }: Draft): boolean {
		if (this.#world.audit.options.includeSystem) return false;
		return grants.every(({ match, role }) =>
			this.#world.defaults.has({ match, role, namespace: match?.binding.namespace ?? "" }),
		);
	}
}

/** Labelled to be aggregated: a role that is not in the input takes it up. */
function feedsOthers({ role: { labels } }: EffectiveRole): boolean {
	return [...labels.keys()].some((key) =>
		key.startsWith("rbac.authorization.k8s.io/aggregate-to-"),
	);
}

/** Does an object of the input name it, and not only the default policy that every cluster is taken to have? */
function isOfInput({ own }: Holder): boolean {
	return own.some((named) => named.all().some(({ binding }) => !binding.builtIn));
}
