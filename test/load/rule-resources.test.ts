import { describe, expect, it } from "vitest";
import { loadSnapshot } from "../../src/load/snapshot.ts";

interface Rule {
	readonly apiGroups: readonly string[];
	readonly resources: readonly string[];
}

function advice(...rules: readonly Rule[]) {
	const { problems } = loadSnapshot({
		bootstrapPolicy: false,
		objects: [
			{
				apiVersion: "rbac.authorization.k8s.io/v1",
				kind: "ClusterRole",
				metadata: { name: "x" },
				rules: rules.map((rule) => ({ verbs: ["get"], ...rule })),
			},
			{
				apiVersion: "apiextensions.k8s.io/v1",
				kind: "CustomResourceDefinition",
				metadata: { name: "widgets.example.com" },
				spec: {
					group: "example.com",
					names: { plural: "widgets", kind: "Widget" },
					scope: "Namespaced",
					versions: [{ name: "v1", served: true, storage: true }],
				},
			},
		],
	});
	return problems.map(({ code, severity, field, message }) => {
		expect(code).toBe("misspelled-resource");
		return `${severity} ${field}: ${message}`;
	});
}

describe("a rule that no request matches as it was meant", () => {
	it.each<[string, Rule, string]>([
		[
			"the singular",
			{ apiGroups: [""], resources: ["secrets", "pod"] },
			"warning rules[0].resources[1]: no resource is called `pod`; did you mean `pods`?",
		],
		[
			"a kind",
			{ apiGroups: ["apps"], resources: ["Deployment"] },
			"warning rules[0].resources[0]: no resource is called `Deployment`; did you mean `deployments`?",
		],
		[
			"a short name",
			{ apiGroups: ["*"], resources: ["deploy"] },
			"warning rules[0].resources[0]: no resource is called `deploy`; did you mean `deployments`?",
		],
		[
			"a slip of the pen",
			{ apiGroups: [""], resources: ["secrtes"] },
			"warning rules[0].resources[0]: no resource is called `secrtes`; did you mean `secrets`?",
		],
		[
			"a subresource of the singular",
			{ apiGroups: [""], resources: ["pod/log"] },
			"warning rules[0].resources[0]: no resource is called `pod`; did you mean `pods/log`?",
		],
		[
			"the group in the resource",
			{ apiGroups: [""], resources: ["deployments.apps"] },
			"warning rules[0].resources[0]: no resource is called `deployments.apps`; did you mean `deployments` in the API group `apps`?",
		],
		[
			"the wrong group",
			{ apiGroups: [""], resources: ["deployments"] },
			'warning rules[0].resources[0]: `deployments` is not in the API group `""` (core) but in `apps`',
		],
		[
			"a group that is gone",
			{ apiGroups: ["extensions"], resources: ["ingresses"] },
			"warning rules[0].resources[0]: `ingresses` is not in the API group `extensions` but in `networking.k8s.io`",
		],
		[
			"a star that is none",
			{ apiGroups: [""], resources: ["configmaps/*"] },
			"warning rules[0].resources[0]: `configmaps/*` is no wildcard: it matches a subresource called `*`; list the subresources",
		],
		[
			"a misspelled subresource",
			{ apiGroups: [""], resources: ["pods/logs"] },
			"warning rules[0].resources[0]: `pods` has no subresource `logs`; did you mean `pods/log`?",
		],
		[
			"a subresource that does not exist",
			{ apiGroups: [""], resources: ["nodes/spec"] },
			"note rules[0].resources[0]: `nodes` has no subresource `spec`: it has ",
		],
		[
			"an apiVersion for a group",
			{ apiGroups: ["apps/v1"], resources: ["deployments"] },
			"warning rules[0].apiGroups[0]: `apps/v1` is an apiVersion, which matches no API group; write `apps`",
		],
		[
			"the core group by a name it does not have",
			{ apiGroups: ["core"], resources: ["pods"] },
			'warning rules[0].apiGroups[0]: no API group is called `core`; the core group is written `""`',
		],
		[
			"a misspelled group",
			{ apiGroups: ["rbac.authorization.k8.io"], resources: ["roles"] },
			"warning rules[0].apiGroups[0]: no API group is called `rbac.authorization.k8.io`; did you mean `rbac.authorization.k8s.io`?",
		],
	])("%s", (_title, rule, expected) => {
		const found = advice(rule);
		expect(found).toHaveLength(1);
		expect(found[0]?.startsWith(expected), found[0]).toBe(true);
	});

	it.each<[string, Rule]>([
		["what is served", { apiGroups: ["", "apps"], resources: ["pods", "pods/log", "deployments"] }],
		["wildcards", { apiGroups: ["*"], resources: ["*", "*/scale"] }],
		[
			"what is only authorized",
			{ apiGroups: ["authentication.k8s.io"], resources: ["userextras/x", "uids"] },
		],
		["finalizers of anything", { apiGroups: ["apps"], resources: ["deployments/finalizers"] }],
		["a group nobody knows", { apiGroups: ["acme.io"], resources: ["pod", "thing/status"] }],
		[
			"the status of a custom resource",
			{ apiGroups: ["example.com"], resources: ["widgets/status"] },
		],
		["more in a custom group", { apiGroups: ["example.com"], resources: ["signers", "pods"] }],
		["the kubelet's API", { apiGroups: [""], resources: ["nodes/proxy", "nodes/metrics"] }],
	])("is not %s", (_title, rule) => {
		expect(advice(rule)).toEqual([]);
	});

	it("is not a rule for old clusters beside one for today's", () => {
		expect(
			advice(
				{ apiGroups: ["extensions"], resources: ["ingresses"] },
				{ apiGroups: ["networking.k8s.io"], resources: ["ingresses"] },
			),
		).toEqual([]);
	});
});
