// SubjectAccessReviews and rules reviews of a running server: over the default policy, over the
// examples, and over random worlds on top of the default policy.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { random } from "./random.mjs";
import { bagOf, ruleKey, unordered } from "./words-of-answers.mjs";
import {
	apiVersion,
	fromRule,
	namespaces,
	question,
	reachOf,
	reviewed,
	someone,
	world,
} from "./worlds.mjs";

const rbacKinds = ["Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"];
const inOneLine = 500;

export async function reviews(context) {
	const { server, seed, count, findings, examples } = context;
	await wiped(server, namespaces);
	await defaultPolicy(context, Math.round(count / 5));
	const folders = readdirSync(examples, { withFileTypes: true }).filter((one) => one.isDirectory());
	for (const { name } of folders) {
		await example(context, join(examples, name), Math.round(count / 5 / folders.length));
	}
	const each = 1000;
	for (let i = 0; findings.asked < count; i += 1) {
		await randomWorld(context, random(seed * 7_000_003 + i), each);
	}
	await server.ask({ op: "wipe" });
}

/** A server with nothing but the default policy, in which these namespaces exist. */
export async function wiped(server, wanted) {
	await server.ask({ op: "wipe" });
	const objects = wanted.map((name) => ({
		apiVersion: "v1",
		kind: "Namespace",
		metadata: { name },
	}));
	await server.ask({ op: "apply", objects });
}

async function defaultPolicy(context, count) {
	const { server, rolecall, minor, seed } = context;
	await server.ask({ op: "settle", aggregation: true });
	const grants = rolecall.resolveGrants(rolecall.loadSnapshot({ kubernetesVersion: minor }));
	await compareAll(context, grants, random(seed), [], count);
}

async function example(context, folder, count) {
	const { server, rolecall, minor, findings, seed } = context;
	const objects = await rbacObjectsIn(context, folder);
	const folders = new Set(objects.map(({ metadata }) => metadata.namespace ?? "default"));
	await wiped(server, [...folders]);
	const { results } = await server.ask({ op: "apply", objects });
	await server.ask({ op: "settle", aggregation: true });
	const snapshot = rolecall.loadSnapshot({ objects, kubernetesVersion: minor });
	const refused = snapshot.problems.filter(({ severity }) => severity === "error");
	for (const [i, { code }] of results.entries()) {
		const isRefused = refused.some(({ origin }) => origin.file === `objects[${i}]`);
		const details = () => ({
			what: "object of an example",
			object: objects[i],
			server: results[i],
		});
		findings.check(code < 300 === !isRefused, details, "example object");
	}
	const taken = objects.filter((_, i) => results[i].code < 300);
	await compareAll(context, rolecall.resolveGrants(snapshot), random(seed + 1), taken, count);
}

/** What a folder holds of RBAC that a plain Kubernetes serves. */
async function rbacObjectsIn({ judge }, folder) {
	const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
	const texts = files
		.filter((file) => /\.ya?ml$/.test(file))
		.sort()
		.map((file) => readFileSync(join(folder, file), "utf8"));
	const streams = await Promise.all(texts.map((text) => judge.tryAsk({ op: "yamlStream", text })));
	const found = streams
		.flatMap(({ documents }) => documents)
		.flatMap((one) => (one?.kind === "List" ? one.items : [one]));
	return found.filter((one) => one?.apiVersion === apiVersion && rbacKinds.includes(one.kind));
}

async function randomWorld(context, r, count) {
	const { server, rolecall, minor, findings } = context;
	const objects = world(r, true);
	await server.ask({ op: "wipe" });
	const { results } = await server.ask({ op: "apply", objects });
	const failed = results.findIndex(({ code }) => code !== 201);
	if (failed >= 0)
		findings.disagree({
			what: "a valid object is refused",
			object: objects[failed],
			server: results[failed],
		});
	const { error } = await server.tryAsk({ op: "settle", aggregation: true });
	if (error !== undefined) {
		findings.note("world in which aggregation never rests");
		return;
	}
	const grants = rolecall.resolveGrants(
		rolecall.loadSnapshot({ objects, kubernetesVersion: minor }),
	);
	await compareAll(context, grants, r, objects, count);
}

async function compareAll(context, grants, r, objects, count) {
	for (let left = count; left > 0; left -= inOneLine) {
		await compareSome(context, grants, r, objects, Math.min(left, inOneLine));
	}
	for (let i = 0; i < 5; i += 1) await compareRules(context, grants, r, objects);
}

async function compareSome(context, grants, r, objects, count) {
	const { rolecall, server, findings } = context;
	const asked = Array.from({ length: count }, () => draw(r, grants, objects));
	const specs = asked.map(({ user, request }) => reviewed(user, request));
	const { answers } = await server.ask({ op: "sar", requests: specs });
	for (const [i, spec] of specs.entries()) {
		const answer = answers[i];
		const object = { apiVersion: "authorization.k8s.io/v1", kind: "SubjectAccessReview", spec };
		const { status } = rolecall.review(grants, object);
		const sameReason = answer.allowed
			? reasonsOf(grants, asked[i], status.reason ?? "").has(answer.reason)
			: unordered(status.reason) === unordered(answer.reason);
		const agrees = answer.error === undefined && answer.allowed === status.allowed && sameReason;
		const details = () => ({
			what: "SubjectAccessReview",
			spec,
			rolecall: status,
			server: answer,
			objects,
		});
		findings.check(agrees, details, answer.allowed ? "allowed" : "denied");
	}
}

/** Every reason that a server may give, by asking rolecall as each binding alone would answer. */
function reasonsOf(grants, { user, request }, first) {
	if (user.groups.includes("system:masters")) return new Set([""]);
	const namespace = request.kind === "resource" ? request.namespace : "";
	const matches = grants
		.matches(user, namespace)
		.filter(({ role }) => role !== undefined && grants.roleAllows(role, request));
	// The server walks ClusterRoleBindings first and stops at the first binding that allows.
	const tier = matches.filter(({ binding }) => binding.kind === matches[0]?.binding.kind);
	return new Set([first, ...tier.map(reasonOf)]);
}

function reasonOf({ binding, subject }) {
	const { kind, name, namespace, roleRef } = binding;
	const quote = (text) => JSON.stringify(text).replaceAll("\\u0007", "\\a");
	const place = namespace === "" ? name : `${name}/${namespace}`;
	const who =
		subject.kind === "ServiceAccount"
			? `${subject.name}/${subject.namespace || namespace}`
			: subject.name;
	return `RBAC: allowed by ${kind} ${quote(place)} of ${roleRef.kind} ${quote(roleRef.name)} to ${subject.kind} ${quote(who)}`;
}

/** A question about the objects, or about what comes with every cluster. */
function draw(r, grants, objects) {
	if (objects.length > 0 && r.chance(0.7)) {
		const user = nobodyIsEmpty(someone(r, objects));
		return { user, request: question(r, objects, reachOf(objects, user)) };
	}
	const { binding, role } = r.pick(grants.bound);
	const user = r.chance(0.1)
		? { name: "jane", groups: ["system:authenticated"] }
		: userOf(r, binding);
	const { rule } = role === undefined ? {} : (r.pick(role.rules) ?? {});
	const request = fromRule(r, rule ?? { verbs: ["get"], apiGroups: [""], resources: ["pods"] });
	if (request.kind === "resource")
		request.namespace = r.pick(["", "default", "kube-system", binding.namespace, "n1"]);
	return { user: nobodyIsEmpty(user), request };
}

function userOf(r, binding) {
	const subject = r.pick(binding.subjects) ?? { kind: "User", name: "nobody" };
	if (subject.kind === "Group")
		return {
			name: "somebody",
			groups: [subject.name, ...(r.chance(0.5) ? ["system:authenticated"] : [])],
		};
	if (subject.kind === "User") return { name: subject.name, groups: ["system:authenticated"] };
	const home = subject.namespace || binding.namespace;
	return {
		name: `system:serviceaccount:${home}:${subject.name}`,
		groups: ["system:serviceaccounts", `system:serviceaccounts:${home}`, "system:authenticated"],
	};
}

/** A review without a user and without a group is refused. */
function nobodyIsEmpty(user) {
	return user.name === "" && user.groups.every((group) => group === "")
		? { ...user, name: "jane" }
		: user;
}

/** A rules review of somebody whom a header can name. */
async function compareRules(context, grants, r, objects) {
	const { rolecall, server, findings } = context;
	const { user } = draw(r, grants, objects);
	const isPlain = (text) => /^[\x21-\x7e]+$/.test(text);
	const groups = user.groups.filter(isPlain);
	if (!isPlain(user.name) || groups.includes("system:masters")) return;
	const identity = rolecall.identityOf(user.name, groups);
	const namespace = r.pick(["default", "kube-system", ...namespaces]);
	const answer = await server.ask({ op: "ssrr", as: user.name, asGroups: groups, namespace });
	const { status } = rolecall.review(grants, {
		apiVersion: "authorization.k8s.io/v1",
		kind: "SelfSubjectRulesReview",
		spec: { namespace, user: identity.name, groups: identity.groups },
	});
	const details = () => ({
		what: "rules",
		user,
		namespace,
		rolecall: status,
		server: answer,
		objects,
	});
	const agrees =
		answer.code === 403
			? !grants.allows(identity, toReview)
			: sameRules(status, withoutCanaries(answer.status ?? {}));
	findings.check(agrees, details, "rules review");
}

/** Whoever is in no group of everybody may not even ask. */
const toReview = {
	kind: "resource",
	verb: "create",
	apiGroup: "authorization.k8s.io",
	resource: "selfsubjectrulesreviews",
	subresource: "",
	namespace: "",
	name: "",
};

/**
 * Roles that gather everything gather also what `settle` writes to see whether all has settled, and
 * in a circle they keep it.
 */
function withoutCanaries({ resourceRules, nonResourceRules, ...rest }) {
	const isOurs = (rule) => JSON.stringify(rule).includes("rolecall");
	const others = (list) => (list ?? []).filter((rule) => !isOurs(rule));
	return {
		...rest,
		resourceRules: others(resourceRules),
		nonResourceRules: others(nonResourceRules),
	};
}

export function sameRules(ours, theirs) {
	return (
		bagOf(ours.resourceRules.map(ruleKey)) === bagOf((theirs.resourceRules ?? []).map(ruleKey)) &&
		bagOf(ours.nonResourceRules.map(ruleKey)) ===
			bagOf((theirs.nonResourceRules ?? []).map(ruleKey)) &&
		unordered(ours.evaluationError) === unordered(theirs.evaluationError) &&
		ours.incomplete === (theirs.incomplete ?? false)
	);
}
