import { describe, expect, it } from "vitest";
import { hitsOf, severitiesOf } from "../../support/object-hits.ts";
import { bind, role, rule, urls } from "../../support/world.ts";

const secrets = role("r", rule("list", "secrets"));
const widgets = role("r", rule("list", "widgets", { groups: ["example.com"] }));

describe("rights without credentials", () => {
	it.each([
		["of use to an attacker", secrets, ["critical"]],
		["other resources", widgets, ["high"]],
		["paths", role("r", urls("get", "/custom")), ["medium"]],
		["what every API server gives", role("r", urls("get", "/livez", "/version/")), []],
		[
			"questions about oneself",
			role("r", rule("create", "selfsubjectaccessreviews", { groups: ["authorization.k8s.io"] })),
			[],
		],
		["nothing", role("r"), []],
	])("%s", (_, given, expected) => {
		for (const subject of ["user:system:anonymous", "group:system:unauthenticated"]) {
			const found = severitiesOf("anonymous-access", [given, bind("b", "ClusterRole/r", subject)]);
			expect(found).toEqual(expected);
		}
	});

	it("paths count by ClusterRoleBindings only", () => {
		const given = role("r", urls("get", "/custom"));
		const binding = bind("dev/b", "ClusterRole/r", "user:system:anonymous");
		expect(severitiesOf("anonymous-access", [given, binding])).toEqual([]);
	});

	it("kubeadm's cluster-info is told when asked for", () => {
		const given = role("kube-public/r", rule("get", "configmaps", { names: ["cluster-info"] }));
		const objects = [given, bind("kube-public/b", "Role/r", "user:system:anonymous")];
		expect(severitiesOf("anonymous-access", objects)).toEqual([]);
		expect(severitiesOf("anonymous-access", objects, { includeSystem: true })).toEqual(["info"]);
	});

	it("the fix takes the subject out", () => {
		const binding = bind("b", "ClusterRole/r", "user:jane", "user:system:anonymous");
		const [hit] = hitsOf("anonymous-access", [secrets, binding]);
		expect(hit?.message).toBe(
			"user:system:anonymous, anybody without credentials, has `list secrets everywhere` by ClusterRoleBinding/b",
		);
		expect(hit?.fix?.edits).toMatchObject([{ kind: "remove-subject", subject: 1 }]);
	});
});

it.each([
	["everybody-access", "group:system:authenticated"],
	["every-account-access", "group:system:serviceaccounts"],
])(
	"%s: critical where it is of use, medium for the rest, low for named reads",
	(check, subject) => {
		const found = (given: object) =>
			severitiesOf(check, [given, bind("b", "ClusterRole/r", subject)]);
		expect(found(secrets)).toEqual(["critical"]);
		expect(found(widgets)).toEqual(["medium"]);
		expect(found(role("r", rule("get", "configmaps", { names: ["info"] })))).toEqual(["low"]);
		expect(severitiesOf(check, [secrets, bind("b", "ClusterRole/r", "group:ops")])).toEqual([]);
	},
);

it("a namespace's accounts: one step worse where the rights are elsewhere", () => {
	const found = (where: string) =>
		severitiesOf("namespace-accounts-access", [
			secrets,
			bind(where, "ClusterRole/r", "group:system:serviceaccounts:dev"),
		]);
	expect(found("dev/b")).toEqual(["high"]);
	expect(found("ops/b")).toEqual(["critical"]);
});

describe("the control plane", () => {
	it("nodes with the role system:node go around the Node authorizer", () => {
		const binding = bind("b", "ClusterRole/system:node", "group:system:nodes");
		expect(severitiesOf("control-plane-binding", [binding])).toEqual(["high"]);
	});

	it.each([
		["group:system:nodes", ["high"]],
		["group:system:bootstrappers:kubeadm:default-node-token", ["high"]],
		["user:system:kube-scheduler", ["high"]],
		["group:kubeadm:cluster-admins", ["medium"]],
		["user:system:node:one", []],
	])("%s with Secrets", (subject, expected) => {
		const objects = [secrets, bind("b", "ClusterRole/r", subject)];
		expect(severitiesOf("control-plane-binding", objects)).toEqual(expected);
	});

	it("what a component has by default is no more", () => {
		const binding = bind("b", "ClusterRole/system:kube-scheduler", "user:system:kube-scheduler");
		expect(severitiesOf("control-plane-binding", [binding])).toEqual([]);
	});

	it("kubeadm's administrators and the default masters are as they should be", () => {
		const kubeadm = bind(
			"kubeadm:cluster-admins",
			"ClusterRole/cluster-admin",
			"group:kubeadm:cluster-admins",
		);
		const masters = bind("cluster-admin", "ClusterRole/cluster-admin", "group:system:masters");
		expect(hitsOf("control-plane-binding", [kubeadm])).toEqual([]);
		expect(hitsOf("masters-binding", [masters])).toEqual([]);
		const more = bind("more", "ClusterRole/view", "group:system:masters");
		expect(hitsOf("masters-binding", [more])).toHaveLength(1);
	});
});

it("three administrators are not too many, four are; the control plane's do not count", () => {
	const admins = (...subjects: readonly string[]) =>
		hitsOf("too-many-admins", [bind("a", "ClusterRole/cluster-admin", ...subjects)]);
	const three = ["user:a", "user:b", "sa:dev/c"];
	expect(admins(...three, "group:system:masters", "user:system:kube-scheduler")).toEqual([]);
	expect(admins(...three, "group:d")).toHaveLength(1);
	expect(
		hitsOf("too-many-admins", [bind("dev/a", "ClusterRole/cluster-admin", ...three, "user:d")]),
	).toEqual([]);
});
