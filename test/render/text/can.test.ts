import { describe, expect, test } from "vitest";
import { canText } from "../../../src/render/text/can.ts";
import { chain, decision, reference } from "../../support/answers.ts";
import { pipe, terminal } from "../../support/view.ts";

test("aggregation: the roles a rule came through, each a step deeper", () => {
	const aggregated = chain({
		role: {
			...reference("ClusterRole", "", "admin"),
			place: { file: "Kubernetes 1.37 default policy" },
		},
		aggregatedFrom: [
			reference("ClusterRole", "", "edit", 3),
			reference("ClusterRole", "", "more", 7),
		],
	});
	const lines = canText(decision({ chains: [aggregated] }), pipe)
		.split("\n")
		.slice(4, 8);
	expect(lines.map((line) => line.split(/ {2,}(?=Kubernetes|rbac)/))).toEqual([
		["     └─ ClusterRole admin", "Kubernetes 1.37 default policy"],
		["        └─ aggregates ClusterRole edit", "rbac.yaml:3:1"],
		["           └─ aggregates ClusterRole more", "rbac.yaml:7:1"],
		["              └─ rules[1]: get, list on deployments.apps", "rbac.yaml:9:3"],
	]);
	const columns = lines.map((line) => line.search(/Kubernetes|rbac/));
	expect(new Set(columns).size).toBe(1);
});

test("a group says who is in it", () => {
	const through = chain({ subject: { kind: "Group", name: "system:serviceaccounts:ci" } });
	expect(canText(decision({ chains: [through] }), pipe)).toContain(
		"└─ Group system:serviceaccounts:ci, which sa:ci/deployer is in",
	);
});

describe("nothing is left out without a sign", () => {
	const chains = Array.from({ length: 7 }, (_, index) =>
		chain({ binding: reference("RoleBinding", "ci", `b${index}`) }),
	);

	test("more than five ways are counted, all are shown when wide", () => {
		const text = canText(decision({ chains }), pipe);
		expect(text).toContain("RoleBinding ci/b4");
		expect(text).not.toContain("RoleBinding ci/b5");
		expect(text).toContain("  … and 2 more ways (-o wide shows them)\n");
		const wide = canText(decision({ chains }), { ...pipe, wide: true });
		expect(wide).toContain("RoleBinding ci/b6");
		expect(wide).not.toContain("…");
	});

	test("a long list keeps what was asked about", () => {
		const resources = ["a", "b", "c", "d", "e", "f", "deployments", "g"];
		const long = chain({ rule: { ...chain().rule, resources } });
		expect(canText(decision({ chains: [long] }), pipe)).toContain(
			"get, list on a.apps, b.apps, c.apps, d.apps, e.apps, deployments.apps, … 2 more",
		);
	});
});

test("an identity of groups only", () => {
	const identity = { name: "", groups: ["devs", "system:authenticated"] };
	expect(canText(decision({ identity }), pipe)).toMatch(/^yes — group:devs can list /);
});

test.each([
	[{ kind: "path", verb: "get", path: "/healthz" }, "get /healthz"],
	[{ ...decision().request, namespace: "" }, "list deployments.apps cluster-wide"],
	[
		{
			kind: "resource",
			verb: "delete",
			apiGroup: "",
			resource: "namespaces",
			subresource: "",
			namespace: "ci",
			name: "ci",
		},
		'delete namespaces "ci"',
	],
	[
		{
			kind: "resource",
			verb: "update",
			apiGroup: "apps",
			resource: "deployments",
			subresource: "scale",
			namespace: "ci",
			name: "web",
		},
		'update deployments.apps/scale "web" in namespace ci',
	],
] as const)("%o reads: %s", (request, words) => {
	expect(canText(decision({ request }), pipe).split("\n")[0]).toBe(
		`yes — sa:ci/deployer can ${words}`,
	);
});

test("on a narrow terminal a place stands below its branch", () => {
	expect(canText(decision(), terminal(46)).split("\n").slice(3, 8)).toEqual([
		"  RoleBinding ci/deployers  rbac.yaml:20:1",
		"  └─ ServiceAccount ci/deployer",
		"     rbac.yaml:28:5",
		"     └─ Role ci/deploy  rbac.yaml:1:1",
		"        └─ rules[1]: get, list on",
	]);
});

test("a near miss through aggregation names the role whose rules are counted", () => {
	const aggregated = chain({
		role: reference("ClusterRole", "", "admin"),
		aggregatedFrom: [reference("ClusterRole", "", "edit"), reference("ClusterRole", "", "more")],
	});
	const miss = {
		difference: "verb",
		has: "get",
		needs: "create",
		chain: aggregated,
		binding: aggregated.binding,
		hint: "the rule allows `get`, not `create`",
	} as const;
	expect(canText(decision({ verdict: "no", chains: [], nearMisses: [miss] }), pipe)).toContain(
		"RoleBinding ci/deployers → ClusterRole admin → ClusterRole more rules[1]  rbac.yaml:9:3\n",
	);
});
