import { referenceTo } from "../../answer/chain.ts";
import type { AuditSeverity } from "../../model/audit-policy.ts";
import { auditSeverities } from "../../model/audit-policy.ts";
import { objectName } from "../../model/object-name.ts";
import { placeOf } from "../../model/origin.ts";
import { shownGroup } from "../../model/resource-advice.ts";
import type { PolicyRule } from "../../model/rule.ts";
import type { AuditWorld } from "../audit-world.ts";
import type { Hit } from "../hit.ts";
import { type ReadRule, readRules } from "./read-rules.ts";
import { type FaultPolicy, quotedWords, type WordFault, withMeant } from "./word-fault.ts";

/** One finding for each rule that has words which the policy is about. */
export function faultHits(world: AuditWorld, policy: FaultPolicy): readonly Hit[] {
	return readRules(world).flatMap((read) => {
		const faults = read.faults.filter((fault) => fault.policy === policy);
		return faults.length === 0 ? [] : [hitOf(read, faults)];
	});
}

function hitOf(read: ReadRule, faults: readonly WordFault[]): Hit {
	const { role, index, rule, isDead } = read;
	const [first] = faults;
	const at = first === undefined ? -1 : rule[first.field].indexOf(first.word);
	const path = first === undefined || at < 0 ? [] : [first.field, at];
	const severities = faults.map(({ part, whole }) =>
		isDead ? (whole ?? "high") : (part ?? "medium"),
	);
	const confidence = faults.find((fault) => fault.confidence !== undefined)?.confidence;
	const fix = fixOf(read, faults);
	return {
		concerned: { kind: "object", object: referenceTo(role) },
		message: messageOf(read, faults),
		place: placeOf(role.origin, ["rules", index, ...path]),
		severity: gravest(severities),
		...(confidence !== undefined && { confidence }),
		key: keyOf(rule, faults),
		...(fix !== undefined && { fix }),
	};
}

function gravest(severities: readonly AuditSeverity[]): AuditSeverity {
	return auditSeverities.find((one) => severities.includes(one)) ?? "medium";
}

function keyOf(rule: PolicyRule, faults: readonly WordFault[]): string {
	return JSON.stringify([faults.map(({ field, word }) => [field, word]), rule]);
}

function messageOf({ role, index, isDead }: ReadRule, faults: readonly WordFault[]): string {
	const where = `rules[${index}] of ${objectName(role)}`;
	const byWhy = new Map<string, string[]>();
	for (const { why, word } of faults) {
		const words = byWhy.get(why);
		if (words === undefined) byWhy.set(why, [word]);
		else words.push(word);
	}
	const most = 5;
	const told = [...byWhy].slice(0, most).map(([why, words]) => {
		return `${quotedWords(words)} (${words.length > 1 ? why.replace(/^it is /, "they are ") : why})`;
	});
	const more = byWhy.size > most ? `, … ${byWhy.size - most} more` : "";
	const list = `${told.join(", ")}${more}`;
	const isOne = faults.length === 1;
	return isDead
		? `${where} can never match: ${list}`
		: `${list} ${isOne ? "matches" : "match"} nothing in ${where}`;
}

/** The rule with the words that were meant, where that is plain for each. */
function fixOf({ role, index, rule }: ReadRule, faults: readonly WordFault[]): Hit["fix"] {
	if (!faults.every(({ become, field, word }) => become && rule[field].includes(word))) {
		return undefined;
	}
	const of = (field: keyof PolicyRule): readonly string[] =>
		withMeant(
			rule[field],
			faults.filter((fault) => fault.field === field),
		);
	const stays: PolicyRule = {
		verbs: of("verbs"),
		apiGroups: of("apiGroups"),
		resources: of("resources"),
		resourceNames: of("resourceNames"),
		nonResourceURLs: of("nonResourceURLs"),
	};
	const moved = faults.filter(({ group }) => group !== undefined);
	const others = [...new Set(moved.map(({ group = "" }) => group))].map((group): PolicyRule => {
		const own = moved.filter((fault) => fault.group === group);
		const resources = own.flatMap(({ become = [] }) => become);
		return { ...stays, apiGroups: [group], resources: [...new Set(resources)] };
	});
	const isLeft = stays.resources.length > 0 || rule.resources.length === 0;
	return {
		words: `${wordsOfFix(faults.slice(0, 4))} in ${objectName(role)} rules[${index}]`,
		edits: [
			{ kind: "change-rule", role, rule: index, become: isLeft ? [stays, ...others] : others },
		],
	};
}

/** A word that is right, and in the wrong group, is not written anew. */
function wordsOfFix(faults: readonly WordFault[]): string {
	const isMoved = ({ word, become = [], group }: WordFault): boolean =>
		group !== undefined && become.length === 1 && become[0] === word;
	const written = faults
		.filter((fault) => !isMoved(fault))
		.map(({ word, become = [], group }) => {
			const where = group === undefined ? "" : ` in the API group ${shownGroup(group)}`;
			return `${quotedWords(become)} for ${quotedWords([word])}${where}`;
		});
	const moved = faults.filter(isMoved);
	const groups = [...new Set(moved.map(({ group = "" }) => group))].map((group) => {
		const own = moved.filter((fault) => fault.group === group).map(({ word }) => word);
		return `${quotedWords(own)} into the API group ${shownGroup(group)}`;
	});
	return [
		...(written.length > 0 ? [`write ${written.join(", ")}`] : []),
		...(groups.length > 0 ? [`put ${groups.join(", ")}`] : []),
	].join("; ");
}
