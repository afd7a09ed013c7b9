import type { KnownSubject } from "../../answer/subjects.ts";
import { objectName } from "../../model/object-name.ts";
import { formatSubject } from "../../model/subject.ts";
import type { DraftTest, DraftWords } from "../../model/suite-draft.ts";
import type { BoundRole } from "../../resolve/bound-role.ts";
import type { PermissionSet } from "../../sets/permission-set.ts";
import { gapInWords } from "../gap-words.ts";
import { goldenText, readGolden } from "../golden.ts";
import type { SuiteWorld } from "../suite-world.ts";
import { nearMisses } from "./near-misses.ts";
import { readablePhrases } from "./readable-phrases.ts";

/** What is said of one subject; `isGolden` asks for a golden file, since phrases would be too many. */
export interface SubjectDraft {
	readonly tests: readonly DraftTest[];
	readonly isGolden: boolean;
}

interface Given {
	readonly alias: string;
	readonly known: KnownSubject;
	/** What other tests deny to it already. */
	readonly denied: PermissionSet;
	/** How the suite calls the groups that the inputs bind something to; each has a test of its own. */
	readonly groups: ReadonlyMap<string, string>;
	/** False where no other file can be written. */
	readonly mayBeGolden: boolean;
}

/** So many lines are still read. */
const mostLines = 25;

/** All that a subject may do, and what lies just outside of it. */
export function draftSubject(given: Given, world: SuiteWorld): SubjectDraft {
	const { alias, known, denied, mayBeGolden } = given;
	const { subject, identity } = known;
	const base = { id: `${alias}-may`, comments: [formatSubject(subject)] };
	const all = world.grants.namedBy(identity).flatMap((named) => named.all());
	const whole = world.identities.of(identity);
	const everyone = identity.groups.map((group) => world.everyone.get(group) ?? world.sets.none);
	const shared = world.sets.union(everyone);
	// What rules say is easier to tell than what is left of it without the rights of everybody.
	const around = identity.groups.filter(
		(group) => given.groups.has(group) && formatSubject(subject) !== `group:${group}`,
	);
	const bound = all.filter(
		({ binding, role, subject: named }) =>
			!(named.kind === "Group" && around.includes(named.name)) &&
			(role === undefined || !binding.builtIn || !world.identities.ofRole(role).isSubsetOf(shared)),
	);
	const names = around.map((group) => given.groups.get(group) ?? group);
	const ignoring = names.length === 0 ? {} : { ignoring: ["everyone-rights", ...names] };
	const [wide, has] = [wideSet(bound, world), ownSet(bound, world)];
	const parts = [wide, has.difference(wide)];
	const roles = rolesOf(bound, has, world);
	const missing = all.filter(({ role }) => role === undefined);
	if (whole.isEverything) {
		const comments = [...base.comments, "It may do everything, so that no bound above can fail."];
		return drafted([
			{ ...base, comments, words: { subject: alias, atLeast: "any any everywhere" } },
		]);
	}
	const phrases = readablePhrases(parts, world);
	if (missing.length > 0) return drafted(gapTest(given, missing, phrases));
	const outside = nearMisses(parts, { whole, shared, denied }, world);
	const cases = outside.map((deny) => ({ deny }));
	const near: readonly DraftTest[] =
		cases.length === 0
			? []
			: [{ id: `${alias}-may-not`, comments: [], words: { subject: alias, cases } }];
	if (phrases !== undefined && phrases.length <= mostLines) {
		return drafted([
			{ ...base, words: { subject: alias, exactly: phrases, ...ignoring } },
			...near,
		]);
	}
	if (roles.isWhole) {
		return drafted([
			{ ...base, words: { subject: alias, exactly: roles.words, ...ignoring } },
			...near,
		]);
	}
	if (mayBeGolden && canBeGolden(known, world)) return { tests: near, isGolden: true };
	const comments = [...base.comments, "More than can be read as phrases: no more than its roles."];
	return drafted([
		{ ...base, comments, words: { subject: alias, atMost: roles.words, ...ignoring } },
		...near,
	]);
}

/** What ClusterRoleBindings give, told apart from what RoleBindings add. */
function wideSet(bound: readonly BoundRole[], { identities, sets }: SuiteWorld): PermissionSet {
	const roles = bound.flatMap(({ binding, role }) =>
		role !== undefined && binding.namespace === "" ? [role] : [],
	);
	return sets.union(roles.map((role) => identities.ofRole(role)));
}

/** All that bindings give. */
function ownSet(bound: readonly BoundRole[], { identities, sets }: SuiteWorld): PermissionSet {
	return sets.union(
		bound.flatMap(({ binding, role }) => {
			if (role === undefined) return [];
			const set = identities.ofRole(role);
			return [binding.namespace === "" ? set : sets.inNamespace(set, binding.namespace)];
		}),
	);
}

function drafted(tests: readonly DraftTest[]): SubjectDraft {
	return { tests, isGolden: false };
}

/** What is granted is granted; what is not may be, by the role that is missing. */
function gapTest(
	{ alias, known }: Given,
	missing: readonly BoundRole[],
	phrases: readonly string[] | undefined,
): readonly DraftTest[] {
	const gaps = missing.map(({ binding }) => capital(gapInWords(binding)));
	const comments = [
		formatSubject(known.subject),
		...[...new Set(gaps)].map((gap) => `${gap}: what more it may do is unknown.`),
	];
	if (phrases === undefined || phrases.length === 0) return [{ id: "", comments, words: {} }];
	return [{ id: `${alias}-may`, comments, words: { subject: alias, atLeast: phrases } }];
}

/** A golden file says it in phrases too, without a bound on their number. */
function canBeGolden({ subject, identity }: KnownSubject, world: SuiteWorld): boolean {
	const made = goldenText(world, [{ kind: "subject", subject, identity }]);
	return "text" in made && readGolden(made.text).has(formatSubject(subject));
}

/** The roles that give something beyond what everybody has; whole where they are the default policy's and all there is. */
function rolesOf(
	bound: readonly BoundRole[],
	has: PermissionSet,
	world: SuiteWorld,
): { readonly words: readonly DraftWords[]; readonly isWhole: boolean } {
	const words = new Map<string, DraftWords>();
	const sets: PermissionSet[] = [];
	let isDefault = true;
	for (const { binding, role } of bound) {
		if (role === undefined) continue;
		const { builtIn } = role.role;
		const isClusterWide = binding.namespace === "";
		const ofRole = world.identities.ofRole(role);
		const set = isClusterWide ? ofRole : world.sets.inNamespace(ofRole, binding.namespace);
		if (!set.meets(has)) continue;
		const text = objectName(role.role);
		const one = isClusterWide ? { role: text } : { role: text, in: binding.namespace };
		words.set(JSON.stringify(one), one);
		sets.push(set);
		isDefault &&= builtIn && role.rules.every(({ declaredIn }) => declaredIn.builtIn);
	}
	const isWhole = isDefault && has.isSubsetOf(world.sets.union(sets));
	return { words: [...words.values()], isWhole };
}

function capital(text: string): string {
	return text.slice(0, 1).toUpperCase() + text.slice(1);
}
