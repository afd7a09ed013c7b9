import type { Cause, Change, Edit, SubjectDiff } from "../model/diff.ts";
import type { Request } from "../model/request.ts";
import { statementInWords } from "./statement-words.ts";
import { lineInWords, referenceInWords, requestInWords } from "./words.ts";

/** A line of a diff in words. */
export interface DiffRow {
	readonly sign: "+" | "-";
	readonly effect: Change["effect"];
	readonly verbs: string;
	readonly things: string;
	readonly scope: string;
	readonly because: string;
	readonly where: string;
}

/** What is shown of a change for somebody, unless everything is. */
export interface ShownDiff {
	readonly rows: readonly DiffRow[];
	/** How many lines are only counted. */
	readonly left: number;
	/** How many of those have no effect. */
	readonly inert: number;
}

/** So many lines of one direction are shown before the rest is counted. */
const mostLines = 12;
/** So many lines are told of one newly bound role before it is told as a whole. */
const mostOfARole = 4;
const mostThings = 15;

/**
 * The lines of a change. Unless all is wanted, a role that somebody was given whole is one line with what is most
 * telling in it, and what has no effect is left out where something else is told.
 */
export function shownDiff(diff: SubjectDiff, all: boolean, most: number): ShownDiff {
	const gained = shownOf(diff.gained, "+", diff.gainedExamples, all, most);
	const lost = shownOf(diff.lost, "-", diff.lostExamples, all, most);
	const rows = [...gained, ...lost];
	if (all) return { rows, left: 0, inert: 0 };
	const telling = rows.filter(({ effect }) => effect !== "inert");
	const kept = telling.length > 0 ? telling : rows;
	const shown = (["+", "-"] as const).flatMap((sign) =>
		kept.filter((row) => row.sign === sign).slice(0, mostLines),
	);
	return { rows: shown, left: kept.length - shown.length, inert: rows.length - kept.length };
}

function shownOf(
	changes: readonly Change[],
	sign: "+" | "-",
	examples: readonly Request[],
	all: boolean,
	most: number,
): readonly DiffRow[] {
	if (all) return changes.map((change) => rowOf(change, sign, most));
	const byGrant = new Map<string, Change[]>();
	for (const change of changes) {
		const key = wholeGrant(change.causes) ?? "";
		byGrant.set(key, [...(byGrant.get(key) ?? []), change]);
	}
	return [...byGrant].flatMap(([key, group]) => {
		const effective = group.filter(({ effect }) => effect === "effective");
		const things = effective.reduce((sum, { line }) => sum + thingsIn(line), 0);
		const isShort = effective.length <= mostOfARole && things <= mostThings;
		return key === "" || isShort
			? group.map((change) => rowOf(change, sign, most))
			: [wholeRole(effective, sign, examples, most)];
	});
}

/** Every grant behind a change, where they are one role that a binding began or ceased to give as a whole. */
function wholeGrant(causes: readonly Cause[]): string | undefined {
	const keys = new Set(
		causes.map(({ edit, chain: { binding, role } }) =>
			ofBindings.has(edit)
				? JSON.stringify([edit, binding.namespace, binding.name, role.name])
				: "",
		),
	);
	const [key] = keys;
	return keys.size === 1 && key !== "" ? key : undefined;
}

const ofBindings: ReadonlySet<Edit> = new Set(["binding", "roleRef", "subject", "member"]);

function wholeRole(
	changes: readonly Change[],
	sign: "+" | "-",
	examples: readonly Request[],
	most: number,
): DiffRow {
	const [first] = changes;
	if (first === undefined) throw new Error("no line about a whole role");
	const row = rowOf(first, sign, most);
	const role = first.causes[0] === undefined ? "" : referenceInWords(first.causes[0].chain.role);
	const telling = examples.slice(0, 4).map(exampleInWords);
	const suchAs = telling.length > 0 ? telling : [`${row.verbs} ${row.things}`];
	return { ...row, verbs: `all of ${role}`, things: `such as ${suchAs.join(", ")}` };
}

function thingsIn(line: Change["line"]): number {
	return line.kind === "path" ? line.paths.length : line.things.length;
}

/** The scope stands beside it, and a name that is made up says nothing. */
function exampleInWords(request: Request): string {
	const words = requestInWords(request).replace(/ (?:cluster-wide|in namespace \S+)$/, "");
	return words.replace(/ "example"$/, "");
}

function rowOf(change: Change, sign: "+" | "-", most: number): DiffRow {
	const causes = [...new Set(change.causes.map((cause) => causeInWords(cause, sign === "+")))];
	const [because = "", ...others] = causes;
	const [cause] = change.causes;
	return {
		sign,
		effect: change.effect,
		...statementInWords(change.line, most),
		because: others.length === 0 ? because : `${because} and ${others.length} more`,
		where: cause === undefined ? "" : placeOfCause(cause),
	};
}

/** Where the part stands that was edited. */
export function placeOfCause(cause: Cause): string {
	return lineInWords(editedPlace(cause));
}

export function editedPlace({ edit, chain }: Cause): Cause["chain"]["rulePlace"] {
	const places: Readonly<Record<Edit, typeof chain.rulePlace>> = {
		binding: chain.binding.place,
		roleRef: chain.binding.place,
		subject: chain.subjectPlace,
		member: chain.subjectPlace,
		role: chain.role.place,
		rule: chain.rulePlace,
		aggregation: chain.rulePlace,
	};
	return places[edit];
}

/** `new RoleBinding ci/deployer → Role ci/deployer`, `ClusterRole view-banners rules[0] in ClusterRole view`. */
export function causeInWords({ edit, chain }: Cause, isGain: boolean): string {
	const { binding, role, ruleIndex, aggregatedFrom } = chain;
	const source = aggregatedFrom.at(-1);
	const declaring = referenceInWords(source ?? role);
	const via = source === undefined ? "" : ` in ${referenceInWords(role)}`;
	const bound = referenceInWords(binding);
	const words: Readonly<Record<Edit, string>> = {
		binding: `${isGain ? "new" : "removed"} ${bound} → ${referenceInWords(role)}`,
		roleRef: `${bound} ${isGain ? "now" : "no longer"} → ${referenceInWords(role)}`,
		subject: `${isGain ? "added to" : "removed from"} ${bound} → ${referenceInWords(role)}`,
		role: `${isGain ? "new" : "removed"} ${declaring}${via}`,
		rule: `${declaring} rules[${ruleIndex}]${via}`,
		aggregation: `${declaring} ${isGain ? "now" : "no longer"} in ${referenceInWords(role)}`,
		member: `${isGain ? "now" : "no longer"} a member: ${bound} → ${referenceInWords(role)}`,
	};
	return words[edit];
}
