import { expect, test } from "vitest";
import { can } from "../../src/answer/can.ts";
import { type QuestionWords, questionOf } from "../../src/answer/question.ts";
import { whoAsks } from "../../src/answer/who-asks.ts";
import { loadSnapshot } from "../../src/load/snapshot.ts";
import { resolveGrants } from "../../src/resolve/grants.ts";
import type * as K from "../support/plain.ts";
import { bind, role, rule } from "../support/world.ts";

function missesOf(objects: K.Objects, who: string, words: QuestionWords): readonly string[] {
	const grants = resolveGrants(loadSnapshot({ objects, bootstrapPolicy: false }));
	const asks = whoAsks(grants, who);
	const asked = questionOf(grants.snapshot, words);
	if ("error" in asks || "error" in asked) throw new Error("not a question");
	const { nearMisses } = can(grants, asks.identity, asked.request);
	return nearMisses.map(({ difference, hint }) => `${difference}: ${hint}`);
}

const updateEndpoints = { verb: "update", target: "endpoints", namespace: "storage" };

test("a binding that landed in another namespace than its Role is a near miss", () => {
	const objects = [
		role("storage/lock", rule("update", "endpoints")),
		bind("default/lock", "Role/lock", "sa:storage/bot"),
	];
	expect(missesOf(objects, "sa:storage/bot", updateEndpoints)).toEqual([
		"namespace: the binding is in namespace `default`, where there is no Role `lock`; the one in `storage` would allow it",
	]);
});

test("… but not when the Role would not allow it, or is bound to somebody else", () => {
	const stray = bind("default/lock", "Role/lock", "sa:storage/bot");
	const reader = role("storage/lock", rule("get", "endpoints"));
	expect(missesOf([reader, stray], "sa:storage/bot", updateEndpoints)).toEqual([]);
	const writer = role("storage/lock", rule("update", "endpoints"));
	expect(missesOf([writer, stray], "sa:storage/other", updateEndpoints)).toEqual([]);
});

test("a rule about something else is told only when there is nothing nearer", () => {
	const pods = role("ci/pods", rule("delete", "pods"));
	const own = bind("ci/b", "Role/pods", "user:jane");
	const deleteSecrets = { verb: "delete", target: "secrets", namespace: "ci" };
	const unrelated = "resource: the rule is for `pods`, not `secrets`";
	expect(missesOf([pods, own], "user:jane", deleteSecrets)).toEqual([unrelated]);
	const reads = role("ci/reads", rule("get", "secrets"));
	const both = [pods, own, reads, bind("ci/c", "Role/reads", "user:jane")];
	expect(missesOf(both, "user:jane", deleteSecrets)).toEqual([
		"verb: the rule allows `get`, not `delete`",
	]);
});

test("a star in another API group does not name the resource", () => {
	const everything = role("ci/all", rule("*", "*", { groups: ["awx.ansible.com"] }));
	const objects = [everything, bind("ci/b", "Role/all", "user:jane")];
	const words = { verb: "escalate", target: "roles", namespace: "ci" };
	expect(missesOf(objects, "user:jane", words)).toEqual([
		"apiGroup: the rule is for everything in the API group `awx.ansible.com`, not `rbac.authorization.k8s.io`",
	]);
});

test("a name that a create cannot carry comes before another verb", () => {
	const flags = rule("create", "configmaps", { names: ["flags"] });
	const objects = [
		role("ci/reads", rule("get,list", "configmaps")),
		bind("ci/a", "Role/reads", "user:jane"),
		role("ci/writes", flags),
		bind("ci/b", "Role/writes", "user:jane"),
	];
	const words = { verb: "create", target: "configmaps", name: "flags", namespace: "ci" };
	expect(missesOf(objects, "user:jane", words)).toEqual([
		"name: the rule is limited to `flags`, and a create request carries no name",
		"verb: the rule allows `get`, `list`, not `create`",
	]);
});

test("where every rule differs in two things, the nearest of the subject's own are told", () => {
	const own = [
		role("ci/r", rule("get", "secrets", { names: ["db"] }), rule("list", "pods")),
		bind("ci/b", "Role/r", "user:jane"),
		bind("ci/c", "Role/r", "user:bob"),
	];
	const words = { verb: "delete", target: "secrets", name: "web", namespace: "ci" };
	expect(missesOf(own, "user:jane", words)).toEqual([
		"name: the rule is limited to `db`, not `web`; and the rule allows `get`, not `delete`",
	]);
	expect(missesOf(own, "user:ann", words)).toEqual([]);
	const elsewhere = { verb: "delete", target: "pods", namespace: "prod" };
	expect(missesOf(own, "user:jane", elsewhere)).toEqual([
		"verb: the rule allows `list`, not `delete`; and granted in namespace `ci`, asked in `prod`",
	]);
});

test("… but not what is about something else, nor beside a nearer one", () => {
	const pods = [role("ci/r", rule("get", "pods")), bind("ci/b", "Role/r", "user:jane")];
	const words = { verb: "delete", target: "secrets", namespace: "ci" };
	expect(missesOf(pods, "user:jane", words)).toEqual([]);
	const both = [
		role("ci/r", rule("get", "secrets", { names: ["db"] }), rule("get", "secrets")),
		bind("ci/b", "Role/r", "user:jane"),
	];
	expect(missesOf(both, "user:jane", words)).toEqual(["verb: the rule allows `get`, not `delete`"]);
});
