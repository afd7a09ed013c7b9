import { formatSubject } from "../model/subject.ts";
import { phrasesOfSet } from "../phrase/phrases-of-set.ts";
import { printPhrase } from "../phrase/print-phrase.ts";
import type { Who } from "./claim.ts";
import type { SuiteWorld } from "./suite-world.ts";

/**
 * What subjects may do beyond what everybody may, as a text that is kept beside a suite: a line for each subject, then its permissions as phrases,
 * sorted. It is compared as sets, so that its order and wording are free.
 */
export function goldenText(
	world: SuiteWorld,
	whos: readonly Extract<Who, { kind: "subject" }>[],
): { readonly text: string } | { readonly error: string } {
	const lines = ["# Written by `rolecall test -u`; compared as sets of permissions."];
	for (const { subject, identity } of whos) {
		const everyone = identity.groups.map((group) => world.everyone.get(group) ?? world.sets.none);
		const set = world.identities.of(identity).difference(world.sets.union(everyone));
		const { phrases, isWhole } = phrasesOfSet(set, world.phrases.catalog, 2000);
		if (!isWhole)
			return { error: `what ${formatSubject(subject)} may do cannot be written as phrases` };
		lines.push(
			`${formatSubject(subject)}`,
			...phrases.map((one) => `  ${printPhrase(one)}`).sort(),
		);
	}
	return { text: `${lines.join("\n")}\n` };
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
