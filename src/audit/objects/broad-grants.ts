import type { AuditSeverity } from "../../model/audit-policy.ts";
import { objectName } from "../../model/object-name.ts";
import { formatSubject, type Subject } from "../../model/subject.ts";
import type { PermissionSet } from "../../sets/permission-set.ts";
import type { AuditWorld } from "../audit-world.ts";
import type { Hit } from "../hit.ts";
import { defaultSetOf, wordsOfGift } from "./beyond-defaults.ts";
import { type BoundSubject, boundSubjects } from "./bound-subjects.ts";
import { GrantStrength, isAtLeast } from "./grant-strength.ts";

/** What somebody who stands for many gets by one binding, beyond what every API server gives them. */
export interface BroadGrant {
	readonly bound: BoundSubject;
	readonly excess: PermissionSet;
	readonly strength: AuditSeverity;
	/** Reading of objects that the rules name, and nothing else. */
	readonly isNamedRead: boolean;
}

/**
 * A finding for each binding that gives a broad user or group more than the default policy, unless a finding about what it
 * gives is as grave: that one says who has it.
 */
export function broadGrants(
	world: AuditWorld,
	isBroad: (subject: Subject) => boolean,
	severityOf: (grant: BroadGrant) => AuditSeverity | undefined,
	words: string,
): readonly Hit[] {
	return boundSubjects(world).flatMap((bound): readonly Hit[] => {
		if (!isBroad(bound.subject)) return [];
		const grant = excessOf(world, bound);
		const severity = grant && severityOf(grant);
		if (grant === undefined || severity === undefined) return [];
		const told = world.riskBy(bound.subject, bound.binding);
		return told !== undefined && isAtLeast(told, severity)
			? []
			: [hitOf(world, grant, severity, words)];
	});
}

function excessOf(world: AuditWorld, bound: BoundSubject): BroadGrant | undefined {
	const { role, subject, binding } = bound;
	if (role === undefined || subject.kind === "ServiceAccount") return undefined;
	const { sets } = world.identities;
	const usual = defaultSetOf(world, subject.kind, subject.name).union(sets.ofRules(harmless));
	const held = world.identities.ofRole(role);
	// Of a RoleBinding paths do not count.
	const counted = binding.namespace === "" ? held : held.intersection(sets.resourceRequests({}));
	const excess = counted.difference(usual);
	if (excess.isEmpty) return undefined;
	const strengths = GrantStrength.of(world);
	const strength = strengths.ofSet(excess, strengths.scopeOf(binding.namespace));
	const isNamedRead = role.rules.every(({ rule }) => {
		const isRead = rule.verbs.every(
			(verb) => verb === "get" || verb === "list" || verb === "watch",
		);
		return isRead && rule.resourceNames.length > 0;
	});
	return { bound, excess, strength, isNamedRead };
}

const review = (apiGroup: string, resource: string) => ({
	verbs: ["create"],
	apiGroups: [apiGroup],
	resources: [resource],
	resourceNames: [],
	nonResourceURLs: [],
});
/** Questions about oneself: who asks learns what he could try as well. */
const harmless = [
	review("authorization.k8s.io", "selfsubjectaccessreviews"),
	review("authorization.k8s.io", "selfsubjectrulesreviews"),
	review("authentication.k8s.io", "selfsubjectreviews"),
];

function hitOf(
	world: AuditWorld,
	{ bound, excess }: BroadGrant,
	severity: AuditSeverity,
	words: string,
): Hit {
	const { binding, subject, place } = bound;
	const given = wordsOfGift(excess, binding.namespace, world);
	const by = objectName(binding);
	return {
		concerned: { kind: "subject", subject },
		message: `${formatSubject(subject)}, ${words}, has ${given} by ${by}`,
		place,
		severity,
		...(binding.namespace === "" ? {} : { namespace: binding.namespace }),
		key: `${by} ${given}`,
		fix: {
			words: `remove ${formatSubject(subject)} from ${by}`,
			edits: [{ kind: "remove-subject", binding, subject: bound.index }],
		},
	};
}
