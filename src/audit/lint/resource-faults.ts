import { isCompleteGroup, type KnownResources } from "../../model/known-resources.ts";
import { type Advice, resourceAdvice, shownGroup } from "../../model/resource-advice.ts";
import type { Role } from "../../model/role.ts";
import type { PolicyRule } from "../../model/rule.ts";
import { goneResource } from "./gone-apis.ts";
import { resourceForm } from "./resource-form.ts";
import { nearSubresource, openSubresource } from "./subresources.ts";
import { type Fault, faultsOf, type WordFault } from "./word-fault.ts";

/** Verbs that NodeRestriction asks with an audience or a signer in the place of the resource. */
const isForNodes = (verb: string): boolean => verb.startsWith("request-serviceaccounts-");

/** The resources of a rule that no request names in its API groups. */
export function resourceFaults(
	rule: PolicyRule,
	role: Role,
	known: KnownResources,
): readonly WordFault[] {
	if (rule.verbs.some(isForNodes)) return [];
	return faultsOf("resources", rule.resources, (word) => faultOf(word, rule, role, known));
}

function faultOf(
	word: string,
	rule: PolicyRule,
	role: Role,
	known: KnownResources,
): Fault | undefined {
	if (word === "*" || isServed(word, rule, known)) return undefined;
	if (/^\*\/[^*/]+$/.test(word)) return ofAnyResource(word.slice(2), known);
	if (word.includes("*")) return starFault(word, rule, role, known);
	const form = resourceForm(word, rule, known);
	if (form !== undefined) return { policy: "wrong-word-form", ...form };
	if (openSubresource(word)) return undefined;
	const gone = goneResource(word, rule.apiGroups);
	if (gone !== undefined) return { policy: "removed-api", ...gone };
	const advice = resourceAdvice(word, rule, role, known);
	if (advice !== undefined) return advised(word, advice);
	return capitals(word) ?? unknown(word, rule, known);
}

function isServed(word: string, { apiGroups }: PolicyRule, known: KnownResources): boolean {
	const groups = known.groupsOf.get(word);
	return groups !== undefined && apiGroups.some((group) => group === "*" || groups.has(group));
}

function ofAnyResource(subresource: string, known: KnownResources): Fault | undefined {
	const near = nearSubresource(subresource, known);
	if (near === undefined) return undefined;
	return {
		policy: "unknown-subresource",
		why: `no resource has it; did you mean \`*/${near}\`?`,
		become: [`*/${near}`],
	};
}

function starFault(word: string, rule: PolicyRule, role: Role, known: KnownResources): Fault {
	const policy = "never-matching-glob";
	if (word.endsWith("/*")) {
		const advice = resourceAdvice(word, rule, role, known);
		const why = advice?.message.replace(/^`[^`]*` is /, "") ?? "";
		if (why !== "") return { policy, why };
	}
	return {
		policy,
		why: "a star counts only alone, or before a slash as every resource with that subresource",
	};
}

function advised(word: string, { kind, meant, group, message }: Advice): Fault | undefined {
	const become = meant === undefined ? {} : { become: [meant] };
	const there = group === undefined ? "" : ` in the API group ${shownGroup(group)}`;
	const moved = group === undefined ? {} : { group };
	switch (kind) {
		case "form":
			return {
				policy: "wrong-word-form",
				why: `requests say \`${meant}\`${there}`,
				...become,
				...moved,
			};
		case "slip":
			return {
				policy: "unknown-resource",
				why: `no resource is called so; did you mean \`${meant}\`${there}?`,
				...become,
				...moved,
			};
		case "group":
			return { policy: "unknown-resource", why: `it is${there}`, ...become, ...moved };
		case "subresource":
			return {
				policy: "unknown-subresource",
				why: whyNoSubresource(word, meant, message),
				...become,
				// Scaffolds ask for the status of whatever there is: who reads none has lost nothing.
				...(meant === undefined && { part: "low", whole: "medium" }),
			};
		case "star":
			return { policy: "never-matching-glob", why: message };
	}
}

function whyNoSubresource(word: string, meant: string | undefined, message: string): string {
	if (meant !== undefined) return `there is no such subresource; did you mean \`${meant}\`?`;
	const own = message.slice(message.lastIndexOf(": ") + 2);
	const [base = ""] = word.split("/");
	return `\`${base}\` ${own.replace(/^it /, "")}`.replace("has none", "has no subresources");
}

/** Somebody else's resource: its plural is not known, but that it has no capitals is. */
function capitals(word: string): Fault | undefined {
	if (!/[A-Z]/.test(word)) return undefined;
	if (word.startsWith("userextras/")) {
		const become = word.toLowerCase();
		return {
			policy: "virtual-verb-misplaced",
			why: `the key of an extra is asked in small letters: \`${become}\``,
			become: [become],
		};
	}
	return {
		policy: "wrong-word-form",
		why: "a resource is written as in the URL of its requests, in small letters and the plural",
	};
}

/** Only where every API group of the rule is known whole: others may serve anything under any name. */
function unknown(word: string, rule: PolicyRule, known: KnownResources): Fault | undefined {
	const [base = ""] = word.split("/");
	const groups = rule.apiGroups;
	const isWhole = groups.every((group) => group !== "*" && isCompleteGroup(group, known));
	if (!isWhole || groups.length === 0 || known.rowsOf.has(base)) return undefined;
	const shown = groups.length > 2 ? "these API groups" : groups.map(shownGroup).join(" and ");
	return {
		policy: "unknown-resource",
		why: `nothing is called so in ${shown.replaceAll('`""` (core)', "the core group")}`,
	};
}
