import { describe, expect, test } from "vitest";
import { questionOf } from "../../src/answer/question.ts";
import { questionIn } from "../support/ask.ts";
import { bind, snapshotOf } from "../support/world.ts";

const snapshot = snapshotOf([bind("dev/b", "Role/r", "user:jane")]);
const core = { kind: "resource", apiGroup: "", subresource: "", namespace: "default", name: "" };

/** The attributes that a question becomes; those not given are the core group's, in `default`, without a name. */
const requests: readonly (readonly [string, object])[] = [
	["get pods", { verb: "get", resource: "pods" }],
	["get pod", { verb: "get", resource: "pods" }],
	["get po", { verb: "get", resource: "pods" }],
	["get Pods", { verb: "get", resource: "pods" }],
	["get pods web", { verb: "get", resource: "pods", name: "web" }],
	["get pods/web", { verb: "get", resource: "pods", name: "web" }],
	["get pods/log", { verb: "get", resource: "pods", subresource: "log" }],
	["get pods/log web", { verb: "get", resource: "pods", subresource: "log", name: "web" }],
	[
		"get pods/web --subresource log",
		{ verb: "get", resource: "pods", subresource: "log", name: "web" },
	],
	[
		"create pods/exec web -n dev",
		{ verb: "create", resource: "pods", subresource: "exec", name: "web", namespace: "dev" },
	],
	["get pods -n dev", { verb: "get", resource: "pods", namespace: "dev" }],
	["list pods -A", { verb: "list", resource: "pods", namespace: "" }],
	["list pods web", { verb: "list", resource: "pods", name: "web" }],
	["create pods web", { verb: "create", resource: "pods" }],
	["create pods/web", { verb: "create", resource: "pods" }],
	["deletecollection pods web", { verb: "deletecollection", resource: "pods" }],
	["delete pods/web", { verb: "delete", resource: "pods", name: "web" }],
	[
		"update deploy/scale web",
		{
			verb: "update",
			apiGroup: "apps",
			resource: "deployments",
			subresource: "scale",
			name: "web",
		},
	],
	[
		"update deploy.apps/scale",
		{ verb: "update", apiGroup: "apps", resource: "deployments", subresource: "scale" },
	],
	["get deployments.v1.apps", { verb: "get", apiGroup: "apps", resource: "deployments" }],
	["get deployments.app", { verb: "get", apiGroup: "apps", resource: "deployments" }],
	["get nodes -n dev", { verb: "get", resource: "nodes", namespace: "" }],
	[
		"get nodes/proxy n1",
		{ verb: "get", resource: "nodes", subresource: "proxy", name: "n1", namespace: "" },
	],
	["get namespaces/dev", { verb: "get", resource: "namespaces", name: "dev", namespace: "dev" }],
	[
		"delete ns dev -n other",
		{ verb: "delete", resource: "namespaces", name: "dev", namespace: "dev" },
	],
	["list namespaces", { verb: "list", resource: "namespaces", namespace: "" }],
	["list namespaces dev", { verb: "list", resource: "namespaces", name: "dev", namespace: "" }],
	["create namespaces dev", { verb: "create", resource: "namespaces", namespace: "" }],
	["impersonate users bob", { verb: "impersonate", resource: "users", name: "bob", namespace: "" }],
	["* *", { verb: "*", resource: "*" }],
	["* *.*", { verb: "*", apiGroup: "*", resource: "*" }],
	["update */scale", { verb: "update", resource: "*", subresource: "scale" }],
	["get widgets.acme.io", { verb: "get", apiGroup: "acme.io", resource: "widgets" }],
	[
		"get widgets.acme.io/one",
		{ verb: "get", apiGroup: "acme.io", resource: "widgets", name: "one" },
	],
	["GET pods", { verb: "GET", resource: "pods" }],
];

test.each(requests)("%s", (question, attributes) => {
	expect(questionIn(snapshot, question)).toMatchObject({ request: { ...core, ...attributes } });
});

test.each([
	["get /healthz", { kind: "path", verb: "get", path: "/healthz" }],
	["get /healthz/*", { kind: "path", verb: "get", path: "/healthz/*" }],
	["* /", { kind: "path", verb: "*", path: "/" }],
])("%s is about a path", (question, request) => {
	expect(questionIn(snapshot, question)).toEqual({ request, notes: [], warnings: [] });
});

describe("what is odd is told, and asked all the same", () => {
	test.each([
		["get pods/lgo", "write `pods/log`"],
		["GET pods", "`GET` is not a known verb; did you mean `get`?"],
		["gett pods", "`gett` is not a known verb; did you mean `get`?"],
		["impersonate pods", undefined],
		["create pods/log", "pods/log has no verb `create`: it has get"],
		["get podz", "did you mean `pods`?"],
		["get widgets", "the server has no resource type `widgets`"],
		["get pods -n dve", "namespace `dve` appears nowhere in the input; did you mean `dev`?"],
		["get pods -n dev", undefined],
		["list /healthz", "`list` is not the verb of a path"],
		["head /healthz", undefined],
		["get *", undefined],
	])("%s", (question, warning) => {
		const asked = questionIn(snapshot, question);
		if ("error" in asked) throw new Error(asked.error);
		if (warning === undefined) expect(asked.warnings).toEqual([]);
		else expect(asked.warnings.join("\n")).toContain(warning);
	});
});

test.each([
	["create pods web", "a create by POST carries no name"],
	["deletecollection pods web", "a deletecollection carries no name"],
	["watch pods web", "asked with the field selector metadata.name=web"],
	["get nodes -n dev", "nodes is cluster-scoped: asked without a namespace"],
	["get namespaces/dev", "is decided in namespace dev"],
	["get pods/log", "for an object of that name write `pods log`"],
	["get pods/web", "`web` is read as a name"],
])("%s is noted: %s", (question, note) => {
	const asked = questionIn(snapshot, question);
	if ("error" in asked) throw new Error(asked.error);
	expect(asked.notes.join("\n")).toContain(note);
});

test.each([
	["get /healthz now", "a path has no name: expected nothing after `/healthz`"],
	["get /healthz --subresource log", "a path has no subresource: leave out --subresource"],
	[
		"get pods/web other --subresource log",
		"`pods/web` and `other` both name something: expected one name beside --subresource",
	],
	["get pods/web/log", "`pods/web/log` has more than one slash: write `pods/log web`"],
])("%s is refused", (question, error) => {
	expect(questionIn(snapshot, question)).toEqual({ error });
});

test("a namespace that every cluster has is never unknown", () => {
	const asked = questionIn(snapshot, "get pods -n kube-node-lease");
	expect(asked).toMatchObject({ notes: [], warnings: [] });
});

test("a namespace that nobody typed and the input does not speak of is noted", () => {
	const elsewhere = { ...snapshot, namespaces: ["dev"] };
	const asked = questionOf(elsewhere, { verb: "get", target: "pods" });
	const note = "asked in namespace default, of which the input says nothing: -n names another";
	expect(asked).toMatchObject({ notes: [note], warnings: [] });
	expect(
		questionOf(elsewhere, { verb: "get", target: "pods", namespace: "default" }),
	).toMatchObject({
		notes: [],
	});
});
