import { expect, test } from "vitest";
import { formatDump } from "../../../src/load/live/cluster-dump.ts";
import { readCluster } from "../../../src/load/live/read-cluster.ts";
import { clusterScript, refuse, type Script } from "../../support/scripted-server.ts";
import { scripted } from "../../support/scripted-server-connection.ts";

const rbac = "/apis/rbac.authorization.k8s.io/v1";
const takenAt = "2026-01-01T00:00:00Z";

const noise = {
	uid: "0b1d-…",
	resourceVersion: "7",
	creationTimestamp: "2025-01-01T00:00:00Z",
	managedFields: [{ manager: "kubectl" }],
	annotations: {
		"kubectl.kubernetes.io/last-applied-configuration": '{"password":"hunter2"}',
		"rbac.authorization.kubernetes.io/autoupdate": "true",
	},
};

const lists = {
	"/api/v1/namespaces": [{ metadata: { name: "team", labels: { b: "2", a: "1" }, ...noise } }],
	"/api/v1/serviceaccounts": [
		{
			metadata: { name: "ci", namespace: "team", uid: "1" },
			secrets: [{ name: "ci-token-x" }],
			imagePullSecrets: [{ name: "pull" }],
			automountServiceAccountToken: false,
		},
	],
	"/api/v1/pods": [
		{
			metadata: { name: "bare", namespace: "team" },
			spec: {
				serviceAccountName: "ci",
				automountServiceAccountToken: true,
				hostPID: true,
				containers: [
					{ env: [{ value: "hunter2" }] },
					{ name: "hunter2", securityContext: { privileged: true } },
				],
				volumes: [
					{ name: "hunter2", hostPath: { path: "/hunter2" } },
					{ name: "kube-api-access", projected: { sources: [{ serviceAccountToken: {} }] } },
				],
			},
		},
		{
			metadata: { name: "web-1", namespace: "team", ownerReferences: [{ kind: "ReplicaSet" }] },
			spec: { serviceAccountName: "web" },
		},
		{
			metadata: { name: "etcd-n1", namespace: "team", ownerReferences: [{ kind: "Node" }] },
			spec: {},
		},
	],
	"/apis/apps/v1/deployments": [
		{
			metadata: { name: "web", namespace: "team" },
			spec: { replicas: 2, template: { spec: { serviceAccountName: "web", containers: [] } } },
		},
	],
	"/apis/batch/v1/cronjobs": [
		{
			metadata: { name: "nightly", namespace: "team" },
			spec: { jobTemplate: { spec: { template: { spec: { serviceAccountName: "ci" } } } } },
		},
	],
	"/apis/batch/v1/jobs": [
		{
			metadata: { name: "nightly-1", namespace: "team", ownerReferences: [{ kind: "CronJob" }] },
			spec: { template: { spec: { serviceAccountName: "ci" } } },
		},
	],
	[`${rbac}/clusterroles`]: [
		{
			metadata: {
				name: "view",
				labels: { "kubernetes.io/bootstrapping": "rbac-defaults" },
				...noise,
			},
			aggregationRule: { clusterRoleSelectors: [{ matchLabels: { x: "y" } }] },
			rules: [{ resources: ["pods"], apiGroups: [""], verbs: ["get"] }],
		},
	],
	[`${rbac}/clusterrolebindings`]: [],
	[`${rbac}/roles`]: [
		{ metadata: { name: "b", namespace: "team" }, rules: null },
		{
			metadata: { name: "a", namespace: "team" },
			rules: [{ verbs: ["get"], nonResourceURLs: ["/x"] }],
		},
	],
	[`${rbac}/rolebindings`]: [
		{
			metadata: { name: "b", namespace: "team", ...noise },
			roleRef: { name: "a", kind: "Role", apiGroup: "rbac.authorization.k8s.io" },
			subjects: [
				{ name: "ci", kind: "ServiceAccount", namespace: "other" },
				{ name: "jane", kind: "User", apiGroup: "rbac.authorization.k8s.io" },
			],
		},
	],
	"/apis/user.openshift.io/v1/groups": [{ metadata: { name: "devs", ...noise }, users: ["jane"] }],
	"/apis/user.openshift.io/v1/users": [
		{ metadata: { name: "jane" }, fullName: "Jane Doe", identities: ["ldap:x"], groups: null },
	],
};

test("a cluster is read whole, cut down to what matters, in one order", async () => {
	const { server, connection } = await scripted(clusterScript({ lists }));
	const { catalog, objects, ...head } = await readCluster(connection, { takenAt });
	expect(head).toEqual({
		apiVersion: "rolecall.dev/v1",
		kind: "ClusterSnapshot",
		kubernetesVersion: "v1.37.1",
		context: "test",
		namespace: "team",
		takenAt,
		missing: [],
	});
	expect(catalog.map(({ resource }) => resource)).toEqual(
		expect.arrayContaining(["pods", "clusterroles", "users", "signers"]),
	);
	const autoupdate = { annotations: { "rbac.authorization.kubernetes.io/autoupdate": "true" } };
	const spec = (serviceAccountName: string): object => ({
		template: { spec: { serviceAccountName } },
	});
	expect(objects).toEqual([
		{
			apiVersion: "rbac.authorization.k8s.io/v1",
			kind: "ClusterRole",
			metadata: {
				name: "view",
				labels: { "kubernetes.io/bootstrapping": "rbac-defaults" },
				...autoupdate,
			},
			aggregationRule: { clusterRoleSelectors: [{ matchLabels: { x: "y" } }] },
			rules: [{ verbs: ["get"], apiGroups: [""], resources: ["pods"] }],
		},
		{
			apiVersion: "batch/v1",
			kind: "CronJob",
			metadata: { name: "nightly", namespace: "team" },
			spec: { jobTemplate: { spec: spec("ci") } },
		},
		{
			apiVersion: "apps/v1",
			kind: "Deployment",
			metadata: { name: "web", namespace: "team" },
			spec: spec("web"),
		},
		{
			apiVersion: "user.openshift.io/v1",
			kind: "Group",
			metadata: { name: "devs", ...autoupdate },
			users: ["jane"],
		},
		{
			apiVersion: "v1",
			kind: "Namespace",
			metadata: { name: "team", labels: { a: "1", b: "2" }, ...autoupdate },
		},
		{
			apiVersion: "v1",
			kind: "Pod",
			metadata: { name: "bare", namespace: "team" },
			spec: {
				serviceAccountName: "ci",
				automountServiceAccountToken: true,
				hostPID: true,
				containers: [{ securityContext: { privileged: true } }],
				volumes: [{ hostPath: {} }, { projected: { sources: [{ serviceAccountToken: {} }] } }],
			},
		},
		{ apiVersion: "v1", kind: "Pod", metadata: { name: "etcd-n1", namespace: "team" }, spec: {} },
		{
			apiVersion: "rbac.authorization.k8s.io/v1",
			kind: "Role",
			metadata: { name: "a", namespace: "team" },
			rules: [{ verbs: ["get"], nonResourceURLs: ["/x"] }],
		},
		{
			apiVersion: "rbac.authorization.k8s.io/v1",
			kind: "Role",
			metadata: { name: "b", namespace: "team" },
			rules: [],
		},
		{
			apiVersion: "rbac.authorization.k8s.io/v1",
			kind: "RoleBinding",
			metadata: { name: "b", namespace: "team", ...autoupdate },
			subjects: [
				{ kind: "ServiceAccount", namespace: "other", name: "ci" },
				{ kind: "User", apiGroup: "rbac.authorization.k8s.io", name: "jane" },
			],
			roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "a" },
		},
		{
			apiVersion: "v1",
			kind: "ServiceAccount",
			metadata: { name: "ci", namespace: "team" },
			automountServiceAccountToken: false,
		},
		{ apiVersion: "user.openshift.io/v1", kind: "User", metadata: { name: "jane" } },
	]);
	// Only what the cluster serves was asked for, and only read.
	expect(server.log.every(({ method }) => method === "GET")).toBe(true);
	expect(server.lines()).not.toContain("GET /apis/apps/v1/statefulsets");
	expect(server.log.some(({ path }) => path.includes("secrets"))).toBe(false);
});

test("the same cluster gives the same bytes, however it pages and orders its lists and labels", async () => {
	const reversed: Record<string, readonly object[]> = Object.fromEntries(
		Object.entries(lists).map(([path, items]) => [path, [...items].reverse()]),
	);
	reversed["/api/v1/namespaces"] = [
		{ metadata: { ...noise, labels: { a: "1", b: "2" }, name: "team" } },
	];
	const whole = await scripted(clusterScript({ lists }));
	const paged = await scripted(clusterScript({ lists: reversed, pageSize: 1 }));
	const one = formatDump(await readCluster(whole.connection, { takenAt }));
	const other = formatDump(await readCluster(paged.connection, { takenAt }));
	expect(other).toBe(one);
	expect(one).not.toContain("hunter2");
	expect(one).not.toContain("ci-token-x");
});

/** Refuses some of the paths with 403. */
function refusing(isRefused: (path: string) => boolean, more: object = {}): Script {
	const answers = clusterScript({ lists: { ...lists, ...more } });
	return (received, response) =>
		isRefused(received.path)
			? refuse(response, 403, `cannot list ${received.path}`)
			: answers(received, response);
}

test("what may not be listed is named, and the rest is read", async () => {
	const { connection } = await scripted(
		refusing((path) => path.endsWith("/clusterroles") || path.endsWith("/pods")),
	);
	const dump = await readCluster(connection, { takenAt });
	expect(dump.missing).toEqual([
		{
			resource: "pods",
			apiGroup: "",
			namespace: "",
			verb: "list",
			why: "forbidden: cannot list /api/v1/pods",
		},
		{
			resource: "clusterroles",
			apiGroup: "rbac.authorization.k8s.io",
			namespace: "",
			verb: "list",
			why: `forbidden: cannot list ${rbac}/clusterroles`,
		},
	]);
	expect(dump.objects.map(({ kind }) => kind)).toContain("RoleBinding");
});

test("where the cluster may not be listed, each namespace is, and those refused are named", async () => {
	const namespaces = ["a", "b", "c"].map((name) => ({ metadata: { name } }));
	const role = (namespace: string): object => ({ metadata: { name: "r", namespace }, rules: [] });
	const { server, connection } = await scripted(
		refusing((path) => path === `${rbac}/roles` || path.includes("/namespaces/b/"), {
			"/api/v1/namespaces": namespaces,
			[`${rbac}/namespaces/a/roles`]: [role("a")],
			[`${rbac}/namespaces/c/roles`]: [role("c")],
		}),
	);
	const dump = await readCluster(connection, { takenAt });
	expect(dump.missing).toMatchObject([
		{ resource: "roles", apiGroup: "rbac.authorization.k8s.io", namespace: "b" },
	]);
	const roles = dump.objects.filter(({ kind }) => kind === "Role");
	expect(roles.map(({ metadata }) => metadata.namespace)).toEqual(["a", "c"]);
	expect(server.lines()).not.toContain(`GET ${rbac}/namespaces/a/rolebindings`);
});

test("where most namespaces are refused, those that are read are named instead", async () => {
	const namespaces = ["a", "b", "c"].map((name) => ({ metadata: { name } }));
	const { connection } = await scripted(
		refusing((path) => path === `${rbac}/roles` || /namespaces.[bc]/.test(path), {
			"/api/v1/namespaces": namespaces,
			[`${rbac}/namespaces/a/roles`]: [],
		}),
	);
	const { missing } = await readCluster(connection, { takenAt });
	expect(missing).toMatchObject([{ resource: "roles", namespace: "", except: ["a"] }]);
});

test("where not even the namespaces may be listed, one is read, and the rest is missing", async () => {
	const isWide = (path: string): boolean => !path.includes("/namespaces/");
	const script = refusing(
		(path) => isWide(path) && path.startsWith("/api") && path.split("/").length > 3,
		{
			[`${rbac}/namespaces/team/roles`]: lists[`${rbac}/roles`],
			[`${rbac}/namespaces/team/rolebindings`]: lists[`${rbac}/rolebindings`],
			"/api/v1/namespaces/team/serviceaccounts": lists["/api/v1/serviceaccounts"],
			[`${rbac}/namespaces/other/roles`]: [],
		},
	);
	const { connection } = await scripted(script);
	const dump = await readCluster(connection, { takenAt });
	expect(dump.objects.map(({ kind }) => kind)).toEqual([
		"Role",
		"Role",
		"RoleBinding",
		"ServiceAccount",
	]);
	const missing = new Map(dump.missing.map((entry) => [entry.resource, entry]));
	expect(missing.get("roles")).toMatchObject({ namespace: "", except: ["team"] });
	expect(missing.get("rolebindings")).toMatchObject({ namespace: "", except: ["team"] });
	expect(missing.get("clusterroles")?.except).toBeUndefined();
	expect(missing.get("namespaces")).toMatchObject({ namespace: "" });
	const asked = await scripted(script);
	const other = await readCluster(asked.connection, { takenAt, namespace: "other" });
	expect(other.missing.find(({ resource }) => resource === "roles")?.except).toEqual(["other"]);
});

test("without discovery the catalogue of that minor stands in", async () => {
	const { connection } = await scripted(refusing((path) => path === "/apis" || path === "/api"));
	const dump = await readCluster(connection, { takenAt });
	expect(dump.missing.find(({ resource }) => resource === "*")).toEqual({
		resource: "*",
		apiGroup: "*",
		namespace: "",
		verb: "list",
		why: "forbidden: cannot list /api",
	});
	expect(dump.catalog.some(({ resource }) => resource === "configmaps")).toBe(true);
	expect(dump.objects.some(({ kind }) => kind === "Deployment")).toBe(true);
	expect(dump.objects.some(({ kind }) => kind === "User")).toBe(false);
});

test("a failure that is no refusal ends the reading, the other lists with it", async () => {
	const answers = clusterScript({ lists });
	const ended: string[] = [];
	const { connection } = await scripted(async (received, response) => {
		response.once("close", () => ended.push(received.path));
		if (received.path.endsWith("/pods")) return new Promise(() => undefined);
		if (!received.path.endsWith("/roles")) return answers(received, response);
		await new Promise((resolve) => setTimeout(resolve, 50));
		return refuse(response, 401, "expired");
	});
	await expect(readCluster(connection, { takenAt })).rejects.toMatchObject({
		code: "unauthorized",
	});
	await new Promise((resolve) => setTimeout(resolve, 50));
	expect(ended).toContain("/api/v1/pods");
});

test("progress says what is being read and how much of it there is", async () => {
	const { connection } = await scripted(clusterScript({ lists, pageSize: 1 }));
	const told: string[] = [];
	await readCluster(connection, { takenAt, onProgress: (text) => told.push(text) });
	expect(told).toEqual(expect.arrayContaining(["discovery", "roles: 1", "roles: 2"]));
});
