import { filledSubject } from "../../answer/chain.ts";
import { objectName } from "../../model/object-name.ts";
import type { Role } from "../../model/role.ts";
import type { PolicyRule } from "../../model/rule.ts";
import { formatSubject } from "../../model/subject.ts";
import type { AuditWorld } from "../audit-world.ts";
import type { AuditCheck, Hit } from "../hit.ts";
import { writtenRoles } from "./read-rules.ts";
import { type Asked, ruleGives } from "./rule-gives.ts";
import { ruleHit } from "./rule-hit.ts";
import { isSelected } from "./rule-place.ts";

/** Permissions that count only together with another one, which nobody who has the role has. */
export const inertHalf: AuditCheck = (world) => {
	const rulesAround = rulesOfHolders(world);
	return writtenRoles(world).flatMap((role) =>
		halves.flatMap((half) => hitsOf(half, role, rulesAround(role))),
	);
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
const anyBinding = ["rolebindings", "clusterrolebindings"];
const writes = ["create", "update", "patch"];
const changes = ["update", "patch"];
const asOther: Asked = { verbs: ["impersonate"], group: "", entries: ["users", "serviceaccounts"] };
const approval = "certificatesigningrequests/approval";
const needsName =
	"does nothing by itself: a request that impersonates names a user, and nobody with this role may impersonate a user or a ServiceAccount";

const halves: readonly Half[] = [
	{
		id: "groups",
		has: { verbs: ["impersonate"], group: "", entries: ["groups"] },
		needs: [asOther],
		says: `\`impersonate groups\` ${needsName}`,
	},
	{
		id: "extras",
		has: {
			verbs: ["impersonate"],
			group: "authentication.k8s.io",
			entries: ["uids", "userextras/"],
		},
		needs: [asOther],
		says: `\`impersonate\` of uids or extras ${needsName}`,
	},
	{
		id: "approval",
		has: { verbs: changes, group: certificates, entries: [approval] },
		needs: [{ verbs: ["approve"], group: certificates, entries: ["signers"] }],
		says: "`certificatesigningrequests/approval` does nothing by itself: admission also asks for `approve` on the `signers` of the request",
	},
	{
		id: "approve",
		has: { verbs: ["approve"], group: certificates, entries: ["signers"] },
		needs: [{ verbs: changes, group: certificates, entries: [approval] }],
		says: "`approve signers` does nothing by itself: the approval is an update of `certificatesigningrequests/approval`",
	},
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
		id: "escalate",
		has: { verbs: ["escalate"], group: rbac, entries: anyRole },
		needs: [{ verbs: writes, group: rbac, entries: anyRole }],
		says: "`escalate` does nothing by itself: it is asked when a role is created or changed, which nobody with this role may do",
	},
	{
		id: "escalate-named",
		has: { verbs: ["escalate"], group: rbac, entries: anyRole },
		needs: [{ verbs: changes, group: rbac, entries: anyRole }],
		says: "`escalate` with resourceNames does nothing for a plain create, which carries no name, and nobody with this role may update or patch a role",
		isFor: ({ resourceNames }) => resourceNames.length > 0,
	},
	{
		id: "bind",
		has: { verbs: ["bind"], group: rbac, entries: anyRole },
		needs: [{ verbs: writes, group: rbac, entries: anyBinding }],
		says: "`bind` does nothing by itself: it is asked when a binding is created or changed, which nobody with this role may do",
	},
];

function hitsOf(half: Half, role: Role, around: readonly PolicyRule[]): readonly Hit[] {
	const { has, needs, says, id, isFor = () => true } = half;
	const index = role.rules.findIndex((rule) => namesIt(rule, has) && isFor(rule));
	if (index < 0) return [];
	const isGiven = needs.some((asked) => around.some((rule) => ruleGives(rule, asked)));
	// The named form of escalate is told only where the plain one is not.
	const isTold =
		id === "escalate-named" &&
		!around.some((rule) => ruleGives(rule, { verbs: writes, group: rbac, entries: anyRole }));
	if (isGiven || isTold) return [];
	return [ruleHit(role, index, { says: `is half of what it takes: ${says}`, word: id })];
}

/** Is it written out in the rule? What a star brings along is nobody's mistake. */
function namesIt(rule: PolicyRule, { verbs, group, entries }: Asked): boolean {
	const isNamed = (resource: string): boolean =>
		entries.some((entry) =>
			entry.endsWith("/") ? resource.startsWith(entry) : resource === entry,
		);
	return (
		verbs.some((verb) => rule.verbs.includes(verb)) &&
		(rule.apiGroups.includes(group) || rule.apiGroups.includes("*")) &&
		rule.resources.some(isNamed)
	);
}

/** Stands for every group: no subject is written so. */
const group = "";

/** The rules of a role together with those that its holders have by other roles. */
function rulesOfHolders(world: AuditWorld): (role: Role) => readonly PolicyRule[] {
	const { grants, snapshot } = world;
	const everybodys = snapshot.roles.flatMap(({ rules }) => rules);
	const rulesOf = new Map<string, Set<PolicyRule>>();
	const holdersOf = new Map<string, Set<string>>();
	for (const { binding, role } of grants.bound) {
		if (role === undefined) continue;
		const name = objectName(role.role);
		const holders = holdersOf.get(name) ?? new Set();
		holdersOf.set(name, holders);
		for (const subject of binding.subjects) {
			const holder = formatSubject(filledSubject(subject, binding.namespace));
			if (subject.kind === "Group") holders.add(group);
			holders.add(holder);
			const rules = rulesOf.get(holder) ?? new Set();
			rulesOf.set(holder, rules);
			for (const { rule } of role.rules) rules.add(rule);
		}
	}
	return (role) => {
		const own = holdersOf.get(objectName(role));
		// Who is in a group, and where a rule is aggregated to, may bring the other half along.
		if (own?.has(group) || (role.kind === "ClusterRole" && isSelected(world, role))) {
			return everybodys;
		}
		const all = new Set(role.rules);
		for (const holder of own ?? []) {
			for (const rule of rulesOf.get(holder) ?? []) all.add(rule);
		}
		return [...all];
	};
}
