import { referenceTo } from "../../answer/chain.ts";
import { objectName } from "../../model/object-name.ts";
import { placeOf } from "../../model/origin.ts";
import { accountUserName, formatSubject } from "../../model/subject.ts";
import type { AuditWorld } from "../audit-world.ts";
import type { AuditCheck } from "../hit.ts";
import { isListedWhole } from "../listed-whole.ts";
import { accountsInUse, ownGrants } from "./account-grants.ts";
import { cloudIdentityOf } from "./cloud-identity-of.ts";
import { wordedList } from "./worded-list.ts";

const workloadKinds = ["pods", "deployments", "statefulsets", "daemonsets", "cronjobs", "jobs"];

/** Accounts that hold rights, and that nothing in the input uses. */
export const unusedAccount: AuditCheck = (world) => {
	if (!world.options.isComplete) return [];
	const used = usedAccounts(world);
	return world.snapshot.accounts.flatMap((account) => {
		const { namespace, name, origin } = account;
		if (used.has(accountUserName(namespace, name)) || cloudIdentityOf(account) !== undefined) {
			return [];
		}
		const grants = ownGrants(world, account).filter(({ role }) => (role?.rules.length ?? 0) > 0);
		const isWhole = workloadKinds.every((kind) => isListedWhole(world, kind, namespace));
		if (grants.length === 0 || !isWhole) return [];
		const names = [...new Set(grants.map(({ binding }) => objectName(binding)))].sort();
		const told = formatSubject({ kind: "ServiceAccount", namespace, name });
		return [
			{
				concerned: {
					kind: "object",
					object: referenceTo({ kind: "ServiceAccount", namespace, name, origin }),
				},
				message: `nothing runs as ${told}, which has rights by ${wordedList(names)}`,
				place: placeOf(origin),
				related: grants.map(({ binding, subjectIndex }) => ({
					place: placeOf(binding.origin, ["subjects", subjectIndex]),
					title: `${objectName(binding)} binds it`,
				})),
				key: "unused",
			},
		];
	});
};

function usedAccounts(world: AuditWorld): ReadonlySet<string> {
	const running = accountsInUse(world).map(({ namespace, name }) =>
		accountUserName(namespace, name),
	);
	const held = world.snapshot.tokenSecrets.map(({ namespace, account }) =>
		accountUserName(namespace, account),
	);
	return new Set([...running, ...held]);
}
