// Is one list of rules in another? Exact sets against Kubernetes' own `Covers`, the escalation check. `Covers` asks
// for one owner rule for each smallest part of the servant's; since every alphabet is infinite, some request of a part
// is in no rule but one that holds the whole part, so that both have to say the same. Where they do not is below.
import { modelRule } from "./model.mjs";
import { random } from "./random.mjs";
import { shrunk } from "./shrink.mjs";
import { fromRule, rules } from "./worlds.mjs";

const pairsEach = 100;
/** Batches that the judge works on while rolecall does. */
const ahead = 4;

export async function inclusion(context) {
	const { minor, seed, count, findings, stopAtFirst, short } = context;
	for (const one of short ? [minor] : context.rolecall.kubernetesVersions)
		await inAllDirections(context, defaultRoles(context.rolecall, one));
	const goal = findings.asked + count;
	const waiting = [];
	for (let i = 0; findings.asked < goal; ) {
		while (waiting.length < ahead) {
			const r = random(seed * 19_000_013 + i);
			waiting.push(judged(context.judge, drawnPairs(r)));
			i += 1;
		}
		await compare(context, await waiting.shift());
		if (stopAtFirst && findings.disagreements > 0) break;
	}
	await Promise.all(waiting);
}

/** The effective rules of every role of a minor's default policy. */
function defaultRoles(rolecall, kubernetesVersion) {
	const snapshot = rolecall.loadSnapshot({ objects: [], kubernetesVersion });
	const grants = rolecall.resolveGrants(snapshot);
	return snapshot.roles.map(({ kind, namespace, name }) =>
		grants.role(kind, namespace, name).rules.map(({ rule }) => rule),
	);
}

/** Each of the lists with each, itself too. */
async function inAllDirections(context, lists) {
	for (const owner of lists) {
		const pairs = lists.map((servant) => ({ owner, servant }));
		await compare(context, await judged(context.judge, pairs));
	}
}

function drawnPairs(r) {
	const pairs = [];
	while (pairs.length < pairsEach) {
		const owner = rules(r, r.chance(0.7), true);
		const servant = servantOf(r, owner);
		pairs.push({ owner, servant }, { owner: servant, servant: owner });
	}
	return pairs;
}

/** Anything, or what an owner has: all of it written another way, parts, or a little more than that. */
function servantOf(r, owner) {
	const way = owner.length === 0 ? 0 : r.below(10);
	if (way < 2) return rules(r, r.chance(0.7), true);
	if (way < 4) return owner.flatMap((rule) => halves(r, rule)).toReversed();
	return Array.from({ length: 1 + r.below(3) }, () => partOf(r, r.pick(owner)));
}

/** One rule as two, which are the same together. */
function halves(r, rule) {
	const field = r.pick(Object.keys(rule));
	const list = rule[field];
	if (list.length < 2) return [rule, rule];
	return [
		{ ...rule, [field]: list.slice(0, 1) },
		{ ...rule, [field]: list.slice(1) },
	];
}

function partOf(r, rule) {
	const part = Object.fromEntries(
		Object.entries(rule).map(([field, list]) => [field, r.chance(0.5) ? list : list.slice(0, 1)]),
	);
	return r.chance(0.5) ? bent(r, part) : part;
}

/** What a rule is most easily thought to cover, and what it does. */
function bent(r, rule) {
	const { kind: _, namespace: _n, resource, subresource, ...asked } = fromRule(r, rule);
	const entry = subresource === "" ? resource : `${resource}/${subresource}`;
	const changed = {
		verbs: () => [asked.verb],
		apiGroups: () => [asked.apiGroup ?? "apps"],
		resources: () => [
			r.pick([entry, "*", `*/${subresource}`, `${resource}/*`, `${resource}/`, "*/*"]),
		],
		resourceNames: () => r.pick([[asked.name ?? "a"], [""], ["*"], []]),
		nonResourceURLs: () =>
			rule.nonResourceURLs.map((url) =>
				r.pick([`${url}*`, `${url}x`, `${url}/`, url.replace(/\*+$/, ""), url.slice(0, -1), "*"]),
			),
	};
	const field = r.pick([...Object.keys(rule), "resourceNames"]);
	return { ...rule, [field]: changed[field]() };
}

function judged(judge, pairs) {
	return Promise.all(
		pairs.map(async ({ owner, servant }) => {
			const { missing } = await judge.ask({ op: "covers", owner, servant });
			return { owner, servant, ...(await unlike(judge, owner, missing)) };
		}),
	);
}

/** What `Covers` misses, without what is no request, or is held all the same; with the reasons for that. */
async function unlike(judge, owner, missing) {
	const reasons = new Set();
	const rest = [];
	for (const atom of missing) {
		if (matchesNothing(atom)) reasons.add("an entry like `pods/`, which matches no request");
		else if (await isHeldDespiteNames(judge, owner, atom))
			reasons.add("a path held by a rule that has resourceNames too");
		else rest.push(atom);
	}
	return { missing: rest, reasons: [...reasons] };
}

/** The authorizer joins resource and subresource by a slash only where there is one: nothing ends in its first. */
function matchesNothing({ resources: [entry = ""] = [] }) {
	return entry !== "" && entry.indexOf("/") === entry.length - 1;
}

/**
 * `Covers` compares the names of a path's rule too, though the authorizer has no regard to them: only in a rule with
 * both, which a server refuses.
 */
async function isHeldDespiteNames(judge, owner, atom) {
	if ((atom.nonResourceURLs ?? []).length === 0) return false;
	const both = owner.filter(
		(rule) => rule.resourceNames?.length > 0 && rule.nonResourceURLs?.length > 0,
	);
	if (both.length === 0) return false;
	const paths = both.map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs }));
	return (await judge.ask({ op: "covers", owner: paths, servant: [atom] })).covers;
}

async function compare(context, pairs) {
	const { rolecall, findings } = context;
	const sets = new rolecall.PermissionSets();
	for (const pair of pairs) {
		const wrong = wrongInclusion(sets, pair);
		findings.check(
			wrong === undefined,
			() => ({ what: wrong, ...pair }),
			pair.missing.length === 0 ? "included" : "not included",
		);
		// Only where the exception decides.
		if (pair.missing.length === 0)
			for (const reason of pair.reasons) findings.note(`not as Covers: ${reason}`);
		if (wrong !== undefined) await tellSmallest(context, pair);
	}
}

/** The same said in three ways; undefined when all are right. */
function wrongInclusion(sets, { owner, servant, missing }) {
	const [outer, inner] = [owner, servant].map((list) => sets.ofRules(list.map(modelRule)));
	const expected = missing.length === 0;
	if (inner.isSubsetOf(outer) !== expected) return `isSubsetOf should say ${expected}`;
	if (inner.difference(outer).isEmpty !== expected)
		return `difference should be empty: ${expected}`;
	if (outer.union(inner).equals(outer) !== expected)
		return `the union should be the same: ${expected}`;
	return undefined;
}

async function tellSmallest({ rolecall, judge, findings }, { owner, servant }) {
	if (findings.disagreements > 5) return;
	const pairOf = (list) => ({
		owner: list.filter(({ side }) => side === "owner").map(({ side: _, ...rule }) => rule),
		servant: list.filter(({ side }) => side === "servant").map(({ side: _, ...rule }) => rule),
	});
	const wrongWith = async (list) => {
		const [pair] = await judged(judge, [pairOf(list)]);
		const wrong = wrongInclusion(new rolecall.PermissionSets(), pair);
		return wrong === undefined ? undefined : { what: wrong, ...pair };
	};
	const tagged = [
		...owner.map((rule) => ({ side: "owner", ...rule })),
		...servant.map((rule) => ({ side: "servant", ...rule })),
	];
	const found = await wrongWith(await shrunk(tagged, wrongWith));
	if (found === undefined) return;
	findings.write(found, "smallest");
	console.log(JSON.stringify(found));
}
