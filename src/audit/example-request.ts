import { isNamespaceItself, placeOfCheck } from "../model/deciding-namespace.ts";
import type { Request, ResourceRequest } from "../model/request.ts";
import type { PolicyRule } from "../model/rule.ts";
import type { Side } from "../model/statement.ts";
import type { PathBlock } from "../phrase/phrase-blocks.ts";
import { sideHas } from "../phrase/side-words.ts";
import { ruleAllows, urlCovers } from "../resolve/rule-allows.ts";
import type { AskedBlock } from "./clause.ts";
import { countingReach } from "./counting-reach.ts";
import type { ProofPart } from "./proof.ts";
import { reachOf, type Scoping } from "./rule-reach.ts";

/** Where a rule counts, and where what is found holds: "" for everywhere. */
export interface ExamplePlace {
	readonly bound: string;
	readonly found: string;
}

/** A request that shows what a rule gives of a part of a proof; undefined where none is found. */
export function exampleRequest(
	rule: PolicyRule,
	part: ProofPart,
	place: ExamplePlace,
	scoping: Scoping,
): Request | undefined {
	const sides = part.kind === "every" ? part.rules.map((one) => sidesOf(one.rule)) : sidesIn(part);
	for (const one of sides) {
		const request = "paths" in one ? ofPath(rule, one) : ofResource(rule, one, place, scoping);
		if (request !== undefined && ruleAllows(rule, request)) return request;
	}
	return undefined;
}

type Block = Pick<AskedBlock, "apiGroup" | "verb"> & {
	readonly has: (resource: string, subresource: string) => boolean;
	/** Those that are looked at first. */
	readonly targets: readonly string[];
	/** Names that count of a rule; undefined for any. */
	readonly names: (rule: PolicyRule) => readonly string[] | undefined;
};

function sidesIn(part: Extract<ProofPart, { kind: "some" }>): readonly (Block | PathBlock)[] {
	const blocks = part.asked.resources.map((block): Block => {
		const { apiGroup, verb, resource, subresource } = block;
		const [owns, subs] = [wordsOf(resource, "pods"), wordsOf(subresource, "")];
		return {
			apiGroup,
			verb,
			has: (own, sub) => sideHas(resource, own) && sideHas(subresource, sub),
			targets: owns.flatMap((own) => subs.map((sub) => (sub === "" ? own : `${own}/${sub}`))),
			names: (rule) => {
				const reach = reachOf(rule, block);
				const counting = reach && countingReach(part, reach);
				if (counting !== "any") return counting ?? [];
				return "only" in block.name ? block.name.only : undefined;
			},
		};
	});
	return [...blocks, ...part.asked.paths];
}

function sidesOf(whole: PolicyRule): Block | PathBlock {
	const { verbs, apiGroups, resources, nonResourceURLs } = whole;
	if (nonResourceURLs.length > 0) return { verb: sideOf(verbs), paths: nonResourceURLs };
	return {
		apiGroup: sideOf(apiGroups),
		verb: sideOf(verbs),
		has: (resource, subresource) =>
			ruleAllows(
				{ ...whole, verbs: ["*"], apiGroups: ["*"], resourceNames: [] },
				{ ...nobody, resource, subresource },
			),
		targets: resources.filter((entry) => !entry.includes("*")),
		names: ({ resourceNames }) => (resourceNames.length === 0 ? undefined : resourceNames),
	};
}

const nobody: Omit<ResourceRequest, "resource" | "subresource"> = {
	kind: "resource",
	verb: "get",
	apiGroup: "",
	namespace: "",
	name: "",
};

function sideOf(words: readonly string[]): Side {
	return words.includes("*") ? { except: [] } : { only: words };
}

/** Where nothing is written out, what is known. */
function wordsOf(side: Side, known: string): readonly string[] {
	return "only" in side ? side.only : [known];
}

function ofResource(
	rule: PolicyRule,
	block: Block,
	place: ExamplePlace,
	scoping: Scoping,
): Request | undefined {
	const names = block.names(rule);
	const [apiGroups, verbs] = [
		sharedWords(block.apiGroup, rule.apiGroups, ["", "apps", "example.com"]),
		sharedWords(block.verb, rule.verbs, ["get", "create", "update"]),
	];
	const targets = [...block.targets, ...rule.resources.map(plainTarget), "secrets", "pods/log"];
	for (const verb of verbs) {
		for (const apiGroup of apiGroups) {
			for (const target of targets) {
				const [resource = "", ...rest] = target.split("/");
				const subresource = rest.join("/");
				if (!block.has(resource, subresource)) continue;
				const asked = { ...nobody, verb, apiGroup, resource, subresource };
				const request = placed(asked, names, place, scoping);
				if (request !== undefined && ruleAllows(rule, request)) return request;
			}
		}
	}
	return undefined;
}

/** What both have; where neither names any, what is known. */
function sharedWords(
	side: Side,
	words: readonly string[],
	known: readonly string[],
): readonly string[] {
	if (!words.includes("*")) return words.filter((word) => sideHas(side, word));
	return "only" in side ? side.only : known.filter((word) => sideHas(side, word));
}

function plainTarget(entry: string): string {
	return entry.replace(/^\*\//, "pods/");
}

const nameless: readonly string[] = ["create", "list", "watch", "deletecollection"];

/** Sent where the rule counts for it, with a name where there has to be one. */
function placed(
	asked: ResourceRequest,
	names: readonly string[] | undefined,
	place: ExamplePlace,
	scoping: Scoping,
): Request | undefined {
	const { verb, apiGroup, resource, subresource } = asked;
	const { bound, found } = place;
	const isNameless = subresource === "" && nameless.includes(verb);
	if (isNamespaceItself(apiGroup, resource)) return ofNamespace(asked, names, place, isNameless);
	const [name] = names ?? [isNameless ? "" : "example"];
	if (name === undefined) return undefined;
	if (scoping.isNamespaced(apiGroup, resource) !== false) {
		return { ...asked, name, namespace: found || "default" };
	}
	const isChecked = placeOfCheck(verb, apiGroup, resource) !== undefined;
	if (bound !== "" && !isChecked) return undefined;
	return { ...asked, name, namespace: isChecked ? found : "" };
}

/** A Namespace is in the one of its own name. */
function ofNamespace(
	asked: ResourceRequest,
	names: readonly string[] | undefined,
	{ bound, found }: ExamplePlace,
	isNameless: boolean,
): Request | undefined {
	if (isNameless && names === undefined) return bound === "" ? asked : undefined;
	const own = found || "default";
	const name = names === undefined || names.includes(own) ? own : names[0];
	if (name === undefined || (bound !== "" && name !== bound)) return undefined;
	return { ...asked, name, namespace: name };
}

function ofPath(rule: PolicyRule, { verb, paths }: PathBlock): Request | undefined {
	const [first] = sharedWords(verb, rule.verbs, ["get"]);
	if (first === undefined) return undefined;
	for (const path of [...paths, ...rule.nonResourceURLs]) {
		const request = { kind: "path", verb: first, path: path.replace(/\*+$/, "") || "/" } as const;
		const isAsked = paths.some((one) => urlCovers(one, request.path));
		if (isAsked && ruleAllows(rule, request)) return request;
	}
	return undefined;
}
