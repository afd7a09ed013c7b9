import type { PathRequest, Request, ResourceRequest } from "../../src/model/request.ts";
import type { PolicyRule } from "../../src/model/rule.ts";
import * as words from "./alphabet.ts";
import type { Random } from "./random.ts";

/** A few rules out of words that are easily taken for each other; lists may be empty, kinds may be mixed. */
export function randomRules(random: Random, most = 4): readonly PolicyRule[] {
	return Array.from({ length: 1 + random.below(most) }, () => randomRule(random));
}

function randomRule(random: Random): PolicyRule {
	const isPaths = random.chance(25);
	const isBoth = random.chance(4);
	const list = (from: readonly string[]): readonly string[] =>
		random.chance(4) ? [] : [random.of(from), ...random.some(from, 2)];
	return {
		verbs: list(words.verbs),
		apiGroups: isPaths && !isBoth ? [] : list(words.apiGroups),
		resources: isPaths && !isBoth ? [] : list(words.resources),
		resourceNames: !isPaths && random.chance(35) ? random.some(words.objectNames, 2) : [],
		nonResourceURLs: isPaths || isBoth ? list(words.paths) : [],
	};
}

/** Every request of a small world in which each part has the words of the rules and one that no rule has. */
export function smallWorld(): readonly Request[] {
	const resources = ["pods", "nodes", "namespaces", "deployments", "", "fresh"];
	const subresources = ["", "log", "*", "scale", "log/x", "fresh"];
	const verbs = ["get", "list", "*", "", "fresh"];
	const requests: Request[] = [];
	for (const verb of verbs) {
		for (const path of [
			"/",
			"/a",
			"/a/",
			"/a/b",
			"/ab",
			"/a*b",
			"/A",
			"",
			"a",
			"*",
			"/a**",
			"/q",
		]) {
			requests.push({ kind: "path", verb, path } satisfies PathRequest);
		}
		for (const namespace of ["", "n1", "fresh"]) {
			for (const apiGroup of ["", "apps", "fresh"]) {
				for (const resource of resources) {
					for (const subresource of subresources) {
						for (const name of ["", "a", "*", "fresh"]) {
							const what = { apiGroup, resource, subresource, namespace, name };
							requests.push({ kind: "resource", verb, ...what } satisfies ResourceRequest);
						}
					}
				}
			}
		}
	}
	return requests;
}
