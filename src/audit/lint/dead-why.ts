import { isNamespaceItself } from "../../model/deciding-namespace.ts";
import { type Death, deaths } from "./pair-death.ts";
import type { Entry } from "./rule-entry.ts";
import type { RulePlace } from "./rule-place.ts";
import { quotedWord, quotedWords, type WordFault } from "./word-fault.ts";

/** A verb on a resource, and why nobody can ask for it. */
export interface DeadPair {
	readonly verb: string;
	readonly entry: Entry;
	readonly death: Death | undefined;
}

type Why = Omit<WordFault, "field" | "word">;

/** What is told of a word all of whose pairs are dead: by the reason of those that came nearest. */
export function deadWhy(
	field: "resources" | "verbs",
	pairs: readonly DeadPair[],
	place: RulePlace,
): Why {
	const nearest = deaths.findLast((one) => pairs.some(({ death }) => death === one)) ?? "verb";
	const own = pairs.filter(({ death }) => death === nearest);
	const part = field === "verbs" ? ("low" as const) : undefined;
	switch (nearest) {
		case "virtual":
			return { policy: "virtual-verb-misplaced", why: virtualWhy(own) };
		case "verb":
			return { policy: "unsupported-verb", why: verbWhy(field, own), ...(part && { part }) };
		case "scope":
			return scopeWhy(field, own, place);
		case "name":
			return {
				policy: "names-with-list-or-create",
				why: "a deletecollection carries no name, and the rule is for named objects only",
				...(part && { part: "medium" as const }),
			};
	}
}

const virtualHomes: ReadonlyMap<string, string> = new Map([
	["bind", "asked on `roles` and `clusterroles`, whichever kind binds them"],
	["escalate", "asked on `roles` and `clusterroles`"],
	[
		"impersonate",
		"asked on `users`, `groups` and `serviceaccounts` of the core group, on `uids` and `userextras/<key>` of `authentication.k8s.io`",
	],
	["approve", "asked on `signers`, of which resourceNames are the signers' names"],
	["sign", "asked on `signers`, of which resourceNames are the signers' names"],
	["attest", "asked on `signers`, of which resourceNames are the signers' names"],
	["use", "asked on `securitycontextconstraints` of OpenShift only"],
]);

function virtualWhy(pairs: readonly DeadPair[]): string {
	if (pairs.some(({ entry }) => entry.text === "userextras")) {
		return "an extra is asked with its key: `userextras/<key>`";
	}
	const verbs = [...new Set(pairs.map(({ verb }) => verb))].filter((verb) =>
		virtualHomes.has(verb),
	);
	const [verb = ""] = verbs;
	const home = virtualHomes.get(verb) ?? "asked elsewhere";
	return `\`${verb}\` is ${home}`;
}

function verbWhy(field: "resources" | "verbs", pairs: readonly DeadPair[]): string {
	const [first] = pairs;
	if (first === undefined) return "";
	if (field === "resources") return hasOnly(first.entry, false);
	const most = 2;
	const has = pairs.slice(0, most).map(({ entry }) => hasOnly(entry, true));
	return `${[...new Set(has)].join(", ")}${pairs.length > most ? " …" : ""}`;
}

function hasOnly(entry: Entry, isNamed: boolean): string {
	const verbs = entry.served.flatMap((one) => one.verbs);
	const what = isNamed ? `${quotedWord(entry.text)} has ` : "it has ";
	if (verbs.length === 0) return "a subresource is never listed";
	return `${what}only ${quotedWords(verbs, 8)}`;
}

function scopeWhy(field: "resources" | "verbs", pairs: readonly DeadPair[], place: RulePlace): Why {
	const rows = pairs.flatMap(({ entry }) => entry.served.map(({ row }) => row));
	const where =
		place.kind === "role"
			? "a Role counts inside of its namespace only"
			: "RoleBindings alone bind the role, which count inside of their namespaces only";
	const isItself = rows.every(({ group, resource }) => isNamespaceItself(group, resource));
	const own = place.kind === "role" ? `\`${place.namespace}\`` : "their own";
	const about =
		field === "verbs"
			? `${quotedWords(
					pairs.map(({ entry }) => entry.text),
					3,
				)} cluster-scoped`
			: "cluster-scoped";
	return {
		policy: "cluster-scoped-in-role",
		why: isItself
			? `${where}, which holds of Namespaces no more than ${own}, by its name`
			: `${about}, and ${where}`,
		...(place.kind === "role"
			? { part: field === "verbs" ? "low" : "medium" }
			: { part: "info", whole: "medium", confidence: "likely" }),
	};
}
