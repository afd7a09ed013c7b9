import { expect, test } from "vitest";
import { questionOf } from "../../src/answer/question.ts";
import { whoAsks } from "../../src/answer/who-asks.ts";
import { loadSnapshot } from "../../src/load/snapshot.ts";
import { resolveGrants } from "../../src/resolve/grants.ts";
import { bind, role, rule } from "../support/world.ts";

const grants = resolveGrants(
	loadSnapshot({
		objects: [
			role("ci/r", rule("get", "pods"), rule("get", "widgets", { groups: ["example.com"] })),
			bind("ci/b", "Role/r", "sa:ci/deployer", "group:ops"),
		],
	}),
);

function remarks(target: string, more: { namespace?: string; name?: string; verb?: string } = {}) {
	const asked = questionOf(grants.snapshot, { verb: "get", namespace: "ci", target, ...more });
	return "error" in asked ? asked.error : { notes: asked.notes, warnings: asked.warnings };
}

test.each([
	["deployer", "`user:deployer`", "sa:ci/deployer"],
	["ci/deployer", "`user:ci/deployer`", "sa:ci/deployer"],
	["sa:prod/deployer", "`sa:prod/deployer`", "sa:ci/deployer"],
])("`%s` for an account is told", (typed, shown, meant) => {
	expect(whoAsks(grants, typed)).toMatchObject({
		warnings: [
			`${shown} appears in no binding and no object of the input; did you mean \`${meant}\`?`,
		],
	});
});

test("a person asked about by group need not be known, the group must", () => {
	expect(whoAsks(grants, "kim", ["ops"])).toMatchObject({ warnings: [] });
	expect(whoAsks(grants, "kim", ["opps"])).toMatchObject({
		warnings: [expect.stringContaining("did you mean `ops`?")],
	});
});

test("a slip in a subresource is a warning: a create would be answered for the resource itself", () => {
	expect(remarks("pods/exce", { verb: "create" })).toMatchObject({
		warnings: ["`exce` is read as a name; for the subresource write `pods/exec`"],
	});
	expect(remarks("pods/web-0")).toEqual({ notes: ["`web-0` is read as a name"], warnings: [] });
});

test("a URL's way to name a subresource is refused with the right one", () => {
	expect(remarks("pods/web-0/log")).toBe(
		"`pods/web-0/log` has more than one slash: write `pods/log web-0`",
	);
	expect(remarks("userextras/example.com/team")).toMatchObject({ warnings: [] });
});

test("a resource that only rules name is asked without a warning, one that nobody names with one", () => {
	expect(remarks("widgets.example.com")).toEqual({
		notes: ["`widgets.example.com` is known only from the rules that name it"],
		warnings: [],
	});
	expect(remarks("widget.example.com")).toMatchObject({
		warnings: [expect.stringMatching(/^the server has no resource type `widget.example.com`/)],
	});
});

test("nodes is not ambiguous", () => {
	expect(remarks("nodes")).toEqual({
		notes: ["nodes is cluster-scoped: asked without a namespace"],
		warnings: [],
	});
});

test("the name of a Namespace is a namespace like any other", () => {
	expect(remarks("namespaces", { name: "cj" })).toMatchObject({
		warnings: ["namespace `cj` appears nowhere in the input"],
	});
	expect(remarks("namespaces", { name: "ci" })).toMatchObject({ warnings: [] });
});
