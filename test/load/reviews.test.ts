import { describe, expect, it } from "vitest";
import { readReviews } from "../../src/load/reviews.ts";
import { formatPlace, placeOf } from "../../src/model/origin.ts";
import { problemPlace } from "../../src/model/problem.ts";

function read(text: string, kubernetesVersion = "1.37") {
	const told: string[] = [];
	const reviews: unknown[] = [];
	readReviews(
		"r",
		text,
		{
			review(review, origin) {
				reviews.push(review);
				told.push(`${formatPlace(placeOf(origin))}: ${review.kind}`);
			},
			problem(problem) {
				const place = formatPlace(problemPlace(problem));
				told.push(`${place}: ${problem.code} ${problem.field ?? ""}: ${problem.message}`);
			},
		},
		{ kubernetesVersion },
	);
	return { reviews, told };
}

const access = (spec: object, more: object = {}) => ({
	apiVersion: "authorization.k8s.io/v1",
	kind: "SubjectAccessReview",
	spec,
	...more,
});
const pods = { namespace: "dev", verb: "get", resource: "pods" };
const asked = access({ user: "ann", resourceAttributes: pods });

describe("the ways reviews are written", () => {
	it("YAML documents, Lists, one JSON object a line", () => {
		const yaml = `apiVersion: authorization.k8s.io/v1
kind: SubjectAccessReview
spec: { user: ann, nonResourceAttributes: { path: /x, verb: get } }
---
apiVersion: v1
kind: List
items:
- apiVersion: authorization.k8s.io/v1
  kind: SelfSubjectRulesReview
  spec: { namespace: dev, user: ann }
`;
		expect(read(yaml).told).toEqual([
			"r:1:1: SubjectAccessReview",
			"r:8:3: SelfSubjectRulesReview",
		]);
		expect(read(JSON.stringify([1]).slice(1, 2)).told).toHaveLength(1);
		expect(read(JSON.stringify(asked, undefined, 2)).reviews).toEqual([asked]);
		const lines = read(`${JSON.stringify(asked)}\n\n${JSON.stringify(asked)}\r\n`);
		expect(lines.reviews).toEqual([asked, asked]);
		expect(lines.told[1]).toBe("r:3:1: SubjectAccessReview");
	});

	it("a broken line is told with its place, and the others are answered", () => {
		const bad = JSON.stringify(access({ user: 1, resourceAttributes: pods }));
		const { told } = read([JSON.stringify(asked), '{"a":', bad, JSON.stringify(asked)].join("\n"));
		expect(told).toHaveLength(4);
		expect(told[1]).toMatch(/^r:2:\d+: (json-syntax|yaml-syntax) /);
		expect(told[2]).toBe(
			`r:3:${bad.indexOf('"user"') + 1}: wrong-type spec.user: expected a string at \`spec.user\`, found the number 1 (quote it)`,
		);
	});

	it("null counts as absent", () => {
		const { reviews } = read(
			JSON.stringify(
				access({ user: "a", groups: null, resourceAttributes: { ...pods, name: null } }),
			),
		);
		expect(reviews).toEqual([access({ user: "a", resourceAttributes: pods })]);
	});
});

describe("what the API server refuses", () => {
	const both = { resourceAttributes: pods, nonResourceAttributes: { path: "/x", verb: "get" } };
	const local = { kind: "LocalSubjectAccessReview" };
	it.each<[string, object, readonly string[]]>([
		[
			"neither a resource nor a path",
			access({ user: "a" }),
			[
				"spec: Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified",
			],
		],
		[
			"both",
			access({ user: "a", ...both }),
			[
				'spec: Invalid value: {"Path":"/x","Verb":"get"}: exactly one of nonResourceAttributes or resourceAttributes must be specified',
			],
		],
		[
			"nobody",
			access({ groups: [], resourceAttributes: pods }),
			['spec.user: Invalid value: "": at least one of user or group must be specified'],
		],
		[
			"metadata",
			access({ user: "a", resourceAttributes: pods }, { metadata: { name: "x" } }),
			['metadata: Invalid value: {"name":"x"}: must be empty'],
		],
		[
			"a local review of another namespace",
			access({ user: "a", resourceAttributes: pods }, { ...local, metadata: { namespace: "ci" } }),
			['spec.resourceAttributes.namespace: Invalid value: "dev": must match metadata.namespace'],
		],
		[
			"a local review of a path",
			access({ user: "a", nonResourceAttributes: {} }, { ...local, metadata: { namespace: "ci" } }),
			[
				'spec.nonResourceAttributes: Invalid value: {"Path":"","Verb":""}: disallowed on this kind of request; ask with a SubjectAccessReview',
			],
		],
		[
			"the rules of no namespace",
			{ ...access({ user: "a" }), kind: "SelfSubjectRulesReview" },
			["spec.namespace: no namespace on request; name the namespace to list the rules of"],
		],
	])("%s", (_title, object, expected) => {
		const { reviews, told } = read(JSON.stringify(object));
		expect(reviews).toEqual([]);
		expect(told.map((line) => line.replace(/^r:\d+:\d+: refused-by-server /, ""))).toEqual(
			expected,
		);
	});

	it("words of 1.33 and older", () => {
		expect(read(JSON.stringify(access({ user: "a" })), "1.33").told[0]).toContain(
			'Invalid value: "null": exactly one of',
		);
	});

	it("takes groups without a user, and a local review of its own namespace", () => {
		const sound = [
			access({ groups: ["g"], resourceAttributes: pods }),
			access({ user: "a", resourceAttributes: pods }, { ...local, metadata: { namespace: "dev" } }),
		];
		expect(read(sound.map((one) => JSON.stringify(one)).join("\n")).reviews).toEqual(sound);
	});

	it("another kind or version is told with what to write", () => {
		const role = { apiVersion: "rbac.authorization.k8s.io/v1", kind: "Role" };
		const old = access({}, { apiVersion: "authorization.k8s.io/v1beta1" });
		expect(read(`${JSON.stringify(role)}\n${JSON.stringify(old)}`).told).toEqual([
			expect.stringContaining("wrong-type kind: expected a SubjectAccessReview,"),
			expect.stringContaining("write `authorization.k8s.io/v1`"),
		]);
	});
});
