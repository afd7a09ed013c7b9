import { dangerousRegions } from "../answer/dangerous-regions.ts";
import type { HeldSets } from "../answer/held-sets.ts";
import type { Catalog } from "../model/catalog.ts";
import { requestVerbs } from "../model/request.ts";
import { formatSubject } from "../model/subject.ts";
import { disjointBoxes } from "../sets/boxes.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { Claim } from "./claim.ts";
import type { SuiteWorld } from "./suite-world.ts";
import type { Violation } from "./violation.ts";

/** How much somebody may do at most, in counts. */
export function budgetViolations(
	{ who, limits, ignored }: Extract<Claim, { kind: "budget" }>,
	world: SuiteWorld,
	identities: HeldSets,
): readonly Violation[] {
	if (who.kind !== "subject") return [];
	const has = identities.of(who.identity).difference(ignored);
	const counts = countsOf(has, world);
	const over = [...limits].filter(([name, limit]) => (counts.get(name) ?? 0) > limit);
	if (over.length === 0) return [];
	const told = over.map(
		([name, limit]) => `${counts.get(name)} ${budgetWords[name] ?? name}, of at most ${limit}`,
	);
	const summary = `${formatSubject(who.subject)} has ${told.join(" and ")}`;
	return [{ kind: "other", who, region: has, summary, notes: [] }];
}

const budgetWords: Readonly<Record<string, string>> = {
	permissions: "permissions (a verb on a resource)",
	wildcards: "parts that a `*` leaves open",
	clusterWide: "permissions cluster-wide or in every namespace",
	namespaces: "namespaces",
	dangerous: "kinds of dangerous access",
};

/** Pairs of verb and resource that are allowed for some request, and what else a budget limits. */
function countsOf(has: PermissionSet, world: SuiteWorld): ReadonlyMap<string, number> {
	const { sets, requestable, grants } = world;
	const effective = requestable.effectiveOf(has);
	const pairs = pairsOf(grants.snapshot.catalog);
	const meeting = pairs.filter(([verb, apiGroup, resource, subresource]) =>
		effective.meets(
			sets.resourceRequests({
				verb: { only: [verb] },
				apiGroup: { only: [apiGroup] },
				resource: { only: [resource] },
				subresource: { only: [subresource] },
			}),
		),
	);
	const wide = sets.resourceRequests({ namespace: { except: grants.snapshot.namespaces } });
	const clusterWide = meeting.filter(([verb, apiGroup, resource]) =>
		effective.meets(
			wide.intersection(
				sets.resourceRequests({
					verb: { only: [verb] },
					apiGroup: { only: [apiGroup] },
					resource: { only: [resource] },
				}),
			),
		),
	);
	const inside = grants.snapshot.namespaces.filter((namespace) =>
		effective.meets(sets.resourceRequests({ namespace: { only: [namespace] } })),
	);
	const boxes = disjointBoxes(has, 5000) ?? [];
	const wild = boxes.filter(({ verb, apiGroup, resource }) =>
		[verb, apiGroup, resource].some((side) => "except" in side),
	);
	const dangerous = dangerousRegions(sets).filter((region) => effective.meets(region));
	return new Map([
		["permissions", meeting.length],
		["wildcards", wild.length],
		["clusterWide", clusterWide.length],
		["namespaces", inside.length],
		["dangerous", dangerous.length],
	]);
}

type Pair = readonly [verb: string, apiGroup: string, resource: string, subresource: string];

function pairsOf(catalog: Catalog): readonly Pair[] {
	return catalog.resources.flatMap((row) =>
		[{ name: "", verbs: row.verbs }, ...row.subresources].flatMap(({ name, verbs }) =>
			verbs
				.filter((verb) => requestVerbs.includes(verb) || row.virtual === true)
				.map((verb): Pair => [verb, row.group, row.resource, name]),
		),
	);
}
