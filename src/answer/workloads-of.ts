import type { Reference } from "../model/answer.ts";
import type { Snapshot, Workload } from "../model/snapshot.ts";
import { compareText } from "../model/text-order.ts";
import { referenceTo } from "./chain.ts";

const known = new WeakMap<Snapshot, ReadonlyMap<string, readonly Reference[]>>();

/** The workloads that run as an account, by kind and name. */
export function workloadsOf(
	account: { readonly namespace: string; readonly name: string },
	snapshot: Snapshot,
): readonly Reference[] {
	let accounts = known.get(snapshot);
	if (accounts === undefined) {
		accounts = byAccount(snapshot.workloads);
		known.set(snapshot, accounts);
	}
	return accounts.get(`${account.namespace}/${account.name}`) ?? [];
}

function byAccount(workloads: readonly Workload[]): ReadonlyMap<string, readonly Reference[]> {
	const accounts = new Map<string, Reference[]>();
	const sorted = workloads.toSorted((one, other) =>
		compareText(`${one.kind}/${one.name}`, `${other.kind}/${other.name}`),
	);
	for (const workload of sorted) {
		const key = `${workload.namespace}/${workload.account}`;
		const same = accounts.get(key);
		if (same === undefined) accounts.set(key, [referenceTo(workload)]);
		else same.push(referenceTo(workload));
	}
	return accounts;
}
