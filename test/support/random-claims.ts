import type {
	Assertion,
	PermissionWords,
	SubjectsWords,
	SuiteText,
} from "../../src/model/suite.ts";
import type { NaiveAmong, NaiveClaim, NaivePermission, NaiveWorld } from "./naive-suite.ts";
import type * as K from "./plain.ts";
import type { Random } from "./random.ts";
import { bind, role, rule } from "./world.ts";

const subjects: readonly string[] = [
	...["user:ana", "user:bo", "sa:n1/s", "sa:n2/s", "group:g1", "group:g2", "group:d1", "group:d2"],
	...["group:system:serviceaccounts:n1", "group:system:serviceaccounts"],
	...["group:system:authenticated", "user:system:anonymous"],
];
const people = ["user:ana", "user:bo", "sa:n1/s"];
export const missingRoles: readonly string[] = ["gone", "lost"];

/** Few bindings of few roles, some of which are missing, and how they were before. */
export function randomSuiteWorld(random: Random): NaiveWorld {
	const roles = ["r1", "r2", "r3"].map((name) => randomRole(random, name));
	const bindings = Array.from({ length: 1 + random.below(5) }, (_, i) => randomBinding(random, i));
	const kept = bindings.filter(() => random.chance(70));
	const more = random.chance(40) ? [randomBinding(random, 9)] : [];
	const before = random.chance(60)
		? roles
		: [...roles.slice(0, 2), ...(random.chance(50) ? [randomRole(random, "r3")] : [])];
	return {
		now: [...roles, ...bindings],
		old: [...before, ...kept, ...more],
		supposed: [],
		groups: new Map([
			["d1", people.filter(() => random.chance(50))],
			["d2", people.filter(() => random.chance(30))],
		]),
	};
}

const verbs = ["list", "watch", "*"];
const resources = ["pods", "secrets", "*"];

function randomRole(random: Random, name: string): K.Role {
	const rules = Array.from({ length: 1 + random.below(2) }, () =>
		rule(random.of(verbs), random.of(resources)),
	);
	return role(name, ...rules);
}

function randomBinding(random: Random, index: number): K.Binding {
	const where = random.of(["", "n1/", "n2/"]);
	const name = random.chance(25) ? random.of(missingRoles) : random.of(["r1", "r2", "r3"]);
	const named = [random.of(subjects), ...random.some(subjects, 1)];
	return bind(`${where}b${index}`, `ClusterRole/${name}`, ...named);
}

export function randomClaim(random: Random): NaiveClaim {
	const who = random.of(subjects);
	const what = randomPermission(random);
	const among: NaiveAmong = random.chance(50)
		? { listed: "any", not: random.some(subjects, 2) }
		: { listed: [who, ...random.some(subjects, 1)], not: random.some(subjects, 1) };
	switch (random.below(9)) {
		case 0:
			return { kind: random.of(["allow", "deny", "atMost", "exactly"]), who, what };
		case 1:
			return { kind: random.of(["atMostOf", "atLeastOf"]), who, other: random.of(subjects) };
		case 2:
			return { kind: "only", listed: random.some(subjects, 3), what };
		case 3:
			return { kind: random.of(["nobody", "everybody"]), not: random.some(subjects, 3), what };
		case 4:
		case 5:
			return { kind: "notBoth", among, first: what, second: randomPermission(random) };
		case 6:
			return { kind: "disjoint", whos: [who, random.of(subjects)], what };
		default:
			return { kind: random.of(["noNewAccess", "noLostAccess", "equivalent"]), among };
	}
}

/** All of it can be asked for: nobody gets a pod without a name. */
function randomPermission(random: Random): NaivePermission {
	return {
		verbs: [random.of(["list", "watch"])],
		resources: [random.of(["pods", "secrets"])],
		namespaces: random.of([["n1"], ["n2"], ["n1", "n2"], [""], ["*", ""]]),
	};
}

const place = { file: "suite" };
const textOf = (text: string): SuiteText => ({ text, place });

/** The same claim in the words of a suite. */
export function assertionOf(claim: NaiveClaim): Assertion {
	const common = { place, severity: "error" } as const;
	const none = { via: undefined, soleVia: false, because: undefined };
	const bounds = { ignoring: [], catalogue: false };
	switch (claim.kind) {
		case "allow":
		case "deny":
			return {
				...common,
				...none,
				of: textOf(claim.who),
				isRole: false,
				kind: claim.kind,
				permission: wordsOf(claim.what),
			};
		case "atMost":
		case "exactly":
			return {
				...common,
				...bounds,
				of: textOf(claim.who),
				isRole: false,
				kind: claim.kind,
				permissions: [wordsOf(claim.what)],
			};
		case "atMostOf":
		case "atLeastOf": {
			const permissions = [{ kind: "subject", subject: textOf(claim.other), place } as const];
			const kind = claim.kind === "atMostOf" ? "atMost" : "atLeast";
			return { ...common, ...bounds, of: textOf(claim.who), isRole: false, kind, permissions };
		}
		case "only":
			return {
				...common,
				kind: "only",
				subjects: claim.listed.map(textOf),
				permission: wordsOf(claim.what),
				exhaustive: false,
			};
		case "nobody":
		case "everybody": {
			const among = amongWords({ listed: "any", not: claim.not });
			const bound = claim.kind === "nobody" ? "deny" : "allow";
			return {
				...common,
				kind: "forall",
				among,
				bound,
				permissions: [wordsOf(claim.what)],
				ignoring: undefined,
			};
		}
		case "notBoth":
			return {
				...common,
				kind: "notBoth",
				among: amongWords(claim.among),
				first: wordsOf(claim.first),
				second: wordsOf(claim.second),
			};
		case "disjoint":
			return {
				...common,
				kind: "disjoint",
				subjects: claim.whos.map(textOf),
				on: wordsOf(claim.what),
			};
		default: {
			const baseline = { kind: "git", ref: textOf("old") } as const;
			return {
				...common,
				kind: claim.kind,
				baseline,
				among: amongWords(claim.among),
				exceptions: [],
			};
		}
	}
}

export { subjects as namedSubjects };

function amongWords({ listed, not }: NaiveAmong): SubjectsWords {
	const any = listed === "any";
	return { place, any, subjects: any ? [] : listed.map(textOf), not: not.map(textOf) };
}

function wordsOf({ verbs, resources, namespaces }: NaivePermission): PermissionWords {
	const rule = {
		verbs,
		apiGroups: [""],
		resources,
		resourceNames: [],
		nonResourceURLs: [],
		namespaces,
	};
	return { kind: "rule", rule, place };
}
