import { describe, expect, it } from "vitest";
import { account, deployment, hitsOf, severitiesOf } from "../../support/object-hits.ts";
import { bind, role, rule } from "../../support/world.ts";

const secrets = role("r", rule("list", "secrets"));
const off = { automountServiceAccountToken: false };
const on = { automountServiceAccountToken: true };
const tokenVolume = {
	volumes: [{ name: "t", projected: { sources: [{ serviceAccountToken: { path: "t" } }] } }],
};

it("rights of a default account are at least medium, by whatever name it is called", () => {
	const found = (...objects: readonly object[]) => severitiesOf("default-account-grants", objects);
	expect(found(secrets, bind("dev/b", "ClusterRole/r", "sa:dev/default"))).toEqual(["high"]);
	expect(found(secrets, bind("b", "ClusterRole/r", "sa:dev/default"))).toEqual(["critical"]);
	const leases = role("dev/r", rule("get", "leases", { groups: ["coordination.k8s.io"] }));
	const asUser = bind("dev/b", "Role/r", "user:system:serviceaccount:dev:default");
	expect(found(leases, asUser)).toEqual(["medium"]);
	expect(found(leases, bind("dev/b", "Role/r", "sa:dev/bot"))).toEqual([]);
});

it("a default account's finding names what runs as it", () => {
	const [hit] = hitsOf("default-account-grants", [
		secrets,
		bind("dev/b", "ClusterRole/r", "sa:dev/default"),
		deployment("dev/web"),
	]);
	expect(hit?.message).toContain("among them Deployment/dev/web");
});

/** The pod's field wins over the account's, and without either the token is mounted. */
describe("whether a token is mounted", () => {
	it.each([
		["neither says", {}, {}, true],
		["the account says no", off, {}, false],
		["the pod says no", {}, off, false],
		["the pod wins with yes", off, on, true],
		["the pod wins with no", on, off, false],
	])("%s", (_, ofAccount, ofPod, isMounted) => {
		const objects = [
			account("dev/bot", ofAccount),
			deployment("dev/web", { serviceAccountName: "bot", ...ofPod }),
		];
		expect(hitsOf("token-unneeded", objects)).toHaveLength(isMounted ? 1 : 0);
		const bound = [...objects, secrets, bind("dev/b", "ClusterRole/r", "sa:dev/bot")];
		expect(hitsOf("token-withheld", bound)).toHaveLength(isMounted ? 0 : 1);
		expect(hitsOf("powerful-workload", bound)).toHaveLength(isMounted ? 1 : 0);
		expect(hitsOf("token-unneeded", bound)).toEqual([]);
	});

	it("a volume of its own is a token that somebody wanted", () => {
		const web = deployment("dev/web", { serviceAccountName: "bot", ...off, ...tokenVolume });
		const bound = [account("dev/bot"), web, secrets, bind("dev/b", "ClusterRole/r", "sa:dev/bot")];
		expect(hitsOf("token-withheld", bound)).toEqual([]);
		expect(hitsOf("token-unneeded", [account("dev/bot"), web])).toEqual([]);
	});
});

describe("a token nobody needs", () => {
	it("is one finding for an account, not one for each workload", () => {
		const found = hitsOf("token-unneeded", [deployment("dev/a"), deployment("dev/b")]);
		expect(found.map(({ message }) => message)).toEqual([
			"Deployment/dev/a and Deployment/dev/b get the token of sa:dev/default, which may do nothing that not every pod may",
		]);
	});

	it("is not told of accounts that live elsewhere, and of those their groups give something", () => {
		const web = deployment("dev/web", { serviceAccountName: "elsewhere" });
		expect(hitsOf("token-unneeded", [web])).toEqual([]);
		expect(hitsOf("token-unneeded", [web], { isComplete: true })).toHaveLength(1);
		const group = bind("dev/b", "ClusterRole/r", "group:system:serviceaccounts:dev");
		expect(hitsOf("token-unneeded", [deployment("dev/web"), secrets, group])).toEqual([]);
	});

	it("is not told where the workload only has no namespace yet", () => {
		const objects = [
			{ apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "bot" } },
			{
				apiVersion: "v1",
				kind: "Pod",
				metadata: { name: "p" },
				spec: { serviceAccountName: "bot" },
			},
			secrets,
			bind("b", "ClusterRole/r", "sa:prod/bot"),
		];
		expect(hitsOf("token-unneeded", objects)).toEqual([]);
	});
});

it("a token Secret is as grave as its account, and at least low", () => {
	const secret = {
		apiVersion: "v1",
		kind: "Secret",
		metadata: {
			name: "s",
			namespace: "dev",
			annotations: { "kubernetes.io/service-account.name": "bot" },
		},
		type: "kubernetes.io/service-account-token",
	};
	expect(severitiesOf("long-lived-token", [secret])).toEqual(["low"]);
	const bound = [secret, secrets, bind("b", "ClusterRole/r", "sa:dev/bot")];
	expect(severitiesOf("long-lived-token", bound)).toEqual(["critical"]);
});

it("a DaemonSet's account counts by what it has everywhere", () => {
	const agent = (kind: string, spec: object = {}) =>
		deployment("dev/agent", { serviceAccountName: "bot", ...spec }, kind);
	const found = (workload: object, where: string) =>
		hitsOf("node-wide-account", [workload, secrets, bind(where, "ClusterRole/r", "sa:dev/bot")]);
	expect(found(agent("DaemonSet"), "b")).toHaveLength(1);
	expect(found(agent("DaemonSet"), "dev/b")).toEqual([]);
	expect(found(agent("DaemonSet", off), "b")).toEqual([]);
	expect(found(agent("Deployment"), "b")).toEqual([]);
});

describe("what is not in the input", () => {
	const web = deployment("dev/web", { serviceAccountName: "gone" });

	it("does not exist only where the input is whole", () => {
		expect(hitsOf("account-not-there", [web])).toEqual([]);
		expect(hitsOf("account-not-there", [web], { isComplete: true })).toHaveLength(1);
		const there = [web, account("dev/gone")];
		expect(hitsOf("account-not-there", there, { isComplete: true })).toEqual([]);
		expect(hitsOf("account-not-there", [deployment("dev/a")], { isComplete: true })).toEqual([]);
	});

	it("uses no account", () => {
		const objects = [account("dev/bot"), secrets, bind("dev/b", "ClusterRole/r", "sa:dev/bot")];
		expect(hitsOf("unused-account", objects)).toEqual([]);
		expect(hitsOf("unused-account", objects, { isComplete: true })).toHaveLength(1);
		const used = [...objects, deployment("dev/web", { serviceAccountName: "bot" })];
		expect(hitsOf("unused-account", used, { isComplete: true })).toEqual([]);
	});

	it("can be created by whoever may create accounts and use them", () => {
		const creator = role("dev/c", rule("create", "serviceaccounts,pods"));
		const objects = [
			secrets,
			bind("b", "ClusterRole/r", "sa:dev/gone"),
			creator,
			bind("dev/c", "Role/c", "user:jane"),
		];
		const [hit] = hitsOf("claimable-account", objects, { isComplete: true });
		expect(hit?.severity).toBe("critical");
		expect(hit?.message).toContain("user:jane can create it");
		expect(hitsOf("claimable-account", objects)).toEqual([]);
		const kept = [...objects, account("dev/gone")];
		expect(hitsOf("claimable-account", kept, { isComplete: true })).toEqual([]);
	});
});
