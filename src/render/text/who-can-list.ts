import type { Chain, Holder, WhoCan } from "../../model/answer.ts";
import type { Subject } from "../../model/subject.ts";
import type { View } from "../view.ts";
import {
	lineInWords,
	referenceInWords,
	ruleInWords,
	scopeInWords,
	subjectInWords,
} from "../words.ts";
import { indented } from "../wrap.ts";

const membersShown = 5;

/** The holders one below the other, for terminals that are too narrow for columns: names stay whole. */
export function whoCanList(holders: readonly Holder[], answer: WhoCan, view: View): string {
	const lines = holders.flatMap((holder) => [
		...indented(headline(holder, view), "", "  ", view.width),
		...bindingsOf(holder, view).flatMap((chain) => chainLines(chain, answer, view)),
		...workloadLines(holder, view),
		...membersInWords(holder.members, view).flatMap((member) =>
			indented(`member ${member}`, "  ", "    ", view.width),
		),
	]);
	return lines.map((line) => `${line}\n`).join("");
}

/** The known members of a group, the first few of them where there is no room for all. */
export function membersInWords(members: readonly Subject[], view: View): readonly string[] {
	const shown = view.wide ? members : members.slice(0, membersShown);
	const left = members.length - shown.length;
	return [...shown.map(subjectInWords), ...(left === 0 ? [] : [`… ${left} more (-o wide)`])];
}

/** Several rules that one binding gives make one line. */
export function onePerBinding(chains: readonly Chain[]): readonly Chain[] {
	const seen = new Set<string>();
	return chains.filter(({ binding }) => {
		const key = JSON.stringify([binding.kind, binding.namespace, binding.name]);
		if (seen.has(key)) return false;
		seen.add(key);
		return true;
	});
}

function headline(holder: Holder, view: View): string {
	const subject = view.style.paint("strong", subjectInWords(holder.subject));
	return `${subject}  ${scopeInWords(holder.namespace)}`;
}

function bindingsOf({ chains }: Holder, view: View): readonly Chain[] {
	return view.wide ? chains : onePerBinding(chains);
}

function chainLines(chain: Chain, answer: WhoCan, view: View): readonly string[] {
	const path = [chain.binding, chain.role, ...chain.aggregatedFrom].map(referenceInWords);
	const place = view.style.paint("quiet", lineInWords(chain.subjectPlace));
	const rule = view.wide ? [ruleInWords(chain.rule, answer.request, Number.POSITIVE_INFINITY)] : [];
	return [
		...indented(path.join(" → "), "  ", "  ", view.width),
		...[...rule, place].flatMap((line) => indented(line, "    ", "    ", view.width)),
	];
}

function workloadLines({ workloads }: Holder, view: View): readonly string[] {
	if (!view.wide || workloads.length === 0) return [];
	const words = `used by ${workloads.map(referenceInWords).join(", ")}`;
	return indented(words, "  ", "    ", view.width);
}
