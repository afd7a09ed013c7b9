import { describe, expect, it } from "vitest";
import { account, deployment, hitsOf, severitiesOf } from "../../support/object-hits.ts";
import { bind, role, rule } from "../../support/world.ts";

const jane = bind("dev/b", "Role/r", "user:jane");
const makesPods = role("dev/r", rule("create", "deployments", { groups: ["apps"] }));

describe("a cloud identity", () => {
	const somebody = (annotation: string, name: string) =>
		account("dev/bot", {
			metadata: { name: "bot", namespace: "dev", annotations: { [annotation]: name } },
		});
	const admin = somebody("eks.amazonaws.com/role-arn", "arn:aws:iam::1:role/ClusterAdmin");
	const reader = somebody("iam.gke.io/gcp-service-account", "reader@p.iam.gserviceaccount.com");

	it("is told where others can become the account", () => {
		expect(severitiesOf("cloud-identity", [admin, makesPods, jane])).toEqual(["high"]);
		expect(severitiesOf("cloud-identity", [reader, makesPods, jane])).toEqual(["medium"]);
		const mint = role("dev/r", rule("create", "serviceaccounts/token", { names: ["bot"] }));
		expect(severitiesOf("cloud-identity", [reader, mint, jane])).toEqual(["medium"]);
	});

	it("is not where nobody else can", () => {
		const other = role("dev/r", rule("create", "serviceaccounts/token", { names: ["other"] }));
		expect(hitsOf("cloud-identity", [admin, other, jane])).toEqual([]);
		const itself = bind("dev/b", "Role/r", "sa:dev/bot");
		expect(hitsOf("cloud-identity", [admin, makesPods, itself])).toEqual([]);
		expect(hitsOf("cloud-identity", [account("dev/bot"), makesPods, jane])).toEqual([]);
	});
});

/** https://kubernetes.io/docs/concepts/security/pod-security-admission/: an unknown level is enforced as restricted. */
it.each([
	[undefined, 1],
	["privileged", 1],
	["baseline", 0],
	["restricted", 0],
	["baselin", 0],
])("a namespace with the level %s", (level, count) => {
	const labels = level === undefined ? {} : { "pod-security.kubernetes.io/enforce": level };
	const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "dev", labels } };
	expect(hitsOf("unguarded-namespace", [namespace, makesPods, jane])).toHaveLength(count);
	expect(hitsOf("unguarded-namespace", [namespace])).toEqual([]);
});

it.each([
	[{ containers: [{ name: "c", securityContext: { privileged: true } }] }, ["critical"]],
	[{ hostPID: true }, ["medium"]],
	[{ volumes: [{ name: "v", hostPath: { path: "/" } }] }, ["medium"]],
	[{ hostNetwork: true }, []],
	[{}, []],
])("somebody can get into a pod with %j", (spec, expected) => {
	const exec = role("dev/r", rule("create", "pods/exec"));
	const agent = deployment("dev/agent", spec, "DaemonSet");
	expect(severitiesOf("privileged-workload", [agent, exec, jane])).toEqual(expected);
	expect(hitsOf("privileged-workload", [agent, jane])).toEqual([]);
});

it("only the new name of a workload's account counts", () => {
	const found = (spec: object) =>
		hitsOf("old-account-field", [deployment("dev/web", spec)]).map(({ message }) => message);
	expect(found({ serviceAccount: "a" })).toEqual([
		"Deployment/dev/web names its account by `serviceAccount`, the old name of `serviceAccountName`",
	]);
	expect(found({ serviceAccount: "a", serviceAccountName: "b" })).toEqual([
		"Deployment/dev/web names its account by both `serviceAccount: a` and `serviceAccountName: b`: only the second counts",
	]);
	expect(found({ serviceAccount: "a", serviceAccountName: "a" })).toEqual([]);
});
