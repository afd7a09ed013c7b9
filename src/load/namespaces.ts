import { allAccounts } from "../model/identity.ts";
import { accountOfUserName, type Subject } from "../model/subject.ts";
import { compareText } from "../model/text-order.ts";
import type { SnapshotBuilder } from "./snapshot-builder.ts";

/** Every namespace that exists or is spoken of, sorted. */
export function namespacesOf(builder: SnapshotBuilder): readonly string[] {
	const all = new Set(builder.namespaces);
	for (const index of [builder.roles, builder.bindings, builder.accounts, builder.workloads]) {
		for (const namespace of index.namespaces()) all.add(namespace);
	}
	all.delete("");
	return [...all].sort(compareText);
}

/** The namespace a subject speaks of; "" for none. */
export function namespaceOfSubject(subject: Subject): string {
	switch (subject.kind) {
		case "ServiceAccount":
			return subject.namespace;
		case "User":
			return accountOfUserName(subject.name)?.namespace ?? "";
		case "Group":
			return subject.name.startsWith(`${allAccounts}:`)
				? subject.name.slice(allAccounts.length + 1)
				: "";
	}
}
