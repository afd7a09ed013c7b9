import type { KnownResources } from "../../model/known-resources.ts";
import { requestVerbs } from "../../model/request.ts";
import type { PolicyRule } from "../../model/rule.ts";
import { type Fault, faultsOf, type WordFault } from "./word-fault.ts";

/** The resourceNames of a rule that no object has. */
export function nameFaults(rule: PolicyRule, known: KnownResources): readonly WordFault[] {
	const kinds = kindsOfNames(rule, known);
	return faultsOf("resourceNames", rule.resourceNames, (word) => faultOf(word, rule, kinds));
}

const freeBases: ReadonlySet<string> = new Set([
	"signers",
	"users",
	"groups",
	"userextras",
	"uids",
]);

interface Kinds {
	readonly areObjects: boolean;
	/** Something only authorized is among them, whose names may hold stars. */
	readonly areFree: boolean;
	readonly areLowerCase: boolean;
	readonly words: ReadonlySet<string>;
	readonly hasProxy: boolean;
}

/** Their names may hold capitals, colons and more. */
const freelyNamed: ReadonlySet<string> = new Set([
	"roles",
	"clusterroles",
	"rolebindings",
	"clusterrolebindings",
]);

function kindsOfNames({ apiGroups, resources }: PolicyRule, known: KnownResources): Kinds {
	const bases = resources.map((entry) => entry.split("/")[0] ?? "");
	const rows = bases.flatMap((base) => known.rowsOf.get(base) ?? []);
	const own = rows.filter(({ group }) => apiGroups.includes(group));
	const areKnown = bases.every((base) => own.some(({ resource }) => resource === base));
	const areObjects = areKnown && own.every((row) => row.virtual !== true);
	return {
		areObjects,
		areFree: own.some((row) => row.virtual === true) || bases.some((base) => freeBases.has(base)),
		areLowerCase:
			areObjects &&
			own.every(({ group, resource }) => !freelyNamed.has(resource) && !isOpenShift(group)),
		words: new Set(
			own.flatMap(({ resource, singular, shortNames }) => [resource, singular, ...shortNames]),
		),
		hasProxy: resources.some((entry) => entry.endsWith("/proxy")),
	};
}

/** Names of its users, groups and images follow rules of their own. */
function isOpenShift(group: string): boolean {
	return group.endsWith(".openshift.io");
}

function faultOf(word: string, { verbs, resources }: PolicyRule, kinds: Kinds): Fault | undefined {
	const isPlain = verbs.every((verb) => requestVerbs.includes(verb) || verb === "*");
	if (word.includes("*")) return isPlain && !kinds.areFree ? starFault(word) : undefined;
	if (!kinds.areObjects || word === "") return undefined;
	if (/^[a-z]\w*\/./.test(word)) return slashFault(word, kinds);
	if (/[/%]/.test(word)) {
		return {
			policy: "odd-resource-names",
			why: "no object's name holds a slash or a percent sign",
		};
	}
	if (kinds.hasProxy || resources.length === 0 || !kinds.areLowerCase) return undefined;
	const lower = word.toLowerCase();
	if (lower !== word) {
		return {
			policy: "odd-resource-names",
			why: `names have no capitals: \`${lower}\``,
			become: [lower],
		};
	}
	if (/^[a-z0-9.:-]+$/.test(word)) return undefined;
	return {
		policy: "odd-resource-names",
		why: "names have small letters, digits, hyphens and dots",
	};
}

function starFault(word: string): Fault {
	const why =
		word === "*"
			? "an object called `*`: without resourceNames every name counts"
			: "a star is a letter here: names are compared as they are";
	return { policy: "never-matching-glob", why };
}

function slashFault(word: string, { words }: Kinds): Fault {
	const slash = word.indexOf("/");
	const before = word.slice(0, slash).toLowerCase();
	const name = word.slice(slash + 1);
	const policy = "odd-resource-names";
	return words.has(before)
		? { policy, why: `the kind is no part of the name: \`${name}\``, become: [name] }
		: {
				policy,
				why: `a name has no namespace before it: \`${name}\`, and the role is bound there`,
			};
}
