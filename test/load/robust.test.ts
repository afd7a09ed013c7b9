import { describe, expect, it } from "vitest";
import { readReviews } from "../../src/load/reviews.ts";
import { loadSnapshot } from "../../src/load/snapshot.ts";
import fc from "../support/fast-check.ts";

const samples = [
	{
		apiVersion: "rbac.authorization.k8s.io/v1",
		kind: "ClusterRole",
		metadata: { name: "x", labels: { a: "b" }, ownerReferences: [{ kind: "Pod" }] },
		aggregationRule: { clusterRoleSelectors: [{ matchExpressions: [{ key: "a", values: [] }] }] },
		rules: [{ verbs: ["get"], apiGroups: [""], resources: ["pod", "pods/*"] }],
	},
	{
		apiVersion: "rbac.authorization.k8s.io/v1alpha1",
		kind: "RoleBinding",
		metadata: { name: "x", namespace: "y" },
		roleRef: { kind: "Role", name: "r" },
		subjects: [{ kind: "ServiceAccount", name: "s" }],
	},
	{
		apiVersion: "template.openshift.io/v1",
		kind: "Template",
		parameters: [{ name: "A", value: "x" }],
		objects: [{ apiVersion: "v1", kind: "ServiceAccount", metadata: { name: `$\{A}` } }],
	},
	{
		apiVersion: "authorization.openshift.io/v1",
		kind: "RoleBinding",
		metadata: { name: "x" },
		roleRef: { name: "r" },
		userNames: ["u"],
	},
	{ apiVersion: "v1", kind: "List", items: [{ apiVersion: "v1", kind: "Namespace" }] },
	{
		apiVersion: "apiextensions.k8s.io/v1",
		kind: "CustomResourceDefinition",
		spec: { group: "g", names: { plural: "p", kind: "P" }, versions: [{ name: "v1" }] },
	},
	{ apiVersion: "apps/v1", kind: "Deployment", spec: { template: { spec: { containers: [{}] } } } },
	{ apiVersion: "user.openshift.io/v1", kind: "Group", metadata: { name: "g" }, users: ["u"] },
	{
		apiVersion: "authorization.k8s.io/v1",
		kind: "LocalSubjectAccessReview",
		metadata: { namespace: "n" },
		spec: { user: "u", groups: [], resourceAttributes: { verb: "get", labelSelector: {} } },
	},
];

/** A value with any part of it, at any depth, replaced by something else. */
function mutated(value: unknown, at: number, by: unknown): unknown {
	let left = at;
	const walk = (part: unknown): unknown => {
		if (left === 0) {
			left -= 1;
			return by;
		}
		left -= 1;
		if (Array.isArray(part)) return part.map(walk);
		if (typeof part !== "object" || part === null) return part;
		return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, walk(inner)]));
	};
	return walk(value);
}

const anything = fc.oneof(
	fc.constantFrom(null, true, 0, -1, "", `$\{A}`, `$\{{A}}`, [], {}, [[]], [null], ["__proto__"]),
	fc.jsonValue({ maxDepth: 3 }),
	fc.constantFrom(...samples),
);

describe("whatever comes", () => {
	it("a mutated object is told or taken, never thrown at the user, and every problem has one line", () => {
		fc.assert(
			fc.property(fc.constantFrom(...samples), fc.nat(25), anything, (sample, at, by) => {
				const object = mutated(sample, at, by);
				const { problems } = loadSnapshot({ objects: [object] });
				for (const { message } of problems) expect(message).toMatch(/^[^\n]+$/u);
				readReviews("r", JSON.stringify(object), {
					review: () => undefined,
					problem: ({ message }) => expect(message).toMatch(/^[^\n]+$/u),
				});
			}),
			{ numRuns: 2000 },
		);
	});

	it("hostile keys and endless names are only words", () => {
		const long = "a.".repeat(2_000_000);
		const hostile = JSON.parse(
			`{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"constructor","labels":{"__proto__":"x","constructor":"y"}},"rules":[{"verbs":["get"],"apiGroups":["__proto__"],"resources":["constructor","toString/x"],"__proto__":[],"constructor":1}]}`,
		);
		const { roles, problems } = loadSnapshot({
			bootstrapPolicy: false,
			objects: [
				hostile,
				{ ...hostile, metadata: { name: "y", labels: { [long]: long } } },
				{
					apiVersion: "rbac.authorization.k8s.io/v1",
					kind: "ClusterRoleBinding",
					metadata: { name: long },
					roleRef: { kind: "ClusterRole", name: long },
					subjects: [{ kind: "ServiceAccount", name: long, namespace: long }],
				},
			],
		});
		// `__proto__` is no label key a server takes: its name part starts with an underscore.
		expect(roles).toEqual([]);
		expect(problems.map(({ code }) => code)).toContain("unknown-field");
		expect(({} as { x?: unknown }).x).toBeUndefined();
	});
});
