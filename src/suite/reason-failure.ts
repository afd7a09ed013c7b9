import type { HeldSets } from "../answer/held-sets.ts";
import type { Identity } from "../model/identity.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import { becauseFailure, type ReasonFailure } from "./because.ts";
import type { Claim } from "./claim.ts";
import { FilledSets } from "./filled-sets.ts";
import type { SuiteWorld } from "./suite-world.ts";
import { wayOf } from "./way-of.ts";

type BoundClaim = Extract<Claim, { kind: "bound" }>;

/** `via`, `soleVia` and `because` of a claim that holds: why its answer, though right, is not right for that reason. */
export function reasonFailure(
	claim: Claim,
	world: SuiteWorld,
	held: HeldSets,
): ReasonFailure | undefined {
	if (claim.kind !== "bound") return undefined;
	const way = wayFailure(claim, world, held);
	return way === undefined ? becauseFailure(claim, world) : { summary: way };
}

/** The named chain has to give all of it; the sole one is that of which no other gives any. */
function wayFailure(
	{ who, via, soleVia, required }: BoundClaim,
	{ everyone }: SuiteWorld,
	held: HeldSets,
): string | undefined {
	if (via === undefined || who.kind !== "subject") return undefined;
	const ways = waysOf(who.identity, held);
	const given = ways.get(via) ?? held.sets.none;
	const others = [...ways]
		.filter(([way, set]) => way !== via && set.meets(required))
		.map(([way]) => way);
	if (!required.meets(given)) return `it is granted, but not by ${via}: by ${others.join(", ")}`;
	if (!required.isSubsetOf(given)) {
		return `only a part of it is granted by ${via}, the rest by ${others.join(", ")}`;
	}
	// What everybody has by default is no other way to `any any`, only to itself.
	const shared = who.identity.groups.map((group) => everyone.get(group) ?? held.sets.none);
	const own = required.difference(held.sets.union(shared));
	const counted = own.isEmpty ? required : own;
	const also = others.filter((way) => ways.get(way)?.meets(counted) === true);
	return soleVia && also.length > 0 ? `it is granted also by ${also.join(", ")}` : undefined;
}

/** What each binding of an identity gives: `RoleBinding/payments/api -> Role/payments/api`. */
function waysOf(identity: Identity, held: HeldSets): ReadonlyMap<string, PermissionSet> {
	const { grants, sets } = held;
	const ways = new Map<string, PermissionSet>();
	for (const { binding, role } of grants.namedBy(identity).flatMap((named) => named.all())) {
		const given = role === undefined ? sets.none : held.ofRole(role);
		const isWide = binding.kind === "ClusterRoleBinding";
		ways.set(wayOf(binding), isWide ? given : sets.inNamespace(given, binding.namespace));
	}
	if (!(held instanceof FilledSets)) return ways;
	for (const binding of held.filledFor(identity)) {
		const isWide = binding.kind === "ClusterRoleBinding";
		ways.set(wayOf(binding), isWide ? sets.all : sets.inNamespace(sets.all, binding.namespace));
	}
	return ways;
}
