import type { AuditWorld } from "./audit-world.ts";
import type { DefaultGrants } from "./default-grants.ts";
import type { FiredPolicies } from "./fired-policies.ts";
import type { Judge } from "./judge.ts";
import type { RoleReaches } from "./role-reaches.ts";

/** What policies about permissions are held to. */
export interface RiskWorld {
	readonly audit: AuditWorld;
	readonly reaches: RoleReaches;
	readonly judge: Judge;
	readonly fired: FiredPolicies;
	/** What every API server grants by itself. */
	readonly defaults: DefaultGrants;
}
