import type { Cell, Gap, Matrix, MatrixRow } from "../model/answer.ts";
import { requestVerbs } from "../model/request.ts";
import { compareText } from "../model/text-order.ts";
import type { Match } from "../resolve/bound-role.ts";
import type { Grants } from "../resolve/grants.ts";
import { gapsOf } from "./gaps.ts";
import { cellOf, type Scope } from "./matrix-cell.ts";
import { servedTargets, type Target, targetKey, targetsOf } from "./matrix-targets.ts";
import type { KnownSubject } from "./subjects.ts";

/** What to tabulate. Empty lists do not limit. */
export interface MatrixQuestion {
	readonly subjects: readonly KnownSubject[];
	readonly targets?: readonly Target[];
	readonly verbs?: readonly string[];
	readonly apiGroups?: readonly string[];
	/** The namespaces to look into, with all that counts there; otherwise cluster-wide and wherever one is bound. */
	readonly namespaces?: readonly string[];
	/** Wildcards as the resources they cover today, instead of `*`. */
	readonly expand?: boolean;
}

/** Subjects × scopes × resources, with a cell for each verb; rows without anything are left out. */
export function matrix(grants: Grants, question: MatrixQuestion): Matrix {
	const sections = question.subjects.flatMap((known) => sectionsOf(grants, question, known));
	const verbs = verbsOf(question, sections);
	const rows = sections.flatMap((section) => rowsOf(grants, question, section, verbs));
	const gaps = new Map<string, Gap>();
	for (const gap of sections.flatMap((section) => section.gaps)) gaps.set(JSON.stringify(gap), gap);
	return { verbs, rows, gaps: [...gaps.values()], notes: [] };
}

/** One subject in one scope. */
interface Section {
	readonly known: KnownSubject;
	readonly scope: Scope;
	readonly matches: readonly Match[];
	readonly gaps: readonly Gap[];
	/** The bindings whose rules make the rows: those of the scope itself, unless the user named the namespace. */
	readonly listed: readonly Match[];
}

function sectionsOf(
	grants: Grants,
	question: MatrixQuestion,
	known: KnownSubject,
): readonly Section[] {
	const { identity } = known;
	const asked = question.namespaces ?? [];
	const namespaces = asked.length > 0 ? asked : ["", ...grants.namespacesOf(identity)];
	return namespaces.map((namespace) => {
		const matches = grants.matches(identity, namespace);
		const gaps = gapsOf(grants, identity, namespace, matches);
		const scope = { namespace, ...rulesByScope(matches), hasGap: gaps.length > 0 };
		const listed = asked.length > 0 || namespace === "" ? matches : matches.filter(isNamespaced);
		return { known, scope, matches, gaps, listed };
	});
}

function rulesByScope(matches: readonly Match[]): Pick<Scope, "clusterRules" | "namespaceRules"> {
	return {
		clusterRules: rulesOf(matches.filter((match) => !isNamespaced(match))),
		namespaceRules: rulesOf(matches.filter(isNamespaced)),
	};
}

function isNamespaced({ binding }: Match): boolean {
	return binding.namespace !== "";
}

function rulesOf(matches: readonly Match[]): Scope["clusterRules"] {
	return matches.flatMap(({ role }) => role?.rules.map(({ rule }) => rule) ?? []);
}

/** The standard verbs, then what else the rules name, then `*` where wildcards are kept. */
function verbsOf(question: MatrixQuestion, sections: readonly Section[]): readonly string[] {
	if (question.verbs !== undefined && question.verbs.length > 0) return question.verbs;
	const found = new Set(
		sections.flatMap(({ listed }) => rulesOf(listed).flatMap((rule) => rule.verbs)),
	);
	const hasStar = found.delete("*") && question.expand !== true;
	const others = [...found].filter((verb) => !requestVerbs.includes(verb)).sort(compareText);
	return [...requestVerbs, ...others, ...(hasStar ? ["*"] : [])];
}

function rowsOf(
	grants: Grants,
	question: MatrixQuestion,
	section: Section,
	verbs: readonly string[],
): readonly MatrixRow[] {
	const { known, scope, listed, gaps } = section;
	const { catalog } = grants.snapshot;
	// A document that could not be read leaves every cell of every subject open: the gaps say that once.
	const hasOwnGap = gaps.some(({ kind }) => kind === "missing-role");
	const special = listed.filter((match) => !isForEverybody(known, match));
	const ownTargets = new Set(targetsOf(rulesOf(special), catalog).map(targetKey));
	const isNamedByRules = question.expand !== true && (question.targets ?? []).length === 0;
	return targetsFor(grants, question, listed).flatMap((target) => {
		const answers = verbs.map((verb) => cellOf(scope, target, verb));
		const cells = answers.map(({ cell }) => cell);
		if (!cells.some((cell) => saysSomething(cell) || (cell === "unknown" && hasOwnGap))) return [];
		const names = new Set(answers.flatMap((answer) => answer.names));
		const { apiGroup, resource, subresource, path } = target;
		const row: MatrixRow = {
			subject: known.subject,
			namespace: scope.namespace,
			resource: { apiGroup, resource, subresource },
			path,
			cells,
			names: [...names].sort(compareText),
			byDefault:
				(isNamedByRules && !ownTargets.has(targetKey(target))) ||
				isByDefault(section, target, verbs),
		};
		return [row];
	});
}

function targetsFor(
	grants: Grants,
	question: MatrixQuestion,
	listed: readonly Match[],
): readonly Target[] {
	const { catalog } = grants.snapshot;
	const groups = question.apiGroups ?? [];
	const named = targetsOf(rulesOf(listed), catalog);
	const own = named.filter(({ resource, apiGroup }) => resource !== "*" && apiGroup !== "*");
	const wide = question.expand === true ? unique([...own, ...servedTargets(catalog)]) : named;
	const all =
		question.targets !== undefined && question.targets.length > 0 ? question.targets : wide;
	if (groups.length === 0) return all;
	return all.filter(({ apiGroup, path }) => path === undefined && groups.includes(apiGroup));
}

function unique(targets: readonly Target[]): readonly Target[] {
	return [...new Map(targets.map((target) => [targetKey(target), target])).values()];
}

function saysSomething(cell: Cell): boolean {
	return cell === "yes" || cell === "named" || cell === "dead";
}

/** Does a match give what the default policy gives to everybody of a kind, whoever this subject is? */
function isForEverybody({ subject: known }: KnownSubject, { binding, subject }: Match): boolean {
	const isItself = known.kind === "Group" && known.name === subject.name;
	return binding.builtIn && subject.kind === "Group" && !isItself;
}

/** Is there nothing in a row but what the default policy gives to everybody? */
function isByDefault(section: Section, target: Target, verbs: readonly string[]): boolean {
	const { known, scope, matches } = section;
	const special = matches.filter((match) => !isForEverybody(known, match));
	const without: Scope = { ...scope, ...rulesByScope(special) };
	return !verbs.some((verb) => saysSomething(cellOf(without, target, verb).cell));
}
