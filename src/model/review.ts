/** What a SubjectAccessReview asks about a resource; absent fields are "". A version plays no part in RBAC. */
interface ResourceAttributes {
	readonly namespace?: string;
	readonly verb?: string;
	readonly group?: string;
	readonly version?: string;
	readonly resource?: string;
	readonly subresource?: string;
	readonly name?: string;
}

interface NonResourceAttributes {
	readonly path?: string;
	readonly verb?: string;
}

/** The question of a SubjectAccessReview; the API server adds no groups to those given. */
export interface AccessReviewSpec {
	readonly resourceAttributes?: ResourceAttributes;
	readonly nonResourceAttributes?: NonResourceAttributes;
	readonly user?: string;
	readonly groups?: readonly string[];
}

export interface AccessReviewStatus {
	readonly allowed: boolean;
	readonly reason?: string;
	readonly evaluationError?: string;
}

/** A review of one request; fields not named here are carried through as they are. */
export interface AccessReview {
	readonly apiVersion: string;
	/** A SelfSubjectAccessReview is read with `spec.user` and `spec.groups`, as a RulesReview is. */
	readonly kind: "SubjectAccessReview" | "LocalSubjectAccessReview" | "SelfSubjectAccessReview";
	readonly metadata?: object;
	readonly spec: AccessReviewSpec;
	readonly status?: AccessReviewStatus;
}

/**
 * All the rules of one identity in a namespace. The API server asks about the caller; a file has no caller, so
 * rolecall reads `spec.user` and `spec.groups` as a SubjectAccessReview has them.
 */
export interface RulesReview {
	readonly apiVersion: string;
	readonly kind: "SelfSubjectRulesReview";
	readonly metadata?: object;
	readonly spec: {
		readonly namespace: string;
		readonly user?: string;
		readonly groups?: readonly string[];
	};
	readonly status?: RulesReviewStatus;
}

export interface RulesReviewStatus {
	readonly resourceRules: readonly ResourceRule[];
	readonly nonResourceRules: readonly NonResourceRule[];
	readonly incomplete: boolean;
	readonly evaluationError?: string;
}

export interface ResourceRule {
	readonly verbs: readonly string[];
	readonly apiGroups?: readonly string[];
	readonly resources?: readonly string[];
	readonly resourceNames?: readonly string[];
}

export interface NonResourceRule {
	readonly verbs: readonly string[];
	readonly nonResourceURLs?: readonly string[];
}

export type Review = AccessReview | RulesReview;
