import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
	clusterScript,
	type Received,
	refuse,
	type Script,
	type ScriptedServer,
} from "./scripted-server.ts";
import { authority } from "./scripted-server-certificates.ts";
import { startServer } from "./scripted-server-connection.ts";

const rbac = "/apis/rbac.authorization.k8s.io/v1";
const apiGroup = "rbac.authorization.k8s.io";

const rule = (verb: string, resource: string): object => ({
	verbs: [verb],
	apiGroups: [""],
	resources: [resource],
});
const binding = (at: object, kind: string, name: string, subject: object): object => ({
	metadata: at,
	roleRef: { apiGroup, kind, name },
	subjects: [subject],
});
const user = (name: string): object => ({ apiGroup, kind: "User", name });

/**
 * A small cluster: jane reads pods in team, the account other/ci creates pods in other, auditors read pods everywhere,
 * bob is bound to a role that is gone, and the scheduler's binding is the default one.
 */
const smallCluster: Readonly<Record<string, readonly object[]>> = {
	"/api/v1/namespaces": [{ metadata: { name: "team" } }, { metadata: { name: "other" } }],
	"/api/v1/serviceaccounts": [{ metadata: { name: "ci", namespace: "other" } }],
	"/api/v1/pods": [],
	"/api/v1/secrets": [
		{ metadata: { name: "s", namespace: "team" }, data: { key: "aHVudGVyMg==" } },
	],
	"/apis/apps/v1/deployments": [
		{
			metadata: { name: "web", namespace: "other" },
			spec: { template: { spec: { serviceAccountName: "ci", containers: ["hunter2"] } } },
		},
	],
	[`${rbac}/clusterroles`]: [
		{ metadata: { name: "reader" }, rules: [rule("get", "pods")] },
		{ metadata: { name: "system:kube-scheduler" }, rules: [rule("get", "pods")] },
	],
	[`${rbac}/clusterrolebindings`]: [
		binding({ name: "auditors" }, "ClusterRole", "reader", {
			apiGroup,
			kind: "Group",
			name: "auditors",
		}),
		binding(
			{ name: "system:kube-scheduler" },
			"ClusterRole",
			"system:kube-scheduler",
			user("system:kube-scheduler"),
		),
	],
	[`${rbac}/roles`]: [
		{ metadata: { name: "writer", namespace: "other" }, rules: [rule("create", "pods")] },
	],
	[`${rbac}/rolebindings`]: [
		binding({ name: "readers", namespace: "team" }, "ClusterRole", "reader", user("jane")),
		binding({ name: "gone", namespace: "team" }, "Role", "gone", user("bob")),
		binding({ name: "writers", namespace: "other" }, "Role", "writer", {
			kind: "ServiceAccount",
			namespace: "other",
			name: "ci",
		}),
	],
};

export interface LiveOptions {
	/** Paths refused with 403. */
	readonly refused?: (path: string) => boolean;
	readonly lists?: Readonly<Record<string, readonly object[]>>;
	/** What a SubjectAccessReview is answered with; refused with 403 without it. */
	readonly review?: (spec: ReviewSpec) => boolean;
	/** Comes first; undefined leaves the request to the rest. */
	readonly first?: Script;
}

export interface ReviewSpec {
	readonly user?: string;
	readonly groups?: readonly string[];
	readonly resourceAttributes?: Readonly<Record<string, string>>;
	readonly nonResourceAttributes?: Readonly<Record<string, string>>;
}

/** A scripted API server with a small cluster, which takes everybody for jane. */
export function liveCluster(options: LiveOptions = {}): Promise<ScriptedServer> {
	const answers = clusterScript({ lists: { ...smallCluster, ...options.lists } });
	return startServer(async (received, response) => {
		const first = await options.first?.(received, response);
		if (first !== undefined) return first;
		if (received.method === "POST") {
			return reviewed(received, options) ?? refuse(response, 403, "may not ask");
		}
		if (options.refused?.(received.path) === true) {
			return refuse(response, 403, `jane cannot list ${received.path}`);
		}
		return answers(received, response);
	});
}

function reviewed({ path, body }: Received, { review }: LiveOptions): unknown {
	if (path.endsWith("/selfsubjectreviews")) {
		return { status: { userInfo: { username: "jane", groups: ["system:authenticated"] } } };
	}
	const { spec } = JSON.parse(body) as { readonly spec: ReviewSpec };
	if (review === undefined) return undefined;
	return { status: { allowed: review(spec), reason: "says the server" } };
}

/** A kubeconfig with a context for each server, in the folder of the first; the first context is the current one. */
export function kubeconfigOf(servers: Readonly<Record<string, ScriptedServer | string>>): string {
	const names = Object.keys(servers);
	const [home] = Object.values(servers).filter((server) => typeof server !== "string");
	if (home === undefined) throw new Error("a kubeconfig needs a server that is there");
	const trust = Buffer.from(authority).toString("base64");
	const urlOf = (server: ScriptedServer | string | undefined): string =>
		typeof server === "string" ? server : (server?.url ?? "");
	const file = join(home.folder, "kubeconfig-of-several");
	writeFileSync(
		file,
		JSON.stringify({
			apiVersion: "v1",
			kind: "Config",
			"current-context": names[0],
			contexts: names.map((name) => ({ name, context: { cluster: name, user: "jane" } })),
			clusters: names.map((name) => ({
				name,
				cluster: { server: urlOf(servers[name]), "certificate-authority-data": trust },
			})),
			users: [{ name: "jane", user: { token: "secret-token" } }],
		}),
	);
	return file;
}
