import { objectName } from "../../model/object-name.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { AuditCheck, Hit } from "../hit.ts";
import { faultHits } from "./fault-hits.ts";
import { type ReadRule, readRules } from "./read-rules.ts";
import { ruleHit } from "./rule-hit.ts";
import { quotedWords } from "./word-fault.ts";

/** Names that no object has, or that count for more or for less than their author may think. */
export const oddResourceNames: AuditCheck = (world) => {
	const missing = world.options.isComplete ? missingNames(world.snapshot) : () => [];
	return [
		...faultHits(world, "odd-resource-names"),
		...readRules(world).flatMap((read) => {
			if (read.rule.resourceNames.length === 0 || read.isDead) return [];
			return [...emptyName(read), ...manyResources(read), ...proxyNames(read), ...missing(read)];
		}),
	];
};

function emptyName({ role, index, rule }: ReadRule): readonly Hit[] {
	const at = rule.resourceNames.indexOf("");
	if (at < 0) return [];
	return [
		ruleHit(role, index, {
			says: "lists the empty name, which is that of requests without one (list, watch, create) and never of an object",
			word: "",
			path: ["resourceNames", at],
		}),
	];
}

/** Two or three kinds with one name are common, such as the locks of a leader election. */
const mostKinds = 3;

function manyResources({ role, index, rule }: ReadRule): readonly Hit[] {
	const kinds = new Set(rule.resources.map((entry) => entry.split("/")[0] ?? ""));
	const isAny = kinds.has("*");
	if (!isAny && kinds.size <= mostKinds) return [];
	const what = isAny ? "every resource" : `each of ${kinds.size} resources`;
	return [
		ruleHit(role, index, {
			says: `names ${quotedWords(rule.resourceNames)} for ${what}: the names count for all of them, whichever they were meant for`,
			word: "many",
			path: ["resourceNames"],
			severity: "info",
		}),
	];
}

/** The name in a proxied request holds scheme and port: `https:grafana:443`. */
function proxyNames({ role, index, rule }: ReadRule): readonly Hit[] {
	const isProxy = rule.resources.some((entry) => /^(services|pods)\/proxy$/.test(entry));
	if (!isProxy || rule.resourceNames.some((name) => name.includes(":"))) return [];
	const [name = ""] = rule.resourceNames;
	return [
		ruleHit(role, index, {
			says: `names ${quotedWords(rule.resourceNames)} for a proxy: a request that says scheme or port has another name, such as \`https:${name}:443\` or \`${name}:8080\``,
			word: "proxy",
			path: ["resourceNames"],
			severity: "info",
		}),
	];
}

/** The kinds of which all names are known, where the input is all there is. */
function missingNames(snapshot: Snapshot): (read: ReadRule) => readonly Hit[] {
	const names = new Map<string, Set<string>>([
		["serviceaccounts", new Set(snapshot.accounts.map(({ name }) => name))],
		["namespaces", new Set(snapshot.namespaces)],
		["roles", new Set()],
		["clusterroles", new Set()],
	]);
	for (const { kind, name } of snapshot.roles) {
		names.get(kind === "Role" ? "roles" : "clusterroles")?.add(name);
	}
	return ({ role, index, rule }) => {
		const kinds = [...new Set(rule.resources.map((entry) => entry.split("/")[0] ?? ""))];
		const known = kinds.map((kind) => names.get(kind)).filter((one) => one !== undefined);
		if (known.length < kinds.length || known.length === 0) return [];
		const absent = rule.resourceNames.filter((name) => !known.some((one) => one.has(name)));
		const [first] = absent;
		if (first === undefined || first === "") return [];
		return [
			ruleHit(role, index, {
				says: `names ${quotedWords(absent)} of ${quotedWords(kinds)}, and ${absent.length === 1 ? "there is none" : "there are none"}: whoever makes it later is meant`,
				word: `missing ${objectName(role)}`,
				path: ["resourceNames", rule.resourceNames.indexOf(first)],
				severity: "info",
			}),
		];
	};
}
