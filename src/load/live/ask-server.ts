import type {
	AccessReviewSpec,
	AccessReviewStatus,
	RulesReviewStatus,
} from "../../model/review.ts";
import { isRecord, type JsonRecord } from "../json-record.ts";
import { ClusterError } from "./cluster-error.ts";
import type { Connection } from "./connection.ts";

export interface AskOptions {
	readonly signal?: AbortSignal | undefined;
	/** Called after each answer with how many there are. */
	readonly onCount?: ((count: number) => void) | undefined;
}

/** What the server answers to one question; an error when it finds that question wrong. */
export type Reply<T> =
	| { readonly kind: "answer"; readonly status: T }
	| { readonly kind: "error"; readonly error: ClusterError };

type SelfAccessSpec = Pick<AccessReviewSpec, "resourceAttributes" | "nonResourceAttributes">;

/** Asks whether somebody may do something; the answers come in the order of the questions. */
export function reviewAccess(
	connection: Connection,
	specs: readonly AccessReviewSpec[],
	options: AskOptions = {},
): Promise<readonly Reply<AccessReviewStatus>[]> {
	return askAll(connection, "SubjectAccessReview", specs, accessStatus, options);
}

/** Asks whether we ourselves may do something. */
export function reviewSelfAccess(
	connection: Connection,
	specs: readonly SelfAccessSpec[],
	options: AskOptions = {},
): Promise<readonly Reply<AccessReviewStatus>[]> {
	return askAll(connection, "SelfSubjectAccessReview", specs, accessStatus, options);
}

/** Asks for our own rules in each namespace. */
export function reviewSelfRules(
	connection: Connection,
	namespaces: readonly string[],
	options: AskOptions = {},
): Promise<readonly Reply<RulesReviewStatus>[]> {
	const specs = namespaces.map((namespace) => ({ namespace }));
	return askAll(connection, "SelfSubjectRulesReview", specs, rulesStatus, options);
}

/** Who the server takes us for. */
export interface SelfIdentity {
	readonly username: string;
	readonly uid: string;
	readonly groups: readonly string[];
}

/** Asks who we are; Kubernetes has the answer since 1.28. */
export async function reviewSelf(
	connection: Connection,
	options: AskOptions = {},
): Promise<SelfIdentity> {
	const body = { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" };
	const path = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
	const status = statusOf(await connection.requests.create(path, body, options));
	const info =
		status !== undefined && isRecord(status["userInfo"]) ? status["userInfo"] : undefined;
	if (info === undefined || typeof info["username"] !== "string") {
		throw nonsense(connection, path, "expected a user at `status.userInfo`");
	}
	return {
		username: info["username"],
		uid: typeof info["uid"] === "string" ? info["uid"] : "",
		groups: textsIn(info, "groups"),
	};
}

type Kind = "SubjectAccessReview" | "SelfSubjectAccessReview" | "SelfSubjectRulesReview";

async function askAll<S, T>(
	connection: Connection,
	kind: Kind,
	specs: readonly S[],
	read: (status: JsonRecord) => T | undefined,
	options: AskOptions,
): Promise<readonly Reply<T>[]> {
	const path = `/apis/authorization.k8s.io/v1/${kind.toLowerCase()}s`;
	const replies = new Map<number, Reply<T>>();
	let next = 0;
	const work = async (): Promise<void> => {
		for (let index = next++; index < specs.length; index = next++) {
			const body = { apiVersion: "authorization.k8s.io/v1", kind, spec: specs[index] };
			replies.set(index, await askOne(connection, path, body, read, options));
			options.onCount?.(replies.size);
		}
	};
	// More than may be in flight wait in the connection; a hundred thousand promises need not.
	await Promise.all(Array.from({ length: Math.min(64, specs.length) }, work));
	return specs.flatMap((_, index) => replies.get(index) ?? []);
}

async function askOne<T>(
	connection: Connection,
	path: string,
	body: object,
	read: (status: JsonRecord) => T | undefined,
	options: AskOptions,
): Promise<Reply<T>> {
	try {
		const answer = await connection.requests.create(path, body, options);
		const status = statusOf(answer);
		const found = status === undefined ? undefined : read(status);
		if (found !== undefined) return { kind: "answer", status: found };
		throw nonsense(connection, path, "expected a review with its status");
	} catch (error) {
		if (!isAboutQuestion(error)) throw error;
		return { kind: "error", error };
	}
}

/** The server refuses this question, not its asker. */
function isAboutQuestion(error: unknown): error is ClusterError {
	return error instanceof ClusterError && (error.status === 400 || error.status === 422);
}

function statusOf(answer: unknown): JsonRecord | undefined {
	const status = isRecord(answer) ? answer["status"] : undefined;
	return isRecord(status) ? status : undefined;
}

function accessStatus(status: JsonRecord): AccessReviewStatus | undefined {
	const { allowed, reason, evaluationError } = status;
	if (typeof allowed !== "boolean") return undefined;
	return {
		allowed,
		...(typeof reason === "string" && reason !== "" ? { reason } : {}),
		...(typeof evaluationError === "string" && evaluationError !== "" ? { evaluationError } : {}),
	};
}

function rulesStatus(status: JsonRecord): RulesReviewStatus | undefined {
	const { resourceRules, nonResourceRules, incomplete, evaluationError } = status;
	return {
		resourceRules: recordsIn(resourceRules).map((rule) => ({
			verbs: textsIn(rule, "verbs"),
			apiGroups: textsIn(rule, "apiGroups"),
			resources: textsIn(rule, "resources"),
			resourceNames: textsIn(rule, "resourceNames"),
		})),
		nonResourceRules: recordsIn(nonResourceRules).map((rule) => ({
			verbs: textsIn(rule, "verbs"),
			nonResourceURLs: textsIn(rule, "nonResourceURLs"),
		})),
		incomplete: incomplete === true,
		...(typeof evaluationError === "string" && evaluationError !== "" ? { evaluationError } : {}),
	};
}

function recordsIn(value: unknown): readonly JsonRecord[] {
	return Array.isArray(value) ? value.filter(isRecord) : [];
}

function textsIn(record: JsonRecord, field: string): readonly string[] {
	const value = record[field];
	return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function nonsense(connection: Connection, path: string, says: string): ClusterError {
	return new ClusterError("protocol", `${connection.server}${path}`, says);
}
