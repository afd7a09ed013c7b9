import * as words from "./alphabet.ts";
import type * as K from "./plain.ts";
import type { Random } from "./random.ts";

/** A rule that reaches somebody, in the namespace where it does. */
export interface Reach {
	readonly rule: K.Rule;
	readonly namespace: string;
}

/** Half of the questions are made of the world's own words, a third of these bent a little, a fifth of others. */
export function randomRequest(
	random: Random,
	rules: readonly K.Rule[],
	reach: readonly Reach[],
): K.Request {
	const kind = random.below(10);
	if (kind >= 8) return fresh(random);
	const request = fromWorld(random, rules, reach);
	return kind < 5 ? request : bent(random, request);
}

function fromWorld(random: Random, rules: readonly K.Rule[], reach: readonly Reach[]): K.Request {
	if (reach.length > 0 && random.chance(80)) {
		const { rule, namespace } = random.of(reach);
		const request = fromRule(random, rule);
		return request.path === undefined && random.chance(80) ? { ...request, namespace } : request;
	}
	return rules.length > 0 ? fromRule(random, random.of(rules)) : fresh(random);
}

/** Somebody from the world's words, often with the groups of a real identity, sometimes with odd ones. */
export function randomUser(random: Random, bindings: readonly K.Binding[]): K.User {
	const subjects = bindings.flatMap((binding) =>
		(binding.subjects ?? []).map((subject) => nameOf(subject, binding.metadata.namespace)),
	);
	const named = subjects.length > 0 && random.chance(85) ? random.of(subjects) : undefined;
	const name = named?.user ?? random.of(words.users);
	const groups = new Set([...(named?.groups ?? []), ...random.some(words.groups, 3)]);
	if (random.chance(2)) groups.add("system:masters");
	return { name, groups: [...groups] };
}

function nameOf(
	{ kind, name, namespace }: K.Subject,
	own: string | undefined,
): { readonly user?: string; readonly groups: readonly string[] } {
	if (kind === "Group") return { groups: [name] };
	if (kind === "User") return { user: name, groups: [] };
	return { user: `system:serviceaccount:${namespace ?? own ?? ""}:${name}`, groups: [] };
}

function fromRule(random: Random, rule: K.Rule): K.Request {
	const verb = word(random, rule.verbs, words.verbs);
	const { nonResourceURLs: urls = [], resources = [] } = rule;
	if (urls.length > 0 && (resources.length === 0 || random.chance(50))) {
		return { verb, path: random.of(urls) };
	}
	const asked = word(random, resources, words.resources);
	const slash = asked.indexOf("/");
	// A raw review may hold the slash in the resource itself; a real request never does.
	const isSplit = slash >= 0 && random.chance(80);
	return {
		verb,
		apiGroup: word(random, rule.apiGroups, words.apiGroups),
		resource: isSplit ? asked.slice(0, slash) : asked,
		subresource: isSplit
			? asked.slice(slash + 1)
			: random.of(["", "", "", "", "", "", "log", "scale"]),
		namespace: random.of(["", ...words.namespaces, ...words.namespaces, "n3", "*"]),
		name: word(random, rule.resourceNames, words.objectNames),
	};
}

/** A word of the rule, what its wildcard may stand for, or "". */
function word(random: Random, own: readonly string[] | undefined, all: readonly string[]): string {
	const chosen = own === undefined || own.length === 0 ? random.of(all) : random.of(own);
	return chosen === "*" && random.chance(70) ? random.of(all) : chosen;
}

function fresh(random: Random): K.Request {
	const verb = random.of([...words.verbs, "patch"]);
	if (random.chance(25)) return { verb, path: random.of([...words.paths, "/a/c", "/b", "/ab"]) };
	return {
		verb,
		apiGroup: random.of([...words.apiGroups, "batch"]),
		resource: random.of([...words.resources, "jobs"]),
		subresource: random.of(["", "", "log", "scale", "*", "log/x"]),
		namespace: random.of(["", ...words.namespaces]),
		name: random.of([...words.objectNames, "c"]),
	};
}

/** One field changed by a letter or by a word. */
function bent(random: Random, request: K.Request): K.Request {
	const field = random.of(Object.keys(request)) as keyof K.Request;
	const value = request[field] ?? "";
	const changed = random.of([
		`${value}s`,
		value.slice(0, -1),
		value.toUpperCase(),
		`${value}*`,
		`${value}/`,
		"",
		"*",
		`${value}/log`,
	]);
	return { ...request, [field]: changed };
}
