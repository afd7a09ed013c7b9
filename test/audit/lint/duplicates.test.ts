import { expect, test } from "vitest";
import {
	accountText,
	bindingText,
	getServices,
	lintHits,
	roleText,
} from "../../support/lint-hits.ts";

type Input = string | Readonly<Record<string, string>>;

function tell(input: Input): readonly unknown[] {
	return ["replaced-object", "name-collision"].flatMap((check) =>
		lintHits(check, input).map(({ severity = "policy" }) => `${check} ${severity}`),
	);
}

const listServices = getServices.replace("get", "list");
const [read, other] = [roleText("shop/read", getServices), roleText("shop/read", listServices)];
const clusterWide = bindingText("read", "ClusterRole/view", ["user:jane"]);

test.each<readonly [string, Input, readonly string[]]>([
	["the same twice", read + read, ["replaced-object info"]],
	["two that differ", read + other, ["replaced-object medium"]],
	["three", read + other + read, ["replaced-object medium"]],
	["in two namespaces", read + roleText("stock/read", listServices), []],
	[
		"cluster-scoped ones that differ",
		{ "a.yaml": roleText("read", getServices), "b.yaml": roleText("read", listServices) },
		["name-collision policy"],
	],
	["cluster-scoped ones that say the same", clusterWide + clusterWide, ["replaced-object info"]],
	[
		"without a namespace, in two files: two releases",
		{
			"a.yaml": roleText("read", getServices, "", "Role"),
			"b.yaml": roleText("read", listServices, "", "Role"),
		},
		[],
	],
])("%s", (_title, input, told) => {
	expect(tell(input)).toEqual(told);
});

test("it says what becomes of the first", () => {
	const says = (text: string): readonly string[] =>
		lintHits("name-collision", text).map(({ message }) => message);
	expect(says(clusterWide + bindingText("read", "ClusterRole/edit", ["user:jane"]))).toEqual([
		"ClusterRoleBinding/read stands at rbac.yaml:2:1 too: they differ, and the API server refuses to change the roleRef from ClusterRole `view` to ClusterRole `edit`",
	]);
	expect(says(clusterWide + bindingText("read", "ClusterRole/view", ["user:joe"]))).toEqual([
		"ClusterRoleBinding/read stands at rbac.yaml:2:1 too: they differ, and whichever is applied last counts: the other's subjects lose the role",
	]);
});

test("bindings that name nobody, and names that differ in case", () => {
	const nobody = bindingText("shop/nobody", "Role/read", []);
	expect(lintHits("binding-without-subjects", read + nobody)).toHaveLength(1);
	const two = bindingText("shop/a", "Role/read", ["user:jane"]);
	const cased = bindingText("shop/b", "Role/read", ["user:Jane"]);
	expect(lintHits("names-differ-in-case", read + two + cased)).toHaveLength(1);
	expect(lintHits("names-differ-in-case", read + two + cased.replace("User", "Group"))).toEqual([]);
});

const web = ["sa:shop/web"];
const inShop = bindingText("shop/read", "Role/read", web);
const readServices = roleText("services", getServices);

test.each<readonly [string, string, readonly string[]]>([
	["the same role again", inShop + bindingText("shop/z", "Role/read", web), ["delete-binding"]],
	[
		"an account spelt as a user",
		inShop + bindingText("shop/z", "Role/read", ["user:system:serviceaccount:shop:web"]),
		["delete-binding"],
	],
	[
		"a wider role everywhere",
		inShop + readServices + bindingText("all", "ClusterRole/services", web),
		["delete-binding"],
	],
	[
		"one of two subjects",
		inShop + bindingText("shop/z", "Role/read", ["sa:shop/web", "user:jane"]),
		["remove-subject"],
	],
	[
		"twice in one binding",
		bindingText("shop/read", "Role/read", ["sa:shop/web", "sa:web"]),
		["remove-subject"],
	],
	["another subject", inShop + bindingText("shop/z", "Role/read", ["user:jane"]), []],
	[
		"another namespace",
		inShop + readServices + bindingText("stock/b", "ClusterRole/services", web),
		[],
	],
	[
		"a wider role here, the narrower everywhere",
		`${bindingText("all", "ClusterRole/services", web)}${readServices}${bindingText("shop/a", "ClusterRole/edit", web)}`,
		[],
	],
])("bound twice: %s", (_title, text, edits) => {
	const hits = lintHits("bound-twice", accountText("shop/web") + read + text);
	expect(hits.flatMap(({ fix }) => fix?.edits.map(({ kind }) => kind))).toEqual(edits);
});

test("a role that nothing binds is told, unless it is gathered, bindable by name or its bindings are refused", () => {
	const tell = (text: string, isComplete = false): readonly unknown[] =>
		lintHits("never-bound", text, { isComplete }).map(({ severity }) => severity);
	expect(tell(read)).toEqual(["info"]);
	expect(tell(read, true)).toEqual(["low"]);
	expect(tell(read + inShop)).toEqual([]);
	const label = ', labels: {rbac.authorization.k8s.io/aggregate-to-view: "true"}';
	expect(tell(roleText("services", getServices, label))).toEqual([]);
	const bind =
		"[{apiGroups: [rbac.authorization.k8s.io], resources: [roles], verbs: [bind], resourceNames: [read]}]";
	expect(
		tell(read + roleText("stock/grant", bind) + bindingText("stock/g", "Role/grant", web)),
	).toEqual([]);
	expect(tell(readServices + bindingText("b", "ClusterRole/services", ["sa:web"]))).toEqual([]);
});

test("names with Kubernetes' own prefix", () => {
	const tell = (name: string): number =>
		lintHits("reserved-name", roleText(name, getServices)).length;
	expect(tell("system:shop")).toBe(1);
	expect(tell("shop:system:x")).toBe(0);
	expect(tell("system:metrics-server")).toBe(0);
	expect(tell("system:openshift:shop")).toBe(0);
	// A default role's name is told as such.
	expect(tell("system:monitoring")).toBe(0);
});

test("a ClusterRole for one namespace", () => {
	const one = readServices + bindingText("shop/b", "ClusterRole/services", web);
	expect(lintHits("could-be-role", one)).toHaveLength(1);
	expect(lintHits("could-be-role", one + bindingText("b", "ClusterRole/services", web))).toEqual(
		[],
	);
});
