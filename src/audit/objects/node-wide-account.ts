import { formatSubject, type Subject } from "../../model/subject.ts";
import type { AuditCheck } from "../hit.ts";
import { type AccountInUse, accountsInUse } from "./account-grants.ts";
import { GrantStrength, isAtLeast } from "./grant-strength.ts";
import { placeOfAccount } from "./place-of-account.ts";
import { isTokenMounted } from "./token-mount.ts";
import { placesOfWorkloads, wordsOfWorkloads } from "./workload-words.ts";

/** A powerful account whose token lies on every node, as a DaemonSet runs as it. */
export const nodeWideAccount: AuditCheck = (world) => {
	const strengths = GrantStrength.of(world);
	return accountsInUse(world).flatMap((account) => {
		const everywhere = account.workloads.filter(
			(one) => one.kind === "DaemonSet" && isTokenMounted(one, world.snapshot),
		);
		if (everywhere.length === 0 || isProxy(account)) return [];
		if (!isAtLeast(strengths.ofAccountEverywhere(account), "high")) return [];
		const subject: Subject = { kind: "ServiceAccount", ...nameOf(account) };
		return [
			{
				concerned: { kind: "subject", subject },
				message: `the token of ${formatSubject(subject)} is on every node that runs ${wordsOfWorkloads(everywhere)}: whoever takes one node has it, and what it may do everywhere`,
				place: placeOfAccount(world, account),
				related: placesOfWorkloads(everywhere),
				key: "node-wide",
			},
		];
	});
};

function isProxy({ namespace, name }: AccountInUse): boolean {
	return namespace === "kube-system" && name === "kube-proxy";
}

function nameOf({ namespace, name }: AccountInUse): { namespace: string; name: string } {
	return { namespace, name };
}
