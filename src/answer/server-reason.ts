import type { Binding } from "../model/binding.ts";
import { goQuote } from "../model/go-quote.ts";
import { minorOf } from "../model/minor-of.ts";
import type { Request } from "../model/request.ts";
import type { Subject } from "../model/subject.ts";
import type { Match } from "../resolve/bound-role.ts";
import { ruleAllows } from "../resolve/rule-allows.ts";

/** What the API server answers to a SubjectAccessReview. */
export interface ServerAnswer {
	readonly allowed: boolean;
	readonly reason: string;
}

/**
 * The RBAC authorizer's own words. Where several bindings allow a request the server names whichever it met first;
 * ours is the first by kind and name. Roles that are missing are told in the reason of a deny only.
 * https://github.com/kubernetes/kubernetes/blob/v1.37.1/plugin/pkg/auth/authorizer/rbac/rbac.go
 */
export function serverAnswer(
	matches: readonly Match[],
	request: Request,
	kubernetesVersion: string,
): ServerAnswer {
	for (const match of matches) {
		if (match.role?.rules.some((sourced) => ruleAllows(sourced.rule, request))) {
			return { allowed: true, reason: `RBAC: allowed by ${grantInWords(match)}` };
		}
	}
	const errors = resolutionErrors(matches);
	if (errors === "") return { allowed: false, reason: "" };
	const prefix = minorOf(kubernetesVersion) >= 37 ? "rbac: " : "";
	return { allowed: false, reason: `${prefix}RBAC: ${errors}` };
}

/**
 * The errors of bindings whose role does not exist, as Kubernetes joins them; "" when there are none. `calledBy`: the
 * resource that the server's storage calls them by, the one that is being written.
 */
export function resolutionErrors(matches: readonly Match[], calledBy?: string): string {
	const missing = matches.filter((match) => match.role === undefined);
	const errors = [...new Set(missing.map(({ binding }) => notFound(binding, calledBy)))];
	return errors.length > 1 ? `[${errors.join(", ")}]` : (errors[0] ?? "");
}

function notFound({ roleRef }: Binding, calledBy: string | undefined): string {
	const resource = calledBy ?? roleRef.kind.toLowerCase();
	return `${resource}.rbac.authorization.k8s.io ${goQuote(roleRef.name)} not found`;
}

/** Names stand before namespaces here, as in the server's text. */
function grantInWords({ binding, subject }: Match): string {
	const name = binding.namespace === "" ? binding.name : `${binding.name}/${binding.namespace}`;
	const role = `${binding.roleRef.kind} ${goQuote(binding.roleRef.name)}`;
	return `${binding.kind} ${goQuote(name)} of ${role} to ${subjectInWords(subject, binding)}`;
}

function subjectInWords(subject: Subject, binding: Binding): string {
	if (subject.kind !== "ServiceAccount") return `${subject.kind} ${goQuote(subject.name)}`;
	const namespace = subject.namespace || binding.namespace;
	return `ServiceAccount ${goQuote(`${subject.name}/${namespace}`)}`;
}
