import type { Request } from "../model/request.ts";
import type { PolicyRule } from "../model/rule.ts";
import { nonResourceUrlMatches, verbMatches } from "./rule-allows.ts";
import { anyWord, type NumberedRequest, Words } from "./words.ts";

const free = -1;

/**
 * Many rules, arranged so that one request looks at few of them. Answers exactly as `ruleAllows` over all of them;
 * a property test holds it to that.
 */
export class RuleIndex {
	readonly #words: Words;
	readonly #paths: readonly PolicyRule[];
	/**
	 * A hash table and the rules it leads to in one list of numbers, which the processor reads at one go. First the
	 * slots, each a target and where its list begins; then each rule as `end, end of verbs, end of groups, verbs…,
	 * groups…, names…`; then for each target how many rules name it, and where they begin.
	 */
	readonly #table: readonly number[];
	readonly #mask: number;
	/** A bit for each target, some sharing one: most questions are answered without a look at the table. */
	readonly #bits: number;

	constructor(rules: Iterable<PolicyRule>, words: Words = new Words()) {
		this.#words = words;
		const byTarget = new Map<number, Set<PolicyRule>>();
		const paths: PolicyRule[] = [];
		for (const rule of rules) {
			if (rule.nonResourceURLs.length > 0) paths.push(rule);
			for (const resource of rule.resources) {
				const target = words.target(resource);
				const same = byTarget.get(target);
				if (same === undefined) byTarget.set(target, new Set([rule]));
				else same.add(rule);
			}
		}
		this.#paths = paths;
		const slots = 2 ** Math.ceil(Math.log2(byTarget.size * 1.25 + 1));
		this.#mask = slots - 1;
		this.#bits = [...byTarget.keys()].reduce((bits, target) => bits | bitOf(target), 0);
		this.#table = tableOf(byTarget, slots, words);
	}

	allows(request: Request): boolean {
		return request.kind === "path"
			? this.allowsPath(request.verb, request.path)
			: this.allowsResource(this.#words.numbered(request));
	}

	allowsPath(verb: string, path: string): boolean {
		for (const rule of this.#paths) {
			if (verbMatches(rule, verb) && nonResourceUrlMatches(rule, path)) return true;
		}
		return false;
	}

	/** For a request that is in numbers already, those of the same words. */
	allowsResource(request: NumberedRequest): boolean {
		return (
			(request.target >= 0 && this.#allowsTarget(request.target, request)) ||
			(request.anyTarget >= 0 && this.#allowsTarget(request.anyTarget, request)) ||
			this.#allowsTarget(anyWord, request)
		);
	}

	#allowsTarget(target: number, { verb, apiGroup, name }: NumberedRequest): boolean {
		if ((this.#bits & bitOf(target)) === 0) return false;
		const list = this.#find(target);
		if (list < 0) return false;
		const table = this.#table;
		const last = list + (table[list] ?? 0);
		for (let i = list + 1; i <= last; i += 1) {
			const rule = table[i] ?? 0;
			const end = table[rule] ?? 0;
			const endOfVerbs = table[rule + 1] ?? 0;
			const endOfGroups = table[rule + 2] ?? 0;
			if (
				holds(table, rule + 3, endOfVerbs, verb, anyWord) &&
				holds(table, endOfVerbs, endOfGroups, apiGroup, anyWord) &&
				(endOfGroups === end || holds(table, endOfGroups, end, name, name))
			) {
				return true;
			}
		}
		return false;
	}

	/** Where the list of a target begins. */
	#find(target: number): number {
		const table = this.#table;
		for (let slot = target & this.#mask; ; slot = (slot + 1) & this.#mask) {
			const has = table[slot * 2] ?? free;
			if (has === target) return table[slot * 2 + 1] ?? free;
			if (has === free) return free;
		}
	}
}

/** One of 30 bits: what is wider is no small integer to V8. */
function bitOf(target: number): number {
	return 1 << (target % 30);
}

function tableOf(
	byTarget: ReadonlyMap<number, ReadonlySet<PolicyRule>>,
	slots: number,
	words: Words,
): readonly number[] {
	const table: number[] = [];
	for (let slot = 0; slot < slots; slot += 1) table.push(free, free);
	const places = new Map<PolicyRule, number>();
	for (const rule of [...byTarget.values()].flatMap((rules) => [...rules])) {
		if (places.has(rule)) continue;
		places.set(rule, table.length);
		appendRule(table, rule, words);
	}
	for (const [target, rules] of byTarget) {
		let slot = target & (slots - 1);
		while (table[slot * 2] !== free) slot = (slot + 1) & (slots - 1);
		table[slot * 2] = target;
		table[slot * 2 + 1] = table.length;
		table.push(rules.size);
		for (const rule of rules) table.push(places.get(rule) ?? 0);
	}
	return table;
}

function appendRule(table: number[], rule: PolicyRule, words: Words): void {
	const endOfVerbs = table.length + 3 + rule.verbs.length;
	const endOfGroups = endOfVerbs + rule.apiGroups.length;
	table.push(endOfGroups + rule.resourceNames.length, endOfVerbs, endOfGroups);
	for (const verb of rule.verbs) table.push(words.verb(verb));
	for (const group of rule.apiGroups) table.push(words.apiGroup(group));
	for (const name of rule.resourceNames) table.push(words.name(name));
}

/** The lists are short: walking them beats a Set. */
function holds(
	table: readonly number[],
	from: number,
	to: number,
	word: number,
	orWord: number,
): boolean {
	for (let i = from; i < to; i += 1) {
		const has = table[i];
		if (has === word || has === orWord) return true;
	}
	return false;
}
