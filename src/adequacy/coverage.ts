import type { Binding } from "../model/binding.ts";
import { objectName } from "../model/object-name.ts";
import { placeOf } from "../model/origin.ts";
import type { Role } from "../model/role.ts";
import type { CoverageReport, CoveredLine, MutationOperator } from "../model/suite-adequacy.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { Claim } from "../suite/claim.ts";
import { bindingMutants, subjectName } from "./binding-mutants.ts";
import type { Judge } from "./judge.ts";
import type { Mutant } from "./mutant.ts";
import { askable, observable } from "./mutation.ts";
import { type Key, keyOfSubject } from "./own-sets.ts";
import { put } from "./put.ts";
import { roleMutants, ruleName } from "./role-mutants.ts";

/** What the checks make of each rule and each subject of the policy under test. */
export function coverageReport(judge: Judge): CoverageReport {
	const { roles, bindings } = judge.world.grants.snapshot;
	const holders = holdersOf(judge);
	const ofRoles = roles
		.filter(({ builtIn }) => !builtIn)
		.flatMap((role) => rulesOf(role, judge, holders.get(role) ?? new Set()));
	const ofBindings = bindings
		.filter(({ builtIn }) => !builtIn)
		.flatMap((binding) => subjectsOf(binding, judge));
	return { lines: [...ofRoles, ...ofBindings] };
}

const widenings: ReadonlySet<MutationOperator> = new Set([
	"VerbStar",
	"ResourceStar",
	"NamesDrop",
	"UrlWiden",
]);

function rulesOf(role: Role, judge: Judge, holders: ReadonlySet<Key>): readonly CoveredLine[] {
	const { catalog } = judge.world.grants.snapshot;
	const mutants = new Map<string, Mutant[]>();
	for (const mutant of roleMutants(role, catalog)) put(mutants, mutant.object, mutant);
	const checks = judge.about(holders, role);
	return role.rules.map((rule, index): CoveredLine => {
		const name = ruleName(role, index);
		const set = judge.world.sets.ofRules([rule]);
		return {
			...{ kind: "rule", name, place: placeOf(role.origin, ["rules", index]) },
			touched: checks.some(({ claim }) => asksAbout(claim, set)),
			...fate(mutants.get(name) ?? [], "RuleDelete", widenings, judge),
		};
	});
}

function subjectsOf(binding: Binding, judge: Judge): readonly CoveredLine[] {
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
		const checks = judge.about(new Set(key === undefined ? [] : [key]));
		return {
			...{ kind: "subject", name: `${objectName(binding)} ${subjectName(subject, binding)}` },
			place: placeOf(binding.origin, ["subjects", index]),
			touched: checks.some(({ claim }) => asksAbout(claim, set)),
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
		const { subjects, roles } = askable(changed, judge);
		const isEquivalent = subjects.size + roles.size === 0;
		const found = isEquivalent ? 0 : judge.noticedBy(mutant, changed, operator !== removal).length;
		if (operator === removal) [decisive, redundant] = [found, isEquivalent];
		else if (!isEquivalent) bounds.push(found > 0);
	}
	return { decisive, redundant, bounded: bounds.length > 0 && bounds.every(Boolean) };
}

/** Whom each role is given to, also by way of the roles that it is aggregated into. */
function holdersOf({ world: { grants } }: Judge): ReadonlyMap<Role, ReadonlySet<Key>> {
	const found = new Map<Role, Set<Key>>();
	for (const { binding, role } of grants.bound) {
		const keys = binding.subjects.flatMap((one) => keyOfSubject(one, binding.namespace) ?? []);
		for (const source of new Set(role?.rules.map(({ declaredIn }) => declaredIn))) {
			const own = found.get(source) ?? new Set();
			found.set(source, own);
			for (const key of keys) own.add(key);
		}
	}
	return found;
}

/** Is something of a set among the requests that a claim is about? */
function asksAbout(claim: Claim, set: PermissionSet): boolean {
	switch (claim.kind) {
		case "bound":
			return claim.required.meets(set) || claim.forbidden.meets(set);
		case "closed":
			return claim.forbidden.meets(set);
		case "notBoth":
			return claim.first.meets(set) || claim.second.meets(set);
		case "disjoint":
			return claim.on.meets(set);
		case "budget":
		case "ratchet":
			return true;
	}
}
