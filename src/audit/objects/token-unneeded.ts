import type { Snapshot } from "../../model/snapshot.ts";
import { formatSubject, type Subject } from "../../model/subject.ts";
import type { AuditWorld } from "../audit-world.ts";
import type { AuditCheck } from "../hit.ts";
import { unplacedOf } from "../lint/unplaced-of.ts";
import { areBindingsListed } from "../listed-whole.ts";
import { type AccountInUse, accountsInUse, allGrants } from "./account-grants.ts";
import { boundSubjects } from "./bound-subjects.ts";
import { cloudIdentityOf } from "./cloud-identity-of.ts";
import { placeOfAccount } from "./place-of-account.ts";
import { accountOf, isTokenMounted } from "./token-mount.ts";
import { placesOfWorkloads, wordsOfWorkloads } from "./workload-words.ts";

/** Pods that get the token of an account that may do nothing. */
export const tokenUnneeded: AuditCheck = (world) =>
	accountsInUse(world).flatMap((account) => {
		const { namespace, name, workloads } = account;
		const mounted = workloads.filter(
			(one) => one.hasTokenVolume !== true && isTokenMounted(one, world.snapshot),
		);
		if (mounted.length === 0 || !isKnownToBeIdle(world, account)) return [];
		const subject: Subject = { kind: "ServiceAccount", namespace, name };
		return [
			{
				concerned: { kind: "subject", subject },
				message: `${wordsOfWorkloads(mounted)} ${mounted.length === 1 ? "gets" : "get"} the token of ${formatSubject(subject)}, which may do nothing that not every pod may`,
				place: placeOfAccount(world, account),
				related: placesOfWorkloads(mounted),
				key: "token",
			},
		];
	});

/** No binding names it, and the input is where one would be: it holds the account, or is all there is. */
function isKnownToBeIdle(world: AuditWorld, account: AccountInUse): boolean {
	const { snapshot, options } = world;
	if (!areBindingsListed(world, "")) return false;
	const [first] = account.workloads;
	const object = first && accountOf(first, snapshot);
	if (snapshot.unread.length > 0 || allGrants(world, account).length > 0) return false;
	if (isPerhapsBound(world, account) || isBesideRefused(account, snapshot)) return false;
	if (object !== undefined && cloudIdentityOf(object) !== undefined) return false;
	return options.isComplete || object !== undefined || account.name === "default";
}

/** A workload without a namespace goes where the account is that a binding names. */
function isPerhapsBound(world: AuditWorld, { name, workloads }: AccountInUse): boolean {
	const isUnplaced = unplacedOf(world.snapshot);
	return (
		workloads.some(isUnplaced) &&
		boundSubjects(world).some(
			({ subject }) => subject.kind === "ServiceAccount" && subject.name === name,
		)
	);
}

/** A binding of the same file that the server refuses may be meant for it. */
function isBesideRefused({ workloads }: AccountInUse, { problems }: Snapshot): boolean {
	const files = new Set(workloads.map(({ origin }) => origin.file));
	return problems.some(({ severity, origin }) => severity === "error" && files.has(origin.file));
}
