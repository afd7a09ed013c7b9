import type { Chain, Decision, Holder } from "../../src/model/answer.ts";
import type { Identity } from "../../src/model/identity.ts";
import type { Request } from "../../src/model/request.ts";
import type { AccessReviewSpec, RulesReview } from "../../src/model/review.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import type { Grants } from "../../src/resolve/grants.ts";
import type { RuleIndex } from "../../src/resolve/rule-index.ts";
import * as words from "./alphabet.ts";
import type { Engine } from "./engine.ts";
import * as naive from "./naive.ts";
import { effectiveUser, resources, sentRequest } from "./naive-request.ts";
import type * as K from "./plain.ts";
import type { Random } from "./random.ts";
import { type Reach, randomRequest, randomUser } from "./random-question.ts";
import { policyRule, snapshotOf } from "./world.ts";

/** One world as the engine and as the naive evaluator see it. */
export interface Bench {
	readonly engine: Engine;
	readonly objects: K.Objects;
	readonly aggregated: K.Objects;
	readonly grants: Grants;
	readonly rules: readonly K.Rule[];
	readonly bindings: readonly K.Binding[];
	readonly index: RuleIndex;
	/** How many questions were allowed so far: a run that allows nothing proves nothing. */
	readonly tally: { allowed: number };
}

export function benchOf(
	engine: Engine,
	objects: K.Objects,
	snapshot: Snapshot = snapshotOf(objects),
): Bench {
	const roles = objects.filter((object) => !("roleRef" in object)) as K.Role[];
	const rules = roles.flatMap((role) => role.rules ?? []);
	return {
		engine,
		objects,
		aggregated: naive.aggregate(objects),
		grants: engine.resolveGrants(snapshot),
		rules,
		bindings: objects.filter((object) => "roleRef" in object) as K.Binding[],
		index: new engine.RuleIndex(rules.map(policyRule)),
		tally: { allowed: 0 },
	};
}

/**
 * Asks so many random questions about a world and says in which the engine first disagrees with the naive evaluator;
 * undefined when it never does. What explains an answer is asked now and then only: it takes longer.
 */
export function firstDisagreement(
	bench: Bench,
	random: Random,
	questions: number,
): string | undefined {
	for (let asked = 0; asked < questions; ) {
		const misread = wrongReading(bench.engine, random);
		if (misread !== undefined) return misread;
		const user = randomUser(random, bench.bindings);
		const permissions = bench.grants.permissionsOf(user);
		const reach = reachOf(bench, user);
		for (let i = 0; i < 8 && asked < questions; i += 1, asked += 1) {
			const request = randomRequest(random, bench.rules, reach);
			const expected = naive.answer(bench.aggregated, user, request);
			bench.tally.allowed += Number(expected.allowed);
			const wrong =
				wrongDecision(bench, permissions, user, request, expected) ??
				(i === 0 ? wrongExplanation(bench, user, request, expected) : undefined) ??
				(asked % 16 === 0 ? wrongHolders(bench, request) : undefined) ??
				(asked % 64 === 0 ? wrongRules(bench, user, request.namespace ?? "") : undefined);
			if (wrong !== undefined) return described(bench, user, request, wrong);
		}
	}
	return undefined;
}

function reachOf({ aggregated }: Bench, user: K.User): readonly Reach[] {
	return ["", "n1", "n2"].flatMap((namespace) =>
		naive
			.visit(aggregated, user, namespace)
			.flatMap(({ rule }) => (rule === undefined ? [] : [{ rule, namespace }])),
	);
}

/** How a user's words become an identity and a request; undefined when they become what the specification says. */
function wrongReading(engine: Engine, random: Random): string | undefined {
	const name = random.of(words.users.filter((one) => one !== ""));
	const given = random.some(words.groups, 2);
	const user = effectiveUser(name, given);
	const found = engine.identityOf(name, given);
	if (found.name !== name || !sameTexts(found.groups, user.groups)) {
		return `${name} with ${given} should be in ${user.groups}, not ${found.groups}`;
	}
	const verb = random.of([
		"get",
		"list",
		"watch",
		"create",
		"update",
		"delete",
		"deletecollection",
	]);
	const resource = random.of(resources);
	const objectName = random.of(["", "a", "n1"]);
	const namespace = random.of(["n1", "n2"]);
	const target = objectName === "" ? resource.typed : `${resource.typed}/${objectName}`;
	const asked = engine.questionOf(snapshotOf([]), { verb, target, namespace });
	const sent = sentRequest(verb, resource, objectName, namespace);
	if ("error" in asked || naiveKey(asked.request) !== naiveKey(engineRequest(sent))) {
		return `${verb} ${target} in ${namespace} should be ${JSON.stringify(sent)}`;
	}
	return undefined;
}

function naiveKey(request: Request): string {
	return JSON.stringify(Object.entries(request).sort());
}

export function engineRequest(request: K.Request): Request {
	const { verb, apiGroup = "", resource = "", subresource = "" } = request;
	if (request.path !== undefined) return { kind: "path", verb, path: request.path };
	const { namespace = "", name = "" } = request;
	return { kind: "resource", verb, apiGroup, resource, subresource, namespace, name };
}

function wrongDecision(
	{ engine, grants, index, rules }: Bench,
	permissions: ReturnType<Grants["permissionsOf"]>,
	user: K.User,
	plain: K.Request,
	{ allowed, reasons, errors }: K.Answer,
): string | undefined {
	const request = engineRequest(plain);
	if (grants.allows(user, request) !== allowed) return `allows should be ${allowed}`;
	if (permissions.allows(request) !== allowed) return `permissionsOf should say ${allowed}`;
	const some = rules.some((rule) => naive.ruleAllows(rule, plain));
	if (index.allows(request) !== some) return `RuleIndex should say ${some}`;
	if (rules.some((rule) => engine.ruleAllows(policyRule(rule), request)) !== some) {
		return `ruleAllows should say ${some}`;
	}
	const { status } = engine.review(grants, {
		apiVersion: "authorization.k8s.io/v1",
		kind: "SubjectAccessReview",
		spec: reviewSpec(user, plain),
	});
	if (status?.allowed !== allowed) return `review should say ${allowed}`;
	const ours = status?.reason ?? "";
	if (user.groups.includes("system:masters")) {
		return ours === "" ? undefined : `no reason expected, found ${ours}`;
	}
	if (allowed) {
		return reasons.includes(ours) ? undefined : `${ours} is none of ${reasons.join(" | ")}`;
	}
	return sameDenyReason(ours, errors) ? undefined : `${ours} should name ${errors.join(" | ")}`;
}

/** Several errors stand in brackets, in any order, each once; from 1.37 on with the authorizer's name before them. */
export function sameDenyReason(reason: string, errors: readonly string[]): boolean {
	if (errors.length === 0) return reason === "";
	const start = "rbac: RBAC: ";
	if (!reason.startsWith(start)) return false;
	const text = reason.slice(start.length);
	if (errors.length === 1) return text === errors[0];
	if (!text.startsWith("[") || !text.endsWith("]")) return false;
	return sameTexts(text.slice(1, -1).split(", "), errors);
}

function reviewSpec(user: K.User, request: K.Request): AccessReviewSpec {
	const { path, verb, apiGroup = "", ...rest } = request;
	const who = { user: user.name, groups: user.groups };
	if (path !== undefined) return { ...who, nonResourceAttributes: { path, verb } };
	return { ...who, resourceAttributes: { verb, group: apiGroup, ...rest } };
}

function wrongExplanation(
	bench: Bench,
	user: Identity,
	plain: K.Request,
	{ allowed, reasons, errors, granting }: K.Answer,
): string | undefined {
	const { engine, grants } = bench;
	const decision = engine.can(grants, user, engineRequest(plain));
	const isNode = user.name.startsWith("system:node:") && user.groups.includes("system:nodes");
	const verdict = allowed ? "yes" : errors.length > 0 || isNode ? "unknown" : "no";
	if (decision.verdict !== verdict) return `can should say ${verdict}, says ${decision.verdict}`;
	if (user.groups.includes("system:masters")) return undefined;
	if (allowed && !reasons.includes(decision.reason)) return `can's reason is ${decision.reason}`;
	if (!allowed && !sameDenyReason(decision.reason, errors)) {
		return `can's reason is ${decision.reason}`;
	}
	const expected = granting.map(({ binding, rule }) => [
		bindingKey(binding),
		naive.key(rule ?? {}),
	]);
	const found = decision.chains.map((one) => [referenceKey(one.binding), naive.key(one.rule)]);
	if (!sameTexts(found.map(String), expected.map(String))) {
		return `chains ${JSON.stringify(found)} should be ${JSON.stringify(expected)}`;
	}
	const bad = decision.chains.find((chain) => !standsAlone(bench, chain, user, plain));
	if (bad !== undefined) return `chain gives nothing alone: ${JSON.stringify(bad)}`;
	return wrongDeny(bench, decision, user, plain);
}

/** A chain taken by itself, as objects, allows the request, and its rule stands where it says. */
function standsAlone(bench: Bench, chain: Chain, user: K.User, request: K.Request): boolean {
	const { role, binding, subject, aggregatedFrom, rule, ruleIndex } = chain;
	const declaring = aggregatedFrom.at(-1) ?? role;
	const declared = bench.objects.find(
		(one) => referenceKey(declaring) === bindingKey(one) && !("roleRef" in one),
	) as K.Role | undefined;
	const written = declared?.rules?.[ruleIndex];
	if (written === undefined || naive.key(written) !== naive.key(rule)) return false;
	const objects = [roleObject(role, rule), bindingObject(binding, role, subject)];
	return naive.answer(objects, user, request).allowed;
}

/** The smallest grant, added to the world, turns a deny into an allow, and every near miss has a binding. */
function wrongDeny(
	{ objects }: Bench,
	{ smallestGrant, nearMisses, verdict }: Decision,
	user: K.User,
	request: K.Request,
): string | undefined {
	if (verdict === "yes") return nearMisses.length > 0 ? "near misses of a yes" : undefined;
	if (smallestGrant === undefined) return "a deny without the smallest grant";
	const { rule, namespace, subject } = smallestGrant;
	if (user.name === "" && user.groups.length === 0) return undefined;
	const kind = namespace === "" ? "ClusterRole" : "Role";
	const role = { kind, namespace, name: "new" };
	const binding = { kind: `${kind}Binding`, namespace, name: "new" };
	const added = [roleObject(role, rule), bindingObject(binding, role, subject)];
	const after = naive.answer([...objects, ...added], user, request);
	return after.allowed ? undefined : "the smallest grant is not enough";
}

interface Named {
	readonly kind: string;
	readonly namespace: string;
	readonly name: string;
}

function roleObject({ kind, namespace, name }: Named, rule: K.Rule): K.Role {
	return { kind: kind as K.Role["kind"], metadata: { name, namespace }, rules: [rule] };
}

function bindingObject(
	{ kind, namespace, name }: Named,
	role: Named,
	subject: K.Subject,
): K.Binding {
	return {
		kind: kind as K.Binding["kind"],
		metadata: { name, namespace },
		roleRef: { kind: role.kind, name: role.name },
		subjects: [subject],
	};
}

/** Who can ⇔ can, for every subject that any binding names, each with nothing but its own name or group. */
function wrongHolders(bench: Bench, plain: K.Request): string | undefined {
	const request = engineRequest(plain);
	const { engine, grants } = bench;
	const { holders } = engine.whoCan(grants, request);
	const expected = holdersIn(bench, plain, plain.path === undefined ? (plain.namespace ?? "") : "");
	if (!sameTexts(holders.map(holderKey), expected)) {
		return `who can: ${holders.map(holderKey).join(" ")} should be ${expected.join(" ")}`;
	}
	if (plain.path !== undefined || ["nodes", "namespaces"].includes(plain.resource ?? "")) {
		return undefined;
	}
	const everywhere = engine.whoCan(grants, request, { everyNamespace: true }).holders;
	const all = ["", "n1", "n2"].flatMap((namespace) => holdersIn(bench, plain, namespace));
	if (!sameTexts(everywhere.map(holderKey), [...new Set(all)])) {
		return `who can -A: ${everywhere.map(holderKey).join(" ")} should be ${all.join(" ")}`;
	}
	return undefined;
}

/** The subjects that may do it through ClusterRoleBindings, and those that may through the namespace's own. */
function holdersIn({ aggregated, bindings }: Bench, plain: K.Request, namespace: string): string[] {
	const inside = aggregated.filter((object) => object.kind !== "ClusterRoleBinding");
	return bindings
		.flatMap(({ kind, metadata, subjects = [] }) => {
			const own = kind === "RoleBinding" ? (metadata.namespace ?? "") : "";
			if (own !== "" && own !== namespace) return [];
			const asked = { ...plain, namespace: own === "" ? "" : namespace };
			return subjects.flatMap((subject) => {
				const { user, key } = alone(subject, own);
				const objects = own === "" ? aggregated : inside;
				const { allowed } = naive.answer(objects, user, asked);
				return allowed ? [`${own} ${key}`] : [];
			});
		})
		.filter((key, i, all) => all.indexOf(key) === i);
}

/** A subject as the only thing known of somebody. */
function alone(subject: K.Subject, own: string): { readonly user: K.User; readonly key: string } {
	const { kind, name } = subject;
	if (kind === "Group") return { user: { name: "\0nobody", groups: [name] }, key: `Group ${name}` };
	const account = `system:serviceaccount:${subject.namespace || own}:${name}`;
	const user = kind === "User" ? name : account;
	return { user: { name: user, groups: [] }, key: `User ${user}` };
}

function holderKey({ namespace, subject }: Holder): string {
	return `${namespace} ${alone(subject, "").key}`;
}

/** A SelfSubjectRulesReview lists the rules of every binding that names the user, whether they can match or not. */
function wrongRules(bench: Bench, user: K.User, namespace: string): string | undefined {
	const { engine, grants, aggregated } = bench;
	const spec = { namespace, user: user.name, groups: user.groups };
	const kind = "SelfSubjectRulesReview";
	const asked: RulesReview = { apiVersion: "authorization.k8s.io/v1", kind, spec };
	const { status } = engine.review(grants, asked);
	const visits = naive.visit(aggregated, user, namespace);
	const rules = visits.flatMap(({ rule }) => rule ?? []);
	const resources = rules
		.filter((rule) => (rule.resources ?? []).length > 0)
		.map((rule) => naive.key({ ...rule, nonResourceURLs: [] }));
	const paths = rules
		.filter((rule) => (rule.nonResourceURLs ?? []).length > 0)
		.map(({ verbs = [], nonResourceURLs = [] }) => naive.key({ verbs, nonResourceURLs }));
	if (!sameTexts((status?.resourceRules ?? []).map(naive.key), resources)) {
		return `resourceRules should be ${resources.join(" ")}`;
	}
	if (!sameTexts((status?.nonResourceRules ?? []).map(naive.key), paths)) {
		return `nonResourceRules should be ${paths.join(" ")}`;
	}
	const errors = [...new Set(visits.flatMap(({ error }) => error ?? []))];
	const same = sameDenyReason(
		status?.evaluationError ? `rbac: RBAC: ${status.evaluationError}` : "",
		errors,
	);
	return same ? undefined : `evaluationError should name ${errors.join(" | ")}`;
}

function referenceKey({ kind, namespace, name }: Named): string {
	return `${kind} ${namespace} ${name}`;
}

function bindingKey({ kind, metadata }: K.PlainObject): string {
	return referenceKey({ kind, namespace: metadata.namespace ?? "", name: metadata.name });
}

function sameTexts(some: readonly string[], others: readonly string[]): boolean {
	if (some.length !== others.length) return false;
	const sorted = others.toSorted();
	return some.toSorted().every((text, i) => text === sorted[i]);
}

function described(bench: Bench, user: K.User, request: K.Request, wrong: string): string {
	const lines = bench.objects.map((object) => JSON.stringify(object));
	return [wrong, JSON.stringify(user), JSON.stringify(request), ...lines].join("\n");
}
