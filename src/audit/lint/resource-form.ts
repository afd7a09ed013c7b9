import type { KnownResources } from "../../model/known-resources.ts";
import { shownGroup } from "../../model/resource-advice.ts";
import type { PolicyRule } from "../../model/rule.ts";
import { cleanedWords } from "./cleaned-words.ts";

/** What is wrong with the way in which a resource is written. */
interface Form {
	readonly why: string;
	readonly become?: readonly string[];
	readonly group?: string;
}

type Look = (word: string, rule: PolicyRule, known: KnownResources) => Form | undefined;

/**
 * A resource written as no request has it: with blanks or capitals, as a path, with its group, its namespace or the
 * subresource in the wrong place. Singulars and short names are not looked for here.
 */
export const resourceForm: Look = (word, rule, known) => {
	for (const look of looks) {
		const form = look(word, rule, known);
		if (form !== undefined) return form;
	}
	return undefined;
};

const separated: Look = (word) => {
	const cleaned = cleanedWords(word);
	if (cleaned === undefined) return undefined;
	// A kind is told as such: `Deployment` is not only a matter of capitals.
	const isOneWord = cleaned.words.length === 1 && /^[A-Za-z/]+$/.test(word);
	return isOneWord ? undefined : { why: cleaned.why, become: cleaned.words };
};

const path: Look = (word) =>
	word.startsWith("/")
		? { why: "a path is no resource: requests for it are for the resource at its end" }
		: undefined;

const slashes: Look = (word) => {
	if (!/\/\/|\/$/.test(word)) return undefined;
	const become = word.replace(/\/+/g, "/").replace(/\/$/, "");
	return { why: `no subresource is named behind the slash: write \`${become}\``, become: [become] };
};

/** Signers, audiences and extras are anybody's words. */
const freeResources: ReadonlySet<string> = new Set(["userextras"]);

const tooDeep: Look = (word, rule, known) => {
	const [first = "", second = "", ...rest] = word.split("/");
	if (rest.length === 0 || freeResources.has(first)) return undefined;
	if (first === "namespaces") {
		return { why: "a namespace is no part of a resource: bind the role in it with a RoleBinding" };
	}
	const entry = `${first}/${second}`;
	const why = "a request carries one subresource, not what stands behind it";
	return isServed(entry, rule, known)
		? { why: `${why}: write \`${entry}\``, become: [entry] }
		: { why };
};

const otherSign: Look = (word, rule, known) => {
	const [first = "", second = "", ...rest] = word.split(/[:.]/);
	const entry = `${first}/${second}`;
	if (second === "" || rest.length > 0 || !isServed(entry, rule, known)) return undefined;
	return { why: `a subresource stands behind a slash: \`${entry}\``, become: [entry] };
};

/** Their resources have dots: `deployments.apps/replicas_ready`. */
const metricGroups: ReadonlySet<string> = new Set([
	"custom.metrics.k8s.io",
	"external.metrics.k8s.io",
	"*",
]);

const withGroup: Look = (word, rule, known) => {
	const [base = "", ...sub] = word.split("/");
	const dot = base.indexOf(".");
	if (dot <= 0 || rule.apiGroups.some((group) => metricGroups.has(group))) return undefined;
	const resource = base.slice(0, dot);
	const group = base.slice(dot + 1).replace(/^v\d\w*\.?/, "");
	const entry = [resource, ...sub].join("/");
	const why = `kubectl's way to write it: in a rule it is \`${entry}\` in the API group ${shownGroup(group)}`;
	if (rule.apiGroups.includes(group)) return { why, become: [entry] };
	return known.groups.has(group) ? { why, become: [entry], group } : { why };
};

const reversed: Look = (word, rule, known) => {
	const [first = "", second = ""] = word.split("/");
	if (second === "" || known.rowsOf.has(first)) return undefined;
	const entry = `${second}/${first}`;
	if (isServed(entry, rule, known)) {
		return { why: `the resource stands before the slash: \`${entry}\``, become: [entry] };
	}
	// In a third party's group a subresource may have any name.
	const isPlace = isServed(second, rule, known) && rule.apiGroups.every((g) => known.groups.has(g));
	return isPlace
		? { why: `no namespace stands in a rule: write \`${second}\` and bind the role there` }
		: undefined;
};

const looks: readonly Look[] = [separated, path, slashes, tooDeep, otherSign, withGroup, reversed];

function isServed(entry: string, { apiGroups }: PolicyRule, known: KnownResources): boolean {
	const groups = known.groupsOf.get(entry);
	return groups !== undefined && apiGroups.some((group) => group === "*" || groups.has(group));
}
