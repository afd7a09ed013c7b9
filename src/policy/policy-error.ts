/** What a test says means nothing in its policy: an unknown subject, resource, namespace or role, a slip in a phrase. */
export class PolicyError extends Error {
	override readonly name = "PolicyError";
}
