import { filledSubject } from "../../answer/chain.ts";
import { accountGroups, allAuthenticated } from "../../model/identity.ts";
import { minorOf } from "../../model/minor-of.ts";
import { objectName } from "../../model/object-name.ts";
import type { Role } from "../../model/role.ts";
import type { PolicyRule } from "../../model/rule.ts";
import { formatSubject, type Subject } from "../../model/subject.ts";
import type { AuditWorld } from "../audit-world.ts";
import type { AuditCheck, Hit } from "../hit.ts";
import { once } from "../lazy-fields.ts";
import { writtenRoles } from "./read-rules.ts";
import { type Asked, ruleGives } from "./rule-gives.ts";
import { ruleHit } from "./rule-hit.ts";
import { isSelected } from "./rule-place.ts";

/** Permissions that count only together with another one, which nobody who has the role has. */
export const inertHalf: AuditCheck = (world) => {
	const holders = once(() => rulesOfHolders(world));
	const minor = minorOf(world.snapshot.kubernetesVersion);
	return writtenRoles(world).flatMap((role) => {
		const around = once(() => holders()(role));
		return [
			...halves.flatMap((half) => hitsOf(half, role, around)),
			...(minor >= constrained ? modeHits(role, around) : []),
		];
	});
};

interface Half {
	readonly id: string;
	readonly has: Asked;
	readonly needs: readonly Asked[];
	readonly says: string;
	/** Holds only for rules with these. */
	readonly isFor?: (rule: PolicyRule) => boolean;
}

const rbac = "rbac.authorization.k8s.io";
const certificates = "certificates.k8s.io";
const anyRole = ["roles", "clusterroles"];
const writes = ["create", "update", "patch"];
const changes = ["update", "patch"];

const halves: readonly Half[] = [
	{
		id: "sign",
		has: { verbs: ["sign"], group: certificates, entries: ["signers"] },
		needs: [
			{ verbs: changes, group: certificates, entries: ["certificatesigningrequests/status"] },
			{ verbs: writes, group: certificates, entries: ["clustertrustbundles"] },
		],
		says: "`sign signers` does nothing by itself: the certificate is put in by an update of `certificatesigningrequests/status`",
	},
	{
		id: "escalate-named",
		has: { verbs: ["escalate"], group: rbac, entries: anyRole },
		needs: [{ verbs: changes, group: rbac, entries: anyRole }],
		says: "`escalate` with resourceNames does nothing for a plain create, which carries no name: only a role of that name made by a PUT or a server-side apply may hold more, and nobody with this role may update or patch one",
		isFor: ({ resourceNames }) => resourceNames.length > 0,
	},
];

/** The rules of a role and of its holders' other roles: few roles have halves, so they are found when asked for. */
type Around = () => readonly PolicyRule[];

function hitsOf(half: Half, role: Role, rulesAround: Around): readonly Hit[] {
	const { has, needs, says, id, isFor = () => true } = half;
	const index = role.rules.findIndex((rule) => namesIt(rule, has) && isFor(rule));
	if (index < 0) return [];
	const around = rulesAround();
	const isGiven = needs.some((asked) => around.some((rule) => ruleGives(rule, asked)));
	// Without any write of roles, the risk pack tells it of the subject.
	const isTold =
		id === "escalate-named" &&
		!around.some((rule) => ruleGives(rule, { verbs: writes, group: rbac, entries: anyRole }));
	if (isGiven || isTold) return [];
	return [ruleHit(role, index, { says: `is half of what it takes: ${says}`, word: id })];
}

/** Constrained impersonation takes two verbs since 1.36: whom, and for what. */
const constrained = 36;
const modes = ["user-info", "serviceaccount", "arbitrary-node", "associated-node"];

function modeHits(role: Role, around: Around): readonly Hit[] {
	const has = (rule: PolicyRule, start: string): boolean =>
		rule.verbs.some((verb) => verb.startsWith(start));
	return modes.flatMap((mode) => {
		const whom = `impersonate:${mode}`;
		const what = `impersonate-on:${mode}:`;
		return [
			{ own: whom, other: what, says: `\`${whom}\` allows nothing without a verb \`${what}…\`` },
			{ own: what, other: whom, says: `\`${what}…\` allows nothing without \`${whom}\`` },
		].flatMap(({ own, other, says }) => {
			const index = role.rules.findIndex((rule) => has(rule, own));
			if (index < 0) return [];
			const isWhole = around().some((rule) => rule.verbs.includes("*") || has(rule, other));
			if (isWhole) return [];
			return [ruleHit(role, index, { says: `is half of what it takes: ${says}`, word: own })];
		});
	});
}

/** Is it written out in the rule? What a star brings along is nobody's mistake. */
function namesIt(rule: PolicyRule, { verbs, group, entries }: Asked): boolean {
	return (
		verbs.some((verb) => rule.verbs.includes(verb)) &&
		(rule.apiGroups.includes(group) || rule.apiGroups.includes("*")) &&
		entries.some((entry) => rule.resources.includes(entry))
	);
}

/** Stands for every group: no subject is written so. */
const group = "";

/** The rules of a role together with those that its holders have by other roles. */
function rulesOfHolders(world: AuditWorld): (role: Role) => readonly PolicyRule[] {
	const everybodys = world.snapshot.roles.flatMap(({ rules }) => rules);
	const { rulesOf, holdersOf } = boundRules(world);
	return (role) => {
		const own = holdersOf.get(objectName(role));
		// Who is in a group, and where a rule is aggregated to, may bring the other half along.
		if (own?.has(group) || (role.kind === "ClusterRole" && isSelected(world, role))) {
			return everybodys;
		}
		const others = [...(own ?? [])].flatMap((holder) => [...(rulesOf.get(holder) ?? [])]);
		return [...new Set([...role.rules, ...others])];
	};
}

/** By holder the rules of all roles, and by role who holds it, directly or through a group. */
function boundRules({ grants }: AuditWorld): {
	readonly rulesOf: ReadonlyMap<string, ReadonlySet<PolicyRule>>;
	readonly holdersOf: ReadonlyMap<string, ReadonlySet<string>>;
} {
	const rulesOf = new Map<string, Set<PolicyRule>>();
	const holdersOf = new Map<string, Set<string>>();
	for (const { binding, role } of grants.bound) {
		if (role === undefined) continue;
		const name = objectName(role.role);
		const holders = holdersOf.get(name) ?? new Set();
		holdersOf.set(name, holders);
		for (const subject of binding.subjects) {
			const holder = formatSubject(filledSubject(subject, binding.namespace));
			for (const one of [holder, ...groupsOf(subject, binding.namespace)]) holders.add(one);
			const rules = rulesOf.get(holder) ?? new Set();
			rulesOf.set(holder, rules);
			for (const { rule } of role.rules) rules.add(rule);
		}
	}
	return { rulesOf, holdersOf };
}

/** What a subject is besides itself: an account and whoever is logged in are in groups, and a group is any of them. */
function groupsOf(subject: Subject, bindingNamespace: string): readonly string[] {
	const filled = filledSubject(subject, bindingNamespace);
	if (filled.kind === "Group") return [group];
	const own = filled.kind === "ServiceAccount" ? accountGroups(filled.namespace) : [];
	return [...own, allAuthenticated].map((name) => `group:${name}`);
}
