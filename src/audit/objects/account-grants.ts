import { accountIdentity } from "../../model/identity.ts";
import type { Workload } from "../../model/snapshot.ts";
import { accountUserName } from "../../model/subject.ts";
import type { Match } from "../../resolve/bound-role.ts";
import type { AuditWorld } from "../audit-world.ts";

export interface AccountName {
	readonly namespace: string;
	readonly name: string;
}

/** The bindings of the input that name an account itself. */
export function ownGrants({ grants }: AuditWorld, account: AccountName): readonly Match[] {
	const name = accountUserName(account.namespace, account.name);
	return fromInput(grants.namedBy({ name, groups: [] }).flatMap((one) => one.all()));
}

/** Those, and the bindings of the groups that every account is in. */
export function allGrants({ grants }: AuditWorld, account: AccountName): readonly Match[] {
	const identity = accountIdentity(account.namespace, account.name);
	return fromInput(grants.namedBy(identity).flatMap((one) => one.all()));
}

function fromInput(matches: readonly Match[]): readonly Match[] {
	return matches.filter(({ binding }) => !binding.builtIn);
}

export interface AccountInUse extends AccountName {
	/** What runs as it, without what those make themselves; sorted by nothing but the input. */
	readonly workloads: readonly Workload[];
}

const known = new WeakMap<AuditWorld, readonly AccountInUse[]>();

/** Every account that a workload of the input runs as. */
export function accountsInUse(world: AuditWorld): readonly AccountInUse[] {
	let all = known.get(world);
	if (all === undefined) {
		all = gathered(world.snapshot.workloads);
		known.set(world, all);
	}
	return all;
}

function gathered(workloads: readonly Workload[]): readonly AccountInUse[] {
	const accounts = new Map<string, AccountName & { readonly workloads: Workload[] }>();
	for (const workload of workloads) {
		if (workload.isOwned === true) continue;
		const { namespace, account: name } = workload;
		const key = `${namespace}/${name}`;
		const account = accounts.get(key) ?? { namespace, name, workloads: [] };
		accounts.set(key, account);
		account.workloads.push(workload);
	}
	return [...accounts.values()];
}
