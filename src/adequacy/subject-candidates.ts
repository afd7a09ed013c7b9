import { identityOfSubject } from "../answer/subjects.ts";
import { formatSubject, type Subject } from "../model/subject.ts";
import type { DraftTest, DraftWords } from "../model/suite-draft.ts";
import { compilePhrase } from "../phrase/compile-phrase.ts";
import { parsePhrase } from "../phrase/parse-phrase.ts";
import { draftSubject } from "../suite/draft/draft-subject.ts";
import { rolesAndPhrases } from "../suite/draft/roles-and-phrases.ts";
import { goldenText } from "../suite/golden.ts";
import { whoOf } from "../suite/own-sets.ts";
import type { SuiteWorld } from "../suite/suite-world.ts";
import { somebodyElse } from "./binding-mutants.ts";
import type { Slack } from "./slack.ts";
import type { SubjectNames } from "./subject-names.ts";

/** A test that may be worth having, and the golden files that it needs. */
export interface Candidate {
	readonly test: DraftTest;
	readonly goldens: ReadonlyMap<string, string>;
}

/** For each subject that is open all that it may do, in words, or where these would be too many in golden files. */
export function subjectCandidates(
	slacks: readonly Slack[],
	names: SubjectNames,
	world: SuiteWorld,
	golden: (number: number) => string,
): readonly Candidate[] {
	const found: Candidate[] = [];
	const long: Slack[] = [];
	for (const slack of slacks.filter(isOpen)) {
		const test = slack.own.isEmpty ? byGroups(slack, names, world) : inWords(slack, names, world);
		if (test === "too-long") long.push(slack);
		else if (test !== undefined) found.push({ test, goldens: new Map() });
	}
	const chunks = Array.from({ length: Math.ceil(long.length / mostInGolden) }, (_, index) =>
		long.slice(index * mostInGolden, (index + 1) * mostInGolden),
	);
	return [
		...found,
		...chunks.flatMap((chunk, index) => inGolden(chunk, names, world, golden(index)) ?? []),
	];
}

const mostInGolden = 12;

function isOpen({ subject, above, below }: Slack): boolean {
	const isNobody = subject.kind === "User" && subject.name === somebodyElse;
	return !isNobody && !(above.isEmpty && below.isEmpty);
}

/** Who has nothing of their own has no more than their groups. */
function byGroups(
	{ subject }: Slack,
	names: SubjectNames,
	{ grants }: SuiteWorld,
): DraftTest | undefined {
	if (subject.kind === "Group") return undefined;
	const { groups } = identityOfSubject(grants, subject);
	const own = groups.flatMap((group) => names.groups.get(group) ?? []);
	if (own.length === 0) return undefined;
	const atMost = own.map((group) => ({ subject: group }));
	const words = { subject: names.called(subject), atMost };
	return { id: `${names.slug(subject)}-may`, comments: [], words };
}

function inWords(
	slack: Slack,
	names: SubjectNames,
	world: SuiteWorld,
): DraftTest | "too-long" | undefined {
	const { subject } = slack;
	const { groups } = names;
	const alias = names.called(subject);
	const known = { subject, identity: identityOfSubject(world.grants, subject) };
	// What lies outside of it is no matter here.
	const given = { alias, known, denied: world.sets.all, groups, mayBeGolden: true };
	const { tests, isGolden } = draftSubject(given, world);
	const id = `${names.slug(subject)}-may`;
	if (isGolden) {
		const around = known.identity.groups.filter(
			(group) => groups.has(group) && formatSubject(subject) !== `group:${group}`,
		);
		const exactly = rolesAndPhrases(known, (group) => around.includes(group), world);
		if (exactly === undefined) return "too-long";
		const left = around.map((group) => groups.get(group) ?? group);
		const ignoring = left.length === 0 ? {} : { ignoring: ["everyone-rights", ...left] };
		const words = { subject: alias, ...onOpenSides(exactly, slack), ...ignoring };
		return { id, comments: [], words };
	}
	const [first] = tests;
	// What is at most what its own roles give says nothing of these roles.
	if (first === undefined || "atMost" in first.words || !("subject" in first.words))
		return undefined;
	const { exactly, subject: called = alias, ...more } = first.words;
	if (exactly === undefined) return { id, comments: [], words: first.words };
	const asked = askable(exactly, world);
	return { id, comments: [], words: { subject: called, ...onOpenSides(asked, slack), ...more } };
}

function onOpenSides(
	exactly: DraftWords,
	{ above, below }: Slack,
): Readonly<Record<string, DraftWords>> {
	if (below.isEmpty) return { atMost: exactly };
	return above.isEmpty ? { atLeast: exactly } : { exactly };
}

/** Without phrases of what no client can send: a check is not about that. */
function askable(words: DraftWords, world: SuiteWorld): DraftWords {
	if (typeof words === "string" || !Array.isArray(words)) return words;
	return words.filter((one) => {
		const parsed = typeof one === "string" ? parsePhrase(one) : undefined;
		if (parsed === undefined || "error" in parsed) return true;
		const compiled = compilePhrase(world.sets, parsed.phrase, world.phrases);
		if ("error" in compiled) return true;
		const { effective, latent } = world.requestable.partsOf(compiled.set);
		return !(effective.isEmpty && latent.isEmpty);
	});
}

function inGolden(
	slacks: readonly Slack[],
	names: SubjectNames,
	world: SuiteWorld,
	file: string,
): Candidate | undefined {
	const tellable = slacks.flatMap(({ subject }): readonly Subject[] =>
		"text" in goldenText(world, [whoOf(subject, world.grants)]) ? [subject] : [],
	);
	const made = goldenText(
		world,
		tellable.map((subject) => whoOf(subject, world.grants)),
	);
	if (tellable.length === 0 || "error" in made) return undefined;
	const words = { subjects: tellable.map((subject) => names.called(subject)), snapshot: file };
	return { test: { id: "golden", comments: [], words }, goldens: new Map([[file, made.text]]) };
}
