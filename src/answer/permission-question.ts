import { compilePhrase } from "../phrase/compile-phrase.ts";
import { parsePhraseQuestion } from "../phrase/parse-phrase-question.ts";
import type { Phrase, Scope, Word } from "../phrase/phrase.ts";
import { phraseAtoms } from "../phrase/phrase-atoms.ts";
import type { PhraseError } from "../phrase/phrase-error.ts";
import type { PhraseWorld } from "../phrase/phrase-world.ts";
import { printPhrase } from "../phrase/print-phrase.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { PermissionSets } from "../sets/permission-sets.ts";

/** A phrase with the set that it means. */
interface Permission {
	readonly phrase: Phrase;
	readonly set: PermissionSet;
}

/** What is asked about: permissions, and whether any of it or all of it is asked for. */
export interface PermissionQuestion {
	readonly quantifier: "any" | "all";
	/** As they were written, with their parts of one verb and one resource each. */
	readonly permissions: readonly (Permission & { readonly atoms: readonly Permission[] })[];
	/** All of them together. */
	readonly set: PermissionSet;
	readonly notes: readonly string[];
	readonly warnings: readonly string[];
}

interface Options {
	/** What a phrase without a scope means; otherwise it is up to each resource. */
	readonly scope?: Scope;
	/** A phrase with a scope is an error, which this says. */
	readonly scopeIsSaid?: string;
}

/** Reads `all of get,list secrets in *, create pods/exec` and the like. */
export function permissionQuestion(
	sets: PermissionSets,
	text: string,
	world: PhraseWorld,
	{ scope, scopeIsSaid }: Options = {},
): PermissionQuestion | { readonly error: string } {
	const parsed = parsePhraseQuestion(text);
	if ("error" in parsed) return { error: inWords(text, parsed.error) };
	if (scopeIsSaid !== undefined && parsed.phrases.some((phrase) => phrase.scope !== undefined)) {
		return { error: scopeIsSaid };
	}
	const notes = new Set<string>();
	const warnings = new Set<string>();
	const permissions: PermissionQuestion["permissions"][number][] = [];
	for (const read of parsed.phrases) {
		const phrase = { ...read, scope: read.scope ?? scope };
		const compiled = compilePhrase(sets, phrase, world);
		if ("error" in compiled) return { error: inWords(text, compiled.error) };
		if (compiled.set.isEmpty) return { error: meansNothing(phrase) };
		for (const note of compiled.notes) notes.add(note);
		for (const warning of compiled.warnings) warnings.add(warning);
		const whole = withScope(sets, phrase, compiled.set, world);
		permissions.push({ phrase: whole, set: compiled.set, atoms: atomsOf(sets, whole, world) });
	}
	const set = sets.union(permissions.map((permission) => permission.set));
	const { quantifier } = parsed;
	return { quantifier, permissions, set, notes: [...notes], warnings: [...warnings] };
}

/** A phrase that leaves its scope out with the one that it means, so that it says all where it is shown. */
function withScope(
	sets: PermissionSets,
	phrase: Phrase,
	set: PermissionSet,
	world: PhraseWorld,
): Phrase {
	if (phrase.scope !== undefined || phrase.target.kind === "paths") return phrase;
	const nowhere = { column: 1, length: 0 };
	const usual: Word = { kind: "literal", text: world.defaultNamespace, ...nowhere };
	const isPlain = /^[a-z0-9-]+$/.test(usual.text) && usual.text !== "any";
	const namespaces: readonly Word[] = [isPlain ? { ...usual, kind: "word" } : usual];
	const scopes: readonly Scope[] = [
		{ kind: "in", namespaces: { kind: "listed", isExcept: false, namespaces }, ...nowhere },
		{ kind: "cluster-wide", ...nowhere },
	];
	const same = scopes.find((scope) => {
		const compiled = compilePhrase(sets, { ...phrase, scope }, world);
		return "set" in compiled && compiled.set.equals(set);
	});
	return { ...phrase, scope: same };
}

function meansNothing(phrase: Phrase): string {
	return `\`${printPhrase(phrase)}\` means no request: the catalogue has no such verbs there`;
}

function atomsOf(sets: PermissionSets, phrase: Phrase, world: PhraseWorld): readonly Permission[] {
	return phraseAtoms(phrase).map((atom) => {
		const compiled = compilePhrase(sets, atom, world);
		if ("set" in compiled) return { phrase: atom, set: compiled.set };
		throw new Error(
			`\`${printPhrase(atom)}\` is part of a phrase that was read, and is not read itself`,
		);
	});
}

function inWords(text: string, { message, column }: PhraseError): string {
	return `\`${text}\`, column ${column}: ${message}`;
}
