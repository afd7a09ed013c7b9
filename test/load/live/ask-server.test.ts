import { expect, test } from "vitest";
import {
	reviewAccess,
	reviewSelf,
	reviewSelfAccess,
	reviewSelfRules,
} from "../../../src/load/live/ask-server.ts";
import { refuse } from "../../support/scripted-server.ts";
import { scripted } from "../../support/scripted-server-connection.ts";

interface Review {
	readonly kind: string;
	readonly apiVersion: string;
	readonly spec: { readonly user?: string; readonly namespace?: string };
}

test("questions are asked in bulk and answered in their order", async () => {
	const { server, connection } = await scripted(async ({ body }) => {
		const review = JSON.parse(body) as Review;
		const number = Number(review.spec.user);
		await new Promise((resolve) => setTimeout(resolve, number % 3));
		const status = number % 2 === 0 ? { allowed: true, reason: `r${number}` } : { allowed: false };
		return { ...review, status };
	});
	const specs = Array.from({ length: 100 }, (_, index) => ({ user: String(index) }));
	let counted = 0;
	const replies = await reviewAccess(connection, specs, {
		onCount: (count) => {
			counted = count;
		},
	});
	expect(replies).toEqual(
		specs.map((_, index) => ({
			kind: "answer",
			status: index % 2 === 0 ? { allowed: true, reason: `r${index}` } : { allowed: false },
		})),
	);
	expect(counted).toBe(100);
	expect(server.mostOpen()).toBeLessThanOrEqual(8);
	expect(new Set(server.lines())).toEqual(
		new Set(["POST /apis/authorization.k8s.io/v1/subjectaccessreviews"]),
	);
	expect(JSON.parse(server.log[0]?.body ?? "")).toEqual({
		apiVersion: "authorization.k8s.io/v1",
		kind: "SubjectAccessReview",
		spec: { user: "0" },
	});
	expect(server.log[0]?.headers["content-type"]).toBe("application/json");
});

test("a question the server finds wrong does not spoil the others", async () => {
	const { connection } = await scripted(({ body }, response) => {
		const review = JSON.parse(body) as Review;
		if (review.spec.user === "") return refuse(response, 422, "at least one of user or group");
		return { ...review, status: { allowed: true } };
	});
	const replies = await reviewAccess(connection, [{ user: "a" }, { user: "" }, { user: "b" }]);
	expect(replies.map(({ kind }) => kind)).toEqual(["answer", "error", "answer"]);
});

test("one who may not ask is told once", async () => {
	const { connection } = await scripted((_, response) => refuse(response, 403, "may not"));
	await expect(reviewSelfAccess(connection, [{}, {}])).rejects.toMatchObject({ code: "forbidden" });
});

test("rules of one's own, and who one is", async () => {
	const { server, connection } = await scripted(({ path, body }) => {
		if (path.endsWith("selfsubjectreviews")) {
			return { status: { userInfo: { username: "jane", uid: "1", groups: ["team"] } } };
		}
		const { namespace } = (JSON.parse(body) as Review).spec;
		const rule = { verbs: ["get"], apiGroups: [""], resources: [namespace] };
		return { status: { resourceRules: [rule], nonResourceRules: null, incomplete: true } };
	});
	expect(await reviewSelfRules(connection, ["a"])).toEqual([
		{
			kind: "answer",
			status: {
				resourceRules: [{ verbs: ["get"], apiGroups: [""], resources: ["a"], resourceNames: [] }],
				nonResourceRules: [],
				incomplete: true,
			},
		},
	]);
	expect(await reviewSelf(connection)).toEqual({ username: "jane", uid: "1", groups: ["team"] });
	expect(server.lines()).toEqual([
		"POST /apis/authorization.k8s.io/v1/selfsubjectrulesreviews",
		"POST /apis/authentication.k8s.io/v1/selfsubjectreviews",
	]);
});

test("an answer without a status is told", async () => {
	const { connection } = await scripted(() => ({ kind: "SubjectAccessReview" }));
	await expect(reviewAccess(connection, [{ user: "a" }])).rejects.toThrow(
		"expected a review with its status",
	);
	await expect(reviewSelf(connection)).rejects.toThrow("expected a user at `status.userInfo`");
});
