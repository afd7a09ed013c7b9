import type { Catalog } from "../model/catalog.ts";
import type { Role } from "../model/role.ts";
import type { PolicyRule } from "../model/rule.ts";
import type { FixEdit } from "../model/suite-fix.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { PermissionSets } from "../sets/permission-sets.ts";
import { rulesOf } from "../sets/rules-of.ts";
import type { Need } from "./fix-needs.ts";
import type { SuiteWorld } from "./suite-world.ts";

/** Every way to write what somebody lacks into a role that they have. */
export function additionsFor(
	{ who, region }: Extract<Need, { kind: "more" }>,
	{ grants, sets }: SuiteWorld,
): readonly (readonly FixEdit[])[] {
	const rules = lackingRules(region, sets, grants.snapshot.catalog);
	if (rules.length === 0) return [];
	const roles =
		who.kind === "role"
			? [who.role.role]
			: grants
					.namedBy(who.identity)
					.flatMap((named) => named.all())
					.filter(({ binding: { namespace } }) =>
						namespace === "" ? true : region.isSubsetOf(sets.inNamespace(region, namespace)),
					)
					.flatMap(({ role }) => role?.role ?? []);
	return [...new Set(roles)]
		.filter((role) => !role.builtIn && role.aggregation === undefined)
		.slice(0, mostRoles)
		.map((role) => grown(role, rules, sets));
}

const mostRoles = 8;

/** More rules than these nobody would call a small edit. */
const mostRules = 4;

/** Rules do not look at the namespace: the binding does. */
export function lackingRules(
	region: PermissionSet,
	sets: PermissionSets,
	catalog: Catalog,
): readonly PolicyRule[] {
	const rules = rulesOf(sets, sets.inAnyNamespace(region), catalog)?.rules ?? [];
	return rules.length > mostRules ? [] : rules;
}

/** Words put into a rule where that says the same, rules of their own otherwise. */
function grown(role: Role, rules: readonly PolicyRule[], sets: PermissionSets): readonly FixEdit[] {
	const edits: FixEdit[] = [];
	for (const added of rules) {
		const taken = new Set(edits.map((edit) => (edit.kind === "change-rule" ? edit.rule : -1)));
		const found = role.rules
			.map((rule, index) => ({ index, joined: joined(rule, added, sets) }))
			.find(({ index, joined: one }) => one !== undefined && !taken.has(index));
		if (found?.joined === undefined) edits.push({ kind: "add-rule", role, added });
		else edits.push({ kind: "change-rule", role, rule: found.index, become: [found.joined] });
	}
	return edits;
}

const fields = ["verbs", "resources", "resourceNames", "apiGroups", "nonResourceURLs"] as const;

/** Two rules as one that allows exactly the same; undefined when they differ in more than one list. */
function joined(rule: PolicyRule, added: PolicyRule, sets: PermissionSets): PolicyRule | undefined {
	const both = sets.ofRules([rule, added]);
	for (const field of fields) {
		if (rule[field].length === 0 || added[field].length === 0) continue;
		const one = { ...rule, [field]: [...new Set([...rule[field], ...added[field]])] };
		if (sets.ofRules([one]).equals(both)) return one;
	}
	return undefined;
}
