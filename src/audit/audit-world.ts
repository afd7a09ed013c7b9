import { IdentitySets } from "../answer/identity-sets.ts";
import type { AuditSeverity } from "../model/audit-policy.ts";
import type { Binding } from "../model/binding.ts";
import type { Catalog, CatalogResource } from "../model/catalog.ts";
import type { EffectiveRole } from "../model/grant.ts";
import type { Role } from "../model/role.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Subject } from "../model/subject.ts";
import { aggregateRoles } from "../resolve/aggregate-roles.ts";
import type { Grants } from "../resolve/grants.ts";
import { PermissionSets } from "../sets/permission-sets.ts";

/** What an audit is a function of. */
export interface AuditWorld {
	readonly grants: Grants;
	readonly snapshot: Snapshot;
	readonly identities: IdentitySets;
	/** What is served, and what Kubernetes of this minor has besides: a cluster may serve it tomorrow. */
	readonly catalog: Catalog;
	/** The roles and bindings that every API server of this minor creates. */
	readonly defaults: DefaultPolicy;
	readonly options: AuditOptions;
	/** A ClusterRole as every API server of this minor has it, aggregation done. */
	readonly defaultRole: (name: string) => EffectiveRole | undefined;
	/** The gravest of what policies about permissions found of a subject; undefined: nothing. Known to checks alone. */
	readonly riskOf: (subject: Subject) => AuditSeverity | undefined;
	/** The same of what a binding has part in. */
	readonly riskBy: (subject: Subject, binding: Binding) => AuditSeverity | undefined;
	/** Whether policies about permissions ask for a resource by name. Known to checks alone. */
	readonly isAskedFor: (group: string, resource: string) => boolean;
}

export interface DefaultPolicy {
	readonly roles: readonly Role[];
	readonly bindings: readonly Binding[];
	readonly resources: readonly CatalogResource[];
}

export interface AuditOptions {
	/** Also what default and control-plane subjects have. */
	readonly includeSystem: boolean;
	/** Namespaces that count as sensitive beside kube-system and those of powerful accounts. */
	readonly sensitiveNamespaces: readonly string[];
	/** The input is all there is: who or what is not in it does not exist. True for a live cluster. */
	readonly isComplete: boolean;
}

/** What `given` leaves out: no system subjects, no more sensitive namespaces, and only a live cluster is all there is. */
export function auditWorldOf(
	grants: Grants,
	defaults: DefaultPolicy,
	given: Partial<AuditOptions> = {},
): AuditWorld {
	const options = {
		includeSystem: false,
		sensitiveNamespaces: [],
		isComplete: grants.snapshot.cluster !== undefined,
		...given,
	};
	let resolved: ReadonlyMap<string, EffectiveRole> | undefined;
	const defaultRole = (name: string): EffectiveRole | undefined => {
		resolved ??= aggregateRoles(defaults.roles.filter(({ kind }) => kind === "ClusterRole"));
		return resolved.get(name);
	};
	return {
		grants,
		snapshot: grants.snapshot,
		identities: new IdentitySets(grants, new PermissionSets()),
		catalog: withUnserved(grants.snapshot.catalog, defaults.resources),
		defaults,
		options,
		defaultRole,
		riskOf: () => undefined,
		riskBy: () => undefined,
		isAskedFor: () => false,
	};
}

function withUnserved(served: Catalog, known: readonly CatalogResource[]): Catalog {
	const names = new Set(served.resources.map(({ group, resource }) => `${group}/${resource}`));
	const others = known.filter(({ group, resource }) => !names.has(`${group}/${resource}`));
	return others.length === 0 ? served : { resources: [...served.resources, ...others] };
}
