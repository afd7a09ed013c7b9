import type { Decision, Gap, SmallestGrant, Verdict } from "../model/answer.ts";
import { type Identity, mastersGroup } from "../model/identity.ts";
import { type Request, requestNamespace } from "../model/request.ts";
import type { Match } from "../resolve/bound-role.ts";
import type { Grants } from "../resolve/grants.ts";
import { grantingChains } from "./chain.ts";
import { gapsOf } from "./gaps.ts";
import { nearMisses } from "./near-misses.ts";
import { refusedNotes } from "./refused-objects.ts";
import { secondaryChecks } from "./secondary-checks.ts";
import { serverAnswer } from "./server-reason.ts";
import { subjectOf } from "./subject-of.ts";

/**
 * May this identity do this? `yes` with every grant that allows it, `no` with the nearest misses, or `unknown` with
 * what is missing. The identity's groups are taken as they are: see `identityOf` for those the server implies.
 */
export function can(grants: Grants, identity: Identity, request: Request): Decision {
	if (identity.groups.includes(mastersGroup)) return allowedOutsideRbac(identity, request);
	const { kubernetesVersion } = grants.snapshot;
	const { allowed, reason, matches, gaps } = decided(grants, identity, request);
	return {
		identity,
		request,
		verdict: verdictOf(allowed, gaps.length),
		reason,
		chains: allowed ? grantingChains(matches, request) : [],
		gaps,
		nearMisses: allowed ? [] : nearMisses(grants, identity, request),
		smallestGrant: allowed ? undefined : smallestGrant(identity, request),
		notes: [
			...secondaryChecks(request, kubernetesVersion),
			...(allowed ? [] : refusedNotes(grants.snapshot, requestNamespace(request), matches)),
		],
	};
}

/** The verdict of `can` alone, in a fraction of the time. */
export function verdictFor(grants: Grants, identity: Identity, request: Request): Verdict {
	if (identity.groups.includes(mastersGroup)) return "yes";
	const { allowed, gaps } = decided(grants, identity, request);
	return verdictOf(allowed, gaps.length);
}

interface Decided {
	readonly allowed: boolean;
	readonly reason: string;
	readonly matches: readonly Match[];
	readonly gaps: readonly Gap[];
}

function decided(grants: Grants, identity: Identity, request: Request): Decided {
	const namespace = requestNamespace(request);
	const matches = grants.matches(identity, namespace);
	const { allowed, reason } = serverAnswer(matches, request, grants.snapshot.kubernetesVersion);
	const gaps = allowed ? [] : gapsOf(grants, identity, namespace, matches);
	return { allowed, reason, matches, gaps };
}

function verdictOf(allowed: boolean, gaps: number): Verdict {
	if (allowed) return "yes";
	return gaps > 0 ? "unknown" : "no";
}

/** https://github.com/kubernetes/kubernetes/blob/v1.37.1/pkg/kubeapiserver/authorizer/reload.go */
function allowedOutsideRbac(identity: Identity, request: Request): Decision {
	const note = `members of ${mastersGroup} are allowed everything by an authorizer before RBAC`;
	return {
		identity,
		request,
		verdict: "yes",
		reason: "",
		chains: [],
		gaps: [],
		nearMisses: [],
		smallestGrant: undefined,
		notes: [note],
	};
}

function smallestGrant(identity: Identity, request: Request): SmallestGrant {
	const subject = subjectOf(identity);
	if (request.kind === "path") {
		const rule = { ...noRule, verbs: [request.verb], nonResourceURLs: [request.path] };
		return { rule, namespace: "", subject };
	}
	const { resource, subresource, name } = request;
	const rule = {
		...noRule,
		verbs: [request.verb],
		apiGroups: [request.apiGroup],
		resources: [subresource === "" ? resource : `${resource}/${subresource}`],
		resourceNames: name === "" ? [] : [name],
	};
	return { rule, namespace: request.namespace, subject };
}

const noRule = { verbs: [], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: [] };
