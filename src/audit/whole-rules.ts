import type { PolicyRule } from "../model/rule.ts";
import type { Side } from "../model/statement.ts";
import type { PathBlock } from "../phrase/phrase-blocks.ts";
import type { RequestBlock } from "../phrase/request-blocks.ts";
import { anyWord } from "../sets/space.ts";

/** Rules that give just what the blocks of a phrase ask for. */
export function wholeRules(
	resources: readonly RequestBlock[],
	paths: readonly PathBlock[],
): readonly PolicyRule[] {
	const ofResources = resources.map(({ verb, apiGroup, resource, subresource }) => ({
		...nothing,
		verbs: wordsOf(verb),
		apiGroups: wordsOf(apiGroup),
		resources: entriesOf(wordsOf(resource), wordsOf(subresource)),
	}));
	const ofPaths = paths.map((block) => ({
		...nothing,
		verbs: wordsOf(block.verb),
		nonResourceURLs: block.paths,
	}));
	return [...ofResources, ...ofPaths];
}

/** What the first words of a rule ask for. */
export function blockOf({ verbs, apiGroups, resources }: PolicyRule): Omit<RequestBlock, "about"> {
	const [entry = ""] = resources;
	const [resource = "", subresource = ""] = entry.split("/");
	return {
		verb: sideOf(verbs[0]),
		apiGroup: sideOf(apiGroups[0]),
		resource: sideOf(resource),
		subresource: entry === "*" ? anyWord : sideOf(subresource),
		name: anyWord,
		row: undefined,
	};
}

const nothing: PolicyRule = {
	verbs: [],
	apiGroups: [],
	resources: [],
	resourceNames: [],
	nonResourceURLs: [],
};

function sideOf(word: string | undefined): Side {
	return word === "*" ? anyWord : { only: [word ?? ""] };
}

function wordsOf(side: Side): readonly string[] {
	return "only" in side ? side.only : ["*"];
}

function entriesOf(
	resources: readonly string[],
	subresources: readonly string[],
): readonly string[] {
	return resources.flatMap((resource) =>
		subresources.map((sub) =>
			sub === "" || (resource === "*" && sub === "*") ? resource : `${resource}/${sub}`,
		),
	);
}
