import type { Identity } from "./identity.ts";
import type { Place } from "./origin.ts";
import type { Request, ResourceRequest } from "./request.ts";
import type { PolicyRule } from "./rule.ts";
import type { Subject } from "./subject.ts";

/** `yes` is final: rules only add. `no` holds for all that was given. `unknown` names what is missing. */
export type Verdict = "yes" | "no" | "unknown";

/** An object in an answer, with its place in the input. */
export interface Reference {
	readonly kind: string;
	/** "" for a cluster-scoped object. */
	readonly namespace: string;
	readonly name: string;
	readonly place: Place;
	/** Set for what is part of the API server's default policy. */
	readonly builtIn?: true;
}

/** One way a permission is given: binding → subject → role → rule. */
export interface Chain {
	readonly binding: Reference;
	/** As the binding names it; an omitted account namespace is filled with the binding's. */
	readonly subject: Subject;
	readonly subjectPlace: Place;
	readonly role: Reference;
	/** The ClusterRoles whose labels brought the rule into `role`, nearest first; empty without aggregation. */
	readonly aggregatedFrom: readonly Reference[];
	readonly rule: PolicyRule;
	/** The index in the rules of the role that declares it. */
	readonly ruleIndex: number;
	readonly rulePlace: Place;
}

/** What a verdict of `unknown` lacks. */
export type Gap =
	| { readonly kind: "missing-role"; readonly binding: Reference; readonly roleRef: Reference }
	| {
			readonly kind: "unlisted";
			readonly resource: string;
			/** "" is every namespace. */
			readonly namespace: string;
			readonly context: string;
			readonly why: string;
	  }
	| { readonly kind: "unread-document"; readonly place: Place; readonly why: string }
	| { readonly kind: "other-authorizer"; readonly authorizer: "Node"; readonly why: string };

/** The one thing in which a near miss differs from the question. */
export type Difference =
	| "verb"
	| "apiGroup"
	| "resource"
	| "subresource"
	| "name"
	| "path"
	| "namespace"
	| "scope"
	| "subject"
	| "role";

/** A grant that would allow the request but for one thing. */
export interface NearMiss {
	readonly difference: Difference;
	/** A second thing in which it differs: only of misses that are told because there is none nearer. */
	readonly also?: Difference;
	/** What the grant has there: the verbs of the rule, the namespace of the binding … */
	readonly has: string;
	/** What the request needs there. */
	readonly needs: string;
	/** Undefined for a binding whose role is missing. */
	readonly chain: Chain | undefined;
	readonly binding: Reference;
	/** One sentence for a person. */
	readonly hint: string;
}

/** The smallest objects that would turn a no into a yes. */
export interface SmallestGrant {
	readonly rule: PolicyRule;
	/** "" when a ClusterRole and ClusterRoleBinding are needed. */
	readonly namespace: string;
	readonly subject: Subject;
}

/** The answer to "may this identity do this?". */
export interface Decision {
	readonly identity: Identity;
	readonly request: Request;
	readonly verdict: Verdict;
	/** What the API server says: `RBAC: allowed by …`, or the reason of a deny, often "". */
	readonly reason: string;
	readonly chains: readonly Chain[];
	readonly gaps: readonly Gap[];
	readonly nearMisses: readonly NearMiss[];
	readonly smallestGrant: SmallestGrant | undefined;
	/** Things the verdict does not say: secondary checks, names that are sent or not. */
	readonly notes: readonly string[];
}

/** One subject of `who-can`, with every way it has. */
export interface Holder {
	readonly subject: Subject;
	/** "" is cluster-wide: every namespace and cluster-scoped objects. */
	readonly namespace: string;
	readonly chains: readonly Chain[];
	/** The accounts and users known to be in the group; empty for other subjects. */
	readonly members: readonly Subject[];
	/** The workloads that run as the account. */
	readonly workloads: readonly Reference[];
}

/** The answer to "who may do this?". */
export interface WhoCan {
	readonly request: Request;
	/** True when asked for every namespace (`-A`): RoleBindings of all namespaces count. */
	readonly everyNamespace: boolean;
	readonly holders: readonly Holder[];
	/** Bindings whose role is missing: their subjects may be holders too. */
	readonly gaps: readonly Gap[];
	readonly notes: readonly string[];
}

/** One binding of a holder, with what of the asked permissions it gives. */
export interface PermissionGrant {
	/** Permission phrases, which may overlap. */
	readonly gives: readonly string[];
	/** False where it gives more of what was asked than the phrases say. */
	readonly isWhole: boolean;
	/** The rules of its role that give it. */
	readonly chains: readonly Chain[];
}

/** One subject that has some or all of the asked permissions. */
export interface PermissionHolder {
	readonly subject: Subject;
	/** Does it have all of them, together with the groups it is known to be in? */
	readonly hasAll: boolean;
	/** By the bindings that name the subject; where all is asked for, also by those of its groups. */
	readonly grants: readonly PermissionGrant[];
	/** The accounts and users known to be in the group; empty for other subjects. */
	readonly members: readonly Subject[];
	/** The workloads that run as the account. */
	readonly workloads: readonly Reference[];
}

/** The answer to "who has any of these permissions, or all of them?". */
export interface PermissionHolders {
	readonly quantifier: "any" | "all";
	/** The phrases asked about. */
	readonly permissions: readonly string[];
	readonly holders: readonly PermissionHolder[];
	/** What is missing that could make more subjects holders. */
	readonly gaps: readonly Gap[];
	readonly notes: readonly string[];
}

/**
 * What one cell says. `named`: only for some object names. `dead`: a rule grants it, but no request can match.
 * `absent`: the resource has no such verb. `unasked`: outside of the permissions that the matrix is limited to.
 */
export type Cell = "yes" | "no" | "unknown" | "named" | "dead" | "absent" | "unasked";

/** One row of a matrix: a subject, a scope and a resource, with a cell for each verb. */
export interface MatrixRow {
	readonly subject: Subject;
	/** "" is cluster-wide. */
	readonly namespace: string;
	/** `*` where a wildcard is kept. A path row has the path here and "" as group. */
	readonly resource: Pick<ResourceRequest, "apiGroup" | "resource" | "subresource">;
	readonly path: string | undefined;
	readonly cells: readonly Cell[];
	/** The names of `named` cells, sorted. */
	readonly names: readonly string[];
	/** Given by the default policy to everybody of a kind (`system:authenticated` …), and by nothing else. */
	readonly byDefault: boolean;
}

/** The answer to "what may these do?" and "who may do what on this?". */
export interface Matrix {
	readonly verbs: readonly string[];
	readonly rows: readonly MatrixRow[];
	readonly gaps: readonly Gap[];
	readonly notes: readonly string[];
}
