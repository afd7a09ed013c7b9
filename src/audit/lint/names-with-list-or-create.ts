import type { Role } from "../../model/role.ts";
import type { PolicyRule } from "../../model/rule.ts";
import type { AuditCheck, Hit } from "../hit.ts";
import { faultHits } from "./fault-hits.ts";
import { type ReadRule, readRules } from "./read-rules.ts";
import { ruleHit } from "./rule-hit.ts";
import { quotedWords } from "./word-fault.ts";

/** Verbs whose requests carry no name, in a rule for named objects only. */
export const namesWithListOrCreate: AuditCheck = (world) => [
	...faultHits(world, "names-with-list-or-create"),
	...readRules(world).flatMap((read) => hitsOf(read)),
];

function hitsOf({ role, index, rule, meant }: ReadRule): readonly Hit[] {
	if (meant === undefined || rule.resourceNames.length === 0) return [];
	// The empty name is that of requests without one: whoever lists it knows.
	if (rule.resourceNames.includes("")) return [];
	const create = createHit(role, index, meant);
	return create.length > 0 ? create : listHit(role, index, meant);
}

/** Resources that carry no subresource: a create of one of those carries the name of its object. */
function plainOf(role: Role, index: number, rule: PolicyRule, verb: string): readonly string[] {
	if (!rule.verbs.includes(verb)) return [];
	const isGiven = (entry: string): boolean =>
		role.rules.some(
			(other, at) =>
				at !== index &&
				other.resourceNames.length === 0 &&
				hasWord(other.verbs, verb) &&
				hasWord(other.resources, entry) &&
				rule.apiGroups.every((group) => hasWord(other.apiGroups, group)),
		);
	return rule.resources.filter((entry) => !entry.includes("/") && !isGiven(entry));
}

function hasWord(words: readonly string[], word: string): boolean {
	return words.includes(word) || words.includes("*");
}

/** Is the rule for the lock of a leader election? */
function isLock({ verbs, resourceNames }: PolicyRule, plain: readonly string[]): boolean {
	const areLocks = plain.every((entry) => /^(leases|configmaps|endpoints)$/.test(entry));
	const isCalledSo = resourceNames.some((name) => /lock|leader|elect|lease/.test(name));
	return areLocks && verbs.includes("update") && (plain.includes("leases") || isCalledSo);
}

function createHit(role: Role, index: number, rule: PolicyRule): readonly Hit[] {
	const plain = plainOf(role, index, rule, "create");
	if (plain.length === 0) return [];
	const lock = isLock(rule, plain)
		? "; leader election fails until somebody else has made its lock"
		: "";
	const says = `cannot create ${quotedWords(plain)}: a plain create carries no name, and the rule is for named objects only (a server-side apply of ${quotedWords(rule.resourceNames, 2)} is allowed)${lock}`;
	const rest = rule.verbs.filter((verb) => verb !== "create");
	const own = { ...rule, verbs: ["create"], resources: plain, resourceNames: [] };
	const become = rest.length === 0 ? [own] : [{ ...rule, verbs: rest }, own];
	const at = role.rules[index]?.verbs.indexOf("create") ?? -1;
	return [
		ruleHit(role, index, {
			says,
			word: "create",
			...(at >= 0 && { path: ["verbs", at] }),
			fix: { words: "give `create` without names by a rule of its own", become },
		}),
	];
}

function listHit(role: Role, index: number, rule: PolicyRule): readonly Hit[] {
	const verbs = ["list", "watch"].filter((verb) => plainOf(role, index, rule, verb).length > 0);
	const [first] = verbs;
	if (first === undefined) return [];
	const plain = plainOf(role, index, rule, first);
	const names = quotedWords(rule.resourceNames, 2);
	const says = `allows ${quotedWords(verbs)} of ${quotedWords(plain)} only where the client asks with \`fieldSelector=metadata.name=…\` for ${names}: kubectl get without a name and informers for all are denied`;
	const at = role.rules[index]?.verbs.indexOf(first) ?? -1;
	return [
		ruleHit(role, index, {
			says,
			word: verbs.join(),
			severity: "info",
			...(at >= 0 && { path: ["verbs", at] }),
		}),
	];
}
