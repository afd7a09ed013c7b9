import type { Decision } from "../model/answer.ts";
import type { Identity } from "../model/identity.ts";
import type { Request } from "../model/request.ts";
import type { AccessReviewSpec } from "../model/review.ts";
import type { World } from "./open-world.ts";
import { UsageError } from "./usage-error.ts";

/** A decision that rolecall cannot make, made by the server with a SubjectAccessReview; others are left as they are. */
export async function settledByServer(world: World, decision: Decision): Promise<Decision> {
	const { connection } = world;
	if (connection === undefined) {
		throw new UsageError("--ask-server asks a live cluster: name it with --context");
	}
	if (decision.verdict !== "unknown") return decision;
	const { reviewAccess } = await import("../load/live/ask-server.ts");
	const [reply] = await reviewAccess(connection, [specOf(decision.identity, decision.request)]);
	if (reply === undefined) return decision;
	if (reply.kind === "error") {
		const note = `the server would not say: ${reply.error.says}`;
		return { ...decision, notes: [...decision.notes, note] };
	}
	const { allowed, reason = "" } = reply.status;
	const note = `cluster ${connection.context} itself says ${allowed ? "yes" : "no"}`;
	return {
		...decision,
		verdict: allowed ? "yes" : "no",
		reason,
		gaps: [],
		nearMisses: allowed ? [] : decision.nearMisses,
		smallestGrant: allowed ? undefined : decision.smallestGrant,
		notes: [...decision.notes, note],
	};
}

/** The review that asks for exactly this identity and request. */
export function specOf({ name, groups }: Identity, request: Request): AccessReviewSpec {
	const who = { ...(name !== "" && { user: name }), groups };
	if (request.kind === "path") {
		const { verb, path } = request;
		return { ...who, nonResourceAttributes: { verb, path } };
	}
	const { verb, apiGroup: group, resource, subresource, namespace, name: object } = request;
	const attributes = { verb, group, resource, subresource, namespace, name: object };
	return { ...who, resourceAttributes: attributes };
}
