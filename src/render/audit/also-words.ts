import type { Finding } from "../../model/audit.ts";
import { formatSubject, type Subject } from "../../model/subject.ts";
import { concernedInWords, findingScopeInWords, firstOf } from "./finding-words.ts";

/** So many are named before the rest is counted. */
const most = 3;

/** Whom the others of an entry are about beside its first: `in web, shop and 12 more namespaces`. */
export function alsoInWords(findings: readonly Finding[]): string {
	const [first, ...others] = findings;
	if (first === undefined || others.length === 0) return "";
	const who = distinct(others.map((one) => concernedInWords(one.concerned)));
	const where = distinct(others.map((one) => findingScopeInWords(one.scope)));
	const isSameWho = who.length === 1 && who[0] === concernedInWords(first.concerned);
	const isSameWhere = where.length === 1 && where[0] === findingScopeInWords(first.scope);
	if (isSameWho) return placesInWords(where);
	const noun = nounOf(others);
	const more = who.length > most + 1 ? ` ${noun}s` : "";
	if (isSameWhere) return firstOf(who, most) + more;
	const scope = others.every(isAtHome) ? "each in its own namespace" : placesInWords(where);
	return `${firstOf(who, most)}${more}, ${scope}`;
}

function isAtHome({ concerned, scope }: Finding): boolean {
	if (concerned.kind !== "subject" || scope.kind !== "namespace") return false;
	const { subject } = concerned;
	return subject.kind === "ServiceAccount" && subject.namespace === scope.namespace;
}

/** `in web and shop`, `cluster-wide`. */
function placesInWords(where: readonly string[]): string {
	const isCluster = where.includes("cluster-wide");
	const namespaces = where.filter((one) => one !== "cluster-wide");
	const more = namespaces.length > most + 1 ? " namespaces" : "";
	const inside = namespaces.length === 0 ? [] : [`in ${firstOf(namespaces, most)}${more}`];
	return [...(isCluster ? ["cluster-wide"] : []), ...inside].join(" and ");
}

const nouns: Readonly<Record<Subject["kind"], string>> = {
	ServiceAccount: "account",
	User: "user",
	Group: "group",
};

function nounOf(findings: readonly Finding[]): string {
	const kinds = distinct(
		findings.map(({ concerned }) => {
			if (concerned.kind === "object") return "object";
			// A user whose name is that of an account is one.
			if (formatSubject(concerned.subject).startsWith("sa:")) return nouns.ServiceAccount;
			return nouns[concerned.subject.kind];
		}),
	);
	const [only = "subject", ...more] = kinds;
	return more.length === 0 ? only : "subject";
}

function distinct(words: readonly string[]): readonly string[] {
	return [...new Set(words)];
}
