import type { PolicyRule } from "../model/rule.ts";
import type { Side } from "../model/statement.ts";
import { compareText } from "../model/text-order.ts";
import { compareVerbs } from "../model/verb-order.ts";
import type { PathBlock } from "../phrase/phrase-blocks.ts";
import { sideHas } from "../phrase/side-words.ts";
import { urlCovers } from "../resolve/rule-allows.ts";
import type { AskedBlock } from "./clause.ts";
import { countingReach } from "./counting-reach.ts";
import type { GrantingRule } from "./granting-rules.ts";
import type { ProofPart } from "./proof.ts";
import { type Reach, reachIn, type Scoping } from "./rule-reach.ts";

type Granted = readonly GrantingRule[];

/** What rules give of the parts of a proof, in phrases without a scope, sorted: the same however it is spread over rules. */
export function permissionWords(grants: Granted, scoping: Scoping): readonly string[] {
	const { wholes, names } = given(grants, scoping);
	return [...wholes, ...phrases(names)].sort(compareText);
}

/** Does the second give all that the first gives? */
export function isGivenBy(part: Granted, whole: Granted, scoping: Scoping): boolean {
	const had = new Set(singleWords(given(whole, scoping)));
	const words = singleWords(given(part, scoping));
	return words.length > 0 && words.every((word) => had.has(word));
}

interface Given {
	/** What is no verb on a resource. */
	readonly wholes: ReadonlySet<string>;
	readonly names: Names;
}

function given(grants: Granted, scoping: Scoping): Given {
	const names: Names = new Map();
	const wholes = new Set<string>();
	for (const { sourced, namespace, parts } of grants) {
		for (const part of parts) {
			if (part.kind === "every") wholes.add(part.text);
			else addPart(names, { rule: sourced.rule, part, namespace, scoping });
		}
	}
	return { wholes, names };
}

interface Served {
	readonly rule: PolicyRule;
	readonly part: Extract<ProofPart, { kind: "some" }>;
	/** "" for everywhere. */
	readonly namespace: string;
	readonly scoping: Scoping;
}

function addPart(names: Names, served: Served): void {
	const { rule, part, namespace } = served;
	for (const block of part.asked.resources) addBlock(names, block, served);
	if (namespace !== "") return;
	for (const block of part.asked.paths) addPaths(names, rule, block);
}

type Names = Map<string, Map<string, Set<string> | "any">>;

/** In a namespace only what is decided there counts: each verb and target is asked for by itself. */
function addBlock(names: Names, block: AskedBlock, served: Served): void {
	const { rule, part, namespace, scoping } = served;
	for (const target of targetsOf(rule, block)) {
		for (const verb of shared(block.verb, rule.verbs)) {
			const reach = reachIn(rule, singleBlock(block, verb, target), scoping, namespace);
			const counting = reach && countingReach(part, reach);
			if (counting === undefined) continue;
			const isOfNames = counting === "any" && "only" in block.name;
			add(names, wordsOf(target), verb, isOfNames ? block.name.only : counting);
		}
	}
}

function add(names: Names, target: string, verb: string, reach: Reach): void {
	const byVerb = names.get(target) ?? new Map<string, Set<string> | "any">();
	names.set(target, byVerb);
	const before = byVerb.get(verb);
	if (before === "any" || reach === "any") byVerb.set(verb, "any");
	else byVerb.set(verb, new Set([...(before ?? []), ...reach]));
}

interface Target {
	readonly group: string;
	/** `pods/log`; `any` for what is not said. */
	readonly entry: string;
}

function singleBlock(block: AskedBlock, verb: string, { group, entry }: Target): AskedBlock {
	const slash = entry.indexOf("/");
	const [own, sub] = slash < 0 ? [entry, ""] : [entry.slice(0, slash), entry.slice(slash + 1)];
	const isAll = own === "any" && slash < 0;
	return {
		...block,
		...(verb !== "any" && { verb: { only: [verb] } }),
		...(group !== "*" && { apiGroup: { only: [group] } }),
		...(own !== "any" && { resource: { only: [own] } }),
		...(sub !== "any" && !isAll && { subresource: { only: [sub] } }),
	};
}

/** The paths that were asked, or what a rule names below those with a star. */
function addPaths(names: Names, { verbs, nonResourceURLs }: PolicyRule, block: PathBlock): void {
	const paths = block.paths.flatMap((path) =>
		nonResourceURLs.some((url) => urlCovers(url, path))
			? [path]
			: nonResourceURLs.filter((url) => urlCovers(path, url)),
	);
	for (const path of paths) {
		for (const verb of shared(block.verb, verbs)) add(names, path, verb, "any");
	}
}

function targetsOf(
	rule: PolicyRule,
	{ apiGroup, resource, subresource }: AskedBlock,
): readonly Target[] {
	const entries =
		"only" in resource ? productOf(resource.only, subresource) : ownEntries(rule, subresource);
	return shared(apiGroup, rule.apiGroups).flatMap((group) =>
		entries
			.filter((entry) => rule.resources.some((has) => covers(has, entry)))
			.map((entry) => ({ group, entry })),
	);
}

function productOf(resources: readonly string[], subresource: Side): readonly string[] {
	const subs = "only" in subresource ? subresource.only : ["any"];
	return resources.flatMap((resource) =>
		subs.map((sub) => (sub === "" ? resource : `${resource}/${sub}`)),
	);
}

/** Of a phrase about every resource, those that the rule has, in the subresources that are meant. */
function ownEntries({ resources }: PolicyRule, subresource: Side): readonly string[] {
	if (resources.includes("*")) return productOf(["any"], subresource);
	return resources
		.filter((entry) => sideHas(subresource, entry.slice(`${entry.split("/", 1)[0]}/`.length)))
		.map((entry) => entry.replace(/^\*/, "any"));
}

function covers(has: string, entry: string): boolean {
	if (has === "*" || has === entry || has.replace(/^\*/, "any") === entry) return true;
	const slash = entry.indexOf("/");
	if (slash < 0) return false;
	const [own, sub] = [entry.slice(0, slash), entry.slice(slash + 1)];
	return has === `*/${sub}` || (sub === "any" && has.startsWith(`${own}/`));
}

/** `secrets`, `deployments.apps/scale`. */
function wordsOf({ group, entry }: Target): string {
	if (group === "") return entry;
	const slash = entry.indexOf("/");
	const word = group === "*" ? "any" : group;
	return slash < 0 ? `${entry}.${word}` : `${entry.slice(0, slash)}.${word}${entry.slice(slash)}`;
}

/** What of a side some words give; a star gives all of it. */
function shared(side: Side, words: readonly string[]): readonly string[] {
	if (!words.includes("*")) return words.filter((word) => sideHas(side, word));
	return "only" in side ? side.only : ["any"];
}

/** Each verb on each resource by itself. */
function singleWords({ wholes, names }: Given): readonly string[] {
	const single = [...names].flatMap(([target, byVerb]) =>
		[...byVerb].flatMap(([verb, reach]) => phrases(new Map([[target, new Map([[verb, reach]])]]))),
	);
	return [...wholes, ...single];
}

function phrases(names: Names): readonly string[] {
	return [...names].flatMap(([target, byVerb]) => {
		const byNames = new Map<string, string[]>();
		// What is said of any verb is not said of single ones too.
		const isAll = byVerb.get("any") === "any";
		for (const [verb, reach] of byVerb) {
			if (isAll && verb !== "any") continue;
			const suffix = reach === "any" ? "" : `(${[...reach].sort().join(",")})`;
			byNames.set(suffix, [...(byNames.get(suffix) ?? []), verb]);
		}
		return [...byNames].map(([suffix, verbs]) => `${verbsInWords(verbs)} ${target}${suffix}`);
	});
}

function verbsInWords(verbs: readonly string[]): string {
	return verbs.includes("any") ? "any" : verbs.toSorted(compareVerbs).join(",");
}
