import type {
	PathPattern,
	PathStatement,
	ResourceStatement,
	Side,
	Statement,
	Thing,
} from "../model/statement.ts";
import { compareVerbs } from "../model/verb-order.ts";
import { visible } from "./visible.ts";

/** A statement in three pieces that read as a sentence: `get, list` `secrets "db"` `in payments`. */
export interface StatementWords {
	readonly verbs: string;
	readonly things: string;
	readonly scope: string;
}

/** `most`: how many things or words of a list are named before the rest is counted. */
export function statementInWords(statement: Statement, most: number): StatementWords {
	return statement.kind === "path" ? pathWords(statement, most) : resourceWords(statement, most);
}

/** The same in one line. */
export function statementLine(statement: Statement, most: number): string {
	const { verbs, things, scope } = statementInWords(statement, most);
	return [verbs, things, scope].filter((part) => part !== "").join(" ");
}

function pathWords({ verbs, paths, except }: PathStatement, most: number): StatementWords {
	const but = except.length === 0 ? "" : ` but ${few(except.map(patternInWords), most)}`;
	const isAll = paths.some(({ text, isPrefix }) => isPrefix && (text === "" || text === "/"));
	const things = isAll ? "any path" : few(paths.map(patternInWords), most);
	return { verbs: verbsInWords(verbs, most), things: things + but, scope: "" };
}

function patternInWords({ text, isPrefix }: PathPattern): string {
	return isPrefix ? `${text}*` : text;
}

function resourceWords(statement: ResourceStatement, most: number): StatementWords {
	const things = statement.things.flatMap((thing) => thingInWords(thing));
	return {
		verbs: verbsInWords(statement.verbs, most),
		things: few(things, most) + namesInWords(statement.names, most),
		scope: scopeInWords(statement.namespaces, most),
	};
}

function verbsInWords(verbs: Side, most: number): string {
	if ("only" in verbs) return few(verbs.only.toSorted(compareVerbs).map(quotedEmpty), most);
	return verbs.except.length === 0 ? "any verb" : `any verb but ${few(verbs.except, most)}`;
}

/** `pods`, `pods/log`, `deployments.apps`, `anything in apps`. */
function thingInWords({ apiGroups, resources, subresources }: Thing): readonly string[] {
	const group = groupInWords(apiGroups);
	if (!("only" in resources)) {
		const what = anyResource(resources, subresources);
		return [what === "anything" && isAny(apiGroups) ? what : `${what} ${group.inWords}`.trimEnd()];
	}
	return resources.only.flatMap((resource) =>
		group.suffixes.flatMap((suffix) =>
			subresourcesInWords(`${quotedEmpty(resource)}${suffix}`, subresources),
		),
	);
}

function groupInWords(groups: Side): {
	readonly inWords: string;
	readonly suffixes: readonly string[];
} {
	if ("only" in groups) {
		const names = groups.only.map((group) => (group === "" ? "core" : group));
		const suffixes = groups.only.map((group) => (group === "" ? "" : `.${group}`));
		return { inWords: `in API group ${names.join(", ")}`, suffixes };
	}
	const but = groups.except.map((group) => (group === "" ? "core" : group)).join(", ");
	const inWords = but === "" ? "" : `in any API group but ${but}`;
	return { inWords, suffixes: [but === "" ? ".*" : `.(any but ${but})`] };
}

function anyResource(resources: Side, subresources: Side): string {
	const but =
		"except" in resources && resources.except.length > 0
			? ` but ${resources.except.join(", ")}`
			: "";
	if ("only" in subresources) {
		return subresources.only
			.map((subresource) =>
				subresource === "" ? `any resource itself${but}` : `any resource's ${subresource}${but}`,
			)
			.join(", ");
	}
	if (subresources.except.length === 0) return `anything${but}`;
	const itself = subresources.except.includes("");
	const rest = subresources.except.filter((one) => one !== "");
	const without = rest.length === 0 ? "" : ` but ${rest.join(", ")}`;
	return itself ? `any subresource${without}${but}` : `anything${without}${but}`;
}

function subresourcesInWords(resource: string, subresources: Side): readonly string[] {
	if ("only" in subresources) {
		return subresources.only.map((one) => (one === "" ? resource : `${resource}/${one}`));
	}
	const { except } = subresources;
	const named = except.filter((one) => one !== "");
	const but = named.length === 0 ? "" : ` but ${named.join(", ")}`;
	if (except.includes("")) return [`any subresource of ${resource}${but}`];
	return [`${resource} with any subresource${but}`];
}

function namesInWords(names: Side, most: number): string {
	if ("only" in names) {
		if (names.only.length === 1 && names.only[0] === "") return " without a name";
		return ` ${few(
			names.only.map((name) => JSON.stringify(name)),
			most,
		)}`;
	}
	const named = names.except.filter((name) => name !== "");
	if (named.length > 0)
		return ` but ${few(
			named.map((name) => JSON.stringify(name)),
			most,
		)}`;
	return names.except.length > 0 ? " by name" : "";
}

/** "" among the namespaces is no namespace: cluster-scoped objects, and all namespaces at once. */
function scopeInWords(namespaces: Side, most: number): string {
	if ("only" in namespaces) {
		const named = namespaces.only.filter((one) => one !== "");
		const inside = named.length === 0 ? "" : `in ${few(named, most)}`;
		if (named.length === namespaces.only.length) return inside;
		return inside === "" ? "cluster-wide" : `cluster-wide and ${inside}`;
	}
	const { except } = namespaces;
	const named = except.filter((one) => one !== "");
	if (named.length === 0) return except.includes("") ? "in every namespace" : "everywhere";
	const others = few(named, most);
	return except.includes("") ? `in every namespace but ${others}` : `outside ${others}`;
}

/** One more than fits is shown rather than counted. */
function few(words: readonly string[], most: number): string {
	const shown = words.length <= most + 1 ? words : words.slice(0, most);
	const left = words.length - shown.length;
	return visible(shown.join(", ")) + (left > 0 ? ` and ${left} more` : "");
}

function quotedEmpty(word: string): string {
	return word === "" ? '""' : word;
}

function isAny(side: Side): boolean {
	return "except" in side && side.except.length === 0;
}
