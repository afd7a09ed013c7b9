import { describe, expect, test } from "vitest";
import { guardReadOnly } from "../../../src/load/live/read-only-guard.ts";

const allowed: readonly (readonly [string, string])[] = [
	["GET", "/version"],
	["GET", "/api"],
	["GET", "/apis"],
	["GET", "/api/v1"],
	["GET", "/apis/apps/v1"],
	["GET", "/apis/metrics.k8s.io/v1beta1"],
	["GET", "/api/v1/namespaces"],
	["GET", "/api/v1/pods"],
	["GET", "/api/v1/namespaces/team/serviceaccounts"],
	["GET", "/apis/rbac.authorization.k8s.io/v1/clusterroles"],
	["GET", "/apis/rbac.authorization.k8s.io/v1/namespaces/team/rolebindings"],
	["POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"],
	["POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews"],
	["POST", "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews"],
	["POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews"],
];

const refused: readonly (readonly [string, string])[] = [
	// Secrets, in every form a list may take.
	["GET", "/api/v1/secrets"],
	["GET", "/api/v1/namespaces/team/secrets"],
	["GET", "/api/v1/namespaces/team/secrets/token"],
	["GET", "/api/v1/watch/secrets"],
	["GET", "/api/v1/namespaces/secrets/secrets"],
	["GET", "/api/v1//secrets"],
	["GET", "/api/v1/namespaces/team//secrets"],
	["GET", "/api/v1/Secrets"],
	["GET", "/api/v1/%73ecrets"],
	["GET", "/api/v1/pods/../secrets"],
	["GET", "/api/v1/secrets?watch=true"],
	// A get may be a way in: exec and proxy take it.
	["GET", "/api/v1/namespaces/team/pods/web-0"],
	["GET", "/api/v1/namespaces/team/pods/web-0/exec"],
	["GET", "/api/v1/nodes/n1/proxy/run"],
	["GET", "/api/v1/proxy/nodes/n1"],
	["GET", "/api/v1/watch/pods"],
	["GET", "/api/v1/namespaces/team/proxy"],
	["GET", "/metrics"],
	["GET", "/logs"],
	["GET", "/"],
	["GET", ""],
	// Anything that writes.
	["POST", "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings"],
	["POST", "/apis/authentication.k8s.io/v1/tokenreviews"],
	["POST", "/api/v1/namespaces/team/serviceaccounts/ci/token"],
	["POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews/x"],
	["POST", "/apis/authorization.k8s.io/v1/namespaces/team/../../../../../api/v1/pods"],
	["PUT", "/apis/authorization.k8s.io/v1/subjectaccessreviews"],
	["PATCH", "/api/v1/pods"],
	["DELETE", "/api/v1/pods"],
	["OPTIONS", "/version"],
	["HEAD", "/version"],
	["get", "/version"],
];

describe("what leaves the process", () => {
	test.each(allowed)("%s %s may", (method, path) => {
		expect(() => guardReadOnly(method, path)).not.toThrow();
	});

	test.each(refused)("%s %s may not", (method, path) => {
		expect(() => guardReadOnly(method, path)).toThrow("refused: rolecall only reads");
	});
});
