import type { Account, Snapshot, Workload } from "../../model/snapshot.ts";

const known = new WeakMap<Snapshot, ReadonlyMap<string, Account>>();

/**
 * Whether the token of its account is put into a workload's pods: the pod's field wins, then the account's, and without
 * either it is. https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/
 */
export function isTokenMounted(workload: Workload, snapshot: Snapshot): boolean {
	if (workload.hasTokenVolume === true) return true;
	return workload.automount ?? accountOf(workload, snapshot)?.automount ?? true;
}

/** The ServiceAccount object that a workload names; undefined where the input lacks it. */
export function accountOf(
	{ namespace, account }: Workload,
	snapshot: Snapshot,
): Account | undefined {
	let accounts = known.get(snapshot);
	if (accounts === undefined) {
		accounts = new Map(snapshot.accounts.map((one) => [`${one.namespace}/${one.name}`, one]));
		known.set(snapshot, accounts);
	}
	return accounts.get(`${namespace}/${account}`);
}
