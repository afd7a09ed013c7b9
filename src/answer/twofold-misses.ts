import type { Difference, NearMiss } from "../model/answer.ts";
import type { Catalog } from "../model/catalog.ts";
import type { SourcedRule } from "../model/grant.ts";
import type { Request } from "../model/request.ts";
import { chainOf } from "./chain.ts";
import { fewDifferences, unrelated } from "./rule-difference.ts";
import { type Granting, nearestFirst, otherScope, type Ranked, type Standing } from "./standing.ts";

const most = 4;

/** One of the two things, as a rule or a scope tells it. */
interface Part {
	readonly difference: Difference;
	readonly rank: number;
	readonly has: string;
	readonly needs: string;
	readonly hint: string;
}

/** The identity's own grants that differ from a request in two things, nearest first: for want of anything nearer. */
export function twofoldMisses(
	catalog: Catalog,
	standings: readonly Standing[],
	request: Request,
): readonly NearMiss[] {
	const found = standings.flatMap(({ bound: { role }, inScope, match }) => {
		if (role === undefined || match === undefined) return [];
		const granting = { ...match, role };
		const misses = role.rules.flatMap((sourced) =>
			twofoldMiss(catalog, granting, sourced, request, inScope),
		);
		return misses.sort(nearestFirst).slice(0, 1);
	});
	return found
		.sort(nearestFirst)
		.slice(0, most)
		.map(({ miss }) => miss);
}

function twofoldMiss(
	catalog: Catalog,
	match: Granting,
	sourced: SourcedRule,
	request: Request,
	inScope: boolean,
): readonly Ranked[] {
	const ofRule = fewDifferences(catalog, sourced.rule, request) ?? [];
	const [first, second, third] = inScope ? ofRule : [...ofRule, scopePart(match, sourced, request)];
	if (first === undefined || second === undefined || third !== undefined) return [];
	// A rule about something else is no help, however few things it differs in.
	const rank = first.rank + second.rank;
	if (rank >= unrelated) return [];
	const { difference, has, needs } = first;
	const chain = chainOf(match, sourced);
	const hint = `${first.hint}; and ${second.hint}`;
	const also = second.difference;
	return [{ rank, miss: { difference, also, has, needs, chain, binding: chain.binding, hint } }];
}

function scopePart(match: Granting, sourced: SourcedRule, request: Request): Part {
	const { rank, miss } = otherScope(match, sourced, request);
	const { difference, has, needs, hint } = miss;
	return { difference, rank, has, needs, hint };
}
