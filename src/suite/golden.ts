import { formatSubject } from "../model/subject.ts";
import { compareText } from "../model/text-order.ts";
import { compilePhrase } from "../phrase/compile-phrase.ts";
import { parsePhrase } from "../phrase/parse-phrase.ts";
import { phraseLines } from "../phrase/phrase-lines.ts";
import { phrasesOfSet } from "../phrase/phrases-of-set.ts";
import { printPhrase } from "../phrase/print-phrase.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { Who } from "./claim.ts";
import type { SuiteWorld } from "./suite-world.ts";

/**
 * What subjects may do beyond what everybody may, as a text that is kept beside a suite: a line for each subject, then
 * its permissions as phrases. It is compared as sets, so that its order and wording are free.
 */
export function goldenText(
	world: SuiteWorld,
	whos: readonly Extract<Who, { kind: "subject" }>[],
): { readonly text: string } | { readonly error: string } {
	const lines = ["# Written by `rolecall test -u`; compared as sets of permissions."];
	for (const { subject, identity } of whos) {
		const everyone = identity.groups.map((group) => world.everyone.get(group) ?? world.sets.none);
		const has = world.identities.of(identity);
		const own = has.difference(world.sets.union(everyone));
		const found = provedLines(world, own, has);
		if (found === undefined)
			return { error: `what ${formatSubject(subject)} may do cannot be written as phrases` };
		lines.push(formatSubject(subject), ...found.map((line) => `  ${line}`));
	}
	return { text: `${lines.join("\n")}\n` };
}

/** Lines that, read back, hold all of `own` and nothing beyond `has`. */
function provedLines(
	world: SuiteWorld,
	own: PermissionSet,
	has: PermissionSet,
): readonly string[] | undefined {
	const { sets, phrases: words } = world;
	const lines = phraseLines(sets, own, has, words.catalog) ?? exactLines(world, own);
	if (lines === undefined) return undefined;
	const read = lines.flatMap((line) => {
		const parsed = parsePhrase(line);
		const compiled = "phrase" in parsed ? compilePhrase(sets, parsed.phrase, words) : parsed;
		return "set" in compiled ? [compiled.set] : [];
	});
	const whole = sets.union(read);
	return own.isSubsetOf(whole) && whole.isSubsetOf(has) ? lines : undefined;
}

/** What is too odd for plain lines, in as few phrases as say it. */
function exactLines(world: SuiteWorld, set: PermissionSet): readonly string[] | undefined {
	const { phrases, isWhole } = phrasesOfSet(set, world.phrases.catalog, 2000);
	return isWhole ? phrases.map(printPhrase).sort(compareText) : undefined;
}

/** The phrases of each subject. */
export function readGolden(text: string): ReadonlyMap<string, readonly string[]> {
	const found = new Map<string, string[]>();
	let current: string[] = [];
	for (const line of text.split(/\r?\n/)) {
		if (line.trim() === "" || line.startsWith("#")) continue;
		if (/^\s/.test(line)) current.push(line.trim());
		else {
			current = [];
			found.set(line.trim(), current);
		}
	}
	return found;
}
