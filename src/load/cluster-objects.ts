import type { Binding } from "../model/binding.ts";
import type { Origin } from "../model/origin.ts";
import type { Role } from "../model/role.ts";
import { decodeDocument } from "./decode-document.ts";
import { defaultPolicy } from "./default-policy.ts";
import type { ClusterDump } from "./live/cluster-dump.ts";
import type { SnapshotBuilder } from "./snapshot-builder.ts";

/** Puts a cluster's objects in; what equals the default policy of its version counts as such. */
export function putCluster(
	builder: SnapshotBuilder,
	dump: ClusterDump,
	minor: string | undefined,
): Origin {
	const origin: Origin = { file: `cluster ${dump.context}`, at: () => undefined };
	for (const value of dump.objects) decodeDocument(builder, { value, origin }, true);
	if (minor === undefined) return origin;
	const policy = defaultPolicy(minor);
	for (const role of policy.roles) {
		const own = builder.roles.get(role.namespace, role.name);
		if (own === undefined || !isDefaultRole(own, role)) continue;
		builder.roles.put(role.namespace, role.name, { ...own, builtIn: true });
	}
	for (const binding of policy.bindings) {
		const own = builder.bindings.get(binding.namespace, binding.name);
		if (own === undefined || !isDefaultBinding(own, binding)) continue;
		builder.bindings.put(binding.namespace, binding.name, { ...own, builtIn: true });
	}
	return origin;
}

/** The rules of an aggregated role are the controller's work, whatever they are. */
function isDefaultRole(own: Role, policy: Role): boolean {
	if (own.aggregation !== undefined && policy.aggregation !== undefined) return true;
	return JSON.stringify(own.rules) === JSON.stringify(policy.rules);
}

function isDefaultBinding(own: Binding, policy: Binding): boolean {
	const told = ({ roleRef, subjects }: Binding): string => JSON.stringify([roleRef, subjects]);
	return told(own) === told(policy);
}
