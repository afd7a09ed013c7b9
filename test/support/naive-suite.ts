// What assertions of suites mean, one principal and one request at a time, from docs/policy-tests.md alone: no sets.
import { answer } from "./naive.ts";
import type * as K from "./plain.ts";

/** Verbs on resources in namespaces; a star is any, "" no namespace. */
export interface NaivePermission {
	readonly verbs: readonly string[];
	readonly resources: readonly string[];
	readonly namespaces: readonly string[];
}

/** `any` but those left out, or those listed; subjects as `user:ana`, `sa:n1/s`, `group:g1`. */
export interface NaiveAmong {
	readonly listed: readonly string[] | "any";
	readonly not: readonly string[];
}

export type NaiveClaim =
	| {
			readonly kind: "allow" | "deny" | "atMost" | "exactly";
			readonly who: string;
			readonly what: NaivePermission;
	  }
	| { readonly kind: "atMostOf"; readonly who: string; readonly other: string }
	| { readonly kind: "atLeastOf"; readonly who: string; readonly other: string }
	| { readonly kind: "only"; readonly listed: readonly string[]; readonly what: NaivePermission }
	| {
			readonly kind: "everybody" | "nobody";
			readonly not: readonly string[];
			readonly what: NaivePermission;
	  }
	| {
			readonly kind: "notBoth";
			readonly among: NaiveAmong;
			readonly first: NaivePermission;
			readonly second: NaivePermission;
	  }
	| {
			readonly kind: "disjoint";
			readonly whos: readonly [string, string];
			readonly what: NaivePermission;
	  }
	| { readonly kind: "noNewAccess" | "noLostAccess" | "equivalent"; readonly among: NaiveAmong };

export interface NaiveWorld {
	readonly now: K.Objects;
	readonly old: K.Objects;
	/** The members of groups, where they are declared. */
	readonly groups: ReadonlyMap<string, readonly string[]>;
	/** Roles that are only supposed, since they are missing: they are compared by whom they are given to. */
	readonly supposed: readonly string[];
}

const openGroups: readonly string[] = ["g1", "g2"];
const names = ["user:ana", "user:bo", "user:zed", "sa:n1/s", "sa:n2/s", "sa:n1/new", "sa:n2/new"];

/** One word of each sort stands for all that nothing names: `zz`, and `n9` for a namespace. */
const requests: readonly K.Request[] = ["n1", "n2", "n9", ""].flatMap((namespace) => [
	...["list", "watch", "zz"].flatMap((verb) =>
		["pods", "secrets", "zz"].map((resource) => ({ verb, resource, namespace, apiGroup: "" })),
	),
	{ verb: "zz", resource: "zz", namespace, apiGroup: "zz" },
]);

/** Does a claim hold? */
export function holds(claim: NaiveClaim, world: NaiveWorld): boolean {
	switch (claim.kind) {
		case "allow":
			return every(claim.what, (request) => may(claim.who, request, world));
		case "deny":
			return every(claim.what, (request) => !may(claim.who, request, world));
		case "atMost":
			return requests.every((one) => !may(claim.who, one, world) || means(claim.what, one));
		case "exactly":
			return requests.every((one) => may(claim.who, one, world) === means(claim.what, one));
		case "atMostOf":
			return requests.every((one) => !may(claim.who, one, world) || may(claim.other, one, world));
		case "atLeastOf":
			return requests.every((one) => may(claim.who, one, world) || !may(claim.other, one, world));
		case "only":
			return others(claim.listed, world).every((user) => cannot(user, claim.what, world));
		case "nobody":
			return others(claim.not, world).every((user) => cannot(user, claim.what, world));
		case "everybody":
			return others(claim.not, world).every((user) =>
				every(claim.what, (request) => allowed(world.now, user, request)),
			);
		case "notBoth":
			return meant(claim.among, world).every(
				(user) => cannot(user, claim.first, world) || cannot(user, claim.second, world),
			);
		case "disjoint": {
			const [one, other] = claim.whos;
			return every(
				claim.what,
				(request) => !(may(one, request, world) && may(other, request, world)),
			);
		}
		default:
			return !gains(claim, world) && !loses(claim, world);
	}
}

type Ratchet = Extract<NaiveClaim, { kind: "noNewAccess" | "noLostAccess" | "equivalent" }>;

export function gains({ kind, among }: Ratchet, world: NaiveWorld): boolean {
	return kind !== "noLostAccess" && hasMore(world.now, world.old, among, world, "both");
}

function loses({ kind, among }: Ratchet, world: NaiveWorld): boolean {
	return kind !== "noNewAccess" && hasMore(world.old, world.now, among, world, "old");
}

/** Has anybody, or a role that is given to nobody, something on one side and not on the other? */
function hasMore(
	one: K.Objects,
	other: K.Objects,
	among: NaiveAmong,
	world: NaiveWorld,
	where: "both" | "old",
): boolean {
	const users =
		among.listed === "any"
			? others(among.not, world)
			: [
					...among.listed
						.filter((name) => !world.groups.has(name.replace("group:", "")))
						.map((name) => asSubject(name, world)),
					...meant(among, world),
				].filter((user) => !isListed(user, among.not));
	const byUser = users.some((user) =>
		requests.some((request) => allowed(one, user, request) && !allowed(other, user, request)),
	);
	if (byUser || among.listed !== "any") return byUser;
	const given = new Set(
		world.now.flatMap((object) => ("roleRef" in object ? [object.roleRef.name] : [])),
	);
	return rolesOf(one).some((role) => {
		const name = role.metadata.name;
		const isThere = rolesOf(other).some(({ metadata }) => metadata.name === name);
		if (given.has(name) || world.supposed.includes(name) || (where === "both" && !isThere))
			return false;
		const user = { name: "holder", groups: [] };
		const bound = (objects: K.Objects): K.Objects => [...rolesOf(objects), holding(name)];
		return requests.some(
			(request) => allowed(bound(one), user, request) && !allowed(bound(other), user, request),
		);
	});
}

function rolesOf(objects: K.Objects): readonly K.Role[] {
	return objects.filter((object): object is K.Role => !("roleRef" in object));
}

function holding(name: string): K.Binding {
	return {
		kind: "ClusterRoleBinding",
		metadata: { name: "held" },
		roleRef: { kind: "ClusterRole", name },
		subjects: [{ kind: "User", name: "holder" }],
	};
}

function every(what: NaivePermission, test: (request: K.Request) => boolean): boolean {
	return requests.filter((request) => means(what, request)).every(test);
}

function means({ verbs, resources, namespaces }: NaivePermission, request: K.Request): boolean {
	const { verb, resource = "", namespace = "", apiGroup } = request;
	const isIn = (words: readonly string[], word: string): boolean =>
		words.includes(word) || (word !== "" && words.includes("*"));
	return (
		apiGroup === "" && isIn(verbs, verb) && isIn(resources, resource) && isIn(namespaces, namespace)
	);
}

function cannot(user: K.User, what: NaivePermission, { now }: NaiveWorld): boolean {
	return every(what, (request) => !allowed(now, user, request));
}

function may(who: string, request: K.Request, world: NaiveWorld): boolean {
	return allowed(world.now, asSubject(who, world), request);
}

function allowed(objects: K.Objects, user: K.User, request: K.Request): boolean {
	return answer(objects, user, { subresource: "", name: "", ...request }).allowed;
}

/** A subject of whom nothing is known but its name, and the groups that are declared. */
function asSubject(words: string, world: NaiveWorld): K.User {
	const [kind = "", name = ""] = words.split(/:(.*)/);
	if (kind !== "group") return principal(words, [], world);
	const own = /^system:serviceaccounts:/.test(name) ? ["system:serviceaccounts", name] : [name];
	const isOut = name === "system:unauthenticated";
	return { name: "", groups: isOut ? own : [...new Set([...own, "system:authenticated"])] };
}

function principal(words: string, more: readonly string[], { groups }: NaiveWorld): K.User {
	const account = /^sa:(.*)\/(.*)$/.exec(words);
	const declared = [...groups].filter(([, members]) => members.includes(words));
	const own = [...declared.map(([name]) => name), ...more];
	if (words === "user:system:anonymous") {
		return { name: "system:anonymous", groups: ["system:unauthenticated"] };
	}
	if (account === null) {
		return { name: words.slice(5), groups: ["system:authenticated", ...own] };
	}
	const given = ["system:serviceaccounts", `system:serviceaccounts:${account[1]}`];
	return {
		name: `system:serviceaccount:${account[1]}:${account[2]}`,
		groups: [...given, "system:authenticated", ...own],
	};
}

/** Everybody there could be: people may be in any group of which nobody says who is in it. */
function principals(world: NaiveWorld): readonly K.User[] {
	const subsets = [[], ["g1"], ["g2"], ["g1", "g2"]];
	const all = names.flatMap((name) =>
		(name.startsWith("user:") ? subsets : [[]]).map((more) => principal(name, more, world)),
	);
	return [...all, principal("user:system:anonymous", [], world)];
}

function others(listed: readonly string[], world: NaiveWorld): readonly K.User[] {
	return principals(world).filter((user) => !isListed(user, listed));
}

function isListed({ name, groups }: K.User, listed: readonly string[]): boolean {
	const account = /^system:serviceaccount:(.*):(.*)$/.exec(name);
	const own = account === null ? `user:${name}` : `sa:${account[1]}/${account[2]}`;
	return listed.includes(own) || groups.some((group) => listed.includes(`group:${group}`));
}

/**
 * Of those listed only the groups that are listed too count beside the ones that are known, and any group of people
 * where all who are logged in are listed.
 */
function meant({ listed, not }: NaiveAmong, world: NaiveWorld): readonly K.User[] {
	const all = others(not, world);
	if (listed === "any") return all;
	const strangers = ["zed", "system:serviceaccount:n1:new", "system:serviceaccount:n2:new"];
	return all.filter((user) => {
		const open = user.groups.filter((group) => openGroups.includes(group));
		const isEveryGroup = listed.includes("group:system:authenticated");
		if (open.some((group) => !isEveryGroup && !listed.includes(`group:${group}`))) return false;
		const known = { ...user, groups: user.groups.filter((group) => !open.includes(group)) };
		return isListed(known, listed) || (open.length > 0 && strangers.includes(user.name));
	});
}
