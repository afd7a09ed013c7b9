import { formatSubject, type Subject } from "../../model/subject.ts";
import type { AuditCheck } from "../hit.ts";
import { accountsInUse } from "./account-grants.ts";
import { GrantStrength, isAtLeast } from "./grant-strength.ts";
import { placeOfAccount } from "./place-of-account.ts";
import { isTokenMounted } from "./token-mount.ts";
import { placesOfWorkloads, wordsOfWorkloads } from "./workload-words.ts";

/** Workloads that hold the token of an account with much power. */
export const powerfulWorkload: AuditCheck = (world) => {
	const strengths = GrantStrength.of(world);
	return accountsInUse(world).flatMap((account) => {
		const { namespace, name } = account;
		const mounted = account.workloads.filter((one) => isTokenMounted(one, world.snapshot));
		const severity = strengths.ofAccount({ namespace, name });
		if (mounted.length === 0 || !isAtLeast(severity, "high")) return [];
		const subject: Subject = { kind: "ServiceAccount", namespace, name };
		return [
			{
				concerned: { kind: "subject", subject },
				message: `whoever takes over ${wordsOfWorkloads(mounted)} has the token of ${formatSubject(subject)}, and its power`,
				place: placeOfAccount(world, account),
				related: placesOfWorkloads(mounted),
				severity,
				key: "workload",
			},
		];
	});
};
