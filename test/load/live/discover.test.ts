import { expect, test } from "vitest";
import { discover } from "../../../src/load/live/discover.ts";
import type { CatalogResource } from "../../../src/model/catalog.ts";
import { refuse, type Script } from "../../support/scripted-server.ts";
import { scripted } from "../../support/scripted-server-connection.ts";

const pods = {
	resource: "pods",
	singularResource: "pod",
	scope: "Namespaced",
	responseKind: { group: "", version: "v1", kind: "Pod" },
	verbs: ["create", "delete", "get", "list", "watch"],
	shortNames: ["po"],
	categories: ["all"],
	subresources: [
		{ subresource: "log", responseKind: { kind: "Pod" }, verbs: ["get"] },
		{ subresource: "exec", responseKind: { kind: "PodExecOptions" }, verbs: ["create", "get"] },
	],
};
const autoscaler = (version: string, extra: object = {}): object => ({
	version,
	freshness: "Current",
	resources: [
		{
			resource: "horizontalpodautoscalers",
			singularResource: "horizontalpodautoscaler",
			scope: "Namespaced",
			responseKind: { kind: "HorizontalPodAutoscaler" },
			verbs: ["get"],
			...extra,
		},
	],
});

function aggregated(...items: object[]): object {
	return { kind: "APIGroupDiscoveryList", apiVersion: "apidiscovery.k8s.io/v2", items };
}

const modern: Script = ({ path }) => {
	if (path === "/version") return { gitVersion: "v1.37.1" };
	if (path === "/api") {
		return aggregated({
			metadata: {},
			versions: [{ version: "v1", freshness: "Current", resources: [pods] }],
		});
	}
	return aggregated(
		{
			metadata: { name: "autoscaling" },
			versions: [autoscaler("v2", { shortNames: ["hpa"] }), autoscaler("v1", { verbs: ["list"] })],
		},
		{
			metadata: { name: "metrics.k8s.io" },
			versions: [{ version: "v1beta1", freshness: "Stale", resources: [] }],
		},
	);
};

const podRow: CatalogResource = {
	group: "",
	resource: "pods",
	singular: "pod",
	kind: "Pod",
	shortNames: ["po"],
	namespaced: true,
	versions: ["v1"],
	verbs: ["create", "delete", "get", "list", "watch"],
	subresources: [
		{ name: "exec", verbs: ["create", "get"] },
		{ name: "log", verbs: ["get"] },
	],
};

function served(resources: readonly CatalogResource[]): readonly CatalogResource[] {
	return resources.filter(({ virtual }) => virtual !== true);
}

test("aggregated discovery takes three requests, and the versions of a group become one", async () => {
	const { server, connection } = await scripted(modern);
	const found = await discover(connection);
	expect(found.kubernetesVersion).toBe("v1.37.1");
	expect(served(found.resources)).toEqual([
		podRow,
		{
			group: "autoscaling",
			resource: "horizontalpodautoscalers",
			singular: "horizontalpodautoscaler",
			kind: "HorizontalPodAutoscaler",
			shortNames: ["hpa"],
			namespaced: true,
			versions: ["v2", "v1"],
			verbs: ["get", "list"],
			subresources: [],
		},
	]);
	expect(server.lines()).toEqual(["GET /version", "GET /api", "GET /apis"]);
	expect(server.log[1]?.headers.accept).toBe(
		"application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json",
	);
});

test("a group whose server is down is named", async () => {
	const { connection } = await scripted(modern);
	expect((await discover(connection)).unread).toEqual([
		{ group: "metrics.k8s.io", version: "v1beta1", why: "the server behind it does not answer" },
	]);
});

test("what is only authorized is there besides what is served", async () => {
	const { connection } = await scripted(modern);
	const { resources } = await discover(connection);
	const only = resources.filter(({ virtual }) => virtual === true);
	expect(only.map(({ group, resource }) => `${group}/${resource}`)).toEqual(
		expect.arrayContaining(["/users", "/groups", "certificates.k8s.io/signers"]),
	);
	expect(only.map(({ group }) => group)).not.toContain("user.openshift.io");
});

test("verbs and parts that are only authorized join the resources that are served", async () => {
	const entry = (resource: string): object => ({
		...pods,
		resource,
		subresources: [],
		verbs: ["get"],
	});
	const { connection } = await scripted(({ path }) => {
		if (path === "/version") return { gitVersion: "v1.37.1" };
		const name = path === "/api" ? "" : "rbac.authorization.k8s.io";
		const resources = path === "/api" ? [entry("nodes"), entry("pods")] : [entry("roles")];
		return aggregated({ metadata: { name }, versions: [{ version: "v1", resources }] });
	});
	const { resources } = await discover(connection);
	const row = (name: string): CatalogResource | undefined =>
		resources.find(({ resource }) => resource === name);
	expect(row("roles")?.verbs).toEqual(["bind", "escalate", "get"]);
	expect(row("nodes")?.subresources.map(({ name }) => name)).toContain("metrics");
	// A part of a Pod that this cluster does not serve stays away.
	expect(row("pods")?.subresources).toEqual([]);
	expect(row("pods")?.verbs).toEqual(["get"]);
});

const old: Script = ({ path }, response) => {
	switch (path) {
		case "/version":
			return { gitVersion: "v1.24.17-eks-0" };
		case "/api":
			return { kind: "APIVersions", versions: ["v1"] };
		case "/apis":
			return {
				kind: "APIGroupList",
				groups: [
					{
						name: "autoscaling",
						versions: [{ version: "v1" }, { version: "v2" }],
						preferredVersion: { version: "v2" },
					},
					{ name: "metrics.k8s.io", versions: [{ version: "v1beta1" }] },
				],
			};
		case "/api/v1":
			return {
				kind: "APIResourceList",
				groupVersion: "v1",
				resources: [
					{ name: "pods/log", namespaced: true, kind: "Pod", verbs: ["get"] },
					{
						name: "pods",
						singularName: "",
						namespaced: true,
						kind: "Pod",
						shortNames: ["po"],
						verbs: podRow.verbs,
					},
					{ name: "pods/exec", namespaced: true, kind: "PodExecOptions", verbs: ["create", "get"] },
				],
			};
		case "/apis/metrics.k8s.io/v1beta1":
			return refuse(response, 503, "service unavailable");
		default:
			return {
				resources: [
					{
						name: "horizontalpodautoscalers",
						namespaced: true,
						kind: "HorizontalPodAutoscaler",
						verbs: ["get"],
					},
				],
			};
	}
};

test("a server of old is asked group by group, and says the same", async () => {
	const { server, connection } = await scripted(old);
	const { resources, kubernetesVersion, unread } = await discover(connection);
	expect(kubernetesVersion).toBe("v1.24.17-eks-0");
	expect(served(resources)[0]).toEqual(podRow);
	expect(served(resources)[1]).toMatchObject({ group: "autoscaling", versions: ["v2", "v1"] });
	expect(unread).toEqual([
		{
			group: "metrics.k8s.io",
			version: "v1beta1",
			why: "the server answers 503: service unavailable",
		},
	]);
	expect(new Set(server.lines())).toEqual(
		new Set([
			"GET /version",
			"GET /api",
			"GET /api/v1",
			"GET /apis",
			"GET /apis/autoscaling/v2",
			"GET /apis/autoscaling/v1",
			"GET /apis/metrics.k8s.io/v1beta1",
		]),
	);
});

test("what is no API server is told", async () => {
	const { server, connection } = await scripted(() => ({ hello: "world" }));
	await expect(discover(connection)).rejects.toThrow(
		`${server.url}/version: expected the version of a Kubernetes API server`,
	);
	const half = await scripted(({ path }) => (path === "/version" ? { gitVersion: "v1.37.1" } : {}));
	await expect(discover(half.connection)).rejects.toThrow(
		`${half.server.url}/api: expected discovery`,
	);
});
