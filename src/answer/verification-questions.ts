import { type Identity, identityOf } from "../model/identity.ts";
import type { Request } from "../model/request.ts";
import type { PolicyRule } from "../model/rule.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Grants } from "../resolve/grants.ts";
import { subjectsOf } from "./subjects.ts";

/** One question for rolecall and the server. */
export interface VerificationQuestion {
	readonly identity: Identity;
	readonly request: Request;
}

/** Somebody whom no binding names, but for everybody's. */
const stranger = "rolecall-verify-stranger";
/** What a `*` in a rule is asked as. */
const usualVerbs = ["get", "list", "create", "delete"];
const usualResources: readonly (readonly [string, string])[] = [
	["", "pods"],
	["", "secrets"],
	["apps", "deployments"],
];

/**
 * Every question that the rules of a snapshot suggest, or an even sample of them: each subject, and a stranger, with
 * every request that some rule names, in the namespaces where the subject is bound, cluster-wide and in `default`.
 * Half of a sample comes from the subjects' own rules, so that it holds as many yes as no.
 */
export function verificationQuestions(
	grants: Grants,
	sample: number | undefined,
): readonly VerificationQuestion[] {
	const identities = [
		...subjectsOf(grants, { builtIn: true }).map(({ identity }) => identity),
		identityOf(stranger),
	];
	const own = identities.flatMap((identity) => ownQuestions(grants, identity));
	const asked = requestsOf(
		grants.snapshot,
		grants.bound.flatMap(({ role }) => role?.rules.map(({ rule }) => rule) ?? []),
	);
	const crossed = { length: identities.length * asked.length };
	const at = (index: number): readonly VerificationQuestion[] => {
		const identity = identities[index % identities.length];
		const request = asked[Math.floor(index / identities.length)];
		if (identity === undefined || request === undefined) return [];
		return inScopes(grants, identity, request);
	};
	if (sample === undefined) return Array.from(crossed, (_, index) => at(index)).flat();
	const half = Math.ceil(sample / 2);
	const others = evenly(crossed.length, half).flatMap((index) => at(index).slice(0, 1));
	const chosen = evenly(own.length, half).flatMap((index) => own[index] ?? []);
	return [...chosen, ...others].slice(0, sample);
}

/** The requests of an identity's own rules, where they are given. */
function ownQuestions(grants: Grants, identity: Identity): readonly VerificationQuestion[] {
	return ["", ...grants.namespacesOf(identity)].flatMap((namespace) => {
		const matches = grants
			.matches(identity, namespace)
			.filter(({ binding }) => binding.namespace === namespace);
		const rules = matches.flatMap(({ role }) => role?.rules.map(({ rule }) => rule) ?? []);
		return requestsOf(grants.snapshot, rules).map((request) => ({
			identity,
			request: request.kind === "path" ? request : { ...request, namespace },
		}));
	});
}

/** Questions have the namespace that a client would send, and a second one where the resource has namespaces. */
function inScopes(
	grants: Grants,
	identity: Identity,
	request: Request,
): readonly VerificationQuestion[] {
	if (request.kind === "path") return [{ identity, request }];
	const namespaces = new Set([...grants.namespacesOf(identity), "default", ""]);
	return [...namespaces].map((namespace) => ({ identity, request: { ...request, namespace } }));
}

/** Each request that rules name, once, stars as a few usual words. */
function requestsOf(snapshot: Snapshot, rules: readonly PolicyRule[]): readonly Request[] {
	const requests = new Map<string, Request>();
	for (const request of rules.flatMap((rule) => requestsOfRule(snapshot, rule))) {
		requests.set(JSON.stringify(request), request);
	}
	return [...requests.values()];
}

function requestsOfRule(snapshot: Snapshot, rule: PolicyRule): readonly Request[] {
	const verbs = rule.verbs.flatMap((verb) => (verb === "*" ? usualVerbs : [verb]));
	const paths = rule.nonResourceURLs.flatMap((url) =>
		verbs.map((verb): Request => ({ kind: "path", verb, path: url.replace(/\*+$/, "rolecall") })),
	);
	const [name = ""] = rule.resourceNames;
	const targets = rule.apiGroups.flatMap((group) =>
		rule.resources.flatMap((resource) => concrete(snapshot, group, resource)),
	);
	const resources = targets.flatMap(([apiGroup, item]) => {
		const [resource = "", ...rest] = item.split("/");
		const subresource = rest.join("/");
		return verbs.map((verb): Request => {
			const target = { apiGroup, resource, subresource, namespace: "" };
			return { kind: "resource", verb, ...target, name };
		});
	});
	return [
		...resources,
		...paths.filter((request) => request.kind === "path" && request.path.startsWith("/")),
	];
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

/** `count` indexes below `length`, spread evenly; all of them when there are no more. */
function evenly(length: number, count: number): readonly number[] {
	if (length <= count) return Array.from({ length }, (_, index) => index);
	return Array.from({ length: count }, (_, index) => Math.floor((index * length) / count));
}
