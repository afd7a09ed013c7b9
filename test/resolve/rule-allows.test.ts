import { expect, test } from "vitest";
import { ruleAllows } from "../../src/resolve/rule-allows.ts";
import { RuleIndex } from "../../src/resolve/rule-index.ts";
import { engineRequest } from "../support/laws.ts";
import type * as K from "../support/plain.ts";
import { policyRule, rule, urls } from "../support/world.ts";

const pod = { verb: "get", resource: "pods", name: "web" };
const log = { ...pod, subresource: "log" };
const nameless = { verb: "list", resource: "pods" };
const apps = { verb: "get", apiGroup: "apps", resource: "deployments" };
const scale = { ...apps, subresource: "scale" };

function path(...paths: readonly string[]): readonly K.Request[] {
	return paths.map((one) => ({ verb: "get", path: one }));
}

const cases: readonly (readonly [string, K.Rule, readonly K.Request[], readonly K.Request[]])[] = [
	["verbs are compared exactly", rule("get", "pods"), [pod], [nameless, { ...pod, verb: "GET" }]],
	[
		"`*` is every verb, also one nobody knows",
		rule("*", "pods"),
		[pod, { ...pod, verb: "x" }],
		[apps],
	],
	["the core group is its own", rule("get", "*"), [pod], [apps]],
	["`*` is every group", rule("get", "*", { groups: ["*"] }), [pod, apps, log, scale], [nameless]],
	["a resource does not cover its subresources", rule("get", "pods"), [pod], [log]],
	["nor a subresource its resource", rule("get", "pods/log"), [log], [pod]],
	["`*` covers both", rule("get", "*"), [pod, log], [nameless]],
	["`pods/*` is no wildcard", rule("get", "pods/*"), [{ ...pod, subresource: "*" }], [pod, log]],
	[
		"`*/scale` is every resource's scale",
		rule("get", "*/scale", { groups: ["*"] }),
		[scale, { ...log, subresource: "scale" }],
		[apps, log, { ...scale, subresource: "scale/x" }],
	],
	[
		"`*/*` is only the subresource `*`",
		rule("get", "*/*"),
		[{ ...pod, subresource: "*" }],
		[pod, log],
	],
	[
		"a raw review may hold the slash in the resource: it then is no subresource of any",
		rule("get", "pods/log,*/exec"),
		[log, { ...pod, resource: "pods/log" }, { ...pod, subresource: "exec" }],
		[{ ...pod, resource: "pods/exec" }],
	],
	[
		"without resourceNames any name and none will do",
		rule("get,list", "pods"),
		[pod, nameless],
		[log],
	],
	[
		"resourceNames are exact, and a request without a name has none of them",
		rule("*", "pods", { names: ["web", "we*"] }),
		[pod, { ...pod, name: "we*" }],
		[nameless, { ...pod, name: "web2" }, { ...pod, name: "WEB" }],
	],
	[
		'`""` among resourceNames is the request without a name',
		rule("*", "pods", { names: [""] }),
		[nameless],
		[pod],
	],
	[
		"a path is compared whole",
		urls("get", "/version"),
		path("/version"),
		path("/version/", "/versions", "/Version"),
	],
	[
		"a path with a star is a beginning",
		urls("get", "/healthz*"),
		path("/healthz", "/healthz/a", "/healthzfoo"),
		path("/health"),
	],
	[
		"the slash before the star counts",
		urls("get", "/logs/*"),
		path("/logs/", "/logs/a"),
		path("/logs"),
	],
	[
		"all stars at the end are cut, those inside are letters",
		urls("get", "/a**", "/b*c"),
		path("/a", "/ab", "/b*c"),
		path("/bxc", "/b"),
	],
	["`*` is every path", urls("get", "*"), path("/", "", "/a"), [{ verb: "post", path: "/a" }, pod]],
	[
		"a rule without verbs, groups or resources gives nothing",
		{ resources: ["*"], verbs: ["*"] },
		[],
		[pod, apps],
	],
];

test.each(cases)("%s", (_, plain, allowed, denied) => {
	const policy = policyRule(plain);
	const index = new RuleIndex([policy]);
	for (const [requests, expected] of [
		[allowed, true],
		[denied, false],
	] as const) {
		for (const request of requests.map(engineRequest)) {
			expect(ruleAllows(policy, request), JSON.stringify(request)).toBe(expected);
			expect(index.allows(request), `index: ${JSON.stringify(request)}`).toBe(expected);
		}
	}
});

test("a rule with a hundred thousand words is indexed like any other", () => {
	const words = Array.from({ length: 100_000 }, (_, i) => `word-${i}`);
	const big = policyRule({
		verbs: words,
		apiGroups: words,
		resources: ["pods"],
		resourceNames: words,
	});
	const index = new RuleIndex([big]);
	const asked = { verb: "word-99999", apiGroup: "word-5", resource: "pods", name: "word-7" };
	expect(index.allows(engineRequest(asked))).toBe(true);
	expect(index.allows(engineRequest({ ...asked, name: "other" }))).toBe(false);
});
