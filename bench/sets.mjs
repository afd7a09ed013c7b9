import {
	diff,
	IdentitySets,
	loadSnapshot,
	PermissionSets,
	resolveGrants,
	subjectsOf,
	witness,
} from "../dist/index.js";
import { generateSharedRoles } from "./generate-cluster.mjs";
import { fastest } from "./stopwatch.mjs";

const runs = 3;

/** Microseconds for all ordered pairs of the default roles, sets and all, and how many there are. */
export function measureDefaultRoles() {
	const grants = resolveGrants(loadSnapshot({}));
	const roles = grants.snapshot.roles.filter(({ kind }) => kind === "ClusterRole");
	const took = fastest(
		runs,
		() => new IdentitySets(grants, new PermissionSets()),
		(identities) => {
			const sets = roles.map(({ name }) => identities.ofRole(grants.role("ClusterRole", "", name)));
			for (const one of sets) for (const other of sets) one.isSubsetOf(other);
		},
	);
	return { took, pairs: roles.length ** 2 };
}

/** Everybody's sets in a big cluster, and what is asked of them. */
export function measureSubjects(scale) {
	const objects = generateSharedRoles(scale);
	const grants = grantsOf(objects);
	const subjects = subjectsOf(grants);
	const before = memory();
	let identities;
	const all = fastest(
		2,
		() => new IdentitySets(grants, new PermissionSets()),
		(fresh) => {
			for (const { identity } of subjects) fresh.of(identity);
			identities = fresh;
		},
	);
	const bytes = memory() - before;
	const { sets } = identities;
	const secrets = sets.ofRules([
		{
			verbs: ["get"],
			apiGroups: [""],
			resources: ["secrets"],
			resourceNames: [],
			nonResourceURLs: [],
		},
	]);
	const own = subjects.map(({ identity }) => identities.of(identity));
	const holders = own.filter((set) => set.meets(secrets));
	return {
		subjects: subjects.length,
		bindings: grants.bound.length,
		nodes: sets.space.diagram.size,
		bytes,
		all,
		who: fastest(
			runs,
			() => own,
			(list) => list.filter((set) => set.meets(secrets)),
		),
		witnesses: fastest(
			runs,
			() => holders,
			(list) => list.map((set) => witness(set.intersection(secrets))),
		),
		holders: holders.length,
		diff: measureDiff(objects, grants),
	};
}

/** Two readings of one cluster that differ in ten objects. */
function measureDiff(objects, grants) {
	const changed = structuredClone(objects);
	const bindings = changed.filter(({ kind }) => kind === "RoleBinding");
	const roles = changed.filter(({ kind }) => kind === "ClusterRole");
	for (let i = 0; i < 8; i += 1) bindings[i * 37].roleRef = bindings[i * 37 + 1].roleRef;
	for (let i = 0; i < 2; i += 1) bindings[i * 53 + 5].subjects = bindings[i * 53 + 6].subjects;
	if (roles.length === 0) throw new Error("no roles");
	const after = grantsOf(changed);
	return fastest(
		runs,
		() => undefined,
		() => diff({ name: "before", grants }, { name: "after", grants: after }),
	);
}

function grantsOf(objects) {
	return resolveGrants(loadSnapshot({ objects, bootstrapPolicy: false }));
}

function memory() {
	globalThis.gc?.();
	const { heapUsed, arrayBuffers } = process.memoryUsage();
	return heapUsed + arrayBuffers;
}
