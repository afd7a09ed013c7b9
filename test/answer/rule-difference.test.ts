import { describe, expect, test } from "vitest";
import { ask } from "../support/ask.ts";
import type * as K from "../support/plain.ts";
import { bind, role, rule, urls } from "../support/world.ts";

/** What `jane` has in `dev`. */
function inDev(...rules: readonly K.Rule[]): K.Objects {
	return [role("dev/r", ...rules), bind("dev/b", "Role/r", "user:jane")];
}

function everywhere(...rules: readonly K.Rule[]): K.Objects {
	return [role("r", ...rules), bind("b", "ClusterRole/r", "user:jane")];
}

const getPods = "get pods web -n dev";
const pods = role("dev/r", rule("get", "pods"));

describe("a near miss names the one thing that differs", () => {
	test.each<readonly [string, K.Objects, string, string]>([
		["verb", inDev(rule("list", "pods")), getPods, "the rule allows `list`, not `get`"],
		["apiGroup", inDev(rule("get", "pods", { groups: ["apps"] })), getPods, "not core"],
		[
			"resource",
			inDev(rule("get", "pod")),
			getPods,
			"the rule names `pod`; the resource is `pods`",
		],
		["resource", inDev(rule("get", "services")), getPods, "the rule is for `services`, not `pods`"],
		[
			"subresource",
			inDev(rule("get", "pods")),
			"get pods/log web -n dev",
			"does not include `pods/log`",
		],
		[
			"subresource",
			inDev(rule("get", "pods/*")),
			"get pods/log web -n dev",
			"`pods/*` is no wildcard: name `pods/log`",
		],
		["name", inDev(rule("get", "pods", { names: ["db"] })), getPods, "limited to `db`, not `web`"],
		[
			"name",
			inDev(rule("create", "pods", { names: ["web"] })),
			"create pods web -n dev",
			"a create request carries no name",
		],
		[
			"name",
			inDev(rule("list", "pods", { names: ["web"] })),
			"list pods -n dev",
			"the question names none",
		],
		[
			"path",
			everywhere(urls("get", "/logs/*")),
			"get /logs",
			"the rule is for `/logs/*`, not `/logs`",
		],
		[
			"verb",
			everywhere(urls("get", "/logs/*")),
			"post /logs/a",
			"the rule allows `get`, not `post`",
		],
		[
			"namespace",
			inDev(rule("get", "pods")),
			"get pods -n prod",
			"granted in namespace `dev`, asked in `prod`",
		],
		["scope", inDev(rule("list", "pods")), "list pods -A", "that takes a ClusterRoleBinding"],
		["subject", [pods, bind("dev/b", "Role/r", "user:bob")], getPods, "granted to user:bob"],
		[
			"subject",
			[pods, bind("dev/b", "Role/r", "group:ops")],
			getPods,
			"granted to members of group `ops`",
		],
		[
			"role",
			[bind("dev/b", "Role/gone", "user:jane")],
			getPods,
			"the binding points to Role `gone`, which is not in the input",
		],
	])("%s: %#", (difference, objects, question, hint) => {
		const [nearest] = ask(objects, "jane", question).nearMisses;
		expect(nearest).toMatchObject({ difference, hint: expect.stringContaining(hint) });
	});
});

test("a rule that differs in two things is no near miss", () => {
	expect(ask(inDev(rule("list", "secrets")), "jane", getPods).nearMisses).toEqual([]);
	const bobInProd = [role("prod/r", rule("get", "pods")), bind("prod/b", "Role/r", "user:bob")];
	expect(ask(bobInProd, "jane", getPods).nearMisses).toEqual([]);
});

test("the nearest comes first: what is missing, a slip of the pen, a group, a subresource, a name, a verb, a place, somebody else", () => {
	const objects = [
		bind("dev/a", "Role/gone", "user:jane"),
		...[
			rule("get", "pod"),
			rule("get", "pods", { groups: ["apps"] }),
			rule("get", "pods/log"),
			rule("create", "pods"),
			rule("get", "pods", { names: ["db"] }),
		].flatMap((one, i) => [role(`dev/r${i}`, one), bind(`dev/b${i}`, `Role/r${i}`, "user:jane")]),
		role("prod/r", rule("get", "pods")),
		bind("prod/b", "Role/r", "user:jane"),
		role("dev/other", rule("get", "pods")),
		bind("dev/c", "Role/other", "user:bob"),
	];
	const { nearMisses } = ask(objects, "jane", getPods);
	expect(nearMisses.map(({ difference }) => difference)).toEqual([
		"role",
		"resource",
		"apiGroup",
		"subresource",
		"name",
		"verb",
		"namespace",
		"subject",
	]);
});

test("an account of the same name in another namespace is nearer than anybody else", () => {
	const objects = [
		pods,
		bind("dev/a", "Role/r", "sa:dev/other"),
		bind("dev/b", "Role/r", "sa:prod/bot"),
		bind("dev/c", "Role/r", "group:ops"),
	];
	const { nearMisses } = ask(objects, "sa:dev/bot", getPods);
	expect(nearMisses.map(({ has }) => has)).toEqual(["sa:prod/bot", "group:ops", "sa:dev/other"]);
});

test("a yes has no near misses", () => {
	expect(ask(inDev(rule("get", "pods")), "jane", getPods)).toMatchObject({
		verdict: "yes",
		nearMisses: [],
		smallestGrant: undefined,
	});
});
