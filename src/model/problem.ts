import type { FieldPath, Origin, Place } from "./origin.ts";
import { placeOf } from "./origin.ts";

/** What can be wrong with the input. Each code has its sentence in `problemTitles` and a line in docs/problems.md. */
export type ProblemCode =
	| "file-unreadable"
	| "no-manifests"
	| "yaml-syntax"
	| "json-syntax"
	| "too-large"
	| "helm-template"
	| "kustomize-patch"
	| "kustomization"
	| "not-an-object"
	| "missing-kind"
	| "wrong-type"
	| "unknown-field"
	| "duplicate-key"
	| "refused-by-server"
	| "old-api-version"
	| "unserved-api-version"
	| "template-parameter"
	| "operator-permissions"
	| "namespace-defaulted"
	| "namespace-dropped"
	| "duplicate-object"
	| "misspelled-resource"
	| "legacy-openshift";

/** What each code means, in one sentence. */
export const problemTitles: Readonly<Record<ProblemCode, string>> = {
	"file-unreadable": "a file or folder could not be read",
	"no-manifests": "a path holds no YAML or JSON",
	"yaml-syntax": "a document is not YAML as kubectl reads it",
	"json-syntax": "a document is not JSON",
	"too-large": "a document is larger, deeper or has more aliases than the reader's bounds",
	"helm-template": "a file is a Helm template and has to be rendered first",
	"kustomize-patch": "a document is a kustomize patch, not an object",
	kustomization: "a kustomization changes the objects that are read as they stand",
	"not-an-object": "a document is not a Kubernetes object",
	"missing-kind": "an object carries no kind or apiVersion",
	"wrong-type": "a field has another type than the API server expects",
	"unknown-field": "the API server drops a field it does not know",
	"duplicate-key": "a mapping has the same key twice; the last one counts",
	"refused-by-server": "the API server refuses the object",
	"old-api-version": "an RBAC version that is no longer served is read as v1",
	"unserved-api-version": "an apiVersion that no API server has served",
	"template-parameter": "an OpenShift Template parameter has no value",
	"operator-permissions": "an operator's permissions are not read: OLM makes roles of them",
	"namespace-defaulted": "objects without a namespace were placed in the default namespace",
	"namespace-dropped": "the API server drops the namespace of a cluster-scoped object",
	"duplicate-object": "a later object replaces an earlier one of the same kind and name",
	"misspelled-resource": "a rule names a resource in a form that matches nothing",
	"legacy-openshift": "a legacy OpenShift object is read as its RBAC equivalent",
};

/** `error`: the object is left out. `warning`: it is read, probably not as meant. `note`: worth knowing. */
export type Severity = "error" | "warning" | "note";

/** Something wrong with the input, with its place and, where there is one, its remedy. */
export interface Problem {
	readonly code: ProblemCode;
	readonly severity: Severity;
	/** One line, lower case, no full stop, the user's words in backticks. */
	readonly message: string;
	/** The object concerned, such as `Role ci/deployer`. */
	readonly object?: string;
	/** The field path as the API server writes it, such as `rules[0].verbs`. */
	readonly field?: string;
	readonly origin: Origin;
	readonly path: FieldPath;
}

/** The place of a problem, computed when it is shown. */
export function problemPlace(problem: Problem): Place {
	return placeOf(problem.origin, problem.path);
}
