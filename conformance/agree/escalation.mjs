// Writing roles and bindings as somebody: refused exactly when rolecall says so, which is what
// `grant-check` answers, and in the same words.
import { restless } from "./aggregation.mjs";
import { objectOf } from "./model.mjs";
import { random } from "./random.mjs";
import {
	apiVersion,
	group,
	namespaces,
	reachOf,
	rules,
	selector,
	someone,
	world,
} from "./worlds.mjs";

const writesEach = 60;

export async function escalation({ rolecall, judge, server, minor, seed, count, findings }) {
	for (let i = 0; findings.asked < count; i += 1) {
		const r = random(seed * 15_000_017 + i);
		const objects = [...world(r, true), ...powers(r)];
		const writes = Array.from({ length: writesEach }, () => draw(r, objects));
		const [{ error }, ...answers] = await Promise.all([
			judge.tryAsk({ op: "world", aggregate: true, objects }),
			...writes.map(({ user, ...write }) =>
				judge.tryAsk({ op: "write", user: user.name, groups: user.groups, ...write }),
			),
		]);
		if (error?.includes(restless)) continue;
		const context = { rolecall, findings, objects, grants: grantsOf(rolecall, objects, minor) };
		for (const [j, write] of writes.entries()) compare(context, write, answers[j]);
	}
	if (server !== undefined)
		await onTheServer({
			rolecall,
			server,
			minor,
			seed,
			findings,
			count: Math.min(3000, Math.ceil(count / 10)),
		});
}

function grantsOf(rolecall, objects, minor) {
	return rolecall.resolveGrants(
		rolecall.loadSnapshot({ objects, kubernetesVersion: minor, bootstrapPolicy: false }),
	);
}

/** Somebody who may bind or escalate, everywhere or in one namespace, perhaps only one name. */
function powers(r) {
	const rule = {
		verbs: r.sample(["bind", "escalate", "*"], 1 + r.below(2)),
		apiGroups: [group],
		resources: r.sample(["roles", "clusterroles", "*"], 1 + r.below(2)),
	};
	if (r.chance(0.4)) rule.resourceNames = [r.pick(["r1", "new", "r2", ""])];
	const role = { apiVersion, kind: "ClusterRole", metadata: { name: "powers" }, rules: [rule] };
	const subject = { apiGroup: group, kind: "User", name: r.pick(["jane", "bob"]) };
	const roleRef = { apiGroup: group, kind: "ClusterRole", name: "powers" };
	const isWide = r.chance(0.5);
	const metadata = isWide ? { name: "powers" } : { name: "powers", namespace: r.pick(namespaces) };
	return [
		role,
		{
			apiVersion,
			kind: isWide ? "ClusterRoleBinding" : "RoleBinding",
			metadata,
			roleRef,
			subjects: [subject],
		},
	];
}

function draw(r, objects) {
	const user = r.chance(0.3)
		? { name: r.pick(["jane", "bob"]), groups: ["system:authenticated"] }
		: someone(r, objects);
	const old = r.chance(0.4) ? r.pick(objects) : undefined;
	const object = old === undefined ? created(r, objects, user) : updated(r, objects, user, old);
	return {
		user,
		object,
		...(old === undefined
			? { verb: r.chance(0.7) ? "create" : "update" }
			: { verb: "update", old }),
	};
}

function created(r, objects, user) {
	const kind = r.pick(["Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"]);
	const metadata = kind.startsWith("Cluster")
		? { name: "new" }
		: { name: "new", namespace: r.pick(namespaces) };
	const made = { apiVersion, kind, metadata };
	if (kind.endsWith("Role")) {
		made.rules = rulesToGive(r, objects, user, kind === "ClusterRole");
		if (kind === "ClusterRole" && r.chance(0.2))
			made.aggregationRule = { clusterRoleSelectors: [selector(r)] };
		return made;
	}
	const roles = objects.filter(
		(one) => one.kind.endsWith("Role") && (kind === "RoleBinding" || one.kind === "ClusterRole"),
	);
	const role = r.chance(0.9) ? r.pick(roles) : undefined;
	made.roleRef = {
		apiGroup: group,
		kind: role?.kind ?? "ClusterRole",
		name: role?.metadata.name ?? "gone",
	};
	made.subjects = [{ apiGroup: group, kind: "User", name: "eve" }];
	return made;
}

function updated(r, objects, user, old) {
	const made = structuredClone(old);
	if (r.chance(0.15)) return made;
	if (r.chance(0.1)) return { ...made, metadata: { ...made.metadata, finalizers: ["a/b"] } };
	if (made.roleRef === undefined) {
		if (r.chance(0.7)) made.rules = rulesToGive(r, objects, user, made.kind === "ClusterRole");
		else made.metadata.labels = { ...made.metadata.labels, more: "x" };
		if (made.aggregationRule && r.chance(0.4)) delete made.aggregationRule;
		return made;
	}
	made.subjects = [...(made.subjects ?? []), { apiGroup: group, kind: "User", name: "eve" }];
	if (r.chance(0.2)) made.roleRef.name = r.pick(["r1", "r2", "gone"]);
	return made;
}

/** What somebody holds, whole or in parts, a little more than that, or anything. */
function rulesToGive(r, objects, user, clusterWide) {
	const held = reachOf(objects, user).map(({ rule }) => rule);
	const fit = held.filter((rule) => clusterWide || !rule.nonResourceURLs);
	if (fit.length === 0 || r.chance(0.3)) return rules(r, true, clusterWide);
	return r.sample(fit, 1 + r.below(2)).map((rule) => {
		const part = Object.fromEntries(
			Object.entries(rule).map(([field, list]) => [field, r.chance(0.5) ? list : list.slice(0, 1)]),
		);
		if (part.resources && r.chance(0.3))
			part.resources = [...part.resources, r.pick(["pods/log", "*/log", "*", "x"])];
		if (part.resources && r.chance(0.2)) part.resourceNames = ["a"];
		if (part.nonResourceURLs && r.chance(0.3))
			part.nonResourceURLs = part.nonResourceURLs.map((url) => `${url}x`);
		return part;
	});
}

function compare(
	{ rolecall, findings, objects, grants, asShown = (lines) => lines },
	write,
	answer,
) {
	const expected = refusal(rolecall, grants, write);
	const isRefused = [403, 404].includes(answer.code);
	const found = isRefused ? answer : { code: 0, message: "" };
	const [ours, theirs] = [expected, found].map(({ message }) =>
		asShown(message.split("\n")).join("\n"),
	);
	const agrees = expected.code === found.code && ours === theirs && answer.error === undefined;
	findings.check(
		agrees,
		() => ({ what: "write", ...write, rolecall: expected, judge: answer, objects }),
		found.code === 0 ? "let through" : `refused ${found.code}`,
	);
}

/** The refusal of the library, of what a judge says alone: code, and its own words. */
function refusal(rolecall, grants, { user, object, old, verb }) {
	const found = rolecall.escalationOf(grants, user, {
		object: objectOf(object),
		old: old && objectOf(old),
		isNamed: verb !== "create",
	});
	if (found === undefined) return { code: 0, message: "" };
	return { code: found.kind === "no-role" ? 404 : 403, message: found.says };
}

/**
 * A role that gathers everything holds the default roles too, in an order that is the controller's
 * in a circle, and at times what `settle` wrote to see whether all has settled.
 */
function inAnyOrder(lines) {
	const sorted = lines
		.filter((line) => !line.includes("rolecall"))
		.map((line) =>
			line.replace(
				/Verbs:\[(.*)\]\}$/,
				(_, verbs) => `Verbs:[${verbs.split(" ").sort().join(" ")}]}`,
			),
		);
	return [...new Set(sorted)].sort();
}

/** The same against a server, where somebody may write at all and the default policy stands by. */
async function onTheServer({ rolecall, server, minor, seed, findings, count }) {
	const writers = "escalation-writers";
	const write = {
		apiVersion,
		kind: "ClusterRole",
		metadata: { name: writers },
		rules: [{ verbs: ["create", "update"], apiGroups: [group], resources: ["*"] }],
	};
	const given = {
		apiVersion,
		kind: "ClusterRoleBinding",
		metadata: { name: writers },
		roleRef: { apiGroup: group, kind: "ClusterRole", name: writers },
		subjects: [{ apiGroup: group, kind: "Group", name: writers }],
	};
	await server.ask({
		op: "apply",
		objects: namespaces.map((name) => ({
			apiVersion: "v1",
			kind: "Namespace",
			metadata: { name },
		})),
	});
	for (let done = 0, i = 0; done < count; i += 1) {
		const r = random(seed * 17_000_023 + i);
		const objects = [...world(r, true), ...powers(r), write, given];
		await server.ask({ op: "wipe" });
		await server.ask({ op: "apply", objects });
		const { error } = await server.tryAsk({ op: "settle", aggregation: true });
		if (error !== undefined) continue;
		const grants = rolecall.resolveGrants(
			rolecall.loadSnapshot({ objects, kubernetesVersion: minor }),
		);
		for (let j = 0; j < writesEach; j += 1, done += 1) {
			const drawn = draw(r, objects);
			if (
				!/^[\x21-\x7e]+$/.test(drawn.user.name) ||
				(drawn.verb === "update" && drawn.old === undefined)
			)
				continue;
			// Under impersonation everybody gets the group that says that they are somebody.
			const given = drawn.user.groups.filter((one) => one !== "");
			const groups = [...new Set([...given, writers])];
			const user = rolecall.identityOf(drawn.user.name, groups);
			// What the controller has made of a role is what an update replaces.
			if (drawn.old?.aggregationRule) continue;
			const { results } = await server.ask({
				op: "apply",
				verb: drawn.verb,
				dryRun: true,
				objects: [drawn.object],
				as: user.name,
				asGroups: groups,
			});
			compare(
				{ rolecall, findings, objects, grants, asShown: inAnyOrder },
				{ ...drawn, user },
				results[0],
			);
		}
	}
}
