import type { Gap, Verdict } from "../model/answer.ts";
import type { Covers, CoversSide, Lacking, ShowingQuestion } from "../model/covers.ts";
import type { Effect } from "../model/diff.ts";
import type { Request } from "../model/request.ts";
import type { Statement } from "../model/statement.ts";
import type { Grants } from "../resolve/grants.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import { PermissionSets } from "../sets/permission-sets.ts";
import { Requestable } from "../sets/requestable.ts";
import { setOfStatement, statementsOf } from "../sets/statements.ts";
import { witness } from "../sets/witness.ts";
import { canWords } from "./can-words.ts";
import { type ComparedSide, comparedSide } from "./compared-side.ts";
import { dangerousRegions } from "./dangerous-regions.ts";
import { IdentitySets } from "./identity-sets.ts";

export interface CoversOptions {
	/** Compare only what is in this namespace, where roles count as if bound there. */
	readonly namespace?: string;
}

/**
 * Is the first at least the second: may it do all that the second may? Exact over all requests there can be, also those
 * that nothing serves today.
 */
export function covers(
	grants: Grants,
	left: CoversSide,
	right: CoversSide,
	options: CoversOptions = {},
): Covers {
	const { namespace } = options;
	const identities = new IdentitySets(grants, new PermissionSets());
	const [first, second] = [left, right].map((side) => comparedSide(identities, side, namespace));
	if (first === undefined || second === undefined) throw new Error("a comparison of one side");
	const comparison = new Comparison(identities, first, second);
	const { lines, isExact, isWhole } = comparison.lacking();
	const example = comparison.example();
	return {
		left,
		right,
		namespace,
		verdict: verdictOf(first, second),
		converse: verdictOf(second, first),
		lacking: lines,
		isExact,
		isWhole,
		witness: example,
		shownBy: example === undefined ? [] : shownBy(grants, left, right, example),
		gaps: once([...first.gaps, ...second.gaps]),
		notes: [],
	};
}

/** What is missing from the outer side could only turn a no, what is missing from the inner one only a yes. */
function verdictOf(outer: ComparedSide, inner: ComparedSide): Verdict {
	if (!inner.set.isSubsetOf(outer.set)) return outer.gaps.length === 0 ? "no" : "unknown";
	return inner.gaps.length === 0 || outer.set.isEverything ? "yes" : "unknown";
}

function once(gaps: readonly Gap[]): readonly Gap[] {
	return [...new Map(gaps.map((gap) => [JSON.stringify(gap), gap])).values()];
}

/** One question for each side that is somebody. */
function shownBy(
	{ snapshot }: Grants,
	left: CoversSide,
	right: CoversSide,
	request: Request,
): readonly ShowingQuestion[] {
	const sides = [
		["left", left, "no"],
		["right", right, "yes"],
	] as const;
	return sides.flatMap(([side, { ...one }, verdict]) => {
		const words = one.kind === "subject" && canWords(snapshot, one.subject, request);
		return words ? [{ side, verdict, words }] : [];
	});
}

interface Lines {
	readonly lines: readonly Lacking[];
	readonly isExact: boolean;
	readonly isWhole: boolean;
}

/** So many lines, with so many exceptions, say exactly what is lacking; more are told with less care. */
const mostExact = 12;
const mostExceptions = 30;
const effects: readonly Effect[] = ["effective", "latent", "inert"];

function exceptionsIn(line: Statement): number {
	if (line.kind === "path") return line.except.length;
	const sides = line.things.flatMap((one) => [one.apiGroups, one.resources, one.subresources]);
	return [line.verbs, line.names, line.namespaces, ...sides].reduce(
		(sum, side) => sum + ("except" in side ? side.except.length : 0),
		0,
	);
}

class Comparison {
	readonly #identities: IdentitySets;
	readonly #left: ComparedSide;
	readonly #right: ComparedSide;
	readonly #missing: PermissionSet;
	readonly #parts: Readonly<Record<Effect, PermissionSet>>;
	readonly #regions: readonly PermissionSet[];

	constructor(identities: IdentitySets, left: ComparedSide, right: ComparedSide) {
		const { grants, sets } = identities;
		this.#identities = identities;
		this.#left = left;
		this.#right = right;
		this.#missing = right.set.difference(left.set);
		const parts = new Requestable(sets, grants.snapshot.catalog).partsOf(this.#missing);
		this.#regions = dangerousRegions(sets);
		this.#parts = { ...parts, inert: parts.inert.difference(this.#beside(parts.inert)) };
	}

	lacking(): Lines {
		const exact = this.#lines(this.#missing);
		const exceptions = exact.lines.reduce((sum, { line }) => sum + exceptionsIn(line), 0);
		const isShort = exact.lines.length <= mostExact && exceptions <= mostExceptions;
		if (exact.isWhole && isShort) return exact;
		return { ...this.#lines(this.#right.set), isExact: false };
	}

	/** The most telling request; one with an effect if there is any. */
	example(): Request | undefined {
		const part = effects.map((effect) => this.#parts[effect]).find((one) => !one.isEmpty);
		return part && this.#checked(part);
	}

	/**
	 * What has no effect goes without saying where a rule also gives something that has: a `get` of pods without a
	 * namespace, say.
	 */
	#beside(inert: PermissionSet): PermissionSet {
		const { sets } = this.#identities;
		const telling = this.#missing.difference(inert);
		const scoped = this.#right.rules.map(({ rule, namespace }) => {
			const set = sets.ofRules([rule]);
			return namespace === "" ? set : sets.inNamespace(set, namespace);
		});
		return sets.union(scoped.filter((set) => set.meets(telling)));
	}

	/** `within`: lines may say that much. */
	#lines(within: PermissionSet): Lines {
		const lines: Lacking[] = [];
		let isWhole = true;
		for (const effect of effects) {
			const telling = this.#parts[effect].difference(this.#said(lines.map(({ line }) => line)));
			if (telling.isEmpty) continue;
			const told = statementsOf(this.#missing, { within, telling });
			isWhole &&= told.isWhole;
			for (const line of told.statements) {
				const region = setOfStatement(this.#missing.space, line).intersection(telling);
				lines.push({ effect, line, witness: this.#checked(region) });
			}
		}
		return { lines, isExact: true, isWhole };
	}

	#said(lines: readonly Statement[]): PermissionSet {
		const { space } = this.#missing;
		return this.#identities.sets.union(lines.map((line) => setOfStatement(space, line)));
	}

	#checked(region: PermissionSet): Request {
		const found = witness(region, { regions: this.#regions });
		if (found === undefined || !this.#right.allows(found) || this.#left.allows(found)) {
			throw new Error(`a difference that the evaluator does not see: ${JSON.stringify(found)}`);
		}
		return found;
	}
}
