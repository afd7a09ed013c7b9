import type { PermissionSet } from "../sets/permission-set.ts";
import type { Who } from "../suite/claim.ts";
import type { SuiteWorld } from "../suite/suite-world.ts";
import { inTest, meaningOf } from "./meaning-of.ts";

/** A role of a policy under test, as it would be bound. */
export class PolicyRole {
	readonly world: SuiteWorld;
	readonly who: Extract<Who, { kind: "role" }>;

	constructor(world: SuiteWorld, who: PolicyRole["who"]) {
		this.world = world;
		this.who = who;
	}

	/** All that the role gives to whom a ClusterRoleBinding binds it. */
	get permissions(): PermissionSet {
		return this.world.identities.ofRole(this.who.role);
	}

	/** What a RoleBinding in a namespace gives. */
	in(namespace: string): PermissionSet {
		const permission = { kind: "phrase", text: `any any in ${namespace}`, place: inTest } as const;
		const inside = meaningOf(this.world, (words) => words.permission(permission, undefined));
		return this.permissions.intersection(inside.set);
	}
}
