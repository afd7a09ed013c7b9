import type { KnownResources } from "../../model/known-resources.ts";
import { groupAdvice, shownGroup } from "../../model/resource-advice.ts";
import type { Role } from "../../model/role.ts";
import type { PolicyRule } from "../../model/rule.ts";
import { cleanedWords } from "./cleaned-words.ts";
import { goneGroup } from "./gone-apis.ts";
import { type Fault, faultsOf, type WordFault } from "./word-fault.ts";

/** The API groups of a rule that no request names. */
export function groupFaults(
	rule: PolicyRule,
	role: Role,
	known: KnownResources,
): readonly WordFault[] {
	return faultsOf("apiGroups", rule.apiGroups, (word) => faultOf(word, rule, role, known));
}

function faultOf(
	word: string,
	rule: PolicyRule,
	role: Role,
	known: KnownResources,
): Fault | undefined {
	if (word === "*" || known.groups.has(word)) return undefined;
	if (word.includes("*")) {
		return {
			policy: "never-matching-glob",
			why: "a star counts only alone, as every API group; beside letters it is a letter",
		};
	}
	const gone = goneGroup(word);
	if (gone !== undefined) return goneFault(gone, rule, role, known);
	const cleaned = cleanedWords(word);
	if (cleaned !== undefined) {
		return { policy: "wrong-word-form", why: cleaned.why, become: cleaned.words };
	}
	const once = word.slice(0, (word.length - 1) / 2);
	if (word === `${once}.${once}` && known.groups.has(once)) {
		const why = `the domain is in it twice: requests name the group ${shownGroup(once)}`;
		return { policy: "wrong-word-form", why, become: [once] };
	}
	const advice = groupAdvice(word, known);
	if (advice?.meant === undefined) return undefined;
	const become = [advice.meant];
	const shown = shownGroup(advice.meant);
	return advice.kind === "form"
		? { policy: "wrong-word-form", why: `requests name the group ${shown}`, become }
		: {
				policy: "unknown-resource",
				why: `there is no such API group; did you mean ${shown}?`,
				become,
			};
}

/** A group that is gone does no harm beside the one that came after it. */
function goneFault(why: string, rule: PolicyRule, role: Role, known: KnownResources): Fault {
	const isServed = (resource: string, { apiGroups }: PolicyRule): boolean =>
		apiGroups.some((group) => known.groupsOf.get(resource)?.has(group));
	const left = rule.resources.filter(
		(resource) =>
			!role.rules.some((one) => one.resources.includes(resource) && isServed(resource, one)),
	);
	const moved = left.flatMap((resource) => {
		const [group] = known.groupsOf.get(resource) ?? [];
		return group === undefined ? [] : [`\`${resource}\` is in ${shownGroup(group)}`];
	});
	const most = 3;
	const now = moved.length === 0 ? "" : `; ${moved.slice(0, most).join(", ")} today`;
	const severity = moved.length === 0 ? "info" : undefined;
	return {
		policy: "removed-api",
		why: `${why}${now}`,
		...(severity !== undefined && { part: severity, whole: severity }),
	};
}
