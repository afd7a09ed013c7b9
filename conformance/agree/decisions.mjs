// Random worlds and questions against Kubernetes' own authorizer: verdicts, reasons, everything
// that rolecall says besides of who is granted what, and by which binding.
import { restless } from "./aggregation.mjs";
import { modelOf } from "./model.mjs";
import { random } from "./random.mjs";
import { shrunk } from "./shrink.mjs";
import { chainInWords, setOf, subjectKey, unordered, withAccounts } from "./words-of-answers.mjs";
import { judged, question, reachOf, someone, world } from "./worlds.mjs";

const people = 10;
const questionsEach = 25;
/** Every so many questions rolecall has to explain itself, and to say who else may. */
const explainedEach = 10;
/** Worlds that the judge works on while rolecall does. */
const ahead = 12;

export async function decisions({ rolecall, judge, minor, seed, count, findings, stopAtFirst }) {
	const waiting = [];
	for (let i = 0; findings.asked < count; ) {
		while (waiting.length < ahead) {
			waiting.push(asked(judge, draw(random(seed * 1_000_003 + i))));
			i += 1;
		}
		await compare({ rolecall, judge, minor, findings }, await waiting.shift());
		if (stopAtFirst && findings.disagreements > 0) break;
	}
	await Promise.all(waiting);
}

function draw(r) {
	// A quarter holds what the loader refuses, and the authorizer has to evaluate all the same.
	const valid = r.chance(0.75);
	const objects = world(r, valid);
	const pairs = Array.from({ length: people }, () => {
		const user = someone(r, objects);
		const reach = reachOf(objects, user);
		return {
			user,
			requests: Array.from({ length: questionsEach }, () => question(r, objects, reach)),
		};
	});
	return { valid, objects, pairs };
}

async function asked(judge, drawn) {
	const requests = drawn.pairs.flatMap(({ user, requests: list }) =>
		list.map((request) => judged(user, request)),
	);
	const explained = drawn.pairs.flatMap(({ user, requests: list }) =>
		list.filter((_, i) => i % explainedEach === 0).map((request) => judged(user, request)),
	);
	const [{ error }, { answers }, ...holders] = await Promise.all([
		judge.tryAsk({ op: "world", aggregate: true, objects: drawn.objects }),
		judge.ask({ op: "authorize", requests }),
		...explained.map((request) => judge.ask({ op: "whoCan", ...request })),
	]);
	return { ...drawn, error, answers, holders };
}

function grantsOf(rolecall, valid, objects, minor) {
	const snapshot = valid
		? rolecall.loadSnapshot({ objects, bootstrapPolicy: false, kubernetesVersion: minor })
		: modelOf(objects, minor);
	const refused = snapshot.problems.filter(({ severity }) => severity === "error");
	return { grants: rolecall.resolveGrants(snapshot), refused };
}

async function compare({ rolecall, judge, minor, findings }, drawn) {
	const { valid, objects, pairs, answers, holders, error } = drawn;
	if (error?.includes(restless)) {
		findings.note("world in which aggregation never rests");
		return;
	}
	const { grants, refused } = grantsOf(rolecall, valid, objects, minor);
	if (refused.length > 0) findings.disagree({ what: "a valid world is refused", refused, objects });
	const sets = new rolecall.IdentitySets(grants, new rolecall.PermissionSets());
	let next = 0;
	let nextHolders = 0;
	for (const { user, requests } of pairs) {
		const permissions = grants.permissionsOf(user);
		const set = sets.of(user);
		for (const [i, request] of requests.entries()) {
			const answer = answers[next];
			next += 1;
			const explain = i % explainedEach === 0;
			const who = explain ? holders[nextHolders] : undefined;
			nextHolders += Number(explain);
			const wrong = wrongAnswer(
				{ rolecall, minor, valid, grants, permissions, set },
				user,
				request,
				answer,
				who,
			);
			if (inDomain(request)) findings.note("in the domain of exact sets, and asked of one");
			findings.check(
				wrong === undefined,
				() => ({ what: wrong, user, request, answer, who, valid, objects }),
				answer.allowed ? "allowed" : "denied",
			);
			if (wrong !== undefined)
				await tellSmallest(
					{ rolecall, judge, minor, findings },
					{ valid, objects, user, request, explain },
				);
		}
	}
}

/** What of rolecall's answers is not the judge's; undefined when all is. */
function wrongAnswer(engine, user, request, answer, who) {
	const { rolecall, minor, grants, permissions, set } = engine;
	const { allowed } = answer;
	if (grants.allows(user, request) !== allowed) return `allows should be ${allowed}`;
	if (permissions.allows(request) !== allowed) return `permissionsOf should say ${allowed}`;
	if (inDomain(request) && set.has(request) !== allowed) return `the set should say ${allowed}`;
	const { status } = rolecall.review(grants, reviewOf(user, request));
	if (status.allowed !== allowed) return `review should say ${allowed}`;
	const said = wrongReason(status.reason ?? "", answer, minor);
	if (said !== undefined) return `review: ${said}`;
	if (who === undefined) return undefined;
	return (
		wrongExplanation(engine, user, request, answer) ??
		(engine.valid ? wrongHolders(engine, request, who) : undefined)
	);
}

/** A resource with a slash is asked about in raw reviews only, and is no request that a set speaks of. */
function inDomain(request) {
	return request.kind === "path" || !request.resource.includes("/");
}

function reviewOf({ name, groups }, request) {
	const { kind, path, verb, apiGroup, ...rest } = request;
	const attributes =
		kind === "path"
			? { nonResourceAttributes: { path, verb } }
			: { resourceAttributes: { ...rest, verb, group: apiGroup } };
	return {
		apiVersion: "authorization.k8s.io/v1",
		kind: "SubjectAccessReview",
		spec: { user: name, groups, ...attributes },
	};
}

function wrongReason(ours, { allowed, reason, reasons }, minor) {
	if (allowed)
		return reasons.includes(ours) ? undefined : `${ours} is none of ${reasons.join(" | ")}`;
	const prefix = Number(minor.slice(2)) >= 37 && reason !== "" ? "rbac: " : "";
	return unordered(ours) === unordered(prefix + reason)
		? undefined
		: `${ours} should be ${prefix}${reason}`;
}

function wrongExplanation({ rolecall, minor, grants }, user, request, answer) {
	const decision = rolecall.can(grants, user, request);
	const isNode = user.name.startsWith("system:node:") && user.groups.includes("system:nodes");
	const lacking = answer.reason !== "" || isNode ? "unknown" : "no";
	const verdict = answer.allowed ? "yes" : lacking;
	if (decision.verdict !== verdict) return `can should say ${verdict}, says ${decision.verdict}`;
	const said = wrongReason(decision.reason, answer, minor);
	if (said !== undefined) return `can: ${said}`;
	const chains = setOf(decision.chains.map(chainInWords));
	const sources = setOf((answer.sources ?? []).map(withAccounts));
	return chains === sources ? undefined : `chains are\n${chains}\nand should be\n${sources}`;
}

function wrongHolders({ rolecall, grants }, request, { subjects }) {
	const own = request.kind === "path" ? "" : request.namespace;
	// The members of system:masters may do anything before RBAC is asked: rolecall says so elsewhere.
	const named = (subjects ?? []).filter(({ name }) => name !== "system:masters");
	const expected = setOf(named.map((subject) => subjectKey(subject, own)));
	const found = setOf(
		rolecall.whoCan(grants, request).holders.map(({ subject }) => subjectKey(subject, own)),
	);
	return found === expected ? undefined : `who can is\n${found}\nand should be\n${expected}`;
}

async function tellSmallest(
	{ rolecall, judge, minor, findings },
	{ valid, objects, user, request, explain },
) {
	if (findings.disagreements > 5) return;
	const wrongWith = async (fewer) => {
		const [, answer, who] = await Promise.all([
			judge.tryAsk({ op: "world", aggregate: true, objects: fewer }),
			judge.ask({ op: "authorize", ...judged(user, request) }),
			judge.ask({ op: "whoCan", ...judged(user, request) }),
		]);
		const { grants } = grantsOf(rolecall, valid, fewer, minor);
		const permissions = grants.permissionsOf(user);
		const set = new rolecall.IdentitySets(grants, new rolecall.PermissionSets()).of(user);
		const wrong = wrongAnswer(
			{ rolecall, minor, valid, grants, permissions, set },
			user,
			request,
			answer,
			explain ? who : undefined,
		);
		return wrong === undefined ? undefined : { what: wrong, user, request, answer, objects: fewer };
	};
	const smallest = await shrunk(objects, wrongWith);
	const found = await wrongWith(smallest);
	if (found !== undefined) findings.write(found, "smallest");
}
