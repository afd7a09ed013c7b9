// Holds the judge against a real server: the same random clusters, the same questions and the
// same writes must get the same answers from both. It shows that the judge, whose storage is
// ours, may stand for the server.
//
//   node agreement.mjs [minor] [rounds] [seed]
import { random } from "./agree/random.mjs";
import { newest, versions } from "./build.mjs";
import { startJudge, startServer } from "./processes.mjs";

const group = "rbac.authorization.k8s.io";
const apiVersion = `${group}/v1`;
const namespaces = ["agree-1", "agree-2"];
const users = ["ann", "bob", "eve"];
const accounts = ["sa-1", "sa-2"];
const writer = "agreement-writers";

function rules(r, urls) {
	return Array.from({ length: 1 + r.below(3) }, () => {
		if (urls && r.chance(0.3)) {
			const paths = ["/metrics", "/healthz", "/healthz/*", "/logs*", "*", "/api"];
			return { verbs: verbs(r), nonResourceURLs: [r.pick(paths), ...r.some(paths, 1)] };
		}
		const resources = ["pods", "pods/log", "*/log", "secrets", "*", "configmaps", "pods/*"];
		const rule = {
			verbs: verbs(r),
			apiGroups: [r.pick(["", "", "apps", "*"])],
			resources: [r.pick(resources), ...r.some(resources, 1)],
		};
		if (r.chance(0.2)) rule.resourceNames = [r.pick(["one", "two", ""])];
		return rule;
	});
}

function verbs(r) {
	const all = ["get", "list", "watch", "create", "*"];
	return [r.pick(all), ...r.some(all, 2)];
}

function subjects(r, namespaced) {
	return Array.from({ length: 1 + r.below(3) }, () => {
		const kind = r.pick(["User", "Group", "ServiceAccount"]);
		if (kind === "User") return { kind, name: r.pick(users), apiGroup: group };
		if (kind === "Group")
			return { kind, name: r.pick(["team", "system:authenticated"]), apiGroup: group };
		const subject = { kind, name: r.pick(accounts), namespace: r.pick(namespaces) };
		if (namespaced && r.chance(0.4)) delete subject.namespace;
		return subject;
	});
}

const object = (kind, name, namespace, fields) => ({
	apiVersion,
	kind,
	metadata: namespace ? { name, namespace } : { name },
	...fields,
});

function roleRef(r, clusterOnly) {
	const kind = clusterOnly || r.chance(0.5) ? "ClusterRole" : "Role";
	const names =
		kind === "Role" ? ["r-0", "r-1", "missing"] : ["c-0", "c-1", "c-2", "view", "missing"];
	return { apiGroup: group, kind, name: r.pick(names) };
}

function cluster(r) {
	const objects = [
		object("ClusterRole", writer, "", {
			rules: [{ verbs: ["create", "update"], apiGroups: [group], resources: ["*"] }],
		}),
		object("ClusterRoleBinding", writer, "", {
			roleRef: { apiGroup: group, kind: "ClusterRole", name: writer },
			subjects: [{ kind: "Group", name: writer, apiGroup: group }],
		}),
	];
	for (let i = 0; i < 3; i++) {
		const role = object("ClusterRole", `c-${i}`, "", { rules: rules(r, true) });
		if (r.chance(0.5)) role.metadata.labels = { [`agree-${r.below(2)}`]: "yes" };
		objects.push(role);
		objects.push(
			object("ClusterRoleBinding", `cb-${i}`, "", {
				roleRef: roleRef(r, true),
				subjects: subjects(r),
			}),
		);
	}
	// One gathers the other: c-* → g-0 → g-1.
	for (let i = 0; i < 2; i++) {
		const selectors = [{ matchLabels: { [`agree-${i}`]: "yes" } }];
		const role = object("ClusterRole", `g-${i}`, "", {
			aggregationRule: { clusterRoleSelectors: selectors },
		});
		if (i === 0) role.metadata.labels = { "agree-1": "yes" };
		if (r.chance(0.4)) role.rules = rules(r, true);
		objects.push(role);
	}
	for (const namespace of namespaces) {
		for (let i = 0; i < 2; i++) {
			objects.push(object("Role", `r-${i}`, namespace, { rules: rules(r, false) }));
			const binding = { roleRef: roleRef(r), subjects: subjects(r, true) };
			objects.push(object("RoleBinding", `b-${i}`, namespace, binding));
		}
	}
	if (r.chance(0.5)) {
		const rule = { verbs: [r.pick(["bind", "escalate"])], apiGroups: [group], resources: ["*"] };
		objects.push(object("ClusterRole", "powers", "", { rules: [rule] }));
		const binding = {
			roleRef: { apiGroup: group, kind: "ClusterRole", name: "powers" },
			subjects: subjects(r),
		};
		objects.push(
			r.chance(0.5)
				? object("ClusterRoleBinding", "powers", "", binding)
				: object("RoleBinding", "powers", r.pick(namespaces), binding),
		);
	}
	return objects;
}

function someone(r) {
	if (r.chance(0.4)) {
		const namespace = r.pick(namespaces);
		return {
			user: `system:serviceaccount:${namespace}:${r.pick(accounts)}`,
			groups: [
				"system:serviceaccounts",
				`system:serviceaccounts:${namespace}`,
				"system:authenticated",
			],
		};
	}
	return {
		user: r.pick(users),
		groups: ["system:authenticated", ...(r.chance(0.3) ? ["team"] : [])],
	};
}

function question(r) {
	const who = someone(r);
	const verb = r.pick(["get", "list", "watch", "create", "*", "delete"]);
	if (r.chance(0.2))
		return {
			...who,
			verb,
			path: r.pick(["/metrics", "/healthz", "/healthz/etcd", "/logs", "/logsx", "/api", "/"]),
		};
	return {
		...who,
		verb,
		namespace: r.pick([...namespaces, "", "elsewhere"]),
		apiGroup: r.pick(["", "apps", "x"]),
		resource: r.pick(["pods", "secrets", "configmaps", "pods/log", "*"]),
		subresource: r.chance(0.2) ? "log" : "",
		name: r.pick(["", "one", "three"]),
	};
}

function review({ user, groups, verb, path, apiGroup, ...attributes }) {
	if (path) return { user, groups, nonResourceAttributes: { path, verb } };
	return { user, groups, resourceAttributes: { ...attributes, verb, group: apiGroup } };
}

/** An object to write, now and then one that the server must refuse. */
function candidate(r, index) {
	const kind = r.pick(["Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"]);
	const namespaced = !kind.startsWith("Cluster");
	const fields = kind.endsWith("Role")
		? { rules: rules(r, !namespaced) }
		: { roleRef: roleRef(r, !namespaced), subjects: subjects(r, namespaced) };
	if (kind === "ClusterRole" && r.chance(0.2))
		fields.aggregationRule = { clusterRoleSelectors: [{ matchLabels: { a: "b" } }] };
	const made = object(kind, `new-${index}`, namespaced ? r.pick(namespaces) : "", fields);
	if (r.chance(0.35)) spoil(r, made);
	return made;
}

function spoil(r, made) {
	const [first] = made.rules ?? made.subjects;
	const ways = [
		() => (made.metadata.name = r.pick(["a/b", "..", "a%b", "UPPER case", ""])),
		() => (made.metadata.labels = { "bad key!": "bad value!" }),
		() => {
			if (made.kind.startsWith("Cluster")) made.metadata.namespace = namespaces[0];
			else made.metadata.finalizers = ["x"];
		},
	];
	if (made.rules) {
		ways.push(
			() => (first.verbs = []),
			() => (first.apiGroups = []),
			() => (first.resources = []),
			() => (first.nonResourceURLs = ["/x"]),
			() => (made.aggregationRule = { clusterRoleSelectors: [] }),
			() =>
				(made.aggregationRule = {
					clusterRoleSelectors: [
						{ matchExpressions: [{ key: "a", operator: "In", values: ["no space"] }] },
					],
				}),
			() =>
				(made.aggregationRule = {
					clusterRoleSelectors: [{ matchExpressions: [{ key: "", operator: "Is" }] }],
				}),
			() => (first.verbs = "get"),
			() => (first.Verbs = ["get"]),
		);
	} else {
		ways.push(
			() => (made.roleRef.kind = r.pick(["Role", "ClusterRole", "Thing", ""])),
			() => (made.roleRef.name = r.pick(["", "a/b"])),
			() => (made.roleRef.apiGroup = r.pick(["", "x"])),
			() => (first.kind = r.pick(["user", "ServiceAccount", ""])),
			() => (first.name = r.pick(["", "Not DNS", "x"])),
			() => (first.apiGroup = r.pick(["", "x"])),
			() => delete first.namespace,
			() => (first.name = 5),
		);
	}
	r.pick(ways)();
}

/** A reason or message without the order that bindings are walked in, and the prefix of 1.37. */
function unordered(text) {
	const inBrackets = (_, list) => `[${list.split(", ").sort().join(", ")}]`;
	return (text ?? "").replace(/^rbac: /, "").replace(/\[([^[\]]*not found[^[\]]*)\]/g, inBrackets);
}

const causeTexts = (causes) =>
	(causes ?? [])
		.map((c) => `${c.field}: ${c.message}`)
		.sort()
		.join("\n");

class Disagreements {
	list = [];
	counts = {};

	check(what, same, details) {
		this.counts[what] = (this.counts[what] ?? 0) + 1;
		if (!same) this.list.push({ what, ...details });
	}
}

async function compareQuestions(r, judge, server, found) {
	const requests = Array.from({ length: 300 }, () => question(r));
	const { answers: judged } = await judge.ask({ op: "authorize", requests });
	const { answers: served } = await server.ask({ op: "sar", requests: requests.map(review) });
	for (const [i, request] of requests.entries()) {
		const [a, b] = [judged[i], served[i]];
		const sameReason = a.allowed
			? a.reasons.includes(b.reason)
			: unordered(a.reason) === unordered(b.reason);
		found.check("question", a.allowed === b.allowed && sameReason, {
			request,
			judge: a,
			server: b,
		});
	}
}

async function compareRules(r, judge, server, found) {
	for (let i = 0; i < 10; i++) {
		const { user, groups } = someone(r);
		const namespace = r.pick(namespaces);
		const judged = await judge.ask({ op: "rulesFor", user, groups, namespace });
		const { status } = await server.ask({ op: "ssrr", as: user, asGroups: groups, namespace });
		const same =
			ruleTexts(judged.resourceRules) === ruleTexts(status.resourceRules) &&
			ruleTexts(judged.nonResourceRules) === ruleTexts(status.nonResourceRules) &&
			judged.incomplete === status.incomplete &&
			unordered(judged.evaluationError) === unordered(status.evaluationError);
		found.check("rules of a subject", same, {
			user,
			groups,
			namespace,
			judge: judged,
			server: status,
		});
	}
}

const ruleTexts = (list) =>
	(list ?? [])
		.map((rule) => JSON.stringify(Object.entries(rule).sort()))
		.sort()
		.join("\n");

async function compareWrite(judge, server, found, who, write) {
	const { verb, object, old } = write;
	const judged = await judge.tryAsk({ op: "write", ...who, verb, object, old });
	const { results } = await server.ask({
		op: "apply",
		as: who.user,
		asGroups: who.groups,
		verb,
		dryRun: true,
		objects: [object],
		fieldValidation: "Ignore",
	});
	const [served] = results;
	if (judged.decodeError) {
		found.check("unreadable write", served.code === 400, {
			who,
			...write,
			judge: judged,
			server: served,
		});
		return;
	}
	const [success, expected] = [served.code === 200 || served.code === 201, judged.ok];
	const same =
		success === expected &&
		(success ||
			(served.code === judged.code &&
				causeTexts(judged.errors) === causeTexts(served.causes) &&
				sameMessage(judged, served)));
	found.check(expected ? "accepted write" : `refused write ${judged.code}`, same, {
		who,
		...write,
		judge: judged,
		server: served,
	});
}

const words = (text) =>
	unordered(text)
		.split(/[[\],]+ ?/)
		.sort()
		.join("|");
const sameMessage = (judged, served) => words(judged.message) === words(served.message);

async function compareWrites(r, judge, server, found, objects) {
	const master = { user: "root", groups: ["system:masters"] };
	for (let i = 0; i < 60; i++) {
		const plainly = someone(r);
		const who = r.chance(0.4) ? master : { ...plainly, groups: [...plainly.groups, writer] };
		const made = candidate(r, i);
		if (r.chance(0.6) || !made.metadata.name) {
			await compareWrite(judge, server, found, who, { verb: "create", object: made });
			continue;
		}
		const old = objects.find(
			(o) => o.kind === made.kind && o.metadata.namespace === made.metadata.namespace,
		);
		if (!old) continue;
		made.metadata.name = old.metadata.name;
		if (old.roleRef && r.chance(0.5)) made.roleRef = old.roleRef;
		await compareWrite(judge, server, found, who, { verb: "update", object: made, old });
	}
}

async function compareAggregation(judge, server, found) {
	const { clusterRoles } = await judge.ask({
		op: "dump",
		names: ["g-0", "g-1", "admin", "edit", "view"],
	});
	for (const role of clusterRoles) {
		const { body } = await server.ask({
			op: "get",
			path: `/apis/${apiVersion}/clusterroles/${role.metadata.name}`,
		});
		found.check("aggregated role", ruleTexts(role.rules) === ruleTexts(body.rules), {
			judge: role,
			server: body,
		});
	}
}

async function main(minor, rounds, seed) {
	if (!versions[minor]) throw new Error(`no such minor: ${minor}`);
	const judge = startJudge(minor);
	const server = await startServer(minor);
	const found = new Disagreements();
	try {
		const folders = namespaces.map((name) => ({
			apiVersion: "v1",
			kind: "Namespace",
			metadata: { name },
		}));
		await server.ask({ op: "apply", objects: folders });
		for (let round = 0; round < rounds; round++) {
			const r = random(seed + round);
			const objects = cluster(r);
			await server.ask({ op: "wipe" });
			const { results } = await server.ask({ op: "apply", objects });
			const failed = results.findIndex((result) => result.code !== 201);
			if (failed >= 0)
				throw new Error(`round ${round}: ${JSON.stringify([objects[failed], results[failed]])}`);
			await server.ask({ op: "settle", aggregation: true });
			await judge.ask({ op: "world", bootstrap: true, aggregate: true, objects });
			await compareQuestions(r, judge, server, found);
			await compareRules(r, judge, server, found);
			await compareWrites(r, judge, server, found, objects);
			await compareAggregation(judge, server, found);
		}
	} finally {
		await judge.close();
		await server.close();
	}
	console.log(
		JSON.stringify({
			minor,
			rounds,
			seed,
			compared: found.counts,
			disagreements: found.list.length,
		}),
	);
	for (const disagreement of found.list.slice(0, 5)) console.log(JSON.stringify(disagreement));
	if (found.list.length > 0) process.exitCode = 1;
}

const [minor = newest, rounds = "10", seed = "1"] = process.argv.slice(2);
main(minor, Number(rounds), Number(seed)).catch((error) => {
	process.stderr.write(`${error.stack}\n`);
	process.exitCode = error.exitCode ?? 1;
});
