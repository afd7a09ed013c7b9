// Importing this file is its use: Vitest's `expect` has the matchers afterwards, with their types.
import { expect } from "vitest";
import type { Subject } from "../model/subject.ts";
import type { Bound } from "../policy/expectations.ts";
import type { Policy } from "../policy/policy.ts";
import type { PolicyRole } from "../policy/policy-role.ts";
import type { PolicySubject } from "../policy/policy-subject.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import { matchers } from "./matchers.ts";

expect.extend({ ...matchers });

/** The arguments of a matcher that is about one kind of thing: there are none for another. */
type About<T, Thing, Arguments extends readonly unknown[]> = T extends Thing ? Arguments : never;

type Holder = PolicySubject | PolicyRole | PermissionSet;
type Listed = readonly (string | Subject | PolicySubject)[];

declare module "vitest" {
	// biome-ignore lint/suspicious/noExplicitAny: the declarations of an interface have to agree, and Vitest's says so.
	interface Matchers<T = any> {
		/** All of the phrase is allowed. With `not`, some of it is not: `toBeDenied` says that none is. */
		toBeAllowed: (...phrase: About<T, PolicySubject, [phrase: string]>) => void;
		/** Nothing of the phrase is allowed. */
		toBeDenied: (...phrase: About<T, PolicySubject, [phrase: string]>) => void;
		/** Nothing beyond the bound: a set, phrases, a role or a subject. */
		toBeSubsetOf: (...bound: About<T, Holder, [bound: Bound]>) => void;
		/** All of the bound and nothing beyond it. */
		toAllowExactly: (...bound: About<T, Holder, [bound: Bound]>) => void;
		/** Nobody but these subjects may do any of the phrase. */
		toAllowOnly: (...given: About<T, Policy, [subjects: Listed, phrase: string]>) => void;
		/** Nobody may do more than by the other policy. */
		toGrantNoMoreThan: (...other: About<T, Policy, [other: Policy]>) => void;
		/** Everybody may still do what they may by the other policy. */
		toGrantNoLessThan: (...other: About<T, Policy, [other: Policy]>) => void;
	}
}
