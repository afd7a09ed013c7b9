import { expect, test } from "vitest";
import { can } from "../../src/answer/can.ts";
import { loadSnapshot } from "../../src/load/snapshot.ts";
import { identityOf } from "../../src/model/identity.ts";
import { resolveGrants } from "../../src/resolve/grants.ts";
import { bind, role, rule } from "../support/world.ts";

function notesOf(...objects: readonly unknown[]): readonly string[] {
	const snapshot = loadSnapshot({ objects, bootstrapPolicy: false });
	const request = {
		kind: "resource",
		verb: "get",
		apiGroup: "",
		resource: "pods",
		subresource: "",
		namespace: "ci",
		name: "",
	} as const;
	return can(resolveGrants(snapshot), identityOf("jane"), request).notes;
}

const refused = (what: string, where: string): string =>
	`${what} is refused by the API server (${where}) and does not count`;
const reader = role("ci/r", rule("get", "pods"));

test("a refused binding of the namespace asked in, or of the cluster, is named", () => {
	expect(notesOf(reader, bind("ci/b", "Banana/r", "user:jane"))).toEqual([
		refused("RoleBinding ci/b", "objects[1]"),
	]);
	expect(notesOf(bind("b", "Role/r", "user:jane"))).toEqual([
		refused("ClusterRoleBinding b", "objects[0]"),
	]);
	expect(notesOf(reader, bind("prod/b", "Banana/r", "user:jane"))).toEqual([]);
});

test("a refused role is named where a binding of the identity points to it", () => {
	const broken = { ...reader, rules: [{ verbs: [], apiGroups: [""], resources: ["pods"] }] };
	expect(notesOf(broken, bind("ci/b", "Role/r", "user:jane"))).toEqual([
		refused("Role ci/r", "objects[0]"),
	]);
	expect(notesOf(broken, bind("ci/b", "Role/r", "user:bob"))).toEqual([]);
});

test("of many the first three, and none beside a yes", () => {
	const broken = ["a", "b", "c", "d", "e"].map((name) => bind(name, "Role/r", "user:jane"));
	expect(notesOf(...broken).slice(2)).toEqual([
		refused("ClusterRoleBinding c", "objects[2]"),
		"2 more refused objects do not count",
	]);
	expect(notesOf(reader, bind("ci/ok", "Role/r", "user:jane"), ...broken)).toEqual([]);
});
