// Who may, and what somebody may, against Kubernetes' subject locator and rule resolver.
import { restless } from "./aggregation.mjs";
import { random } from "./random.mjs";
import { sameRules } from "./reviews.mjs";
import { setOf, subjectKey, unordered } from "./words-of-answers.mjs";
import { fromRule, judged, namespaces, question, someone, world } from "./worlds.mjs";

const questionsEach = 40;

export async function subjects({ rolecall, judge, minor, seed, count, findings }) {
	for (let i = 0; findings.asked < count; i += 1) {
		const r = random(seed * 9_000_011 + i);
		const objects = world(r, true);
		// Now and then on top of the default policy, which rolecall has to bring itself.
		const bootstrap = r.chance(0.2);
		const options = { objects, kubernetesVersion: minor, bootstrapPolicy: bootstrap };
		const grants = rolecall.resolveGrants(rolecall.loadSnapshot(options));
		const people = Array.from({ length: questionsEach / 2 }, () => ({
			user: someone(r, objects),
			namespace: r.pick(["", "default", "kube-system", ...namespaces]),
		}));
		const requests = Array.from({ length: questionsEach / 2 }, () => asked(r, grants, objects));
		const [{ error }, ...answers] = await Promise.all([
			judge.tryAsk({ op: "world", aggregate: true, bootstrap, objects }),
			...people.map(({ user, namespace }) =>
				judge.tryAsk({ op: "rulesFor", user: user.name, groups: user.groups, namespace }),
			),
			...requests.map((request) =>
				judge.tryAsk({ op: "whoCan", ...judged({ name: "", groups: [] }, request) }),
			),
		]);
		if (error?.includes(restless)) continue;
		for (const [j, one] of people.entries())
			compareRules({ rolecall, grants, findings, objects }, one, answers[j]);
		for (const [j, request] of requests.entries()) {
			compareHolders({ rolecall, grants, findings, objects }, request, answers[people.length + j]);
		}
	}
}

function asked(r, grants, objects) {
	if (grants.bound.length === 0 || r.chance(0.5)) return question(r, objects, []);
	const { role, binding } = r.pick(grants.bound);
	const { rule } = r.pick(role?.rules ?? []) ?? {};
	if (rule === undefined) return question(r, objects, []);
	const request = fromRule(r, rule);
	return request.kind === "resource" && binding.namespace !== ""
		? { ...request, namespace: binding.namespace }
		: request;
}

function compareRules({ rolecall, grants, findings, objects }, { user, namespace }, answer) {
	const { status } = rolecall.review(grants, {
		apiVersion: "authorization.k8s.io/v1",
		kind: "SelfSubjectRulesReview",
		spec: { namespace, user: user.name, groups: user.groups },
	});
	findings.check(
		sameRules(status, { ...answer, evaluationError: unordered(answer.evaluationError) }),
		() => ({
			what: "rules of a subject",
			user,
			namespace,
			rolecall: status,
			judge: answer,
			objects,
		}),
		"rules of a subject",
	);
}

function compareHolders({ rolecall, grants, findings, objects }, request, answer) {
	const own = request.kind === "path" ? "" : request.namespace;
	const { holders } = rolecall.whoCan(grants, request);
	const found = setOf(holders.map(({ subject }) => subjectKey(subject, own)));
	// What every cluster lets do its masters, rolecall says elsewhere; a binding may name them besides.
	const [{ name: first } = {}, ...rest] = answer.subjects ?? [];
	const expected = setOf(rest.map((subject) => subjectKey(subject, own)));
	findings.check(
		first === "system:masters" && found === expected,
		() => ({ what: "who can", request, rolecall: found, judge: answer, objects }),
		holders.length > 0 ? "somebody can" : "nobody can",
	);
}
