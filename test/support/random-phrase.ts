import type {
	Names,
	NamespaceTerms,
	Phrase,
	ResourceTerm,
	Scope,
	Target,
	Term,
	Word,
} from "../../src/phrase/phrase.ts";
import type { Random } from "./random.ts";

const nowhere = { column: 1, length: 0 };
const anyTerm: Term = { kind: "any", ...nowhere };
const odd = [
	"any",
	"*",
	"read",
	"",
	"a b",
	'q"uote',
	"x,y",
	"(p)",
	"!no",
	"é\u0007",
	"own",
	"verb:x",
];

function word(text: string): Word {
	return { kind: "word", text, ...nowhere };
}

function literal(random: Random): Word {
	return { kind: "literal", text: random.of(odd), ...nowhere };
}

function several<T>(random: Random, one: () => T): readonly T[] {
	return Array.from({ length: 1 + random.below(3) }, one);
}

/** Phrases whose words are known to the small catalogue, with literals of all sorts. */
export function randomPhrase(random: Random): Phrase {
	const isPaths = random.chance(12);
	const target: Target = isPaths
		? {
				kind: "paths",
				paths: several(random, () => word(random.of(["/", "/a", "/a*", "/a/b", "/*"]))),
			}
		: { kind: "resources", resources: several(random, () => randomResource(random)) };
	const isKnown = (verb: Term): boolean => verb.kind === "word" && verb.text === "known";
	const canKnow = target.kind === "paths" || target.resources.every(isInCatalog);
	const verbs = several(random, () => randomVerb(random)).filter(
		(verb) => canKnow || !isKnown(verb),
	);
	return {
		verbs: verbs.length === 0 ? [word("get")] : verbs,
		target,
		scope: isPaths && !random.chance(40) ? random.of(wideScopes) : randomScope(random, isPaths),
	};
}

/** `known` of what the catalogue does not have is an error. */
function isInCatalog({ resource, group }: ResourceTerm): boolean {
	if (resource.kind === "any") return group?.kind !== "literal";
	return resource.kind === "word" && group?.kind !== "literal";
}

const wideScopes: readonly Scope[] = [
	{ kind: "cluster-wide", ...nowhere },
	{ kind: "everywhere", ...nowhere },
];

function randomVerb(random: Random): Term {
	if (random.chance(10)) return anyTerm;
	if (random.chance(10)) return literal(random);
	return word(random.of(["get", "list", "create", "read", "write", "known", "deletecollection"]));
}

function randomResource(random: Random): ResourceTerm {
	const [resource, group] = randomName(random);
	const subresource = random.chance(25)
		? random.of<Term>([anyTerm, word("log"), word("scale"), word("status"), literal(random)])
		: undefined;
	return { resource, group, subresource, names: randomNames(random), ...nowhere };
}

function randomName(random: Random): readonly [Term, Term | undefined] {
	if (random.chance(10)) return [literal(random), random.of([word("core"), word("apps"), anyTerm])];
	return random.of<readonly [Term, Term | undefined]>([
		[word("pods"), undefined],
		[word("po"), undefined],
		[word("secrets"), word("core")],
		[word("nodes"), undefined],
		[word("namespaces"), undefined],
		[word("ns"), word("core")],
		[word("events"), word("core")],
		[word("events"), anyTerm],
		[word("deployments"), word("apps")],
		[word("deploy"), undefined],
		[anyTerm, undefined],
		[anyTerm, word("apps")],
		[anyTerm, word("core")],
		[anyTerm, anyTerm],
	]);
}

function randomNames(random: Random): Names | undefined {
	if (random.chance(60)) return undefined;
	const names = random.some([word("db"), word("team-a"), word("payments"), literal(random)], 2);
	return { isExcept: random.chance(50), names };
}

function randomScope(random: Random, isPaths: boolean): Scope | undefined {
	if (isPaths || random.chance(25)) return undefined;
	if (random.chance(30)) return random.of(wideScopes);
	const kind = random.of(["in", "outside"] as const);
	return { kind, namespaces: randomNamespaces(random), ...nowhere };
}

function randomNamespaces(random: Random): NamespaceTerms {
	if (random.chance(20)) return { kind: "every" };
	if (random.chance(20)) return { kind: "own" };
	const names = ["payments", "team-a", "team-*", "*-a", "default", "any-b"];
	return {
		kind: "listed",
		isExcept: random.chance(35),
		namespaces: several(random, () =>
			random.chance(8)
				? { kind: "literal", text: random.of(odd.filter((text) => text !== "")), ...nowhere }
				: word(random.of(names)),
		),
	};
}
