import type { Binding } from "../model/binding.ts";
import type { Subject } from "../model/subject.ts";
import type { CheckFailure } from "../model/suite-result.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { Claim, Covers, Who } from "./claim.ts";
import { gapInWords } from "./gap-words.ts";
import type { SuiteWorld } from "./suite-world.ts";

/**
 * A role that is missing may turn a "may not" into a "may", never the other way: what passed because nothing was
 * granted, and what failed because something was not, is unknown.
 */
export function gapOf(
	claim: Claim,
	world: SuiteWorld,
	failures: readonly CheckFailure[],
): string | undefined {
	if (failures.some(({ kind }) => kind === "extra" || kind === "other")) return undefined;
	const isMissing = failures.some(({ kind }) => kind === "missing");
	const binding = openBinding(claim, world, isMissing);
	return binding && gapInWords(binding);
}

/** A binding without its role that could turn what is claimed. */
function openBinding(claim: Claim, world: SuiteWorld, isMissing: boolean): Binding | undefined {
	switch (claim.kind) {
		case "bound":
			return ofWho(claim.who, isMissing ? claim.required : claim.forbidden, world);
		case "closed":
			return ofAnybody((subject) => !claim.covers(subject), claim.forbidden, world);
		case "disjoint":
			return claim.whos.map((who) => ofWho(who, claim.on, world)).find((one) => one !== undefined);
		case "notBoth":
			return ofAnybody(claim.isAmong, claim.first.union(claim.second), world);
		case "budget":
			return ofWho(claim.who, world.sets.all, world);
		// Both sides may lack the same role: nobody gains or loses by that.
		case "ratchet":
			return undefined;
	}
}

function ofWho(who: Who, open: PermissionSet, world: SuiteWorld): Binding | undefined {
	if (who.kind === "role") return undefined;
	const named = world.grants.namedBy(who.identity).flatMap((one) => one.all());
	return named.find(({ role, binding }) => role === undefined && reaches(binding, open, world))
		?.binding;
}

function ofAnybody(meant: Covers, open: PermissionSet, world: SuiteWorld): Binding | undefined {
	const isMeant = (binding: Binding): boolean =>
		binding.subjects.some((subject) => meant(inNamespaceOf(binding, subject)));
	return world.grants.missing.find(
		({ binding }) => isMeant(binding) && reaches(binding, open, world),
	)?.binding;
}

/** An account without a namespace is one of the binding's. */
function inNamespaceOf({ namespace }: Binding, subject: Subject): Subject {
	if (subject.kind !== "ServiceAccount") return subject;
	return { ...subject, namespace: subject.namespace || namespace };
}

function reaches({ namespace }: Binding, open: PermissionSet, { sets }: SuiteWorld): boolean {
	if (open.isEmpty) return false;
	return namespace === "" || !sets.inNamespace(open, namespace).isEmpty;
}
