import { type AuditSeverity, compareSeverity, lowered } from "../../model/audit-policy.ts";
import type { EffectiveRole } from "../../model/grant.ts";
import { accountIdentity } from "../../model/identity.ts";
import type { BoundRole, Match } from "../../resolve/bound-role.ts";
import type { PermissionSet } from "../../sets/permission-set.ts";
import type { AuditWorld } from "../audit-world.ts";
import { type PowerfulRow, powerfulRows } from "./powerful-rows.ts";

type Scope = "cluster" | "sensitive" | "namespace";

/** A name that no rule lists: whoever may do something to it may do it to any. */
const anyName = "rolecall/any";

/** How much a role, a binding or an account can do, in one word; for checks whose severity is that of what is given. */
export class GrantStrength {
	readonly #world: AuditWorld;
	readonly #regions: readonly Region[];
	readonly #known = new Map<EffectiveRole, Map<Scope, AuditSeverity>>();

	private constructor(world: AuditWorld) {
		this.#world = world;
		const { sets } = world.identities;
		this.#regions = powerfulRows.map((row) => ({ row, ...regionOf(row, sets) }));
	}

	/** One for each world: what was worked out for one check serves the next. */
	static of(world: AuditWorld): GrantStrength {
		let known = strengths.get(world);
		if (known === undefined) {
			known = new GrantStrength(world);
			strengths.set(world, known);
		}
		return known;
	}

	/** What a binding gives, whoever has it; `info` where its role is missing or gives nothing. */
	ofBinding({ binding, role }: BoundRole): AuditSeverity {
		return role === undefined ? "info" : this.ofRole(role, this.scopeOf(binding.namespace));
	}

	/** The gravest of what an account has by its name or its groups, also by what the policies about permissions say. */
	ofAccount(account: { readonly namespace: string; readonly name: string }): AuditSeverity {
		const risk = this.#world.riskOf({ kind: "ServiceAccount", ...account });
		return worstOf([...this.#grantsOf(account).map((one) => this.ofBinding(one)), risk ?? "info"]);
	}

	/** The same of what an account has everywhere. */
	ofAccountEverywhere(account: {
		readonly namespace: string;
		readonly name: string;
	}): AuditSeverity {
		const everywhere = this.#grantsOf(account).filter(({ binding }) => binding.namespace === "");
		return worstOf(everywhere.map((one) => this.ofBinding(one)));
	}

	ofRole(role: EffectiveRole, scope: Scope): AuditSeverity {
		let byScope = this.#known.get(role);
		if (byScope === undefined) {
			byScope = new Map();
			this.#known.set(role, byScope);
		}
		let severity = byScope.get(scope);
		if (severity === undefined) {
			severity = this.ofSet(this.#world.identities.ofRole(role), scope);
			byScope.set(scope, severity);
		}
		return severity;
	}

	/** A set that does not look at the namespace, as roles give it. */
	ofSet(set: PermissionSet, scope: Scope): AuditSeverity {
		const found = this.#regions.flatMap(({ row, any, named }): readonly AuditSeverity[] => {
			const severity = row[scope];
			if (severity === undefined || !set.meets(any)) return [];
			return [set.meets(named) ? severity : lowered(severity)];
		});
		return worstOf(found);
	}

	scopeOf(namespace: string): Scope {
		if (namespace === "") return "cluster";
		const { sensitiveNamespaces } = this.#world.options;
		const isSensitive = namespace === "kube-system" || sensitiveNamespaces.includes(namespace);
		return isSensitive ? "sensitive" : "namespace";
	}

	#grantsOf(account: { readonly namespace: string; readonly name: string }): readonly Match[] {
		const identity = accountIdentity(account.namespace, account.name);
		const named = this.#world.grants.namedBy(identity);
		return named.flatMap((one) => one.all()).filter(({ binding }) => !binding.builtIn);
	}
}

interface Region {
	readonly row: PowerfulRow;
	/** For some name, or none. */
	readonly any: PermissionSet;
	/** For whatever name. */
	readonly named: PermissionSet;
}

const strengths = new WeakMap<AuditWorld, GrantStrength>();

function regionOf(
	{ verbs, apiGroup, resources }: PowerfulRow,
	sets: AuditWorld["identities"]["sets"],
): Pick<Region, "any" | "named"> {
	const rule = { verbs, apiGroups: [apiGroup], resources, nonResourceURLs: [] };
	return {
		any: sets.ofRules([{ ...rule, resourceNames: [] }]),
		named: sets.ofRules([{ ...rule, resourceNames: [anyName] }]),
	};
}

function worstOf(severities: readonly AuditSeverity[]): AuditSeverity {
	return severities.reduce((one, other) => atLeast(one, other), "info" as AuditSeverity);
}

/** The graver of two. */
export function atLeast(one: AuditSeverity, other: AuditSeverity): AuditSeverity {
	return compareSeverity(one, other) <= 0 ? one : other;
}

/** Is it as bad as that, or worse? */
export function isAtLeast(severity: AuditSeverity, floor: AuditSeverity): boolean {
	return compareSeverity(severity, floor) <= 0;
}
