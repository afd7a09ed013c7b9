import { objectName } from "../../model/object-name.ts";
import { formatSubject, type Subject } from "../../model/subject.ts";
import type { AuditCheck } from "../hit.ts";
import { accountsInUse } from "./account-grants.ts";
import { GrantStrength, isAtLeast } from "./grant-strength.ts";
import { placeOfAccount } from "./place-of-account.ts";
import { placesOfWorkloads, wordsOfWorkloads } from "./workload-words.ts";

/** One account for workloads of several apps: each has what any of them needs. */
export const sharedAccount: AuditCheck = (world) => {
	const strengths = GrantStrength.of(world);
	return accountsInUse(world).flatMap((account) => {
		const { namespace, name, workloads } = account;
		const apps = new Set(workloads.map((one) => one.app ?? objectName(one)));
		if (name === "default" || apps.size < 2) return [];
		if (!isAtLeast(strengths.ofAccount({ namespace, name }), "medium")) return [];
		const subject: Subject = { kind: "ServiceAccount", namespace, name };
		return [
			{
				concerned: { kind: "subject", subject },
				message: `${wordsOfWorkloads(workloads)} all run as ${formatSubject(subject)}: each has what any of them needs`,
				place: placeOfAccount(world, account),
				related: placesOfWorkloads(workloads),
				key: "shared",
			},
		];
	});
};
