import { can } from "../answer/can.ts";
import type { Difference, NearMiss } from "../model/answer.ts";
import { requestNamespace } from "../model/request.ts";
import type { DenialReason } from "../model/suite.ts";
import type { CheckFailure } from "../model/suite-result.ts";
import { witness } from "../sets/witness.ts";
import type { Claim } from "./claim.ts";
import type { SuiteWorld } from "./suite-world.ts";

/** What `because` says: in what the subject's nearest own grant differs from the request. */
const reasons: Readonly<Record<Difference, DenialReason>> = {
	verb: "no-rule",
	resource: "no-rule",
	subresource: "no-rule",
	path: "no-rule",
	apiGroup: "wrong-group",
	name: "wrong-name",
	namespace: "wrong-namespace",
	scope: "wrong-namespace",
	subject: "no-binding",
	role: "missing-role",
};

/** That something is denied for the reason that a suite gives; what others have does not count. */
export function becauseFailure(
	{ who, because, forbidden }: Extract<Claim, { kind: "bound" }>,
	world: SuiteWorld,
): Pick<CheckFailure, "summary" | "witness" | "nearMisses"> | undefined {
	if (because === undefined || who.kind !== "subject") return undefined;
	const request = witness(world.requestable.effectiveOf(forbidden)) ?? witness(forbidden);
	if (request === undefined) return undefined;
	const { nearMisses } = can(world.grants, who.identity, request);
	const own = nearMisses.filter(({ difference }) => difference !== "subject");
	const hasBinding = world.grants
		.matches(who.identity, requestNamespace(request))
		.some(({ binding }) => !binding.builtIn);
	const found = reasonOf(own[0]) ?? (hasBinding ? "no-rule" : "no-binding");
	if (found === because) return undefined;
	const summary = `it is denied, but because of ${found}, not ${because}`;
	return { summary, witness: request, nearMisses: (own.length > 0 ? own : nearMisses).slice(0, 1) };
}

function reasonOf(miss: NearMiss | undefined): string | undefined {
	return miss && reasons[miss.difference];
}
