import type { EffectiveRole } from "../model/grant.ts";
import type { Subject } from "../model/subject.ts";
import { DefaultGrants } from "./default-grants.ts";
import { isExcepted } from "./excepted.ts";
import { type Draft, draftOf } from "./finding-draft.ts";
import { compareSeverity, type Fired, type ScopeKind } from "./fired-policies.ts";
import type { Held } from "./granting-rules.ts";
import { audienceOf, type Holder, heldBy, holdersOf } from "./holders.ts";
import type { Holding } from "./holding.ts";
import { areBindingsListed } from "./listed-whole.ts";
import { grantedBy, isGivenBy } from "./permission-words.ts";
import type { RiskWorld } from "./risk-world.ts";
import { SensitiveNamespaces } from "./sensitive-namespaces.ts";
import { withoutLesser } from "./without-lesser.ts";

export interface RiskFindings {
	readonly drafts: readonly Draft[];
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
	readonly #defaults: DefaultGrants;
	#hidden = 0;

	constructor(world: RiskWorld) {
		this.#world = world;
		this.#defaults = new DefaultGrants(world.audit);
	}

	run(): RiskFindings {
		const { options } = this.#world.audit;
		const all = holdersOf(this.#world.audit.grants);
		const holders = options.includeSystem ? all : all.filter((holder) => !this.#isUsual(holder));
		this.#hidden = all.length - holders.length;
		const clusterWide = holders.map((holder) => ({ holder, drafts: this.#clusterWide(holder) }));
		const sensitive = new SensitiveNamespaces(options.sensitiveNamespaces);
		for (const { holder, drafts } of clusterWide) sensitive.learn(holder.subject, drafts);
		const drafts = clusterWide.flatMap((one) => [
			...one.drafts,
			...this.#inNamespaces(one.holder, one.drafts, sensitive),
		]);
		return { drafts: [...drafts, ...this.#unbound(sensitive)], hiddenSystem: this.#hidden };
	}

	#clusterWide({ subject, own, others }: Holder): readonly Draft[] {
		const mine = heldBy(own, "");
		if (mine.length === 0) return [];
		const theirs = heldBy(others, "");
		const fired = this.#fired([...mine, ...theirs], undefined, "");
		const known = theirs.length === 0 ? [] : this.#fired(theirs, undefined, "");
		return this.#drafts(subject, without(fired, known), [...mine, ...theirs], everywhere);
	}

	#inNamespaces(
		{ subject, own, others }: Holder,
		above: readonly Draft[],
		sensitive: SensitiveNamespaces,
	): readonly Draft[] {
		const mine = heldBy(own, "");
		const theirs = heldBy(others, "");
		const ofCluster = [...mine, ...theirs];
		const namespaces = new Set(own.flatMap((one) => [...one.namespaces()]));
		// Of one that holds something everywhere, what its groups hold in a namespace may complete a condition.
		if (mine.length > 0) {
			for (const one of others) for (const namespace of one.namespaces()) namespaces.add(namespace);
		}
		const clusterFired = this.#fired(ofCluster, undefined, "");
		return [...namespaces].sort().flatMap((namespace) => {
			const inside = heldBy(own, namespace);
			const insideTheirs = heldBy(others, namespace);
			const all = [...inside, ...insideTheirs];
			const reason = sensitive.reasonFor(namespace, subject);
			const scope = reason === undefined ? "namespace" : "sensitive";
			const firedHere = without(this.#fired(ofCluster, all, namespace), clusterFired);
			const fired = withoutLesser(firedHere, above, scope);
			const known =
				theirs.length + insideTheirs.length === 0
					? []
					: this.#fired(theirs, insideTheirs, namespace);
			const held = [...ofCluster, ...all];
			const drafts = this.#drafts(subject, without(fired, known), held, {
				scope,
				namespace,
				reason,
			});
			return drafts.filter((draft) => !isDominated(draft, above) && !isTold(draft, above));
		});
	}

	/** What whoever is bound to a role will have, of the roles that nobody is bound to. */
	#unbound(sensitive: SensitiveNamespaces): readonly Draft[] {
		const { grants, snapshot } = this.#world.audit;
		const bound = new Set(grants.bound.map(({ role }) => role));
		const sources = new Set(
			snapshot.roles.flatMap(({ kind, namespace, name }) =>
				(grants.role(kind, namespace, name)?.rules ?? []).flatMap(({ through }) => through),
			),
		);
		return snapshot.roles.flatMap((declared): readonly Draft[] => {
			const role = grants.role(declared.kind, declared.namespace, declared.name);
			if (role === undefined || role.role !== declared || bound.has(role)) return [];
			if (sources.has(declared) || feedsOthers(role) || this.#defaults.isDefaultRole(role))
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
		const roles = (held: readonly Held[]): readonly EffectiveRole[] => held.map(({ role }) => role);
		const holding: Holding = {
			everywhere: roles(everywhere),
			inside: inside && roles(inside),
			namespace,
		};
		return this.#world.fired.of(holding);
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
		const told = dominated(found, (draft) =>
			this.#world.fired.impliedBy(draft.fired, scope !== "cluster"),
		);
		// Whoever has it for good reason has what follows from it for the same.
		return isSubject ? told.filter(({ fired }) => !isExcepted(fired.policy, who)) : told;
	}

	/** Nothing but what every API server grants it by itself. */
	#isUsual({ own }: Holder): boolean {
		return own.every((named) =>
			named.all().every((match) => {
				const { role, binding } = match;
				const { namespace } = binding;
				return role !== undefined && this.#defaults.has({ match, role, namespace });
			}),
		);
	}

	/** All that makes it up is the default policy's, word for word. */
	#isSystem({ grants }: Draft): boolean {
		if (this.#world.audit.options.includeSystem) return false;
		return grants.every(({ match, role }) =>
			this.#defaults.has({ match, role, namespace: match?.binding.namespace ?? "" }),
		);
	}
}

/** The variants that the other side does not have as well, or only by names. */
function without(fired: readonly Fired[], known: readonly Fired[]): readonly Fired[] {
	if (known.length === 0) return fired;
	const told = new Map(
		known.map(({ policy, variants }) => [
			policy,
			new Map(variants.map(({ variant, proof }) => [variant, proof.isNamed])),
		]),
	);
	return fired.flatMap(({ policy, variants }) => {
		const left = variants.filter(({ variant, proof }) => {
			const isNamed = told.get(policy)?.get(variant);
			return isNamed === undefined || (isNamed && !proof.isNamed);
		});
		return left.length === 0 ? [] : [{ policy, variants: left }];
	});
}

/** A finding that dominates takes what follows from it into itself. */
function dominated(
	drafts: readonly Draft[],
	impliedBy: (draft: Draft) => ReadonlySet<string>,
): readonly Draft[] {
	const dominating = drafts
		.filter(({ fired }) => fired.policy.dominates)
		.map((draft) => ({ draft, implied: impliedBy(draft) }))
		.sort((one, other) => other.implied.size - one.implied.size);
	const taken = new Map<Draft, Draft>();
	for (const { draft, implied } of dominating) {
		if (taken.has(draft)) continue;
		for (const other of drafts) {
			if (other === draft || taken.has(other)) continue;
			const follows =
				implied.has(other.fired.policy.id) ||
				isGivenBy(grantedBy(other.grants), grantedBy(draft.grants));
			if (follows) taken.set(other, draft);
		}
	}
	return drafts
		.filter((draft) => !taken.has(draft))
		.map((draft) => {
			const own = [...taken].filter(([, by]) => by === draft).map(([other]) => other);
			if (own.length === 0) return draft;
			return { ...draft, implies: own.map(({ fired }) => fired.policy.id).sort() };
		});
}

/** Something that dominates holds everywhere: what follows from it need not be told again for a namespace. */
function isDominated({ fired }: Draft, above: readonly Draft[]): boolean {
	return above.some((draft) => draft.fired.policy.dominates && draft.implied.has(fired.policy.id));
}

/** The policy has told something everywhere, of any name, that is as grave as this is in one namespace. */
function isTold({ fired, severity }: Draft, above: readonly Draft[]): boolean {
	return above.some(
		(draft) =>
			draft.fired.policy === fired.policy &&
			draft.variants[0]?.proof.isNamed === false &&
			compareSeverity(draft.severity, severity) <= 0,
	);
}

/** Labelled to be aggregated: a role that is not in the input takes it up. */
function feedsOthers({ role: { labels } }: EffectiveRole): boolean {
	return [...labels.keys()].some((key) =>
		key.startsWith("rbac.authorization.k8s.io/aggregate-to-"),
	);
}
