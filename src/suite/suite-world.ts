import type { HeldSets } from "../answer/held-sets.ts";
import { IdentitySets } from "../answer/identity-sets.ts";
import { isNamedByRule } from "../answer/named-resource.ts";
import { allAccounts, allAuthenticated, allUnauthenticated } from "../model/identity.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Suite } from "../model/suite.ts";
import type { PhraseWorld } from "../phrase/phrase-world.ts";
import { type Grants, resolveGrants } from "../resolve/grants.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import { PermissionSets } from "../sets/permission-sets.ts";
import { Requestable } from "../sets/requestable.ts";

/** What the assertions of a suite are held to. */
export interface SuiteWorld {
	readonly suite: Suite;
	readonly grants: Grants;
	readonly sets: PermissionSets;
	readonly identities: HeldSets;
	readonly requestable: Requestable;
	readonly phrases: PhraseWorld;
	/** What each of the groups that everybody is in has by the default policy alone. */
	readonly everyone: ReadonlyMap<string, PermissionSet>;
	/** Other worlds by `baselineKey`; undefined for one that could not be read, which is told. */
	readonly baselines: ReadonlyMap<string, Baseline | undefined>;
	/** What golden files hold, by their name as the suite writes it; undefined where there is none yet. */
	readonly goldens: ReadonlyMap<string, string | undefined>;
	/** The day of the run, `2026-11-24`. */
	readonly today: string;
}

/** Another side that access is compared with. */
export interface Baseline {
	/** As a person names it: `origin/main (a41c2de)`. */
	readonly name: string;
	readonly grants: Grants;
}

/** What a run gives a suite beside its own words. */
export interface SuiteGivens {
	readonly snapshot: Snapshot;
	readonly baselines: SuiteWorld["baselines"];
	readonly goldens: SuiteWorld["goldens"];
	readonly today: string;
}

/** A suite with all that its words are read by. */
export function suiteWorld(suite: Suite, givens: SuiteGivens): SuiteWorld {
	const snapshot = assumed(suite, givens.snapshot);
	const grants = resolveGrants(snapshot);
	const sets = new PermissionSets();
	return {
		suite,
		grants,
		sets,
		identities: new IdentitySets(grants, sets),
		requestable: new Requestable(sets, snapshot.catalog),
		phrases: {
			catalog: snapshot.catalog,
			namespaces: snapshot.namespaces,
			defaultNamespace: suite.namespace,
			sets: suite.sets,
			isNamedByRule: namedByRules(snapshot),
		},
		everyone: everyoneRights(grants, sets),
		baselines: new Map(
			[...givens.baselines].map(([key, baseline]) => [
				key,
				baseline && sameGroups(suite, baseline),
			]),
		),
		goldens: givens.goldens,
		today: givens.today,
	};
}

/** The same suite over another policy, in sets that can be compared with those of the first. */
export function worldWith(world: SuiteWorld, snapshot: Snapshot): SuiteWorld {
	const grants = resolveGrants(snapshot);
	const before = world.identities instanceof IdentitySets ? world.identities : undefined;
	const identities = new IdentitySets(grants, world.sets, before);
	const phrases = { ...world.phrases, isNamedByRule: namedByRules(snapshot) };
	return { ...world, grants, identities, phrases };
}

function namedByRules(snapshot: Snapshot): NonNullable<PhraseWorld["isNamedByRule"]> {
	return (resource, apiGroup) => isNamedByRule(snapshot, resource, apiGroup);
}

/** The input with what the suite says of the cluster: namespaces there are, members of groups. */
function assumed({ cluster, namespace, subjects }: Suite, snapshot: Snapshot): Snapshot {
	const groups = [...cluster.groups].map(([name, members]) => ({
		name,
		users: members.map(({ text }) => userNameOf(subjects.get(text)?.subject.text ?? text)),
		origin: { file: "", at: () => undefined },
	}));
	const known = cluster.isClosed
		? cluster.namespaces
		: [...cluster.namespaces, ...snapshot.namespaces];
	const spoken = [namespace, ...known].filter((one) => one !== "");
	return {
		...snapshot,
		groups: [...snapshot.groups.filter(({ name }) => !cluster.groups.has(name)), ...groups],
		namespaces: [...new Set(spoken)].sort(),
	};
}

/** What the suite says of groups counts on the other side too. */
function sameGroups(suite: Suite, baseline: Baseline): Baseline {
	if (suite.cluster.groups.size === 0) return baseline;
	return { ...baseline, grants: resolveGrants(assumed(suite, baseline.grants.snapshot)) };
}

/** `user:ana` as ana, `sa:ns/name` as the account's user name. */
function userNameOf(words: string): string {
	const account = /^sa:([^/]+)\/(.+)$/.exec(words);
	if (account !== null) return `system:serviceaccount:${account[1]}:${account[2]}`;
	return words.replace(/^user:/, "");
}

function everyoneRights(grants: Grants, sets: PermissionSets): ReadonlyMap<string, PermissionSet> {
	const groups = [allAuthenticated, allUnauthenticated, allAccounts];
	return new Map(
		groups.map((group) => {
			const builtIn = grants
				.namedBy({ name: "", groups: [group] })
				.flatMap((named) => named.all())
				.filter(({ binding }) => binding.builtIn && binding.namespace === "");
			const rules = builtIn.flatMap(({ role }) => role?.rules.map(({ rule }) => rule) ?? []);
			return [group, sets.ofRules(rules)] as const;
		}),
	);
}
