import { dangerousRegions } from "../answer/dangerous-regions.ts";
import { objectName } from "../model/object-name.ts";
import { type Alphabets, countRequests } from "../sets/count.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { Check } from "../suite/claim.ts";
import type { SuiteWorld } from "../suite/suite-world.ts";
import { type Bounds, boundsOf, namedAs } from "./bounds.ts";
import { roleBounds, roleSlackOf } from "./role-slack.ts";
import { alphabetsOf, type Slack, slackName } from "./slack.ts";

/** Something that could change with no check failing: of one subject, or of a role that nobody has. */
export interface Opening {
	/** `sa:payments/api`, `anybody else`, `ClusterRole/view`. */
	readonly name: string;
	readonly isRole: boolean;
	readonly above: PermissionSet;
	readonly below: PermissionSet;
	/** What checks would close of it, and of what is closed already. */
	readonly boundsBy: (checks: readonly Check[]) => Bounds;
	readonly scale: Scale;
}

/** What the rights of one world are weighed by. */
export interface Scale {
	readonly world: SuiteWorld;
	readonly danger: PermissionSet;
	readonly alphabets: Alphabets;
	/** All that could be gained and lost, in numbers. */
	readonly lacks: number;
	readonly own: number;
}

/** What is worth how much: dangerous rights that can be gained come before everything else. */
export interface Worth {
	readonly dangerous: number;
	/** Shares of all that could be gained, and of all that could be lost, together. */
	readonly share: number;
}

/** All that is open in a world, of subjects and of roles. */
export function openingsOf(
	world: SuiteWorld,
	slacks: readonly Slack[],
	passing: readonly Check[],
): readonly Opening[] {
	const alphabets = alphabetsOf(world);
	const sum = (set: (slack: Slack) => PermissionSet): number =>
		slacks.reduce((total, slack) => total + countRequests(set(slack), alphabets), 0);
	const scale: Scale = {
		...{ world, alphabets, danger: world.sets.union(dangerousRegions(world.sets)) },
		lacks: sum(({ lacks }) => lacks),
		own: sum(({ own }) => own),
	};
	const ofSubjects = slacks.flatMap(({ subject, above, below }): readonly Opening[] => {
		const named = namedAs(subject);
		if (named === undefined || (above.isEmpty && below.isEmpty)) return [];
		const boundsBy = (checks: readonly Check[]): Bounds => boundsOf(named, checks, world);
		return [{ name: slackName(subject), isRole: false, above, below, boundsBy, scale }];
	});
	const ofRoles = roleSlackOf(world, passing).map(({ role, above, below }): Opening => {
		const boundsBy = (checks: readonly Check[]): Bounds => roleBounds(role, checks, world);
		return { name: objectName(role.role), isRole: true, above, below, boundsBy, scale };
	});
	return [...ofSubjects, ...ofRoles];
}

/** Of a role that nobody has, a tenth of what it would be worth if somebody had it. */
export function worthOf(
	above: PermissionSet,
	below: PermissionSet,
	{ isRole, scale }: Opening,
): Worth {
	const { danger, alphabets, lacks, own } = scale;
	const weight = isRole ? 0.1 : 1;
	const count = (set: PermissionSet): number => weight * countRequests(set, alphabets);
	return {
		dangerous: count(above.intersection(danger)),
		share:
			count(above) / Math.max(lacks, 1) + count(below) / Math.max(own, 1) + paths(above, below),
	};
}

/** Paths are not counted: they are worth more than nothing. */
function paths(above: PermissionSet, below: PermissionSet): number {
	return (above.hasPaths ? 1e-9 : 0) + (below.hasPaths ? 1e-9 : 0);
}
