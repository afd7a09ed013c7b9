import type { Reply } from "../load/live/ask-server.ts";
import type { Connection } from "../load/live/connection.ts";
import type { Decision } from "../model/answer.ts";
import type { Identity } from "../model/identity.ts";
import type { Request } from "../model/request.ts";
import type { AccessReviewSpec, AccessReviewStatus } from "../model/review.ts";
import type { World } from "./open-world.ts";

/**
 * A decision that rolecall cannot make, made by the server; others are left as they are. Everybody may ask about
 * themselves, and only few about others.
 */
export async function settledByServer(
	world: World,
	decision: Decision,
	isAboutUs: boolean,
): Promise<Decision> {
	const { connection } = world;
	if (connection === undefined || decision.verdict !== "unknown") return decision;
	const spec = specOf(decision.identity, decision.request);
	const [reply] = await asking(connection, [spec], isAboutUs);
	if (reply === undefined) throw new Error("a question without an answer");
	if (reply.kind === "error") {
		const note = `cluster ${connection.context} would not say: ${reply.error.says}`;
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

/** The server's replies in the order of the questions; one that may not be asked refuses each of them. */
export async function asking(
	connection: Connection,
	specs: readonly AccessReviewSpec[],
	isAboutUs: boolean,
): Promise<readonly Reply<AccessReviewStatus>[]> {
	const { reviewAccess, reviewSelfAccess } = await import("../load/live/ask-server.ts");
	try {
		return isAboutUs
			? await reviewSelfAccess(connection, specs.map(withoutUser))
			: await reviewAccess(connection, specs);
	} catch (error) {
		const { ClusterError } = await import("../load/live/cluster-error.ts");
		if (!(error instanceof ClusterError) || error.status !== 403) throw error;
		return specs.map(() => ({ kind: "error", error }));
	}
}

function withoutUser({
	resourceAttributes,
	nonResourceAttributes,
}: AccessReviewSpec): AccessReviewSpec {
	return {
		...(resourceAttributes && { resourceAttributes }),
		...(nonResourceAttributes && { nonResourceAttributes }),
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
