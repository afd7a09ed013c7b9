import { chainOf, filledSubject, referenceTo, roleRefOf } from "../answer/chain.ts";
import { workloadsOf } from "../answer/workloads-of.ts";
import type { Chain, Reference } from "../model/answer.ts";
import type { Finding } from "../model/audit.ts";
import { objectName } from "../model/object-name.ts";
import { type Place, placeOf } from "../model/origin.ts";
import type { Role } from "../model/role.ts";
import { formatSubject, type Subject } from "../model/subject.ts";
import { compareText } from "../model/text-order.ts";
import type { AskedBlock } from "./clause.ts";
import { countingReach } from "./counting-reach.ts";
import { exampleRequest } from "./example-request.ts";
import { type Draft, scopeOf } from "./finding-draft.ts";
import { findingFingerprint } from "./fingerprint.ts";
import type { FixFinder } from "./fix-finder.ts";
import type { GrantingRule } from "./granting-rules.ts";
import { lazyFields, once } from "./lazy-fields.ts";
import { permissionWords } from "./permission-words.ts";
import type { RiskWorld } from "./risk-world.ts";
import { reachOf, type Scoping } from "./rule-reach.ts";

/** A finding about permissions; its words, places and fix are worked out for those that are shown. */
export function findingOf(draft: Draft, world: RiskWorld, fixes: FixFinder): Finding {
	const { who, fired, grants } = draft;
	const { policy, variants } = fired;
	const scope = scopeOf(draft);
	const concerned = concernedOf(who);
	const permissions = once(() => permissionsOf(grants, world.reaches.scoping));
	const known = {
		policy: policy.id,
		variants: variants.map(({ variant }) => variant.id),
		pack: policy.pack,
		severity: draft.severity,
		confidence: draft.confidence,
		concerned,
		scope,
		implies: draft.implies,
		changes: draft.changes,
		isLatent: draft.isLatent,
		suppressed: undefined,
	};
	return lazyFields<typeof known, Omit<Finding, keyof typeof known>>(known, {
		message: () => messageOf(draft, world),
		permissions,
		example: () => exampleOf(draft, world),
		chains: () => grants.flatMap(chainsOf),
		place: () => firstPlace(grants, world),
		related: () => relatedPlaces(grants),
		workloads: () => workloadsRunningAs(who, world),
		fix: () => fixes.fixOf(draft),
		fingerprint: () => findingFingerprint(policy.id, concerned, scope, permissions()),
	});
}

/** A finding in a namespace may need something that is given everywhere. */
function permissionsOf(grants: readonly GrantingRule[], scoping: Scoping): readonly string[] {
	const namespaces = [...new Set(grants.map(({ namespace }) => namespace))].sort(compareText);
	return namespaces.flatMap((namespace) => {
		const scope = namespace === "" ? "everywhere" : `in ${namespace}`;
		const there = grants.filter((grant) => grant.namespace === namespace);
		return permissionWords(there, scoping).map((words) => `${words} ${scope}`);
	});
}

function concernedOf(who: Subject | Role): Finding["concerned"] {
	return "rules" in who
		? { kind: "object", object: referenceTo(who) }
		: { kind: "subject", subject: who };
}

function messageOf({ who, fired, grants, namespace }: Draft, world: RiskWorld): string {
	const [first] = fired.variants;
	const subject = "rules" in who ? `whoever is bound to ${objectName(who)}` : formatSubject(who);
	const says = first?.variant.says ?? "";
	const names = first?.proof.isNamed === true ? namesOf(grants, world) : "";
	return `${subject} ${says}${names}${whereOf(grants, namespace, world)}`;
}

const mostNames = 3;

function namesOf(grants: readonly GrantingRule[], world: RiskWorld): string {
	const names = [...new Set(grants.flatMap((grant) => countingNames(grant, world)))].sort();
	const shown = names.slice(0, mostNames).map((name) => `\`${name}\``);
	const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : "";
	return names.length === 0 ? "" : ` (only ${shown.join(", ")}${more})`;
}

/** The names of a rule by which the parts hold that it serves. */
function countingNames(
	{ sourced, parts, namespace }: GrantingRule,
	{ reaches }: RiskWorld,
): readonly string[] {
	return parts.flatMap((part) => {
		if (part.kind === "every") return [];
		return reaches.ofRule(sourced.rule, part.asked, namespace).flatMap((reach) => {
			const counting = countingReach(part, reach) ?? [];
			return counting === "any" ? [] : counting;
		});
	});
}

/** What is cluster-scoped is nowhere: only what belongs to namespaces is in all of them. */
function whereOf(
	grants: readonly GrantingRule[],
	namespace: string,
	{ reaches }: RiskWorld,
): string {
	if (namespace !== "") return ` in ${namespace}`;
	const isOfNamespaces = ({ resource, apiGroup }: AskedBlock): boolean => {
		if (!("only" in resource) || !("only" in apiGroup)) return true;
		return reaches.scoping.isNamespaced(apiGroup.only[0] ?? "", resource.only[0] ?? "") === true;
	};
	const isInside = grants.some(({ parts, sourced: { rule } }) =>
		parts.some((part) =>
			part.kind === "every"
				? !part.inside.isEmpty
				: part.asked.resources.some(
						(block) => isOfNamespaces(block) && reachOf(rule, block) !== undefined,
					),
		),
	);
	return isInside ? " in every namespace" : "";
}

function exampleOf({ grants, namespace: found }: Draft, world: RiskWorld): Finding["example"] {
	for (const { sourced, parts, namespace: bound } of grants) {
		for (const part of parts) {
			const place = { bound, found };
			const request = exampleRequest(sourced.rule, part, place, world.reaches.scoping);
			if (request !== undefined) return request;
		}
	}
	return undefined;
}

function chainsOf({ match, role, sourced }: GrantingRule): readonly Chain[] {
	return match === undefined ? [] : [chainOf({ ...match, role }, sourced)];
}

/** The rule where it can be mended; a default role's rules are nobody's to mend, but its binding is. */
function firstPlace(grants: readonly GrantingRule[], { defaults }: RiskWorld): Place {
	const first = grants.find(({ sourced }) => !defaults.isDefaultRule(sourced)) ?? grants[0];
	if (first === undefined) return { file: "" };
	const { sourced, match } = first;
	if (!defaults.isDefaultRule(sourced) || match === undefined) {
		return placeOf(sourced.declaredIn.origin, ["rules", sourced.index]);
	}
	return roleRefOf(match.binding).place;
}

function relatedPlaces(grants: readonly GrantingRule[]): Finding["related"] {
	const found = new Map<string, { readonly place: Place; readonly title: string }>();
	for (const { match, sourced } of grants) {
		const { declaredIn, index } = sourced;
		const rule = `${objectName(declaredIn)} rules[${index}]`;
		if (!declaredIn.builtIn) {
			found.set(rule, { place: placeOf(declaredIn.origin, ["rules", index]), title: rule });
		}
		if (match === undefined || match.binding.builtIn) continue;
		const { binding, subject, subjectIndex } = match;
		const named = formatSubject(filledSubject(subject, binding.namespace));
		const title = `${objectName(binding)} binds ${named}`;
		found.set(title, { place: placeOf(binding.origin, ["subjects", subjectIndex]), title });
	}
	return [...found.values()];
}

function workloadsRunningAs(who: Subject | Role, { audit }: RiskWorld): readonly Reference[] {
	const isAccount = !("rules" in who) && who.kind === "ServiceAccount";
	return isAccount ? workloadsOf(who, audit.snapshot) : [];
}
