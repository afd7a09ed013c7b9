import { referenceTo } from "../../answer/chain.ts";
import type { AuditSeverity } from "../../model/audit-policy.ts";
import { objectName } from "../../model/object-name.ts";
import { placeOf } from "../../model/origin.ts";
import type { Role } from "../../model/role.ts";
import type { PermissionSet } from "../../sets/permission-set.ts";
import type { AuditWorld } from "../audit-world.ts";
import type { AuditCheck, Hit } from "../hit.ts";
import { ownRoles } from "./own-objects.ts";
import { type PowerBeyond, powersBeyond } from "./powers-beyond.ts";

const targets = ["view", "edit", "admin"] as const;
type Target = (typeof targets)[number];

/** Whom a role reaches by the label: what is gathered into `view` is gathered into `edit` and `admin` too. */
const reached: Readonly<Record<Target, readonly string[]>> = {
	view: ["view", "edit", "admin"],
	edit: ["edit", "admin"],
	admin: ["admin"],
};

/** Roles that widen `view`, `edit` or `admin` by what those are not for. */
export const aggregatesIntoDefault: AuditCheck = (world) =>
	ownRoles(world).flatMap((role): readonly Hit[] => {
		const target = targets.find((one) => role.labels.get(labelOf(one)) === "true");
		if (role.kind === "Role" || target === undefined) return [];
		const has = excessOf(world, role, target);
		const beyond = powersBeyond(world.identities.sets, target).filter(({ set }) => has.meets(set));
		const [first] = beyond;
		return first === undefined ? [] : [hitOf(world, role, target, [first, ...beyond.slice(1)])];
	});

function labelOf(target: Target): string {
	return `rbac.authorization.k8s.io/aggregate-to-${target}`;
}

/** What the role adds to what the default role has by itself. */
function excessOf(world: AuditWorld, role: Role, target: Target): PermissionSet {
	const { sets } = world.identities;
	const own = sets.ofRules(role.rules);
	const before = world.defaultRole(target);
	return before === undefined ? own : own.difference(world.identities.ofRole(before));
}

function hitOf(
	{ snapshot, identities }: AuditWorld,
	role: Role,
	target: Target,
	beyond: readonly [PowerBeyond, ...PowerBeyond[]],
): Hit {
	const [first] = beyond;
	const says = beyond
		.slice(0, 3)
		.map((one) => one.says)
		.join(", and ");
	const more = beyond.length > 3 ? ` and ${beyond.length - 3} more` : "";
	const holders = snapshot.bindings.filter(
		({ roleRef }) => roleRef.kind === "ClusterRole" && reached[target].includes(roleRef.name),
	);
	const also = reached[target].slice(1).map((one) => `\`${one}\``);
	const chain = also.length === 0 ? "" : `, and so into ${also.join(" and ")}`;
	const labels = targets.filter((one) => role.labels.get(labelOf(one)) === "true").map(labelOf);
	const { sets } = identities;
	const rule = role.rules.findIndex((one) => sets.ofRules([one]).meets(first.set));
	return {
		concerned: { kind: "object", object: referenceTo(role) },
		message: `${objectName(role)} is gathered into ClusterRole \`${target}\`${chain}: everybody who has \`${target}\` ${says}${more}${holdersIn(holders.length)}`,
		place: placeOf(role.origin, rule < 0 ? ["metadata", "labels"] : ["rules", rule]),
		related: [
			{ place: placeOf(role.origin, ["metadata", "labels", labelOf(target)]), title: "the label" },
			...holders
				.slice(0, 5)
				.map((one) => ({ place: placeOf(one.origin), title: `${objectName(one)} gives it` })),
		],
		severity: worst(beyond),
		key: `${target}: ${beyond.map((one) => one.says).join(",")}`,
		fix: {
			words: `remove the label${labels.length > 1 ? "s" : ""} ${labels.map((one) => `\`${one}\``).join(" and ")}, and bind the role to those who need it`,
			edits: [],
		},
	};
}

function holdersIn(count: number): string {
	if (count === 0) return "";
	return count === 1 ? "; one binding gives it today" : `; ${count} bindings give it today`;
}

function worst(beyond: readonly PowerBeyond[]): AuditSeverity {
	return beyond.some(({ severity }) => severity === "high") ? "high" : "medium";
}
