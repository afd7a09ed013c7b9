import { globMatches } from "../model/glob-matches.ts";
import type { ProofPart } from "./proof.ts";
import type { Reach } from "./rule-reach.ts";

/** Of the objects that a rule reaches, those by which a part of a condition holds; undefined: none. */
export function countingReach(
	{ named, isAnyName, shared }: Extract<ProofPart, { kind: "some" }>,
	reach: Reach,
): Reach | undefined {
	if (isAnyName) return reach === "any" ? reach : undefined;
	if (named.length > 0) {
		return reach === "any" ? undefined : like(reach, (name) => isLike(name, named));
	}
	if (shared === undefined || reach === "any") return reach;
	return like(reach, (name) => shared.includes(name));
}

function like(names: readonly string[], isMeant: (name: string) => boolean): Reach | undefined {
	const meant = names.filter(isMeant);
	return meant.length === 0 ? undefined : meant;
}

function isLike(name: string, globs: readonly string[]): boolean {
	return globs.some((glob) => globMatches(glob, name));
}
