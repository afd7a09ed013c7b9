import { referenceTo } from "../../answer/chain.ts";
import { objectName } from "../../model/object-name.ts";
import { placeOf } from "../../model/origin.ts";
import type { Role } from "../../model/role.ts";
import type { PolicyRule } from "../../model/rule.ts";
import type { PermissionSet } from "../../sets/permission-set.ts";
import type { PermissionSets } from "../../sets/permission-sets.ts";
import type { AuditCheck, Hit } from "../hit.ts";
import { readRules, writtenRoles } from "./read-rules.ts";
import { ruleHit } from "./rule-hit.ts";
import { quotedWord, quotedWords } from "./word-fault.ts";

/** Rules that others of the role already say, and words that say what a star beside them says. */
export const redundantRule: AuditCheck = (world) => {
	const dead = new Set(readRules(world).flatMap(({ rule, isDead }) => (isDead ? [rule] : [])));
	return writtenRoles(world).flatMap((role) => {
		const covered = coveredRules(role, world.identities.sets, dead);
		const words = role.rules.flatMap((rule, index) =>
			dead.has(rule) || covered.has(index) ? [] : needlessWords(role, index, rule),
		);
		return [...coveredHits(role, covered), ...words];
	});
};

/** Rules that may go, the later of equals, with those that allow what they do. */
function coveredRules(
	role: Role,
	sets: PermissionSets,
	dead: ReadonlySet<PolicyRule>,
): ReadonlyMap<number, readonly number[]> {
	const covered = new Map<number, readonly number[]>();
	if (role.rules.length < 2) return covered;
	const own = role.rules.map((rule) => (dead.has(rule) ? sets.none : sets.ofRules([rule])));
	const before: PermissionSet[] = [];
	let all = sets.none;
	for (const set of own) {
		before.push(all);
		all = all.union(set);
	}
	let after = sets.none;
	for (let index = own.length - 1; index >= 0; index -= 1) {
		const set = own[index] ?? sets.none;
		if (set.isEmpty) continue;
		if (set.isSubsetOf(after.union(before[index] ?? sets.none))) {
			covered.set(index, coveringRules(index, own, covered));
		} else {
			after = after.union(set);
		}
	}
	return new Map([...covered].reverse());
}

/** One rule that allows it all, or those that do so together. */
function coveringRules(
	index: number,
	own: readonly PermissionSet[],
	gone: ReadonlyMap<number, unknown>,
): readonly number[] {
	const set = own[index];
	if (set === undefined) return [];
	const others = [...own.keys()].filter((at) => at !== index && !gone.has(at));
	const whole = others.find((at) => set.isSubsetOf(own[at] ?? set.difference(set)));
	if (whole !== undefined) return [whole];
	return others.filter((at) => !set.intersection(own[at] ?? set.difference(set)).isEmpty);
}

/** All of a role in one finding: generated roles have dozens. */
function coveredHits(role: Role, covered: ReadonlyMap<number, readonly number[]>): readonly Hit[] {
	const [first] = covered.keys();
	if (first === undefined) return [];
	const most = 4;
	const told = [...covered].slice(0, most).map(([index, by]) => {
		const rules = by.map((at) => `rules[${at}]`).join(", ");
		return `rules[${index}] by ${rules}${by.length > 1 ? " together" : ""}`;
	});
	const more = covered.size > most ? `, … ${covered.size - most} more` : "";
	const what = covered.size === 1 ? "a rule is" : `${covered.size} rules are`;
	const gone = [...covered.keys()].map((index) => `rules[${index}]`);
	const which = gone.length > most ? `${gone.length} rules` : gone.join(", ");
	const needless = [...covered.keys()].map((index) => role.rules[index]);
	return [
		{
			concerned: { kind: "object", object: referenceTo(role) },
			message: `${what} needless in ${objectName(role)}, all of it allowed by others: ${told.join("; ")}${more}`,
			place: placeOf(role.origin, ["rules", first]),
			key: JSON.stringify(["covered", needless]),
			fix: {
				words: `remove ${which} of ${objectName(role)}`,
				edits: [...covered.keys()].map((rule) => {
					return { kind: "change-rule" as const, role, rule, become: [] };
				}),
			},
		},
	];
}

const lists = ["verbs", "apiGroups", "resources", "resourceNames", "nonResourceURLs"] as const;

function needlessWords(role: Role, index: number, rule: PolicyRule): readonly Hit[] {
	const found = lists.flatMap((field) => needlessIn(field, rule));
	const [first] = found;
	if (first === undefined) return [];
	const less = (field: keyof PolicyRule): readonly string[] => {
		const needless = new Set(found.filter((one) => one.field === field).map(({ word }) => word));
		const isTwice = (word: string): boolean =>
			rule[field].indexOf(word) !== rule[field].lastIndexOf(word);
		return [...new Set(rule[field])].filter((word) => !needless.has(word) || isTwice(word));
	};
	const become: PolicyRule = {
		verbs: less("verbs"),
		apiGroups: less("apiGroups"),
		resources: less("resources"),
		resourceNames: less("resourceNames"),
		nonResourceURLs: less("nonResourceURLs"),
	};
	const whys = [...new Set(found.map(({ why }) => why))];
	const told = whys.map(
		(why) =>
			`${quotedWords(found.filter((one) => one.why === why).map(({ word }) => word))} (${why})`,
	);
	return [
		ruleHit(role, index, {
			says: `has needless words: ${told.join(", ")}`,
			word: "words",
			path: [first.field, rule[first.field].lastIndexOf(first.word)],
			fix: {
				words: `remove ${quotedWords(found.map(({ word }) => word))}`,
				become: [become],
			},
		}),
	];
}

interface Needless {
	readonly field: keyof PolicyRule;
	readonly word: string;
	readonly why: string;
}

function needlessIn(field: (typeof lists)[number], rule: PolicyRule): readonly Needless[] {
	const words = rule[field];
	const hasStar = words.includes("*") && field !== "resourceNames";
	return [...new Set(words)].flatMap((word): readonly Needless[] => {
		if (words.indexOf(word) !== words.lastIndexOf(word)) return [{ field, word, why: "twice" }];
		if (word === "*") return [];
		if (hasStar) return [{ field, word, why: "beside `*`" }];
		const star = field === "resources" ? `*${word.slice(word.indexOf("/"))}` : "";
		const isOfAny = word.includes("/") && word !== star && words.includes(star);
		return isOfAny ? [{ field, word, why: `beside ${quotedWord(star)}` }] : [];
	});
}
