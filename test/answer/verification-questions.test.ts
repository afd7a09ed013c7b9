import { expect, test } from "vitest";
import { can, verdictFor } from "../../src/answer/can.ts";
import {
	type VerificationQuestion,
	verificationQuestions,
} from "../../src/answer/verification-questions.ts";
import { loadSnapshot } from "../../src/load/snapshot.ts";
import { type Grants, resolveGrants } from "../../src/resolve/grants.ts";

const apiGroup = "rbac.authorization.k8s.io";
const apiVersion = `${apiGroup}/v1`;

/** So many accounts, each bound in a namespace of its own to one of ten roles. */
function teams(count: number): Grants {
	const objects = Array.from({ length: count }, (_, index) => {
		const namespace = `team-${index}`;
		return {
			apiVersion,
			kind: "RoleBinding",
			metadata: { name: "b", namespace },
			roleRef: { apiGroup, kind: "ClusterRole", name: `role-${index % 10}` },
			subjects: [{ kind: "ServiceAccount", name: "ci", namespace }],
		};
	});
	const roles = Array.from({ length: 10 }, (_, index) => ({
		apiVersion,
		kind: "ClusterRole",
		metadata: { name: `role-${index}` },
		rules: [
			{ apiGroups: [""], resources: ["pods", "pods/log"], verbs: ["get", `verb-${index}`] },
			{ apiGroups: [""], resources: ["secrets"], resourceNames: ["a", "b"], verbs: ["get"] },
		],
	}));
	return resolveGrants(loadSnapshot({ objects: [...objects, ...roles], bootstrapPolicy: false }));
}

function keysOf(questions: Iterable<VerificationQuestion>): readonly string[] {
	return [...questions].map((question) => JSON.stringify(question));
}

test("all are counted before they are made, each once", () => {
	const { count, questions } = verificationQuestions(teams(20), undefined);
	const keys = keysOf(questions);
	// 24 requests (11 verbs × 2, secrets a, b and another name → 25): in 3 namespaces for 20, in 2 for the stranger.
	expect(count).toBe(25 * (20 * 3 + 2));
	expect(keys).toHaveLength(count);
	expect(new Set(keys).size).toBe(count);
});

test("a sample has its size, is part of all, the same each time, and goes round the subjects", () => {
	const grants = teams(20);
	const all = new Set(keysOf(verificationQuestions(grants, undefined).questions));
	const { count, questions } = verificationQuestions(grants, 200);
	const keys = keysOf(questions);
	expect([count, keys.length, new Set(keys).size]).toEqual([200, 200, 200]);
	expect(keys.filter((key) => !all.has(key))).toEqual([]);
	expect(keysOf(verificationQuestions(teams(20), 200).questions)).toEqual(keys);
	const perSubject = new Map<string, number>();
	for (const { identity } of questions) {
		perSubject.set(identity.name, (perSubject.get(identity.name) ?? 0) + 1);
	}
	expect(perSubject.size).toBe(21);
	expect(Math.max(...perSubject.values())).toBeLessThan(3 * Math.min(...perSubject.values()));
});

test("a sample holds yes and no in good measure, and names that no rule gives", () => {
	const grants = teams(50);
	const questions = [...verificationQuestions(grants, 300).questions];
	const yes = questions.filter(
		({ identity, request }) => can(grants, identity, request).verdict === "yes",
	);
	expect(yes.length).toBeGreaterThan(300 / 4);
	expect(yes.length).toBeLessThan((300 * 3) / 4);
	const names = questions.flatMap(({ request }) =>
		request.kind === "resource" ? [request.name] : [],
	);
	expect(new Set(names)).toEqual(new Set(["", "a", "b", "rolecall-verify-other"]));
});

test("fewer questions than subjects are spread over all of them", () => {
	const { questions } = verificationQuestions(teams(200), 20);
	const teamsAsked = [...questions].map(({ identity }) =>
		Number(/team-(\d+)/.exec(identity.name)?.[1]),
	);
	expect(new Set(teamsAsked).size).toBeGreaterThanOrEqual(9);
	expect(Math.max(...teamsAsked) - Math.min(...teamsAsked)).toBeGreaterThan(100);
});

test("a sample of more than there is is all there is", () => {
	const grants = teams(1);
	const { count, questions } = verificationQuestions(grants, 1_000_000);
	expect(keysOf(questions)).toEqual(keysOf(verificationQuestions(grants, undefined).questions));
	expect(count).toBeLessThan(1000);
});

test("all of a big cluster are not made before they are asked", () => {
	const { count, questions } = verificationQuestions(teams(5000), undefined);
	expect(count).toBe(25 * (5000 * 3 + 2));
	const [first] = questions;
	expect(first).toBeDefined();
});

test("a cluster without any rule has no question", () => {
	const grants = resolveGrants(loadSnapshot({ objects: [], bootstrapPolicy: false }));
	expect([...verificationQuestions(grants, 10).questions]).toEqual([]);
});

test("the verdict alone is that of the whole answer", () => {
	const objects = [
		{
			apiVersion,
			kind: "RoleBinding",
			metadata: { name: "b", namespace: "a" },
			roleRef: { apiGroup, kind: "Role", name: "gone" },
			subjects: [
				{ apiGroup, kind: "User", name: "bob" },
				{ apiGroup, kind: "Group", name: "system:masters" },
			],
		},
	];
	const grants = resolveGrants(loadSnapshot({ objects }));
	const verdicts = new Set<string>();
	for (const { identity, request } of verificationQuestions(grants, 2000).questions) {
		const verdict = verdictFor(grants, identity, request);
		expect(verdict).toBe(can(grants, identity, request).verdict);
		verdicts.add(verdict);
	}
	expect(verdicts).toEqual(new Set(["yes", "no", "unknown"]));
});
