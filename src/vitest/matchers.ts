import type { Subject } from "../model/subject.ts";
import type { CheckResult } from "../model/suite-result.ts";
import { type Bound, boundOf, casesOf, onlyOf, ratchetOf } from "../policy/expectations.ts";
import { Policy } from "../policy/policy.ts";
import { PolicyRole } from "../policy/policy-role.ts";
import { PolicySubject } from "../policy/policy-subject.ts";
import { visible } from "../render/visible.ts";
import { PermissionSet } from "../sets/permission-set.ts";
import { failureMessage } from "./failure-message.ts";

/** What `expect.extend` takes, of Vitest and of Jest. */
export interface MatcherResult {
	readonly pass: boolean;
	readonly message: () => string;
}

/** Whatever `expect` was given: a matcher throws where it is about something else. */
type Matcher<Arguments extends readonly unknown[]> = (
	received: unknown,
	...given: Arguments
) => MatcherResult;

export interface PolicyMatchersObject {
	readonly toBeAllowed: Matcher<[phrase: string]>;
	readonly toBeDenied: Matcher<[phrase: string]>;
	readonly toBeSubsetOf: Matcher<[bound: Bound]>;
	readonly toAllowExactly: Matcher<[bound: Bound]>;
	readonly toAllowOnly: Matcher<
		[subjects: readonly (string | Subject | PolicySubject)[], phrase: string]
	>;
	readonly toGrantNoMoreThan: Matcher<[other: Policy]>;
	readonly toGrantNoLessThan: Matcher<[other: Policy]>;
}

/** For `expect.extend`; `rolecall/vitest` does that for Vitest. */
export const matchers: PolicyMatchersObject = {
	toBeAllowed: (received, phrase) =>
		resultOf("toBeAllowed", casesOf(subjectIn(received, "toBeAllowed"), "allow", phrase)),
	toBeDenied: (received, phrase) =>
		resultOf("toBeDenied", casesOf(subjectIn(received, "toBeDenied"), "deny", phrase)),
	toBeSubsetOf: (received, bound) =>
		resultOf("toBeSubsetOf", [boundOf(holderIn(received, "toBeSubsetOf"), "atMost", bound)]),
	toAllowExactly: (received, bound) =>
		resultOf("toAllowExactly", [boundOf(holderIn(received, "toAllowExactly"), "exactly", bound)]),
	toAllowOnly: (received, subjects, phrase) =>
		resultOf("toAllowOnly", onlyOf(policyIn(received, "toAllowOnly"), subjects, phrase)),
	toGrantNoMoreThan: (received, other) =>
		resultOf("toGrantNoMoreThan", [
			ratchetOf(policyIn(received, "toGrantNoMoreThan"), "gained", other),
		]),
	toGrantNoLessThan: (received, other) =>
		resultOf("toGrantNoLessThan", [
			ratchetOf(policyIn(received, "toGrantNoLessThan"), "lost", other),
		]),
};

/** What cannot be decided fails either way, with `not` and without. */
function resultOf(name: keyof PolicyMatchersObject, checks: readonly CheckResult[]): MatcherResult {
	const failed = checks.filter(({ status }) => status === "failed");
	const unknown = checks.filter(({ status }) => status === "unknown");
	if (failed.length === 0 && unknown.length > 0) {
		throw new Error(`${name} cannot be decided\n${unknown.map(textOf).join("\n")}`);
	}
	const pass = failed.length === 0;
	const held = checks.map(({ title }) => visible(title) || name).join(", and ");
	return {
		pass,
		message: () => (pass ? `it holds: ${held}` : failed.map(textOf).join("\n")),
	};
}

function textOf(check: CheckResult): string {
	const title = check.title === "" ? "" : `${visible(check.title)}\n\n  `;
	return `${title}${failureMessage(check)}\n`;
}

function subjectIn(received: unknown, name: string): PolicySubject {
	if (received instanceof PolicySubject) return received;
	throw new TypeError(`${name} is about a subject: expected \`policy.subject(…)\``);
}

function policyIn(received: unknown, name: string): Policy {
	if (received instanceof Policy) return received;
	throw new TypeError(`${name} is about a policy: expected what \`load(…)\` gives`);
}

function holderIn(received: unknown, name: string): PolicySubject | PolicyRole | PermissionSet {
	if (received instanceof PolicySubject || received instanceof PolicyRole) return received;
	if (received instanceof PermissionSet) return received;
	throw new TypeError(
		`${name} is about permissions: expected \`policy.subject(…)\`, \`policy.role(…)\` or a set`,
	);
}
