import type { Catalog } from "../model/catalog.ts";
import { objectName } from "../model/object-name.ts";
import { placeOf } from "../model/origin.ts";
import type { Role } from "../model/role.ts";
import type { MutationOperator } from "../model/suite-adequacy.ts";
import type { Mutant } from "./mutant.ts";
import { ruleMutants } from "./rule-mutants.ts";

/** Every single mistake in a role: in one of its rules, or in the labels it is aggregated by. */
export function* roleMutants(role: Role, catalog: Catalog): Generator<Mutant> {
	for (const [index, rule] of role.rules.entries()) {
		for (const { operator, change, rules } of ruleMutants(rule, catalog)) {
			const after = { ...role, rules: role.rules.toSpliced(index, 1, ...rules) };
			yield {
				...{ operator, change, object: ruleName(role, index), bindings: [] },
				place: placeOf(role.origin, ["rules", index]),
				roles: [{ before: role, after }],
			};
		}
	}
	if (role.kind === "ClusterRole") yield* labelMutants(role);
}

/** `Role/payments/api rules[1]`. */
export function ruleName(role: Role, index: number): string {
	return `${objectName(role)} rules[${index}]`;
}

const aggregating = /^rbac\.authorization\.k8s\.io\/aggregate-to-/;

function* labelMutants(role: Role): Generator<Mutant> {
	const mutant = (
		operator: MutationOperator,
		change: string,
		labels: ReadonlyMap<string, string>,
	): Mutant => ({
		...{ operator, change, object: objectName(role), bindings: [] },
		place: placeOf(role.origin, ["metadata", "labels"]),
		roles: [{ before: role, after: { ...role, labels } }],
	});
	for (const [label, value] of role.labels) {
		if (!aggregating.test(label) || value !== "true") continue;
		const labels = new Map([...role.labels].filter(([name]) => name !== label));
		yield mutant("AggregateLabelRemove", `labels − ${label}`, labels);
	}
	for (const target of ["view", "edit", "admin"]) {
		const label = `rbac.authorization.k8s.io/aggregate-to-${target}`;
		if (role.labels.get(label) === "true" || role.aggregation !== undefined) continue;
		const labels = new Map([...role.labels, [label, "true"]]);
		yield mutant("AggregateLabelAdd", `labels + ${label}`, labels);
	}
}
