import type { PolicyRule } from "../model/rule.ts";
import type { Side } from "../model/statement.ts";
import type { PathBlock } from "../phrase/phrase-blocks.ts";
import type { RequestBlock } from "../phrase/request-blocks.ts";
import { anyWord } from "../sets/space.ts";
import type { Asked } from "./clause.ts";

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

/** One request of a rule: whoever is not allowed it has not all that the rule gives. */
export function partOf({
	verbs,
	apiGroups,
	resources,
	nonResourceURLs,
}: PolicyRule): Pick<Asked, "resources" | "paths"> {
	const verb = sideOf(verbs[0]);
	const [path] = nonResourceURLs;
	if (path !== undefined) {
		return { resources: [], paths: [{ verb, paths: [path.replace(/\*$/, unknown)] }] };
	}
	const [entry = ""] = resources;
	const [resource = "", subresource = ""] = entry.split("/");
	const block = {
		...{ verb, apiGroup: sideOf(apiGroups[0]), resource: sideOf(resource) },
		subresource: entry === "*" ? anyWord : sideOf(subresource),
		...{ name: anyWord, row: undefined },
	};
	return { resources: [block], paths: [] };
}

/** Nobody has a resource, a verb or a path of this name: a rule that covers it has a star. */
const unknown = "rolecall-unknown";

const nothing: PolicyRule = {
	verbs: [],
	apiGroups: [],
	resources: [],
	resourceNames: [],
	nonResourceURLs: [],
};

function sideOf(word: string | undefined): Side {
	return { only: [word === "*" ? unknown : (word ?? "")] };
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
