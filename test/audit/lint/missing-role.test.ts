import { expect, test } from "vitest";
import {
	accountText,
	bindingText,
	getServices,
	lintHits,
	roleText,
} from "../../support/lint-hits.ts";

type Case = readonly [title: string, text: string, open: string, complete: string];

const web = ["sa:shop/web"];
const read = (kind: string, name = "read"): string =>
	bindingText("shop/read", `${kind}/${name}`, web);

// Manifests may be a part of what there is, a cluster is all of it.
const cases: readonly Case[] = [
	["nothing like it", read("Role"), "low", "high"],
	["one letter off", read("Role", "raed") + roleText("shop/read", getServices), "medium", "high"],
	["in another namespace", read("Role") + roleText("stock/read", getServices), "medium", "high"],
	["a ClusterRole, named as a Role", read("Role", "view"), "medium", "high"],
	[
		"a Role, named as a ClusterRole",
		read("ClusterRole") + roleText("shop/read", getServices),
		"medium",
		"high",
	],
	["one that OpenShift brings", read("ClusterRole", "cluster-status"), "", "high"],
	["one of a distribution", read("ClusterRole", "system:image-puller"), "", "high"],
	["there", read("Role") + roleText("shop/read", getServices), "", ""],
	["a default one", read("ClusterRole", "edit"), "", ""],
	[
		"a default Role",
		bindingText("kube-system/x", "Role/system:controller:token-cleaner", web),
		"",
		"",
	],
];

test.each(cases)("a role that is %s", (_title, text, open, complete) => {
	const severities = (isComplete: boolean): readonly (string | undefined)[] =>
		lintHits("missing-role", text, { isComplete }).map(({ severity }) => severity);
	expect(severities(false)).toEqual(open === "" ? [] : [open]);
	expect(severities(true)).toEqual(complete === "" ? [] : [complete]);
});

test("a typing slip needs a role that nothing binds: one that is bound is meant where it is named", () => {
	const text = read("Role", "raed") + roleText("shop/read", getServices);
	const bound = text + bindingText("shop/other", "Role/read", web);
	expect(lintHits("missing-role", text).map(({ message }) => message)).toEqual([
		"RoleBinding/shop/read binds Role `raed`, which the input does not have in `shop`: unless it exists elsewhere, the binding gives nothing; did you mean `read`?",
	]);
	expect(lintHits("missing-role", bound).map(({ severity }) => severity)).toEqual(["low"]);
});

test("default roles are known also where the default policy was left out", () => {
	const load = { bootstrapPolicy: false };
	expect(lintHits("missing-role", read("ClusterRole", "view"), {}, load)).toEqual([]);
});

test("a role that is refused, not filled in or in a document that cannot be read is not told here", () => {
	const refused = roleText("shop/read", '[{apiGroups: [""], resources: [services]}]');
	const unread = "---\nkind: Role\nmetadata: {name: read, namespace: shop\n";
	expect(lintHits("missing-role", read("Role") + refused)).toEqual([]);
	expect(lintHits("missing-role", read("Role", "<role>"))).toEqual([]);
	expect(lintHits("missing-role", read("Role") + unread)).toEqual([]);
});

test("accounts: what is nearly there is told of manifests, all that is missing of a cluster", () => {
	const binding = (...subjects: string[]): string =>
		bindingText("shop/read", "Role/read", subjects);
	const tell = (text: string, isComplete = false): readonly unknown[] =>
		lintHits("missing-account", text, { isComplete }).map(({ severity, key }) => [severity, key]);
	expect(tell(binding("sa:default/web") + accountText("shop/web"))).toEqual([
		["high", "default/web"],
	]);
	expect(tell(binding("sa:shop/fronted") + accountText("shop/frontend"))).toEqual([
		["medium", "shop/fronted"],
	]);
	expect(tell(binding("sa:stock/web"))).toEqual([]);
	expect(tell(binding("sa:stock/web"), true)).toEqual([["medium", "stock/web"]]);
	expect(tell(binding("sa:stock/default"), true)).toEqual([]);
	expect(tell(binding("sa:web") + accountText("shop/web"), true)).toEqual([]);
	// Where an account without a namespace goes, the release decides.
	expect(tell(binding("sa:shop/web") + accountText("web"))).toEqual([]);
	// What controllers make is in no manifest.
	expect(tell(binding("sa:kube-system/generic-garbage-collector"), true)).toEqual([]);
	expect(tell(binding("sa:shop/builder"), true)).toEqual([]);
	expect(tell(binding('sa:"{{.Namespace}}"/web'), true)).toEqual([]);
	// Numbered siblings are no slips of each other.
	expect(tell(binding("sa:shop/worker-2") + accountText("shop/worker-1"))).toEqual([]);
	expect(tell(binding("sa:shop/worker2") + accountText("shop/worker1"))).toEqual([]);
	expect(tell(binding("sa:shop/app-writer") + accountText("shop/app-reader"))).toEqual([]);
});
