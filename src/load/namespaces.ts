import { allAccounts } from "../model/identity.ts";
import { accountOfUserName, type Subject } from "../model/subject.ts";
import { compareText } from "../model/text-order.ts";
import type { SnapshotBuilder } from "./snapshot-builder.ts";

/** Every namespace that exists or is spoken of, sorted. */
export function namespacesOf(builder: SnapshotBuilder): readonly string[] {
	const all = new Set(builder.namespaces);
	for (const { namespace } of builder.roles.values()) all.add(namespace);
	for (const { namespace } of builder.accounts.values()) all.add(namespace);
	for (const { namespace } of builder.workloads.values()) all.add(namespace);
	for (const { namespace, subjects } of builder.bindings.values()) {
		all.add(namespace);
		for (const subject of subjects) all.add(namespaceOf(subject));
	}
	all.delete("");
	return [...all].sort(compareText);
}

function namespaceOf(subject: Subject): string {
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
