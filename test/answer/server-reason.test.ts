import { expect, test } from "vitest";
import { review } from "../../src/answer/review.ts";
import { resolveGrants } from "../../src/resolve/grants.ts";
import type * as K from "../support/plain.ts";
import { bind, role, rule, snapshotOf } from "../support/world.ts";

const get = role("r", rule("get", "pods"));
const getInDev = role("dev/r", rule("get", "pods"));
const bot = "system:serviceaccount:dev:bot";

/** The status of a review of `get pods` in dev. */
function statusOf(
	objects: K.Objects,
	user: string,
	groups: readonly string[] = [],
	minor = "1.37",
) {
	const grants = resolveGrants(snapshotOf(objects, { kubernetesVersion: minor }));
	const resourceAttributes = { namespace: "dev", verb: "get", resource: "pods" };
	return review(grants, {
		apiVersion: "authorization.k8s.io/v1",
		kind: "SubjectAccessReview",
		spec: { user, groups, resourceAttributes },
	}).status;
}

test.each([
	[
		"a ClusterRoleBinding to a user",
		[get, bind("b", "ClusterRole/r", "user:jane")],
		'RBAC: allowed by ClusterRoleBinding "b" of ClusterRole "r" to User "jane"',
	],
	[
		"a RoleBinding, named before its namespace",
		[getInDev, bind("dev/b", "Role/r", "user:jane")],
		'RBAC: allowed by RoleBinding "b/dev" of Role "r" to User "jane"',
	],
	[
		"a RoleBinding to a ClusterRole, through a group",
		[get, bind("dev/b", "ClusterRole/r", "group:ops")],
		'RBAC: allowed by RoleBinding "b/dev" of ClusterRole "r" to Group "ops"',
	],
	[
		"the first subject that matches",
		[get, bind("b", "ClusterRole/r", "user:bob", "group:ops", "user:jane")],
		'RBAC: allowed by ClusterRoleBinding "b" of ClusterRole "r" to Group "ops"',
	],
	[
		"a ClusterRoleBinding before a RoleBinding",
		[get, bind("dev/a", "ClusterRole/r", "user:jane"), bind("z", "ClusterRole/r", "user:jane")],
		'RBAC: allowed by ClusterRoleBinding "z" of ClusterRole "r" to User "jane"',
	],
	[
		"names quoted as Go quotes them",
		[role('r"\n', rule("get", "pods")), bind("b\\", 'ClusterRole/r"\n', "user:jane")],
		'RBAC: allowed by ClusterRoleBinding "b\\\\" of ClusterRole "r\\"\\n" to User "jane"',
	],
])("an allow names %s", (_, objects, reason) => {
	expect(statusOf(objects, "jane", ["ops"])).toEqual({ allowed: true, reason });
});

test("an account without a namespace is told with the binding's", () => {
	const without = [getInDev, bind("dev/b", "Role/r", "sa:bot")];
	const reason = 'RBAC: allowed by RoleBinding "b/dev" of Role "r" to ServiceAccount "bot/dev"';
	expect(statusOf(without, bot)).toEqual({ allowed: true, reason });
	const asUser = [getInDev, bind("dev/b", "Role/r", `user:${bot}`)];
	expect(statusOf(asUser, bot)?.reason).toContain(`to User "${bot}"`);
});

test("a deny has no reason, unless roles are missing", () => {
	expect(statusOf([get, bind("b", "ClusterRole/r", "user:bob")], "jane")).toEqual({
		allowed: false,
	});
	const missing = [bind("dev/b", "Role/gone", "user:jane")];
	expect(statusOf(missing, "bob")).toEqual({ allowed: false });
	expect(statusOf(missing, "jane")).toEqual({
		allowed: false,
		reason: 'rbac: RBAC: role.rbac.authorization.k8s.io "gone" not found',
	});
});

test("before 1.37 the reason of a deny does not name the authorizer", () => {
	const missing = [bind("b", "ClusterRole/gone", "user:jane")];
	const reason = 'RBAC: clusterrole.rbac.authorization.k8s.io "gone" not found';
	expect(statusOf(missing, "jane", [], "1.36")).toEqual({ allowed: false, reason });
	expect(statusOf(missing, "jane", [], "1.31")).toEqual({ allowed: false, reason });
});

test("several missing roles stand in brackets, the same one once", () => {
	const missing = [
		bind("a", "ClusterRole/gone", "user:jane"),
		bind("b", "ClusterRole/gone", "user:jane"),
		bind("dev/c", "Role/lost", "user:jane"),
	];
	expect(statusOf(missing, "jane")?.reason).toBe(
		'rbac: RBAC: [clusterrole.rbac.authorization.k8s.io "gone" not found, role.rbac.authorization.k8s.io "lost" not found]',
	);
	expect(statusOf(missing.slice(0, 2), "jane")?.reason).toBe(
		'rbac: RBAC: clusterrole.rbac.authorization.k8s.io "gone" not found',
	);
});

test("a missing role says nothing where another binding allows", () => {
	const objects = [
		get,
		bind("a", "ClusterRole/gone", "user:jane"),
		bind("b", "ClusterRole/r", "user:jane"),
	];
	expect(statusOf(objects, "jane")?.reason).toContain('ClusterRoleBinding "b"');
});

test("a member of system:masters is allowed without a reason", () => {
	expect(statusOf([], "root", ["system:masters"])).toEqual({ allowed: true });
});
