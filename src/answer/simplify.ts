import { placeOf } from "../model/origin.ts";
import type { Role } from "../model/role.ts";
import type { PolicyRule } from "../model/rule.ts";
import type { RuleRemark, SimplifiedRole } from "../model/simplification.ts";
import { leanRules } from "../sets/lean-rules.ts";
import { PermissionSets } from "../sets/permission-sets.ts";
import { Requestable } from "../sets/requestable.ts";
import { SetTooLarge } from "../sets/set-too-large.ts";
import { referenceTo } from "./chain.ts";
import { ruleChanges } from "./rule-changes.ts";
import { type RoleWorld, ruleRemarks } from "./rule-remarks.ts";

export interface SimplifyOptions extends RoleWorld {
	/** Leave out what no request ever matches: then what is left is proved to be the same for all requests there can be. */
	readonly dropInert?: boolean;
}

/** A budget for one role: hostile ones are left, sound ones are far from it. */
const budget = 20_000_000;

/** The fewest rules that allow exactly what a role allows, changing as few of its own as possible. */
export function simplify(role: Role, options: SimplifyOptions): SimplifiedRole {
	const left = whyLeft(role);
	if (left !== undefined) return asItIs(role, left);
	try {
		return simplified(role, options);
	} catch (error) {
		if (error instanceof SetTooLarge) return asItIs(role, "it is too large to compare its rules");
		if (error instanceof RangeError) return asItIs(role, error.message);
		throw error;
	}
}

function whyLeft({ aggregation, rules }: Role): string | undefined {
	if (aggregation !== undefined && rules.length > 0) {
		return "it is aggregated: the controller replaces the rules it declares";
	}
	const isMixed = ({ resources, nonResourceURLs }: PolicyRule): boolean =>
		resources.length > 0 && nonResourceURLs.length > 0;
	return rules.some(isMixed) ? "a rule is for both resources and paths" : undefined;
}

function simplified(role: Role, options: SimplifyOptions): SimplifiedRole {
	const sets = new PermissionSets(budget);
	const { rules } = role;
	const remarks = ruleRemarks(sets, role, options);
	const inert = options.dropInert === true ? remarks.filter(({ kind }) => kind === "inert") : [];
	const remaining = without(rules, inert);
	const lean = leanRules(sets, remaining.filter(isRule));
	const become = spread(remaining, lean);
	const isExact = sets.ofRules(lean.filter(isRule)).equals(sets.ofRules(rules));
	if (!isExact) checkEffective(sets, role, lean.filter(isRule), options);
	return {
		...asItIs(role, undefined),
		become,
		changes: [...inert.map(dropped), ...ruleChanges(sets, remaining, become)].sort(
			(one, other) => one.rule - other.rule,
		),
		// A create by name is said once, where the rule goes that it is in.
		remarks: remarks.filter(
			(remark) =>
				!inert.includes(remark) && (remark.kind !== "partly" || become[remark.rule] !== undefined),
		),
		proof: isExact ? "exact" : "effective",
	};
}

function isRule(rule: PolicyRule | undefined): rule is PolicyRule {
	return rule !== undefined;
}

/** What clients can ask now, and what they could once more is served. */
function checkEffective(
	sets: PermissionSets,
	role: Role,
	after: readonly PolicyRule[],
	{ catalog, dropInert }: SimplifyOptions,
): void {
	const requestable = new Requestable(sets, catalog);
	const [one, other] = [role.rules, after].map((rules) => {
		const set = sets.ofRules(rules);
		return requestable.partsOf(role.kind === "Role" ? sets.inNamespace(set, role.namespace) : set);
	});
	const isSame =
		one !== undefined &&
		other !== undefined &&
		one.effective.equals(other.effective) &&
		one.latent.equals(other.latent);
	if (dropInert !== true || !isSame) throw new Error("a role was simplified to something else");
}

function dropped({ rule, field, words }: RuleRemark): SimplifiedRole["changes"][number] {
	return field === undefined ? { kind: "inert", rule } : { kind: "inert", rule, field, words };
}

function without(
	rules: readonly PolicyRule[],
	remarks: readonly RuleRemark[],
): readonly (PolicyRule | undefined)[] {
	return rules.map((rule, index) => {
		const own = remarks.filter((remark) => remark.rule === index);
		if (own.some(({ field }) => field === undefined)) return undefined;
		let less = rule;
		for (const { field = "verbs", words } of own) {
			less = { ...less, [field]: less[field].filter((word) => !words.includes(word)) };
		}
		return less;
	});
}

/** Puts results in the places of the rules that were not dropped before. */
function spread(
	remaining: readonly (PolicyRule | undefined)[],
	results: readonly (PolicyRule | undefined)[],
): readonly (PolicyRule | undefined)[] {
	let next = 0;
	return remaining.map((rule) => {
		if (rule === undefined) return undefined;
		next += 1;
		return results[next - 1];
	});
}

function asItIs(role: Role, left: string | undefined): SimplifiedRole {
	const { origin, rules } = role;
	return {
		role: referenceTo(role),
		rules,
		places: rules.map((_, index) => placeOf(origin, ["rules", index])),
		become: rules,
		changes: [],
		remarks: [],
		proof: "exact",
		left,
	};
}
