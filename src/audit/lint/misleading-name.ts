import { type KnownResources, knownResources } from "../../model/known-resources.ts";
import type { Role } from "../../model/role.ts";
import type { PolicyRule } from "../../model/rule.ts";
import type { AuditCheck, Hit } from "../hit.ts";
import { virtualVerbs } from "./pair-death.ts";
import { type ReadRule, readRules } from "./read-rules.ts";
import { hasEntry, ruleGives } from "./rule-gives.ts";
import { ruleHit } from "./rule-hit.ts";
import { quotedWord, quotedWords } from "./word-fault.ts";

/** Roles that are called readers and write, or are called after something that they do not give. */
export const misleadingName: AuditCheck = (world) => {
	const { catalog, customGroups = new Set<string>() } = world.snapshot;
	const known = knownResources(catalog, customGroups);
	return readRules(world).flatMap((read) => [
		...writing(read),
		...(read.index === 0 ? [...withoutLogs(read.role), ...withoutResource(read.role, known)] : []),
	]);
};

const readers: ReadonlySet<string> = new Set([
	"reader",
	"readers",
	"viewer",
	"viewers",
	"view",
	"readonly",
	"ro",
]);
/** Who is called one of these beside may well write. */
const writers: ReadonlySet<string> = new Set([
	"writer",
	"editor",
	"edit",
	"admin",
	"manager",
	"controller",
	"operator",
	"write",
	"rw",
]);

function tokensOf(name: string): readonly string[] {
	const spaced = name.replace(/([a-z])([A-Z])/g, "$1-$2").toLowerCase();
	return spaced.replaceAll("read-only", "readonly").split(/[^a-z0-9]+/);
}

const writes: ReadonlySet<string> = new Set([
	"create",
	"update",
	"patch",
	"delete",
	"deletecollection",
	"*",
	...virtualVerbs,
]);
/** To create one of these is to ask a question, or to leave a note. */
const isQuestion = (entry: string): boolean => /reviews$|^nodes\/stats$|^events$/.test(entry);

function writing({ role, index, rule, isDead }: ReadRule): readonly Hit[] {
	const tokens = tokensOf(role.name);
	const word = tokens.find((token) => readers.has(token));
	const verbs = rule.verbs.filter((verb) => writes.has(verb));
	const [first] = verbs;
	if (word === undefined || first === undefined || isDead) return [];
	if (tokens.some((token) => writers.has(token))) return [];
	const what = [...rule.resources, ...rule.nonResourceURLs].filter((entry) => !isQuestion(entry));
	if (what.length === 0) return [];
	return [
		ruleHit(role, index, {
			says: `gives ${quotedWords(verbs)} on ${quotedWords(what)}, and the name says ${quotedWord(word)}`,
			word: "writes",
			path: ["verbs", rule.verbs.indexOf(first)],
		}),
	];
}

/** Reading the logs of pods is a permission of its own. */
function withoutLogs(role: Role): readonly Hit[] {
	if (!/(^|[^a-z])(pod-?logs?|logs?-?(reader|viewer|view|read))([^a-z]|$)/i.test(role.name))
		return [];
	const read = (entry: string): number =>
		role.rules.findIndex((rule) =>
			ruleGives(rule, { verbs: ["get"], group: "", entries: [entry] }),
		);
	const index = read("pods");
	if (index < 0 || read("pods/log") >= 0) return [];
	return [
		ruleHit(role, index, {
			says: "gives `get` of `pods` and not of `pods/log`: a resource does not bring its subresources along, so that no log can be read",
			word: "logs",
			severity: "medium",
			path: ["resources"],
		}),
	];
}

const suffixes = /^(?<what>[a-z]+)-(reader|viewer|editor|writer)$/;

/** `secret-reader` of which no rule is about secrets: a copy whose rules were changed, or its name was not. */
function withoutResource(role: Role, known: KnownResources): readonly Hit[] {
	const what = suffixes.exec(role.name)?.groups?.["what"] ?? "";
	const row = known.catalog.resources.find(
		({ resource, singular }) => resource === what || singular === what,
	);
	if (row === undefined || role.rules.some((rule) => isAbout(rule, row.resource, what))) return [];
	return [
		ruleHit(role, 0, {
			says: `${role.rules.length > 1 ? "and all others have" : "has"} nothing about ${quotedWord(row.resource)}, and the role is called ${quotedWord(role.name)}`,
			word: "resource",
			severity: "info",
		}),
	];
}

function isAbout({ resources }: PolicyRule, resource: string, word: string): boolean {
	return (
		hasEntry(resources, resource) ||
		resources.some((entry) => entry.startsWith(resource) || entry.includes(word))
	);
}
