import { isCompleteGroup, type KnownResources } from "../../model/known-resources.ts";
import { editDistance } from "../../model/nearest.ts";
import { requestVerbs } from "../../model/request.ts";
import type { PolicyRule } from "../../model/rule.ts";
import { pathVerbs, unknownVerb } from "../../model/verb-warnings.ts";
import { cleanedWords } from "./cleaned-words.ts";
import { type Fault, faultsOf, type WordFault } from "./word-fault.ts";

/** Verbs that the server or a component asks for beside those of requests. */
const askedByComponents: ReadonlySet<string> = new Set([
	"request-serviceaccounts-token-audience",
	"request-serviceaccounts-podcertificate-signer",
	"unsafe-delete-ignore-read-errors",
]);
const askedPrefixes = ["associated-node:", "arbitrary-node:"];

/** What people write who mean something else: what requests say instead. */
const otherWords: ReadonlyMap<string, string> = new Map([
	["post", "a POST is asked as `create`"],
	["put", "a PUT is asked as `update`"],
	["head", "a HEAD is asked as `get`"],
	["options", "an OPTIONS request is for no resource"],
	["exec", "kubectl exec asks `create pods/exec`"],
	["attach", "kubectl attach asks `create pods/attach`"],
	["port-forward", "kubectl port-forward asks `create pods/portforward`"],
	["portforward", "kubectl port-forward asks `create pods/portforward`"],
	["log", "kubectl logs asks `get pods/log`"],
	["logs", "kubectl logs asks `get pods/log`"],
	["scale", "kubectl scale asks `patch` on the subresource `scale`"],
	["apply", "kubectl apply asks `get`, `create` and `patch`"],
	["describe", "kubectl describe asks `get` and `list`"],
	["read", "reading is `get`, `list` and `watch`"],
	["view", "reading is `get`, `list` and `watch`"],
	["write", "writing is `create`, `update`, `patch`, `delete` and `deletecollection`"],
	["edit", "changing is `update` and `patch`"],
	["modify", "changing is `update` and `patch`"],
	["add", "making an object is `create`"],
	["remove", "removing an object is `delete`"],
	["all", "every verb is `*`"],
	["any", "every verb is `*`"],
	["proxy", "a proxied request asks `get`, `create` … on the subresource `proxy`"],
	["redirect", "removed from Kubernetes long ago"],
]);
const httpVerbs: ReadonlyMap<string, string> = new Map([
	["post", "create"],
	["put", "update"],
	["head", "get"],
]);

/** The verbs of a rule for resources of which nothing ever asks. */
export function verbFaults(rule: PolicyRule, known: KnownResources): readonly WordFault[] {
	// A resource of somebody's own may have verbs of its own.
	const isOwn = !rule.apiGroups.every(
		(group) => isCompleteGroup(group, known) && !group.endsWith(".openshift.io"),
	);
	const isOfRows = (word: string): boolean => verbsOfRows(rule, known).has(word);
	return faultsOf(
		"verbs",
		rule.verbs,
		(word) => star(word) ?? form(word) ?? unknown(word, isOwn, isOfRows),
	);
}

function verbsOfRows(rule: PolicyRule, known: KnownResources): ReadonlySet<string> {
	const rows = rule.resources.flatMap((entry) => known.rowsOf.get(entry.split("/")[0] ?? "") ?? []);
	return new Set(
		rows.flatMap(({ verbs, subresources }) => [
			...verbs,
			...subresources.flatMap((subresource) => subresource.verbs),
		]),
	);
}

function star(word: string): Fault | undefined {
	if (!word.includes("*") || word === "*") return undefined;
	const start = word.slice(0, word.indexOf("*"));
	const meant = requestVerbs.find((verb) => start !== "" && verb.startsWith(start));
	const hint = meant === undefined ? "" : `; did you mean \`${meant}\`?`;
	return {
		policy: "never-matching-glob",
		why: `a star counts only alone, as every verb${hint}`,
	};
}

function form(word: string): Fault | undefined {
	const cleaned = cleanedWords(word);
	if (cleaned === undefined) return undefined;
	return { policy: "wrong-word-form", why: cleaned.why, become: cleaned.words };
}

function unknown(
	word: string,
	isOwn: boolean,
	isOfRows: (word: string) => boolean,
): Fault | undefined {
	const isAsked =
		askedByComponents.has(word) ||
		askedPrefixes.some((prefix) => word.startsWith(prefix)) ||
		unknownVerb(word, []).length === 0 ||
		isOfRows(word);
	if (isAsked) return undefined;
	const near = requestVerbs.find(
		(verb) => word.length > 3 && editDistance(word, verb, 1) <= 1 && !otherWords.has(word),
	);
	if (near !== undefined) {
		return { policy: "unknown-verb", why: `did you mean \`${near}\`?`, become: [near] };
	}
	if (isOwn) return undefined;
	const http = httpVerbs.get(word);
	const why = otherWords.get(word) ?? "no client and no component asks for it";
	return { policy: "unknown-verb", why, ...(http !== undefined && { become: [http] }) };
}

/** Methods of HTTP that are asked as they are, for paths. */
const methods: ReadonlySet<string> = new Set([...pathVerbs, "connect", "trace"]);
const pathWords: ReadonlyMap<string, string> = new Map([
	["list", "get"],
	["watch", "get"],
	["read", "get"],
	["create", "post"],
	["update", "put"],
	["deletecollection", "delete"],
]);

/** The verbs of a rule for paths of which no request is: those are the methods of HTTP. */
export function pathVerbFaults({ verbs }: PolicyRule): readonly WordFault[] {
	return verbs.flatMap((word): readonly WordFault[] => {
		if (methods.has(word)) return [];
		const known = star(word) ?? form(word);
		if (known !== undefined) return [{ field: "verbs", word, ...known }];
		const meant = pathWords.get(word);
		const why = `a path is asked with the method of HTTP${meant ? `: \`${meant}\`` : ""}`;
		// Many write get, list and watch together out of habit: the get does it.
		const isHabit = meant !== undefined && verbs.includes(meant);
		const fault: WordFault = { policy: "unknown-verb", field: "verbs", word, why };
		return [
			{ ...fault, ...(meant && { become: [meant] }), ...(isHabit && { part: "info" as const }) },
		];
	});
}
