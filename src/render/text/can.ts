import type { Chain, Decision, Gap, NearMiss, Verdict } from "../../model/answer.ts";
import type { Place } from "../../model/origin.ts";
import { columnsOf } from "../columns-of.ts";
import { grantYaml } from "../smallest-grant.ts";
import type { Look } from "../style.ts";
import type { View } from "../view.ts";
import { visible } from "../visible.ts";
import {
	bindingSubjectInWords,
	counted,
	gapInWords,
	gapPlace,
	identityInWords,
	listed,
	placeInWords,
	referenceInWords,
	requestInWords,
	ruleInWords,
} from "../words.ts";
import { indented } from "../wrap.ts";

/** A decision for a person; the first word is the verdict. */
export function canText(decision: Decision, view: View): string {
	const sections = [headline(decision, view), ...sectionsOf(decision, view)];
	return `${sections
		.filter((lines) => lines.length > 0)
		.map((lines) => lines.join("\n"))
		.join("\n\n")}\n`;
}

const looks = { yes: "yes", no: "no", unknown: "unknown" } as const satisfies Record<Verdict, Look>;

const chainsShown = 5;
const missesShown = 4;
const itemsShown = 6;

function headline({ verdict, identity, request }: Decision, view: View): readonly string[] {
	const may = { yes: "can", no: "cannot", unknown: "may or may not" }[verdict];
	const question = `${identityInWords(identity)} ${may} ${requestInWords(request)}`;
	const word = view.style.paint(looks[verdict], verdict);
	return indented(`${word} — ${question}`, "", "  ", view.width);
}

function sectionsOf(decision: Decision, view: View): readonly (readonly string[])[] {
	const closing = [closingLines(decision, view)];
	switch (decision.verdict) {
		case "yes":
			return [...chainSections(decision, view), ...closing];
		case "no":
			return [missLines(decision, view), ...closing, grantLines(decision)];
		case "unknown":
			return [gapLines(decision.gaps, view), missLines(withoutGaps(decision), view), ...closing];
	}
}

function chainSections(decision: Decision, view: View): readonly (readonly string[])[] {
	const { chains } = decision;
	const shown = view.wide ? chains : chains.slice(0, chainsShown);
	const lines = shown.map((chain) => chainLines(chain, decision, view));
	const left = chains.length - shown.length;
	return left === 0 ? lines : [...lines, [`  … and ${left} more ways (-o wide shows them)`]];
}

/** A line of a tree and the place it speaks of. */
interface Branch {
	readonly text: string;
	readonly place: Place;
}

function chainLines(chain: Chain, decision: Decision, view: View): readonly string[] {
	const most = view.wide ? Number.POSITIVE_INFINITY : itemsShown;
	const aggregated = chain.aggregatedFrom.map((role) => ({
		text: `aggregates ${referenceInWords(role)}`,
		place: role.place,
	}));
	const rule = ruleInWords(chain.rule, decision.request, most);
	const branches = [
		{ text: referenceInWords(chain.binding), place: chain.binding.place },
		{ text: subjectOf(chain, decision), place: chain.subjectPlace },
		{ text: referenceInWords(chain.role), place: chain.role.place },
		...aggregated,
		{ text: `rules[${chain.ruleIndex}]: ${rule}`, place: chain.rulePlace },
	];
	return treeLines(branches, view);
}

/** The subject as the binding names it, and how the identity comes to be meant. */
function subjectOf(chain: Chain, { identity }: Decision): string {
	const subject = bindingSubjectInWords(chain.subject);
	if (chain.subject.kind !== "Group" || identity.name === "") return subject;
	return `${subject}, which ${identityInWords(identity)} is in`;
}

/** Each branch one step deeper than the last; the places in one column where they fit. */
function treeLines(branches: readonly Branch[], view: View): readonly string[] {
	const stems = branches.map((_, depth) =>
		depth === 0 ? "  " : `${"   ".repeat(depth - 1)}  └─ `,
	);
	const lefts = branches.map(({ text }, depth) => `${stems[depth]}${text}`);
	const places = branches.map(({ place }) => placeInWords(place));
	const longest = Math.max(...places.map(columnsOf));
	const column = Math.max(...lefts.map(columnsOf)) + 2;
	const aligned = column + longest <= view.width;
	return lefts.flatMap((left, depth) => {
		const place = view.style.paint("quiet", places[depth] ?? "");
		const gap = aligned ? column - columnsOf(left) : 2;
		if (columnsOf(left) + gap + columnsOf(places[depth] ?? "") <= view.width) {
			return [`${left}${" ".repeat(gap)}${place}`];
		}
		const stem = stems[depth] ?? "";
		const under = " ".repeat(stem.length);
		return [
			...indented(left.slice(stem.length), stem, under, view.width),
			...indented(place, under, under, view.width),
		];
	});
}

/** A missing role is a gap already: no need to say it twice. */
function withoutGaps(decision: Decision): Decision {
	const nearMisses = decision.nearMisses.filter(({ difference }) => difference !== "role");
	return { ...decision, nearMisses };
}

function missLines(decision: Decision, view: View): readonly string[] {
	const { nearMisses, verdict } = decision;
	if (nearMisses.length === 0) {
		return verdict === "no" ? ["nothing in the input comes near it"] : [];
	}
	const shown = view.wide ? nearMisses : nearMisses.slice(0, missesShown);
	const left = nearMisses.length - shown.length;
	return [
		...missTitle(nearMisses, view),
		...shown.flatMap((miss) => oneMiss(miss, view)),
		...(left === 0 ? [] : [`  … and ${left} more (-o wide shows them)`]),
	];
}

function missTitle(misses: readonly NearMiss[], view: View): readonly string[] {
	if (misses.some(({ also }) => also !== undefined)) {
		const title = "nothing differs in one thing only; the nearest in two";
		return indented(view.style.paint("strong", title), "", "  ", view.width);
	}
	return [view.style.paint("strong", misses.length === 1 ? "nearest miss" : "nearest misses")];
}

const differenceWords: Readonly<Record<NearMiss["difference"], string>> = {
	verb: "verb",
	apiGroup: "API group",
	resource: "resource",
	subresource: "subresource",
	name: "name",
	path: "path",
	namespace: "namespace",
	scope: "scope",
	subject: "subject",
	role: "role",
};

const missIndent = 15;

function oneMiss(miss: NearMiss, view: View): readonly string[] {
	const differences = miss.also === undefined ? [miss.difference] : [miss.difference, miss.also];
	const word = differences.map((each) => differenceWords[each]).join(", ");
	const gap = " ".repeat(Math.max(missIndent - 2 - word.length, 2));
	const first = `  ${view.style.paint("partly", word)}${gap}`;
	const under = " ".repeat(missIndent);
	const { chain } = miss;
	// Rules are counted in the role that declares them.
	const roles = chain === undefined ? [] : [chain.role, ...chain.aggregatedFrom.slice(-1)];
	const role = roles.map((each) => ` → ${referenceInWords(each)}`).join("");
	const rule = chain === undefined ? "" : ` rules[${chain.ruleIndex}]`;
	const place =
		miss.difference === "subject" || chain === undefined ? bindingPlace(miss) : chain.rulePlace;
	const where = `${referenceInWords(miss.binding)}${role}${rule}  ${placeInWords(place)}`;
	return [
		...indented(visible(miss.hint), first, under, view.width),
		...indented(view.style.paint("quiet", where), under, under, view.width),
	];
}

function bindingPlace({ chain, binding }: NearMiss): Place {
	return chain === undefined ? binding.place : chain.subjectPlace;
}

function gapLines(gaps: readonly Gap[], view: View): readonly string[] {
	const unread = gaps.flatMap((gap) => (gap.kind === "unread-document" ? [gap] : []));
	const others = gaps.filter(({ kind }) => kind !== "unread-document");
	return [
		view.style.paint("strong", "missing"),
		...unreadLines(unread, view),
		...others.flatMap((gap) => {
			const { what, remedy } = gapInWords(gap);
			const place = gapPlace(gap);
			const where =
				place === undefined ? "" : `  ${view.style.paint("quiet", placeInWords(place))}`;
			return [
				...indented(`${what}${where}`, "  ", "    ", view.width),
				...indented(remedy, "    ", "    ", view.width),
			];
		}),
	];
}

/** What is wrong with each has been told already, when it was read. */
function unreadLines(unread: readonly { readonly place: Place }[], view: View): readonly string[] {
	if (unread.length === 0) return [];
	const most = view.wide ? Number.POSITIVE_INFINITY : itemsShown;
	const places = unread.map(({ place }) => placeInWords(place));
	const where = view.style.paint("quiet", listed(places, [], most));
	const what = `${counted(unread.length, "document")} could not be read: mend or render ${unread.length === 1 ? "it" : "them"}`;
	return indented(`${what}  ${where}`, "  ", "    ", view.width);
}

/** What the server would say, and what the answer rests on. */
function closingLines({ reason, identity, notes }: Decision, view: View): readonly string[] {
	const groups = identity.groups.map(visible).join(", ");
	return [
		...(reason === "" ? [] : labelled("server says", visible(reason), view)),
		...(groups === "" ? [] : labelled("groups", groups, view)),
		...notes.flatMap((note) => labelled("note", visible(note), view)),
	];
}

function labelled(label: string, text: string, view: View): readonly string[] {
	const first = view.style.paint("quiet", `${label}:`);
	return indented(text, `${first} `, "  ", view.width);
}

function grantLines({ smallestGrant }: Decision): readonly string[] {
	if (smallestGrant === undefined) return [];
	return [
		"# the smallest grant that would allow it",
		...grantYaml(smallestGrant).trimEnd().split("\n"),
	];
}
