import type { PermissionSet } from "../sets/permission-set.ts";
import type { Check } from "../suite/claim.ts";
import { countedRights } from "../suite/counted-rights.ts";
import type { SuiteWorld } from "../suite/suite-world.ts";
import type { Opening, Scale } from "./opening.ts";

/** An opening of one of the settings. */
export type PlacedOpening = Opening & { readonly at: number };

/** What checks close of one opening. */
export interface Closed {
	readonly opening: PlacedOpening;
	readonly above: PermissionSet;
	readonly below: PermissionSet;
}

/** What the checks of one test, which are those of each setting, close of all that is open. */
export function closingOf(
	openings: readonly PlacedOpening[],
	checks: readonly (readonly Check[])[],
): { readonly closes: readonly Closed[] } {
	const closes = openings.flatMap((opening): readonly Closed[] => {
		const { forbidden, required } = opening.boundsBy(checks[opening.at] ?? []);
		const above = opening.above.intersection(forbidden);
		const below = opening.below.intersection(required);
		return above.isEmpty && below.isEmpty ? [] : [{ opening, above, below }];
	});
	return { closes };
}

/** `closes 9 dangerous rights and 412 others of sa:payments/api, anybody else`, and `keeps` what could be lost. */
export function closingWords(closes: readonly Closed[]): string {
	const gains = closes.filter(({ above }) => !above.isEmpty);
	const losses = closes.filter(({ below }) => !below.isEmpty);
	const [gaining, losing] = [namesOf(gains), namesOf(losses)];
	if (losses.length === 0) return `closes ${gainWords(gains)} of ${gaining}`;
	if (gains.length === 0) return `keeps ${lossWords(losses)} of ${losing}`;
	const whose = gaining === losing ? "" : ` of ${losing}`;
	return `closes ${gainWords(gains)} of ${gaining}, keeps ${lossWords(losses)}${whose}`;
}

function gainWords(gains: readonly Closed[]): string {
	const { dangerous, others } = rightsOf(gains, ({ above }) => above);
	if (dangerous.size === 0) return counted(others.size, "right");
	const some = counted(dangerous.size, "dangerous right");
	return others.size === 0 ? some : `${some} and ${others.size} others`;
}

function lossWords(losses: readonly Closed[]): string {
	const { dangerous, others } = rightsOf(losses, ({ below }) => below);
	return counted(dangerous.size + others.size, "right");
}

/** Verbs on resources, each once whoever it is about. */
function rightsOf(
	closes: readonly Closed[],
	setOf: (closed: Closed) => PermissionSet,
): { readonly dangerous: ReadonlySet<string>; readonly others: ReadonlySet<string> } {
	const byScale = new Map<Scale, PermissionSet[]>();
	for (const closed of closes) {
		const { scale } = closed.opening;
		byScale.set(scale, [...(byScale.get(scale) ?? []), setOf(closed)]);
	}
	const dangerous = new Set<string>();
	const others = new Set<string>();
	for (const [{ world, danger }, parts] of byScale) {
		for (const { words, set } of countedRights(world.sets.union(parts), [], world).all) {
			(set.meets(danger) ? dangerous : others).add(words);
		}
		for (const { words, set } of specialRights(world)) {
			if (parts.some((part) => part.meets(set))) dangerous.add(words);
		}
	}
	for (const words of dangerous) others.delete(words);
	return { dangerous, others };
}

/** Verbs that no resource serves, with which somebody becomes more. */
function specialRights({
	sets,
}: SuiteWorld): readonly { readonly words: string; readonly set: PermissionSet }[] {
	const rbac = "rbac.authorization.k8s.io";
	const rights = [
		...["users", "groups", "serviceaccounts"].map((resource) => ["impersonate", "", resource]),
		...["bind", "escalate"].flatMap((verb) =>
			["roles", "clusterroles"].map((resource) => [verb, rbac, resource]),
		),
	];
	return rights.map(([verb = "", group = "", resource = ""]) => ({
		words: `${verb} ${resource}`,
		set: sets.ofRules([
			{
				...{ verbs: [verb], apiGroups: [group], resources: [resource] },
				...{ resourceNames: [], nonResourceURLs: [] },
			},
		]),
	}));
}

const mostNames = 3;

function namesOf(closes: readonly Closed[]): string {
	const names = [...new Set(closes.map(({ opening }) => opening.name))];
	const shown = names.slice(0, mostNames).join(", ");
	const left = names.length - mostNames;
	return left > 0 ? `${shown} and ${left} more` : shown;
}

function counted(count: number, what: string): string {
	// Rights on paths are not counted.
	if (count === 0) return "rights on paths";
	return `${count} ${what}${count === 1 ? "" : "s"}`;
}
