import type { Chain } from "../../model/answer.ts";
import type { Concerned, Finding } from "../../model/audit.ts";
import { formatSubject } from "../../model/subject.ts";
import { bindingSubjectInWords, referenceInWords } from "../words.ts";
import { firstOf } from "./finding-words.ts";

/** So many sources of an aggregated role are named. */
const mostSources = 2;

/** `RoleBinding ci/deploy → ClusterRole edit rules[2]`, and between them the group or what it is aggregated from. */
export function chainInWords(chain: Chain, { concerned }: Pick<Finding, "concerned">): string {
	return `${stepsInWords(chain, concerned)}${sourcesInWords(chain)} rules[${chain.ruleIndex}]`;
}

/** The ways of some findings, each once with all of its rules. */
export function wholeWays(findings: readonly Finding[]): readonly string[] {
	const ways = grouped(findings, (chain, concerned) => {
		return stepsInWords(chain, concerned) + sourcesInWords(chain);
	});
	return [...ways].map(([way, chains]) => `${way} ${rulesInWords(chains)}`);
}

/** The same in short: one for each binding and role, nothing of the inside of roles that are nobody's to change. */
export function shortWays(findings: readonly Finding[]): readonly string[] {
	return [...grouped(findings, stepsInWords)].map(([way, chains]) => {
		if (chains.every(isBuiltIn)) return way;
		const sources = new Set(chains.map(sourcesInWords));
		const [only = ""] = sources;
		if (sources.size === 1) return `${way}${only} ${rulesInWords(chains)}`;
		const roles = chains.map(({ role, aggregatedFrom }) => aggregatedFrom.at(-1) ?? role);
		const names = [...new Set(roles.map(referenceInWords))];
		return `${way}, aggregated from ${firstOf(names, mostSources)}`;
	});
}

function grouped(
	findings: readonly Finding[],
	keyOf: (chain: Chain, concerned: Concerned) => string,
): ReadonlyMap<string, readonly Chain[]> {
	const ways = new Map<string, Chain[]>();
	for (const { chains, concerned } of findings) {
		for (const chain of chains) {
			const key = keyOf(chain, concerned);
			const way = ways.get(key);
			if (way === undefined) ways.set(key, [chain]);
			else way.push(chain);
		}
	}
	return ways;
}

function isBuiltIn({ role, aggregatedFrom }: Chain): boolean {
	return (aggregatedFrom.at(-1) ?? role).builtIn === true;
}

function stepsInWords(chain: Chain, concerned: Concerned): string {
	const isOwn =
		concerned.kind !== "subject" ||
		formatSubject(concerned.subject) === formatSubject(chain.subject);
	const group = isOwn ? [] : [bindingSubjectInWords(chain.subject)];
	const steps = [referenceInWords(chain.binding), ...group, referenceInWords(chain.role)];
	return steps.join(" → ");
}

function sourcesInWords({ aggregatedFrom }: Chain): string {
	return aggregatedFrom.map((role) => `, aggregated from ${referenceInWords(role)}`).join("");
}

/** `rules[1], rules[3-5]`. */
function rulesInWords(chains: readonly Chain[]): string {
	const indexes = new Set(chains.map(({ ruleIndex }) => ruleIndex));
	const runs: { from: number; to: number }[] = [];
	for (const index of [...indexes].toSorted((one, other) => one - other)) {
		const last = runs.at(-1);
		if (last !== undefined && last.to === index - 1) last.to = index;
		else runs.push({ from: index, to: index });
	}
	return runs.map(({ from, to }) => `rules[${from === to ? from : `${from}-${to}`}]`).join(", ");
}
