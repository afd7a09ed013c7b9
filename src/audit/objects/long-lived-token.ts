import { referenceTo } from "../../answer/chain.ts";
import { placeOf } from "../../model/origin.ts";
import { formatSubject } from "../../model/subject.ts";
import type { AuditCheck } from "../hit.ts";
import { atLeast, GrantStrength } from "./grant-strength.ts";

/** Secrets that hold a token that does not expire. */
export const longLivedToken: AuditCheck = (world) => {
	const strengths = GrantStrength.of(world);
	return world.snapshot.tokenSecrets.map(({ namespace, name, account, origin }) => ({
		concerned: {
			kind: "object",
			object: referenceTo({ kind: "Secret", namespace, name, origin }),
		},
		message: `Secret/${namespace}/${name} holds a token of ${formatSubject({ kind: "ServiceAccount", namespace, name: account })} that never expires: whoever reads it once has it`,
		place: placeOf(origin),
		severity: atLeast(strengths.ofAccount({ namespace, name: account }), "low"),
		key: account,
	}));
};
