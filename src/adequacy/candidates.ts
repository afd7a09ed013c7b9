import { identityOfSubject, subjectsOf } from "../answer/subjects.ts";
import { parseSubject } from "../answer/who-asks.ts";
import { formatSubject, type Subject } from "../model/subject.ts";
import type { DraftTest, DraftWords } from "../model/suite-draft.ts";
import { aliasNames } from "../suite/draft/alias-names.ts";
import { closedLists } from "../suite/draft/closed-lists.ts";
import { draftSubject } from "../suite/draft/draft-subject.ts";
import { nobodyElse } from "../suite/draft/nobody-else.ts";
import { roleBoundDrafts } from "../suite/draft/role-bounds.ts";
import { goldenText } from "../suite/golden.ts";
import type { SuiteWorld } from "../suite/suite-world.ts";
import { somebodyElse } from "./binding-mutants.ts";
import type { RoleSlack } from "./role-slack.ts";
import type { Slack } from "./slack.ts";

/** A test that may be worth having, and the golden files that it needs. */
export interface Candidate {
	readonly test: DraftTest;
	readonly goldens: ReadonlyMap<string, string>;
}

/** What is open in a world. */
export interface Open {
	readonly world: SuiteWorld;
	readonly slacks: readonly Slack[];
	readonly roles: readonly RoleSlack[];
}

/** Tests that hold in a world and could close something of what is open in it. `golden` names golden files. */
export function candidatesOf(
	{ world, slacks, roles }: Open,
	golden: (name: string) => string,
): readonly Candidate[] {
	const names = namesIn(world, slacks);
	const closed = closedLists(world, names.aliases);
	const nobody: DraftTest = {
		id: "nobody",
		comments: ["What nobody may do but the control plane"],
		words: { forall: { subjects: "any", not: ["control-plane"] }, deny: closed.nobody },
	};
	const tests = [
		nobodyElse(world, names.aliases) ?? [],
		...closed.tests,
		...(closed.nobody.length === 0 ? [] : [nobody]),
		...roles.flatMap((role) => roleBoundDrafts(role, world)),
	].flat();
	return [
		...slacks.flatMap((slack) => ofSubject(slack, names, world, golden) ?? []),
		...tests.map((test) => ({ test, goldens: new Map() })),
	];
}

interface Names {
	/** What the suite calls subjects, by their names. */
	readonly aliases: ReadonlyMap<string, string>;
	/** A word for each subject, of which an id is made. */
	readonly slugs: ReadonlyMap<string, string>;
	/** The groups that the inputs bind something to, as the suite calls them. */
	readonly groups: ReadonlyMap<string, string>;
}

function namesIn({ suite, grants }: SuiteWorld, slacks: readonly Slack[]): Names {
	const aliases = new Map<string, string>();
	for (const [alias, { subject, groups }] of suite.subjects) {
		const parsed = parseSubject(subject.text);
		if ("error" in parsed || groups.length > 0 || /[*?,]/.test(subject.text)) continue;
		const name = formatSubject(parsed);
		if (!aliases.has(name)) aliases.set(name, alias);
	}
	const nameOf = (subject: Subject): string => {
		const name = formatSubject(subject);
		return aliases.get(name) ?? name;
	};
	const slugs = aliasNames(slacks.map(({ subject }) => subject));
	const groups = subjectsOf(grants).flatMap(({ subject }) =>
		subject.kind === "Group" ? [[subject.name, nameOf(subject)] as const] : [],
	);
	return {
		aliases,
		slugs: new Map([...slugs].map(([slug, subject]) => [formatSubject(subject), slug])),
		groups: new Map(groups),
	};
}

/** All that a subject may do, from the sides on which it is open. */
function ofSubject(
	{ subject, above, below, own }: Slack,
	{ aliases, slugs, groups }: Names,
	world: SuiteWorld,
	golden: (name: string) => string,
): Candidate | undefined {
	const isNobody = subject.kind === "User" && subject.name === somebodyElse;
	if (isNobody || own.isEmpty || (above.isEmpty && below.isEmpty)) return undefined;
	const name = formatSubject(subject);
	const alias = aliases.get(name) ?? name;
	const slug = aliases.get(name) ?? slugs.get(name) ?? "subject";
	const identity = identityOfSubject(world.grants, subject);
	const known = { subject, identity };
	// What lies outside of it is no matter here.
	const given = { alias, known, denied: world.sets.all, groups, mayBeGolden: true };
	const { tests, isGolden } = draftSubject(given, world);
	if (isGolden) {
		const made = goldenText(world, [{ kind: "subject", subject, identity }]);
		if ("error" in made) return undefined;
		const file = golden(slug);
		const words = { subjects: [alias], snapshot: file };
		const test = { id: `${slug}-golden`, comments: [], words };
		return { test, goldens: new Map([[file, made.text]]) };
	}
	const [first] = tests;
	// What is at most what its own roles give, says nothing of these roles.
	if (first === undefined || "atMost" in first.words || !("subject" in first.words))
		return undefined;
	const { exactly, ...words } = first.words;
	const sided = exactly === undefined ? words : { ...words, ...bound(exactly, above, below) };
	const { ignoring, ...others } = sided;
	const ordered = ignoring === undefined ? others : { ...others, ignoring };
	return { test: { id: `${slug}-may`, comments: [], words: ordered }, goldens: new Map() };
}

function bound(
	exactly: DraftWords,
	above: Slack["above"],
	below: Slack["below"],
): Readonly<Record<string, DraftWords>> {
	if (below.isEmpty) return { atMost: exactly };
	return above.isEmpty ? { atLeast: exactly } : { exactly };
}
