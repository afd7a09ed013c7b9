import { formatSubject, type Subject } from "../model/subject.ts";
import type { Assertion, SuiteSubject, SuiteTest } from "../model/suite.ts";
import type { CheckResult } from "../model/suite-result.ts";
import { PermissionSet } from "../sets/permission-set.ts";
import type { Claim } from "../suite/claim.ts";
import { ownNamespace } from "../suite/claimed.ts";
import { resultOf, runSuite } from "../suite/run-suite.ts";
import type { SuiteWorld } from "../suite/suite-world.ts";
import { inTest, meaningOf } from "./meaning-of.ts";
import type { Policy } from "./policy.ts";
import { PolicyError } from "./policy-error.ts";
import { PolicyRole } from "./policy-role.ts";
import { everyoneRights, PolicySubject } from "./policy-subject.ts";
import { setResult } from "./set-result.ts";

/** What something is compared with: a set, phrases, all that a role gives or a subject may do. */
export type Bound = PermissionSet | PolicyRole | PolicySubject | string | readonly string[];

/** All of a phrase is allowed, or none of it is: a check for each verb on each resource, as in a suite's cases. */
export function casesOf(
	{ world, text }: PolicySubject,
	kind: "allow" | "deny",
	phrase: string,
): readonly CheckResult[] {
	const rest = { via: undefined, soleVia: false, because: undefined };
	const of = { text, place: inTest };
	const permission = phraseOf(phrase);
	return asserted(world, { ...common, kind, of, isRole: false, permission, ...rest });
}

/** Nobody but those listed may do any of a phrase, as with `only` in a suite. */
export function onlyOf(
	{ world }: Policy,
	listed: readonly (string | Subject | PolicySubject)[],
	phrase: string,
): readonly CheckResult[] {
	const aliases = new Map<string, SuiteSubject>();
	const subjects = listed.map((one) => {
		if (!(one instanceof PolicySubject)) return typeof one === "string" ? one : formatSubject(one);
		for (const [text, alias] of one.world.suite.subjects) aliases.set(text, alias);
		return one.text;
	});
	return asserted(
		{ ...world, suite: { ...world.suite, subjects: aliases } },
		{
			...{ ...common, kind: "only", permission: phraseOf(phrase), exhaustive: false },
			subjects: subjects.map((text) => ({ text, place: inTest })),
		},
	);
}

/** Nothing but what the bound holds, or exactly that. What everybody may do is not held against a subject. */
export function boundOf(
	held: PolicySubject | PolicyRole | PermissionSet,
	kind: "atMost" | "exactly",
	bound: Bound,
): CheckResult {
	if (held instanceof PermissionSet) return setResult(held, kind, setOf(undefined, bound));
	const { world, who } = held;
	const own = who.kind === "subject" ? ownNamespace(who) : undefined;
	const set = setOf(world, bound, own);
	if (set.isEverything) {
		throw new PolicyError(`\`${kind}\` of everything forbids nothing: it can never fail`);
	}
	const ignored = who.kind === "subject" ? everyoneRights(world, who) : world.sets.none;
	return claimed(world, {
		...{ kind: "bound", who, via: undefined, soleVia: false, because: undefined },
		required: kind === "exactly" ? set : world.sets.none,
		forbidden: set.complement().difference(ignored),
	});
}

/** Nobody has gained, or lost, anything since another policy. */
export function ratchetOf(
	{ world }: Policy,
	counts: "gained" | "lost",
	other: Policy,
): CheckResult {
	const baseline = { name: "the other policy", grants: other.world.grants };
	return claimed(world, {
		...{ kind: "ratchet", baseline, counts, isAmong: () => true, exceptions: [] },
		...{ whos: [], roles: true },
	});
}

const common = { place: inTest, severity: "error" } as const;

const test: SuiteTest = {
	...{ id: "expect", name: "expect", place: inTest, tags: [], assertions: [] },
	...{ skip: undefined, knownFailure: undefined, focus: false, hasOwnId: true, allowEmpty: false },
};

function phraseOf(text: string): Extract<Assertion, { kind: "only" }>["permission"] {
	return { kind: "phrase", text, place: inTest };
}

function asserted(world: SuiteWorld, assertion: Assertion): readonly CheckResult[] {
	const suite = { ...world.suite, tests: [{ ...test, assertions: [assertion] }] };
	const { checks, problems } = runSuite({ ...world, suite });
	const errors = problems.filter(({ severity }) => severity === "error");
	if (errors.length > 0) throw new PolicyError(errors.map(({ message }) => message).join("\n"));
	return checks;
}

function claimed(world: SuiteWorld, claim: Claim): CheckResult {
	const check = {
		id: "expect",
		test,
		title: "",
		place: inTest,
		severity: "error",
		isGolden: false,
		claim,
	} as const;
	return resultOf(check, world);
}

function setOf(world: SuiteWorld | undefined, bound: Bound, own?: string): PermissionSet {
	if (bound instanceof PermissionSet) return bound;
	if (bound instanceof PolicyRole || bound instanceof PolicySubject) return bound.permissions;
	if (world === undefined) {
		throw new PolicyError("a set does not know what a phrase means: expected `policy.phrase(…)`");
	}
	const phrases = [bound].flat();
	return world.sets.union(
		phrases.map((text) => meaningOf(world, (words) => words.permission(phraseOf(text), own)?.set)),
	);
}
