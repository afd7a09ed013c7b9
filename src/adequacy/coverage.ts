import type { Binding } from "../model/binding.ts";
import { placeOf } from "../model/origin.ts";
import type { Role } from "../model/role.ts";
import type { CoverageReport, CoveredLine, MutationOperator } from "../model/suite-adequacy.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { Check, Claim, Who } from "../suite/claim.ts";
import { roleWords } from "../suite/role-changes.ts";
import { bindingMutants, bindingName, subjectName } from "./binding-mutants.ts";
import type { Judge } from "./judge.ts";
import type { Mutant } from "./mutant.ts";
import { observable } from "./mutation.ts";
import { type Key, keyOfSubject, keysOfIdentity } from "./own-sets.ts";
import { roleMutants, ruleName } from "./role-mutants.ts";

/** What the checks make of each rule and each subject of the policy under test. */
export function coverageReport(judge: Judge, passing: readonly Check[]): CoverageReport {
	const { roles, bindings } = judge.world.grants.snapshot;
	const ofRoles = roles
		.filter(({ builtIn }) => !builtIn)
		.flatMap((role) => rulesOf(role, judge, passing));
	const ofBindings = bindings
		.filter(({ builtIn }) => !builtIn)
		.flatMap((binding) => subjectsOf(binding, judge, passing));
	return { lines: [...ofRoles, ...ofBindings] };
}

const widenings: ReadonlySet<MutationOperator> = new Set([
	"VerbStar",
	"ResourceStar",
	"NamesDrop",
	"UrlWiden",
]);

function rulesOf(role: Role, judge: Judge, passing: readonly Check[]): readonly CoveredLine[] {
	const { catalog } = judge.world.grants.snapshot;
	const mutants = [...roleMutants(role, catalog)];
	return role.rules.map((rule, index): CoveredLine => {
		const name = ruleName(role, index);
		const own = mutants.filter(({ object }) => object === name);
		const set = judge.world.sets.ofRules([rule]);
		const holders = holdersOf(role, judge);
		return {
			...{ kind: "rule", name, place: placeOf(role.origin, ["rules", index]) },
			touched: passing.some(({ claim }) => isAbout(claim, set, holders, roleWords(role))),
			...fate(own, "RuleDelete", widenings, judge),
		};
	});
}

function subjectsOf(
	binding: Binding,
	judge: Judge,
	passing: readonly Check[],
): readonly CoveredLine[] {
	const mutants = [...bindingMutants(binding, judge.world.grants)];
	const removed = mutants.filter(({ operator }) => operator === "SubjectRemove");
	const added = mutants.filter(({ operator }) => operator === "SubjectAdd");
	const { grants, identities, sets } = judge.world;
	const { kind, name } = binding.roleRef;
	const role = grants.role(kind, kind === "Role" ? binding.namespace : "", name);
	const all = role === undefined ? sets.none : identities.ofRole(role);
	const set = binding.namespace === "" ? all : sets.inNamespace(all, binding.namespace);
	return binding.subjects.map((subject, index): CoveredLine => {
		const key = keyOfSubject(subject, binding.namespace);
		const keys = new Set(key === undefined ? [] : [key]);
		return {
			...{ kind: "subject", name: `${bindingName(binding)} ${subjectName(subject, binding)}` },
			place: placeOf(binding.origin, ["subjects", index]),
			touched: passing.some(({ claim }) => isAbout(claim, set, keys, "")),
			...fate(
				[...removed.slice(index, index + 1), ...added],
				"SubjectRemove",
				new Set<MutationOperator>(["SubjectAdd"]),
				judge,
			),
		};
	});
}

/** What happens when a line goes, and when it is made wider. */
function fate(
	mutants: readonly Mutant[],
	removal: MutationOperator,
	wider: ReadonlySet<MutationOperator>,
	judge: Judge,
): Pick<CoveredLine, "decisive" | "bounded" | "redundant"> {
	let [decisive, redundant] = [0, false];
	const bounds: boolean[] = [];
	for (const mutant of mutants) {
		const { operator } = mutant;
		if (operator !== removal && !wider.has(operator)) continue;
		const changed = observable(judge.own.changedBy(mutant), judge);
		const isEquivalent = changed.subjects.size + changed.roles.size === 0;
		const found = isEquivalent ? 0 : judge.noticedBy(mutant, changed, operator !== removal).length;
		if (operator === removal) [decisive, redundant] = [found, isEquivalent];
		else if (!isEquivalent) bounds.push(found > 0);
	}
	return { decisive, redundant, bounded: bounds.length > 0 && bounds.every(Boolean) };
}

/** Whom a role is given to, also by way of the roles that it is aggregated into. */
function holdersOf(role: Role, { world: { grants } }: Judge): ReadonlySet<Key> {
	const bound = grants.bound.filter(({ role: given }) =>
		given?.rules.some(({ declaredIn }) => declaredIn === role),
	);
	return new Set(
		bound.flatMap(({ binding }) =>
			binding.subjects.flatMap((subject) => keyOfSubject(subject, binding.namespace) ?? []),
		),
	);
}

/** Does a check ask about something of a set that these subjects, or this role, have by it? */
function isAbout(
	claim: Claim,
	set: PermissionSet,
	holders: ReadonlySet<Key>,
	role: string,
): boolean {
	const isHolder = (who: Who): boolean =>
		who.kind === "role"
			? [who.role.role, ...who.role.rules.map(({ declaredIn }) => declaredIn)].some(
					(one) => roleWords(one) === role,
				)
			: keysOfIdentity(who.identity).some((key) => holders.has(key));
	switch (claim.kind) {
		case "bound":
			return (claim.required.meets(set) || claim.forbidden.meets(set)) && isHolder(claim.who);
		case "closed":
			return holders.size > 0 && claim.forbidden.meets(set);
		case "notBoth":
			return holders.size > 0 && (claim.first.meets(set) || claim.second.meets(set));
		case "disjoint":
			return claim.on.meets(set) && claim.whos.some(isHolder);
		case "budget":
			return isHolder(claim.who);
		case "ratchet":
			return holders.size > 0 || claim.roles;
	}
}
