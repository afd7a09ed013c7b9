import type { Binding } from "../model/binding.ts";
import type { GrantToWriter, Refusal, Remedy, WriteCheck } from "../model/grant-check.ts";
import type { Identity } from "../model/identity.ts";
import type { Origin } from "../model/origin.ts";
import type { ResourceRequest } from "../model/request.ts";
import type { Role } from "../model/role.ts";
import type { PolicyRule } from "../model/rule.ts";
import { compareText } from "../model/text-order.ts";
import { type Grants, resolveGrants } from "../resolve/grants.ts";
import { atomsOf, rulesCover } from "../resolve/rule-covers.ts";
import { everyRule } from "./escalation.ts";
import { joinedRules } from "./joined-rules.ts";
import { subjectOf } from "./subject-of.ts";

type By = Remedy["by"];

/**
 * What to give to the writer so that everything passes that can pass by permissions, tried out: given that, no write is
 * refused for want of any. What is refused for other reasons, such as a role that is not there, stays so.
 */
export function remediesFor(
	grants: Grants,
	identity: Identity,
	writes: readonly WriteCheck[],
	checkedWith: (grants: Grants) => readonly WriteCheck[],
): readonly Remedy[] {
	const hold = remedy("hold", grants, identity, writes, checkedWith);
	if (hold.grants.length === 0) return [];
	const isEscalating = writes.some(({ refusals }) =>
		refusals.some(({ kind }) => kind === "not-held" || kind === "aggregation"),
	);
	return isEscalating ? [hold, remedy("power", grants, identity, writes, checkedWith)] : [hold];
}

/** An object that passes lets others pass or be refused: until nothing is asked for any more. */
function remedy(
	by: By,
	grants: Grants,
	identity: Identity,
	writes: readonly WriteCheck[],
	checkedWith: (grants: Grants) => readonly WriteCheck[],
): Remedy {
	let given: readonly GrantToWriter[] = [];
	let current = writes;
	// Each round lets at least one more object pass.
	for (let round = 0; round <= writes.length + 1; round += 1) {
		const wanted = current.flatMap((write) => grantsFor(write, by));
		if (wanted.length === 0) return { by, grants: given };
		given = merged([...given, ...wanted]);
		current = checkedWith(withGrants(grants, identity, given));
	}
	throw new Error(`what should let everything pass does not: ${JSON.stringify(given)}`);
}

function grantsFor({ object, refusals }: WriteCheck, by: By): readonly GrantToWriter[] {
	return refusals.flatMap((refusal) => placed(object.namespace, rulesFor(refusal, by)));
}

function rulesFor(refusal: Refusal, by: By): readonly PolicyRule[] {
	switch (refusal.kind) {
		case "permission":
			return [requestRule(refusal.request)];
		case "not-held":
			return by === "hold" ? refusal.missing : [refusal.power];
		case "aggregation":
			return by === "hold" ? everyRule : [refusal.power];
		case "no-role":
		case "immutable":
			return [];
	}
}

function requestRule({ verb, apiGroup, resource, name }: ResourceRequest): PolicyRule {
	const resourceNames = name === "" ? [] : [name];
	const what = { apiGroups: [apiGroup], resources: [resource], resourceNames };
	return { verbs: [verb], ...what, nonResourceURLs: [] };
}

/** A Role cannot hold paths. */
function placed(namespace: string, rules: readonly PolicyRule[]): readonly GrantToWriter[] {
	const isOfPaths = ({ nonResourceURLs }: PolicyRule): boolean => nonResourceURLs.length > 0;
	const parts = [
		{ namespace: "", rules: rules.filter(isOfPaths) },
		{ namespace, rules: rules.filter((rule) => !isOfPaths(rule)) },
	];
	return parts.filter((part) => part.rules.length > 0);
}

/** One grant for each scope, cluster-wide first; what is given cluster-wide needs no second one. */
function merged(grants: readonly GrantToWriter[]): readonly GrantToWriter[] {
	const byNamespace = new Map<string, PolicyRule[]>();
	for (const { namespace, rules } of grants) {
		byNamespace.set(namespace, [...(byNamespace.get(namespace) ?? []), ...rules]);
	}
	const everywhere = joinedRules(uncovered(byNamespace.get("") ?? [], []));
	const inside = [...byNamespace]
		.filter(([namespace]) => namespace !== "")
		.sort(([one], [other]) => compareText(one, other))
		.map(([namespace, rules]) => ({
			namespace,
			rules: joinedRules(uncovered(rules, everywhere)),
		}));
	return [{ namespace: "", rules: everywhere }, ...inside].filter(({ rules }) => rules.length > 0);
}

/** The atoms that no rule beside them covers. */
function uncovered(rules: readonly PolicyRule[], by: readonly PolicyRule[]): readonly PolicyRule[] {
	const atoms = new Map(rules.flatMap(atomsOf).map((atom) => [JSON.stringify(atom), atom]));
	const kept = new Set(atoms.values());
	for (const atom of atoms.values()) {
		kept.delete(atom);
		if (!rulesCover([...by, ...kept], [atom]).covers) kept.add(atom);
	}
	return [...atoms.values()].filter((atom) => kept.has(atom));
}

/** A name that no object of a cluster has. */
const name = "rolecall/writer";

/** The state as it would be had the writer these grants. */
function withGrants(grants: Grants, identity: Identity, given: readonly GrantToWriter[]): Grants {
	const { snapshot } = grants;
	const common = { name, annotations: new Map(), builtIn: false, origin };
	const roles = given.map(({ namespace, rules }): Role => {
		const kind = namespace === "" ? "ClusterRole" : "Role";
		return { ...common, kind, namespace, rules, labels: new Map(), aggregation: undefined };
	});
	const bindings = roles.map(({ kind, namespace }): Binding => {
		const roleRef = { kind, name };
		const binding = kind === "Role" ? "RoleBinding" : "ClusterRoleBinding";
		return { ...common, kind: binding, namespace, roleRef, subjects: [subjectOf(identity)] };
	});
	return resolveGrants({
		...snapshot,
		roles: [...snapshot.roles, ...roles],
		bindings: [...snapshot.bindings, ...bindings],
	});
}

const origin: Origin = { file: "what is given to the writer", at: () => undefined };
