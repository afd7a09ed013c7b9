import { type Identity, mastersGroup } from "../model/identity.ts";
import type { Request } from "../model/request.ts";
import type {
	AccessReview,
	AccessReviewSpec,
	AccessReviewStatus,
	NonResourceRule,
	ResourceRule,
	Review,
	RulesReview,
	RulesReviewStatus,
} from "../model/review.ts";
import type { PolicyRule } from "../model/rule.ts";
import type { Grants } from "../resolve/grants.ts";
import { resolutionErrors, serverAnswer } from "./server-reason.ts";

/**
 * A review object with its status as the API server fills it, for exactly the attributes and groups given. Where
 * several bindings allow, `reason` names the first by kind and name; the server names any of them.
 * https://github.com/kubernetes/kubernetes/tree/v1.37.1/pkg/registry/authorization
 */
export function review(grants: Grants, object: AccessReview): AccessReview;
export function review(grants: Grants, object: RulesReview): RulesReview;
export function review(grants: Grants, object: Review): Review;
export function review(grants: Grants, object: Review): Review {
	return object.kind === "SelfSubjectRulesReview"
		? { ...object, status: rulesStatus(grants, object) }
		: { ...object, status: accessStatus(grants, object.spec) };
}

function accessStatus(grants: Grants, spec: AccessReviewSpec): AccessReviewStatus {
	const identity = identityIn(spec);
	if (identity.groups.includes(mastersGroup)) return { allowed: true };
	const request = requestIn(spec);
	const namespace = request.kind === "resource" ? request.namespace : "";
	const matches = grants.matches(identity, namespace);
	const { allowed, reason } = serverAnswer(matches, request, grants.snapshot.kubernetesVersion);
	return reason === "" ? { allowed } : { allowed, reason };
}

function identityIn(spec: {
	readonly user?: string;
	readonly groups?: readonly string[];
}): Identity {
	return { name: spec.user ?? "", groups: spec.groups ?? [] };
}

function requestIn({ resourceAttributes, nonResourceAttributes }: AccessReviewSpec): Request {
	if (resourceAttributes === undefined) {
		const { verb = "", path = "" } = nonResourceAttributes ?? {};
		return { kind: "path", verb, path };
	}
	const { verb, group, resource, subresource, namespace, name } = resourceAttributes;
	return {
		kind: "resource",
		verb: verb ?? "",
		apiGroup: group ?? "",
		resource: resource ?? "",
		subresource: subresource ?? "",
		namespace: namespace ?? "",
		name: name ?? "",
	};
}

/** RBAC's answer is never incomplete, even when roles are missing: that is only told as an error. */
function rulesStatus(grants: Grants, object: RulesReview): RulesReviewStatus {
	const matches = grants.matches(identityIn(object.spec), object.spec.namespace);
	const rules = matches.flatMap(({ role }) => role?.rules.map(({ rule }) => rule) ?? []);
	const evaluationError = resolutionErrors(matches);
	return {
		resourceRules: rules.filter(({ resources }) => resources.length > 0).map(resourceRule),
		nonResourceRules: rules
			.filter(({ nonResourceURLs }) => nonResourceURLs.length > 0)
			.map(nonResourceRule),
		incomplete: false,
		...(evaluationError === "" ? {} : { evaluationError }),
	};
}

function resourceRule({ verbs, apiGroups, resources, resourceNames }: PolicyRule): ResourceRule {
	return {
		verbs,
		...(apiGroups.length > 0 && { apiGroups }),
		resources,
		...(resourceNames.length > 0 && { resourceNames }),
	};
}

function nonResourceRule({ verbs, nonResourceURLs }: PolicyRule): NonResourceRule {
	return { verbs, nonResourceURLs };
}
