import { identityOfSubject } from "../answer/subjects.ts";
import { parseSubject, whoAsks } from "../answer/who-asks.ts";
import { cutByYaml } from "../model/cut-by-yaml.ts";
import { didYouMean } from "../model/did-you-mean.ts";
import { allAuthenticated } from "../model/identity.ts";
import { objectName } from "../model/object-name.ts";
import type { Place } from "../model/origin.ts";
import { formatSubject, type Subject } from "../model/subject.ts";
import type { PermissionWords, SuiteProblem, SuiteText } from "../model/suite.ts";
import { compilePhrase } from "../phrase/compile-phrase.ts";
import { compileRule } from "../phrase/compile-rule.ts";
import { parsePhrase } from "../phrase/parse-phrase.ts";
import type { Phrase } from "../phrase/phrase.ts";
import type { PhraseError } from "../phrase/phrase-error.ts";
import { printPhrase } from "../phrase/print-phrase.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { Who } from "./claim.ts";
import { accountsOfInputs, knownAccounts, matching } from "./known-accounts.ts";
import { whoOf } from "./own-sets.ts";
import { remarkWords } from "./remark-words.ts";
import { ruleTitle } from "./rule-title.ts";
import type { SuiteWorld } from "./suite-world.ts";

/** A permission as a set, with the words for it. */
export interface NamedSet {
	readonly set: PermissionSet;
	readonly title: string;
}

type PhraseText = SuiteText & { readonly isInBrackets?: boolean };

/** Reads the words of a suite by its world; what means nothing is told at its place, once. */
export class SuiteWords {
	readonly world: SuiteWorld;
	readonly problems: SuiteProblem[] = [];
	readonly #told = new Set<string>();

	constructor(world: SuiteWorld) {
		this.world = world;
	}

	fail(place: Place, message: string, severity: SuiteProblem["severity"] = "error"): void {
		const key = JSON.stringify([place, message]);
		if (this.#told.has(key)) return;
		this.#told.add(key);
		this.problems.push({ severity, message, place });
	}

	/** What is wrong with one test alone: the others are run. */
	failTest(test: string, place: Place, message: string): void {
		this.problems.push({ severity: "error", message, place, tests: [test] });
	}

	/** Is anything wrong in a line? What else is, follows from it. */
	hasErrorAt({ file, line }: Place): boolean {
		return this.problems.some(
			({ place, severity }) => severity === "error" && place.file === file && place.line === line,
		);
	}

	/** The subjects that a name, an alias or a pattern such as `sa:team-*` (then a slash and a star) means. */
	subjects(words: SuiteText): readonly Extract<Who, { kind: "subject" }>[] {
		const alias = this.world.suite.subjects.get(words.text);
		const text = alias?.subject.text ?? words.text;
		if (text === "") return [];
		if (isPattern(text)) return this.#matching(text, words.place);
		const meant = somebodyOf.get(text);
		if (meant !== undefined) return [whoOf(meant, this.world.grants)];
		const subject = parseSubject(text);
		if ("error" in subject || isMisspelledAlias(text)) {
			this.#unknown(words);
			return [];
		}
		if (alias?.external !== true && !this.#isKnown(text, subject, alias?.groups ?? [])) {
			this.#unknown({ text, place: words.place });
			return [];
		}
		const identity = identityOfSubject(this.world.grants, subject);
		const groups = [...new Set([...identity.groups, ...(alias?.groups ?? [])])];
		return [{ kind: "subject", subject, identity: { ...identity, groups } }];
	}

	isPattern({ text }: SuiteText): boolean {
		return isPattern(this.world.suite.subjects.get(text)?.subject.text ?? text);
	}

	/** Of a pattern that only says who is not meant: the accounts of the default policy may be those. */
	checkPattern({ text, place }: SuiteText): void {
		const meant = this.world.suite.subjects.get(text)?.subject.text ?? text;
		if (matching(meant, knownAccounts(this.world)).length > 0) return;
		this.fail(place, `no account of the inputs matches \`${meant}\``);
	}

	/** A permission in either spelling. `own` is the namespace of the account it is about. */
	permission(words: PermissionWords, own: string | undefined): NamedSet | undefined {
		switch (words.kind) {
			case "phrase": {
				const phrase = this.phrase(words);
				return phrase && this.ofPhrase(phrase, words, own);
			}
			case "rule": {
				const compiled = compileRule(this.world.sets, words.rule, this.world.phrases);
				if ("error" in compiled) {
					this.fail(words.place, compiled.error);
					return undefined;
				}
				this.#remarks(compiled.warnings, words.place);
				return { set: compiled.set, title: ruleTitle(words.rule) };
			}
			case "role": {
				const who = this.role(words.role);
				if (who === undefined) return undefined;
				const set = this.world.identities.ofRole(who.role);
				const { namespace } = words;
				const title = `${who.name}${namespace === undefined ? "" : ` in ${namespace}`}`;
				if (namespace === undefined) return { set, title };
				return { set: this.world.sets.inNamespace(set, namespace), title };
			}
			case "subject": {
				const whos = this.subjects(words.subject);
				const sets = whos.map(({ identity }) => this.world.identities.of(identity));
				return { set: this.world.sets.union(sets), title: words.subject.text };
			}
		}
	}

	phrase(words: PhraseText): Phrase | undefined {
		const parsed = parsePhrase(words.text);
		if ("phrase" in parsed) return parsed.phrase;
		this.#failPhrase(words, parsed.error);
		return undefined;
	}

	#failPhrase({ text, place, isInBrackets }: PhraseText, error: PhraseError): void {
		const hint = isInBrackets === true ? `; ${cutByYaml}` : "";
		const message = `${remarkWords(error.message)} (in \`${text}\`)${hint}`;
		this.fail(shifted(place, error.column), message);
	}

	ofPhrase(phrase: Phrase, words: PhraseText, own: string | undefined): NamedSet | undefined {
		const { sets, phrases } = this.world;
		const world = own === undefined ? phrases : { ...phrases, ownNamespace: own };
		const compiled = compilePhrase(sets, phrase, world);
		if ("error" in compiled) {
			this.#failPhrase(words, compiled.error);
			return undefined;
		}
		this.#remarks(compiled.warnings, words.place);
		return { set: compiled.set, title: printPhrase(phrase) };
	}

	/** `ClusterRole/view`, `Role/payments/api`. */
	role({ text, place }: SuiteText): Extract<Who, { kind: "role" }> | undefined {
		const { grants } = this.world;
		const [kind = "", ...rest] = text.split("/");
		const isCluster = /^clusterrole$/i.test(kind);
		const [namespace, name] = isCluster
			? ["", rest.join("/")]
			: [rest[0] ?? "", rest.slice(1).join("/")];
		const role = grants.role(isCluster ? "ClusterRole" : "Role", namespace, name);
		if (role !== undefined) return { kind: "role", name: text, role, namespace: undefined };
		const names = grants.snapshot.roles.map(objectName);
		const hint = didYouMean(text, names);
		this.fail(
			place,
			`there is no role \`${text}\`: expected \`ClusterRole/NAME\` or \`Role/NAMESPACE/NAME\`${hint}`,
		);
		return undefined;
	}

	/** Every name that a pattern of accounts matches, among those that the input knows. */
	#matching(text: string, place: Place): readonly Extract<Who, { kind: "subject" }>[] {
		const subjects = matching(text, accountsOfInputs(this.world));
		if (subjects.length === 0) this.fail(place, `no account of the inputs matches \`${text}\``);
		return subjects.map((subject) => whoOf(subject, this.world.grants));
	}

	#isKnown(text: string, subject: Subject, groups: readonly string[]): boolean {
		const read = whoAsks(this.world.grants, text);
		if ("error" in read) return false;
		if (read.warnings.length === 0) return true;
		const isDeclared =
			subject.kind === "Group" && this.world.suite.cluster.groups.has(subject.name);
		return isDeclared || groups.some((group) => this.world.grants.namesGroup(group));
	}

	#unknown({ text, place }: SuiteText): void {
		const { suite, grants } = this.world;
		const aliases = [...suite.subjects.keys()].filter((alias) => alias !== text);
		const accounts = knownAccounts(this.world).map(formatSubject);
		const groups = grants.groupNames().map((name) => `group:${name}`);
		const users = grants.userNames().map((name) => formatSubject({ kind: "User", name }));
		const hint = didYouMean(text, [...aliases, ...builtInSets, ...accounts, ...groups, ...users]);
		this.fail(
			place,
			`unknown subject \`${text}\`: nothing in the inputs is or names it, so that what it may not do proves nothing${hint} (created elsewhere? say \`external: true\` under subjects)`,
		);
	}

	/** A word that means nothing proves nothing: what is a warning elsewhere is an error here. */
	#remarks(warnings: readonly string[], place: Place): void {
		const { unknownResources } = this.world.suite.cluster;
		for (const warning of warnings) {
			const isResource = warning.includes("has no resource type");
			if (isResource && unknownResources === "allow") continue;
			const severity = isResource && unknownResources === "warn" ? "warning" : "error";
			this.fail(place, remarkWords(warning), severity);
		}
	}
}

/** Names of sets of subjects that need no alias. */
export const builtInSets: ReadonlySet<string> = new Set(["control-plane", "anyone", "anonymous"]);

/** As a subject such a name is somebody of whom nothing else is known. */
const somebodyOf: ReadonlyMap<string, Subject> = new Map([
	["anyone", { kind: "Group", name: allAuthenticated }],
	["anonymous", { kind: "User", name: "system:anonymous" }],
]);

function isPattern(text: string): boolean {
	return text.startsWith("sa:") && text.includes("*");
}

/** A bare word is an alias: users are written `user:NAME`. */
function isMisspelledAlias(text: string): boolean {
	return !/^(?:sa|user|group|system|serviceaccount|ServiceAccount|User|Group)[:=/]/.test(text);
}

/** Roughly where in the text of a phrase: exact for one on the line of its key. */
function shifted(place: Place, column: number): Place {
	return place.column === undefined ? place : { ...place, column: place.column + column - 1 };
}
