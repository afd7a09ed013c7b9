import type { Request } from "../model/request.ts";
import type { PolicyRule } from "../model/rule.ts";
import type { Snapshot } from "../model/snapshot.ts";

/** What a `*` in a rule is asked as. */
const usualVerbs = ["get", "list", "create", "delete"];
const usualResources: readonly (readonly [string, string])[] = [
	["", "pods"],
	["", "secrets"],
	["apps", "deployments"],
];
/** The name of no object: what a rule gives by name must not cover it. */
const otherName = "rolecall-verify-other";

/** Each request that rules name, once, without a namespace; stars as a few usual words. */
export function requestsOfRules(
	snapshot: Snapshot,
	rules: readonly PolicyRule[],
): readonly Request[] {
	const requests = new Map<string, Request>();
	for (const request of rules.flatMap((rule) => requestsOfRule(snapshot, rule))) {
		requests.set(JSON.stringify(request), request);
	}
	return [...requests.values()];
}

function requestsOfRule(snapshot: Snapshot, rule: PolicyRule): readonly Request[] {
	const verbs = rule.verbs.flatMap((verb) => (verb === "*" ? usualVerbs : [verb]));
	const paths = rule.nonResourceURLs.map(concretePath);
	const targets = rule.apiGroups.flatMap((group) =>
		rule.resources.flatMap((resource) => concrete(snapshot, group, resource)),
	);
	const names = namesOf(rule);
	return verbs.flatMap((verb): readonly Request[] => [
		...paths.map((path): Request => ({ kind: "path", verb, path })),
		...targets.flatMap(([apiGroup, item]) => {
			const [resource = "", ...rest] = item.split("/");
			const part = { apiGroup, resource, subresource: rest.join("/"), namespace: "" };
			return names.map((name): Request => ({ kind: "resource", verb, ...part, name }));
		}),
	]);
}

/** `/healthz/*` as a path below it; what cannot be asked begins with no slash. */
function concretePath(url: string): string {
	const path = url.replace(/\*+$/, "rolecall");
	return path.startsWith("/") ? path : `/${path}`;
}

/** The first and the last name a rule gives, and one it does not give; no name where it gives all. */
function namesOf({ resourceNames }: PolicyRule): readonly string[] {
	const [first] = resourceNames;
	if (first === undefined) return [""];
	return [...new Set([first, resourceNames.at(-1) ?? first, otherName])];
}

/** A group and a resource as a request has them. */
function concrete(
	snapshot: Snapshot,
	group: string,
	item: string,
): readonly (readonly [string, string])[] {
	if (item === "*") {
		return group === "*" ? usualResources : [[group, firstOf(snapshot, group) ?? "things"]];
	}
	const resource = item.replace(/^\*\//, "deployments/");
	return [[group === "*" ? "" : group, resource]];
}

function firstOf({ catalog }: Snapshot, group: string): string | undefined {
	return catalog.resources.find((row) => row.group === group)?.resource;
}
