import type { KnownResources } from "../../model/known-resources.ts";
import type { PolicyRule } from "../../model/rule.ts";
import { type Fault, faultsOf, type WordFault } from "./word-fault.ts";

/** The paths of a rule for which no request is. */
export function pathFaults(rule: PolicyRule, known: KnownResources): readonly WordFault[] {
	return faultsOf("nonResourceURLs", rule.nonResourceURLs, (word) => faultOf(word, known));
}

function faultOf(word: string, known: KnownResources): Fault | undefined {
	const policy = "wrong-path";
	if (/^\*+$/.test(word)) return undefined;
	const host = /^\w+:\/\/[^/]*(\/.*)?$/.exec(word);
	if (host !== null) {
		const [, own = "/"] = host;
		return { policy, why: `the path alone is compared: \`${own}\``, become: [own] };
	}
	if (!word.startsWith("/")) {
		const become = `/${word}`;
		const isPlain = /^[\w.-]+(\/[\w.-]+)*(\/?\*)?$/.test(word);
		return isPlain
			? { policy, why: `a path begins with a slash: \`${become}\``, become: [become] }
			: { policy, why: "a path begins with a slash" };
	}
	if (word.includes("?") || word.includes("#")) {
		const [own = ""] = word.split(/[?#]/);
		return { policy, why: `no query is compared: write \`${own}\``, become: [own] };
	}
	if (/[{}]/.test(word)) return { policy, why: "braces are letters: end with a star instead" };
	if (word.replace(/\*+$/, "").includes("*")) {
		return { policy, why: "a star counts at the end only, elsewhere it is a letter" };
	}
	return ofResource(word, known);
}

/** `/api/v1/pods` is asked as a resource; discovery above it, `/api/v1`, as a path. */
function ofResource(word: string, known: KnownResources): Fault | undefined {
	const [, api, ...parts] = word.replace(/\*+$/, "").split("/");
	if (api !== "api" && api !== "apis") return undefined;
	const [group, version, resource] = api === "api" ? ["", ...parts] : parts;
	if (!version || !resource) return undefined;
	const named = resource === "namespaces" || resource === "watch" ? "resources" : `\`${resource}\``;
	const isKnown = known.groups.has(group ?? "");
	return {
		policy: "wrong-path",
		why: `requests for it are asked as ${named}, never as a path: write a rule for resources`,
		...(!isKnown && { confidence: "likely" as const }),
	};
}
