import { joinedRules } from "../answer/joined-rules.ts";
import type { SmallestGrant } from "../model/answer.ts";
import type { PolicyRule } from "../model/rule.ts";
import type { Side } from "../model/statement.ts";
import type { Subject } from "../model/subject.ts";
import { type Box, disjointBoxes, type PathBox, pathBoxes } from "../sets/boxes.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { PermissionSets } from "../sets/permission-sets.ts";

/**
 * The one rule that gives all of a region, in its namespace, or everywhere where it reaches beyond one. Undefined where
 * it takes several rules, or where it is some listed namespaces: a grant everywhere would be far more.
 */
export function regionGrant(
	region: PermissionSet,
	subject: Subject,
	sets: PermissionSets,
): SmallestGrant | undefined {
	const boxes = disjointBoxes(region, 200);
	const namespace = boxes && placeOf(boxes, region.hasPaths);
	if (boxes === undefined || namespace === undefined) return undefined;
	const written = [...boxes.map(ruleOfBox), ...pathBoxes(region).map(ruleOfPath)];
	const rules = written.filter((rule) => rule !== undefined);
	const [rule, ...more] = withoutCovered(joinedRules(rules), sets);
	if (rule === undefined || more.length > 0 || rules.length < written.length) return undefined;
	const everywhere = sets.ofRules([rule]);
	const given = namespace === "" ? everywhere : sets.inNamespace(everywhere, namespace);
	return region.isSubsetOf(given) ? { rule, namespace, subject } : undefined;
}

/** "" is everywhere; undefined for a list of namespaces. */
function placeOf(boxes: readonly Box[], hasPaths: boolean): string | undefined {
	const isOpen = boxes.some(({ namespace }) => "except" in namespace);
	const named = new Set(boxes.flatMap(({ namespace }) => wordsOf(namespace) ?? []));
	if (hasPaths || isOpen || named.has("")) return "";
	const [one, ...more] = named;
	return more.length === 0 ? one : undefined;
}

function wordsOf(side: Side): readonly string[] | undefined {
	return "only" in side ? side.only : undefined;
}

/** `*` for every word; undefined for all but some, which no rule says. */
function entriesOf(side: Side): readonly string[] | undefined {
	if ("only" in side) return side.only;
	return side.except.length === 0 ? ["*"] : undefined;
}

function ruleOfBox(box: Box): PolicyRule | undefined {
	const [verbs, apiGroups] = [entriesOf(box.verb), entriesOf(box.apiGroup)];
	const resources = entriesOf(box.resource);
	const subresources = wordsOf(box.subresource) ?? [""];
	if (verbs === undefined || apiGroups === undefined || resources === undefined) return undefined;
	// Requests without a name need a rule without names.
	const names = wordsOf(box.name) ?? [""];
	return {
		verbs,
		apiGroups,
		resources: resources.flatMap((resource) =>
			subresources.map((one) => (one === "" ? resource : `${resource}/${one}`)),
		),
		resourceNames: names.includes("") ? [] : names,
		nonResourceURLs: [],
	};
}

function ruleOfPath({ verb, path }: PathBox): PolicyRule | undefined {
	const verbs = entriesOf(verb);
	const text = path.isPrefix ? `${path.text}*` : path.text;
	const rest = { apiGroups: [], resources: [], resourceNames: [] };
	return verbs && { ...rest, verbs, nonResourceURLs: [text] };
}

/** What is given by name is needless beside the same for every name. */
function withoutCovered(rules: readonly PolicyRule[], sets: PermissionSets): readonly PolicyRule[] {
	const given = rules.map((rule) => sets.ofRules([rule]));
	return rules.filter(
		(_, i) =>
			!given.some(
				(other, j) =>
					i !== j && given[i]?.isSubsetOf(other) === true && (i > j || !other.isSubsetOf(given[i])),
			),
	);
}
