import { dangerousRegions } from "../answer/dangerous-regions.ts";
import { groupIdentity, type Identity, identityOf } from "../model/identity.ts";
import { objectName } from "../model/object-name.ts";
import type {
	MutationOperator,
	MutationReport,
	MutationTally,
	SurvivedMutant,
	UnderGrant,
} from "../model/suite-adequacy.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import { bindingMutants } from "./binding-mutants.ts";
import { ChangedSets } from "./changed-sets.ts";
import type { Judge } from "./judge.ts";
import type { Mutant } from "./mutant.ts";
import type { Changed, Key } from "./own-sets.ts";
import { roleMutants } from "./role-mutants.ts";

/**
 * Plants every single mistake in the policy under test and counts those that a check notices. That is exact: a mistake
 * that changes nobody's rights is known by the equality of sets, as is one with the outcome of another.
 */
export function mutationReport(judge: Judge): MutationReport {
	const tallies = { all: none(), over: none(), under: none(), critical: none() };
	const survived: SurvivedMutant[] = [];
	const outcomes = new Outcomes();
	const isDangerous = dangerOf(judge);
	for (const mutant of mutantsOf(judge)) {
		const changed = observable(judge.own.changedBy(mutant), judge);
		if (!outcomes.isNew(askable(changed, judge))) continue;
		const { operator, object, change, place } = mutant;
		const critical = isDangerous(changed);
		const killed = judge.noticedBy(mutant, changed, true).length > 0;
		count(tallies.all, killed);
		count(isUnder(operator) ? tallies.under : tallies.over, killed);
		if (critical) count(tallies.critical, killed);
		if (!killed) survived.push({ operator, critical, object, change, place });
	}
	const { made, equivalent, duplicate } = outcomes;
	return { made, equivalent, duplicate, ...tallies, survived };
}

/** Counts mistakes by what they come to. */
class Outcomes {
	made = 0;
	equivalent = 0;
	duplicate = 0;
	readonly #seen = new Set<string>();

	isNew(changed: Changed): boolean {
		this.made += 1;
		const outcome = outcomeOf(changed);
		if (outcome === "") this.equivalent += 1;
		else if (this.#seen.has(outcome)) this.duplicate += 1;
		else {
			this.#seen.add(outcome);
			return true;
		}
		return false;
	}
}

/** Does a mistake give somebody something dangerous? */
function dangerOf(judge: Judge): (changed: Changed) => boolean {
	const regions = dangerousRegions(judge.world.sets);
	return (changed) =>
		gainOf(changed, judge).some((gain) => regions.some((region) => gain.meets(region)));
}

/** All single mistakes in what the input holds, the default policy left out. */
function* mutantsOf({ world }: Judge): Generator<Mutant> {
	const { roles, bindings, catalog } = world.grants.snapshot;
	for (const role of roles) if (!role.builtIn) yield* roleMutants(role, catalog);
	for (const binding of bindings) {
		if (!binding.builtIn) yield* bindingMutants(binding, world.grants);
	}
}

/** Of roles that change, those count that a check names or that nobody has yet: the others are seen by their subjects. */
export function observable({ subjects, roles }: Changed, judge: Judge): Changed {
	const seen = [...roles].filter(
		([role]) => judge.isNamed(objectName(role.role)) || !judge.own.isBound(role),
	);
	return { subjects, roles: new Map(seen) };
}

/**
 * What of a change somebody could notice: that of requests which a client can send, and which their groups (that of
 * all who are authenticated, say) do not give them anyway.
 */
export function askable(changed: Changed, { own, world }: Judge): Changed {
	const { subjects, roles } = changed;
	const changedSets = new ChangedSets(own, changed);
	const isAskable = (before: PermissionSet, after: PermissionSet): boolean => {
		const { effective, latent } = world.requestable.partsOf(
			after.difference(before).union(before.difference(after)),
		);
		return !(effective.isEmpty && latent.isEmpty);
	};
	const ofSubjects = [...subjects].filter(([key]) => {
		const whole = identityOfKey(key);
		return isAskable(own.identities.of(whole), changedSets.of(whole));
	});
	const ofRoles = [...roles].filter(([role, after]) =>
		isAskable(own.identities.ofRole(role), after),
	);
	return { subjects: new Map(ofSubjects), roles: new Map(ofRoles) };
}

function identityOfKey(key: Key): Identity {
	const name = key.slice(key.indexOf(":") + 1);
	return key.startsWith("user:") ? identityOf(name) : groupIdentity(name);
}

/** The same text for the same outcome; empty when nothing is changed. */
function outcomeOf({ subjects, roles }: Changed): string {
	const nodes = (set: PermissionSet): string => `${set.resources},${set.paths}`;
	const ofSubjects = [...subjects].map(([key, set]) => `${key} ${nodes(set)}`);
	const ofRoles = [...roles].map(([{ role }, set]) => `${objectName(role)} ${nodes(set)}`);
	return [...ofSubjects, ...ofRoles].sort().join("\n");
}

/** What each of those concerned has more than before. */
function gainOf({ subjects, roles }: Changed, { own }: Judge): readonly PermissionSet[] {
	return [
		...[...subjects].map(([key, set]) => set.difference(own.of(key))),
		...[...roles].map(([role, set]) => set.difference(own.identities.ofRole(role))),
	];
}

interface Counter extends MutationTally {
	judged: number;
	killed: number;
}

function count(tally: Counter, killed: boolean): void {
	tally.judged += 1;
	if (killed) tally.killed += 1;
}

function none(): Counter {
	return { judged: 0, killed: 0 };
}

const under: Readonly<Record<UnderGrant, true>> = {
	RuleDelete: true,
	VerbRemove: true,
	ResourceRemove: true,
	GroupWrong: true,
	NamesRestrict: true,
	NamesRemove: true,
	UrlRemove: true,
	ScopeNarrow: true,
	BindingDelete: true,
	SubjectRemove: true,
	SubjectTypo: true,
	RoleRefDangling: true,
	AggregateLabelRemove: true,
};

function isUnder(operator: MutationOperator): boolean {
	return operator in under;
}
