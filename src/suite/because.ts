import { can } from "../answer/can.ts";
import type { Difference, NearMiss } from "../model/answer.ts";
import type { DenialReason } from "../model/denial-reason.ts";
import type { Identity } from "../model/identity.ts";
import { type Request, requestNamespace } from "../model/request.ts";
import type { CheckFailure } from "../model/suite-result.ts";
import type { Claim } from "./claim.ts";
import { everyKind } from "./every-kind.ts";
import { requestWords } from "./request-words.ts";
import type { SuiteWorld } from "./suite-world.ts";

/** Why a right answer is not right for the reason that a suite gives. */
export type ReasonFailure = Pick<CheckFailure, "summary"> &
	Partial<Pick<CheckFailure, "witness" | "nearMisses">>;

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

/** That each kind of request is denied for the reason that a suite gives; what others have does not count. */
export function becauseFailure(
	{ who, because, forbidden }: Extract<Claim, { kind: "bound" }>,
	world: SuiteWorld,
): ReasonFailure | undefined {
	if (because === undefined || who.kind !== "subject") return undefined;
	const { effective, latent, inert } = world.requestable.partsOf(forbidden);
	const asked = [effective, latent, inert].find((part) => !part.isEmpty) ?? forbidden;
	let count = 0;
	for (const request of everyKind(asked, world)) {
		count += 1;
		if (count > mostKinds) {
			const summary = `it is denied, but too many kinds of request are meant to tell whether all are because of ${because}: say less at once`;
			return { summary };
		}
		const { isDenied, reason, misses } = reasonFor(who.identity, request, world);
		// The sets deny it. Were the two ever at odds, no reason could be told.
		if (isDenied && reason === because) continue;
		const which = count === 1 ? "" : ` (${requestWords(request)})`;
		const summary = `it is denied, but because of ${reason}, not ${because}${which}`;
		return { summary, witness: request, nearMisses: misses };
	}
	return undefined;
}

const mostKinds = 200;

function reasonFor(
	identity: Identity,
	request: Request,
	{ grants }: SuiteWorld,
): {
	readonly isDenied: boolean;
	readonly reason: DenialReason;
	readonly misses: readonly NearMiss[];
} {
	const { verdict, nearMisses } = can(grants, identity, request);
	const own = nearMisses.filter(({ difference }) => difference !== "subject");
	const hasBinding = grants
		.matches(identity, requestNamespace(request))
		.some(({ binding }) => !binding.builtIn);
	const [nearest] = own;
	const reason = nearest && reasons[nearest.difference];
	return {
		isDenied: verdict !== "yes",
		reason: reason ?? (hasBinding ? "no-rule" : "no-binding"),
		misses: (own.length > 0 ? own : nearMisses).slice(0, 1),
	};
}
