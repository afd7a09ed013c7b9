import { expect, test } from "vitest";
import {
	accountText,
	bindingText,
	getServices,
	lintHits,
	roleText,
} from "../../support/lint-hits.ts";

const web = ["sa:shop/web"];
const binding = bindingText("read", "Role/read", web, "RoleBinding");
const bare = roleText("read", getServices, "", "Role");

function tell(text: string, defaultNamespace?: string): readonly unknown[] {
	const load = defaultNamespace === undefined ? {} : { defaultNamespace };
	const hits = lintHits("binding-without-namespace", text, {}, load);
	return hits.map(({ severity, fix }) => [severity, fix?.words]);
}

const fix = (namespace: string): string =>
	`write \`namespace: ${namespace}\` under metadata, or apply it with -n`;

test("a binding that finds its Role in one namespace only", () => {
	expect(tell(binding + roleText("shop/read", getServices))).toEqual([["medium", fix("shop")]]);
	const message = lintHits(
		"binding-without-namespace",
		binding + roleText("shop/read", getServices),
	);
	expect(message[0]?.message).toBe(
		"RoleBinding `read` names no namespace: kubectl puts it into the one it is in, such as `default`; its Role `read` is in `shop`, and from any other namespace it gives nothing",
	);
});

test("a Role that its binding finds in one namespace only", () => {
	expect(tell(bare + bindingText("shop/read", "Role/read", web))).toEqual([
		["medium", fix("shop")],
	]);
});

test("where nothing of the file names a namespace, the release does", () => {
	expect(tell(binding + bare)).toEqual([["info", fix("shop")]]);
	expect(tell(binding + bare + accountText("shop/web"))).toEqual([["low", fix("shop")]]);
});

test("who says where they go is not told", () => {
	expect(tell(binding + bare, "shop")).toEqual([]);
	expect(
		tell(bindingText("shop/read", "Role/read", web) + roleText("shop/read", getServices)),
	).toEqual([]);
});

test("one account without a namespace cannot be in two", () => {
	const one = bindingText("one", "ClusterRole/view", web);
	const two = bindingText("two", "ClusterRole/edit", ["sa:default/web"]);
	const mixed = (text: string): readonly string[] =>
		lintHits("chart-namespace-mixed", text).map(({ key }) => key);
	expect(mixed(accountText("web") + one + two)).toEqual(["default/web"]);
	expect(mixed(accountText("web") + one + one.replace("name: one", "name: more"))).toEqual([]);
	expect(mixed(accountText("shop/web") + accountText("default/web") + one + two)).toEqual([]);
});
