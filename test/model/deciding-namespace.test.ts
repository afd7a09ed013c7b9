import { expect, test } from "vitest";
import { can } from "../../src/answer/can.ts";
import { matrix } from "../../src/answer/matrix.ts";
import { type QuestionWords, questionOf } from "../../src/answer/question.ts";
import { whoAsks } from "../../src/answer/who-asks.ts";
import { whoCan } from "../../src/answer/who-can.ts";
import { loadSnapshot } from "../../src/load/snapshot.ts";
import { formatSubject } from "../../src/model/subject.ts";
import { type Grants, resolveGrants } from "../../src/resolve/grants.ts";
import { bind, role, rule } from "../support/world.ts";

const scc = { groups: ["security.openshift.io"], names: ["anyuid"] };
const rbac = { groups: ["rbac.authorization.k8s.io"], names: ["view"] };
const grants = resolveGrants(
	loadSnapshot({
		objects: [
			role("anyuid", rule("use,get", "securitycontextconstraints", scc)),
			bind("billing/anyuid", "ClusterRole/anyuid", "sa:billing/printer"),
			role("hands-out-view", rule("bind,get", "clusterroles", rbac)),
			bind("billing/lead", "ClusterRole/hands-out-view", "user:ana"),
			role("owner", rule("delete", "projects", { groups: ["project.openshift.io"] })),
			bind("billing/owner", "ClusterRole/owner", "user:ana"),
			bind("shop/nobody", "ClusterRole/owner"),
		],
	}),
);

function verdict(grants: Grants, who: string, words: QuestionWords): string {
	const asks = whoAsks(grants, who);
	const asked = questionOf(grants.snapshot, words);
	if ("error" in asks || "error" in asked) throw new Error("not a question");
	return can(grants, asks.identity, asked.request).verdict;
}

// The server asks these two itself, for an object of a namespace; the resources are cluster-scoped all the same.
test.each([
	["sa:billing/printer", "use", "securitycontextconstraints", "anyuid", "billing", "yes"],
	["sa:billing/printer", "use", "securitycontextconstraints", "anyuid", "shop", "no"],
	["sa:billing/printer", "use", "securitycontextconstraints", "anyuid", undefined, "no"],
	["sa:billing/printer", "use", "securitycontextconstraints", "privileged", "billing", "no"],
	["sa:billing/printer", "get", "securitycontextconstraints", "anyuid", "billing", "no"],
	["user:ana", "bind", "clusterroles", "view", "billing", "yes"],
	["user:ana", "bind", "clusterroles", "view", "shop", "no"],
	["user:ana", "bind", "clusterroles", "view", undefined, "no"],
	["user:ana", "get", "clusterroles", "view", "billing", "no"],
	["user:ana", "delete", "projects", "billing", "shop", "yes"],
	["user:ana", "delete", "projects", "shop", "billing", "no"],
])("%s, %s %s %s, asked in %s: %s", (who, verb, target, name, namespace, expected) => {
	const words = { verb, target, name, ...(namespace !== undefined && { namespace }) };
	expect(verdict(grants, who, words)).toBe(expected);
});

test("who-can counts the RoleBindings of every namespace for what is checked in one", () => {
	const holders = (verb: string): readonly string[] => {
		const words = { verb, target: "scc", name: "anyuid", allNamespaces: true };
		const asked = questionOf(grants.snapshot, words);
		if ("error" in asked) throw new Error(asked.error);
		const found = whoCan(grants, asked.request, { everyNamespace: true }).holders;
		return found.map(({ subject }) => formatSubject(subject));
	};
	expect(holders("use")).toContain("sa:billing/printer");
	expect(holders("get")).not.toContain("sa:billing/printer");
});

test("a matrix does not call dead what is checked in the namespace", () => {
	const cells = (who: string, verbs: readonly string[]): readonly string[] => {
		const asks = whoAsks(grants, who);
		if ("error" in asks) throw new Error(asks.error);
		const subject = { kind: "User", name: asks.identity.name } as const;
		const subjects = [{ subject, identity: asks.identity }];
		const { rows } = matrix(grants, {
			subjects,
			targets: [],
			verbs,
			apiGroups: [],
			namespaces: ["billing"],
			expand: false,
		});
		return rows
			.filter(({ byDefault, namespace }) => !byDefault && namespace === "billing")
			.map(({ resource, cells }) => `${resource.resource} ${cells.join(" ")}`);
	};
	expect(cells("sa:billing/printer", ["get", "use"])).toEqual([
		"securitycontextconstraints dead named",
	]);
	expect(cells("user:ana", ["get", "delete", "bind"])).toEqual([
		"projects no named no",
		"clusterroles dead no named",
	]);
});
