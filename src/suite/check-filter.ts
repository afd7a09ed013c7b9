import { didYouMean } from "../model/did-you-mean.ts";
import { globMatches } from "../model/glob-matches.ts";
import { formatSubject } from "../model/subject.ts";
import type { Suite } from "../model/suite.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { Check, Claim, Who } from "./claim.ts";
import { type RequestPatterns, requestsMatching } from "./requests-matching.ts";
import { SuiteWords } from "./suite-words.ts";
import type { SuiteWorld } from "./suite-world.ts";

const requestKeys = ["verb", "resource", "namespace"] as const;
const nameKeys = ["subject", "test", "tag", "suite", "severity"] as const;
type RequestKey = (typeof requestKeys)[number];
type NameKey = (typeof nameKeys)[number];

const severities = ["info", "warning", "error", "critical"] as const;

/** Which checks are wanted: those for which all parts hold. */
export interface CheckFilter {
	/** Texts that the suite, the test or the title holds. */
	readonly words: readonly string[];
	readonly names: readonly {
		readonly key: NameKey;
		/** With stars for any text. */
		readonly glob: string;
	}[];
	/** A request that the check is about has all of these. */
	readonly requests: RequestPatterns;
}

/** `subject=api;resource=secrets*`, or a plain text. */
export function parseCheckFilter(text: string): CheckFilter | { readonly error: string } {
	const words: string[] = [];
	const names: CheckFilter["names"][number][] = [];
	const requests = new Map<RequestKey, string>();
	for (const part of text.includes("=") ? text.split(";") : [text]) {
		const read = readPart(part.trim());
		if ("error" in read) return read;
		if (read.kind === "words") words.push(read.text);
		else if (read.kind === "name") names.push(read);
		else if (!requests.has(read.key)) requests.set(read.key, read.glob);
		else return { error: `\`${read.key}\` stands twice: repeat --filter` };
	}
	return { words, names, requests: Object.fromEntries(requests) };
}

type Part =
	| { readonly kind: "words"; readonly text: string }
	| { readonly kind: "name"; readonly key: NameKey; readonly glob: string }
	| { readonly kind: "request"; readonly key: RequestKey; readonly glob: string };

function readPart(part: string): Part | { readonly error: string } {
	const at = part.indexOf("=");
	if (at < 0) return { kind: "words", text: part };
	const [word, glob] = [part.slice(0, at).trim(), part.slice(at + 1).trim()];
	if (glob === "") return { error: `\`${word}=\` has no value` };
	const requestKey = requestKeys.find((one) => one === word);
	if (requestKey !== undefined) return { kind: "request", key: requestKey, glob };
	const key = nameKeys.find((one) => one === word);
	if (key === undefined) return unknown("key", word, [...requestKeys, ...nameKeys]);
	const isSeverity = severities.some((one) => globMatches(glob, one));
	if (key === "severity" && !isSeverity) return unknown(key, glob, severities);
	return { kind: "name", key, glob };
}

function unknown(
	what: string,
	found: string,
	known: readonly string[],
): { readonly error: string } {
	const hint = didYouMean(found, known);
	return { error: `unknown ${what} \`${found}\`: expected ${known.join(", ")}${hint}` };
}

/** False for a suite of which no check can be wanted, before its input is read. */
export function mayWant({ names }: CheckFilter, suite: Suite): boolean {
	return names.every(({ key, glob }) => key !== "suite" || isSuite(suite, glob));
}

/** Asks of the checks of a suite whether all filters want them; to be asked when all its words have been read. */
export function wantedBy(
	filters: readonly CheckFilter[],
	world: SuiteWorld,
): (check: Check) => boolean {
	let tests: readonly ((check: Check) => boolean)[] | undefined;
	return (check) => {
		// Stars stand for the words that the sets of the checks name: these are known once all checks are there.
		tests ??= filters.map((filter) => testOf(filter, world));
		return tests.every((test) => test(check));
	};
}

function testOf(
	{ words, names, requests }: CheckFilter,
	world: SuiteWorld,
): (check: Check) => boolean {
	const { suite, sets } = world;
	const wanted = Object.keys(requests).length === 0 ? sets.all : requestsMatching(sets, requests);
	const aliases = aliasesOf(world);
	return (check) =>
		words.every((text) => `${suite.file} ${suite.name} ${check.id}`.includes(text)) &&
		names.every(({ key, glob }) =>
			namesOf(check, key, world, aliases).some((name) => globMatches(glob, name)),
		) &&
		(wanted === sets.all || aboutOf(check.claim, world).meets(wanted));
}

function isSuite({ file, name }: Suite, glob: string): boolean {
	return globMatches(glob, file) || globMatches(glob, name);
}

function namesOf(
	{ test, severity, claim }: Check,
	key: NameKey,
	{ suite }: SuiteWorld,
	aliases: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
	switch (key) {
		case "subject":
			return whosOf(claim).flatMap((who) => {
				const name = who.kind === "role" ? who.name : formatSubject(who.subject);
				return [name, ...(aliases.get(name) ?? [])];
			});
		case "test":
			return [test.id, test.name];
		case "tag":
			return [...test.tags, ...suite.tags];
		case "suite":
			return [suite.file, suite.name];
		case "severity":
			return [severity];
	}
}

/** The aliases that mean a subject, by its name; one that means nobody is told where it is used. */
function aliasesOf(world: SuiteWorld): ReadonlyMap<string, readonly string[]> {
	const words = new SuiteWords(world);
	const found = new Map<string, string[]>();
	for (const [alias, { place }] of world.suite.subjects) {
		for (const { subject } of words.subjects({ text: alias, place })) {
			const name = formatSubject(subject);
			found.set(name, [...(found.get(name) ?? []), alias]);
		}
	}
	return found;
}

/** Those whom a claim names; one about everybody names none. */
function whosOf(claim: Claim): readonly Who[] {
	switch (claim.kind) {
		case "bound":
		case "budget":
			return [claim.who];
		case "disjoint":
			return claim.whos;
		case "closed":
		case "notBoth":
		case "ratchet":
			return [];
	}
}

/** The requests that a claim says something of. */
function aboutOf(claim: Claim, { sets }: SuiteWorld): PermissionSet {
	switch (claim.kind) {
		case "bound":
			return claim.required.union(claim.forbidden);
		case "closed":
			return claim.forbidden;
		case "disjoint":
			return claim.on;
		case "notBoth":
			return claim.first.union(claim.second);
		case "budget":
			return claim.ignored.complement();
		case "ratchet":
			return sets.all;
	}
}
