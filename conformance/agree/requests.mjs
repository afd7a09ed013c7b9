// Real HTTP requests of impersonated people, for every resource that the server has, in every shape
// there is: 403 exactly when rolecall says no. Nothing is kept: what writes is a dry run.
import { random } from "./random.mjs";
import { wiped } from "./reviews.mjs";
import { apiVersion, group } from "./worlds.mjs";

const aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
const home = "web";
const people = ["nobody", "reader", "local", "ann", "bob", "eve", "dan"];
const connecting = ["exec", "attach", "portforward"];
const batch = 400;

export async function requests(context) {
	const resources = await discover(context.server);
	for (let round = 0; round < context.count; round += 1)
		await requestsOnce(context, resources, round);
	await context.server.ask({ op: "wipe" });
}

/** All requests there are, of people with other rights each time. */
async function requestsOnce({ server, rolecall, minor, seed, findings, short }, resources, round) {
	const r = random(seed * 19_000_013 + round);
	await wiped(server, [home]);
	const objects = rightsOf(r, resources);
	const { results } = await server.ask({ op: "apply", objects });
	const failed = results.findIndex(({ code }) => code >= 300);
	if (failed >= 0)
		findings.disagree({
			what: "a right is refused",
			object: objects[failed],
			server: results[failed],
		});
	await server.ask({ op: "settle" });
	const grants = rolecall.resolveGrants(
		rolecall.loadSnapshot({ objects, kubernetesVersion: minor }),
	);
	const calls = [...resources.flatMap((one) => callsOf(one)), ...pathCalls()];
	const whole = calls.flatMap((call) => people.map((as) => ({ ...call, as, asGroups: [] })));
	const chosen = short ? r.sample(whole, 1500) : whole;
	for (let at = 0; at < chosen.length; at += batch) {
		const some = chosen.slice(at, at + batch);
		const { answers } = await server.ask({ op: "http", requests: some });
		for (const [i, call] of some.entries())
			compare({ rolecall, grants, minor, findings }, call, answers[i]);
	}
}

/** Every resource of every version that the server serves. */
async function discover(server) {
	const found = [];
	for (const start of ["/api", "/apis"]) {
		const { body } = await server.ask({ op: "get", path: start, accept: aggregated });
		for (const { metadata, versions } of body.items) {
			for (const { version, resources } of versions) {
				for (const one of resources)
					found.push({ ...one, start, group: metadata?.name ?? "", version });
			}
		}
	}
	return found;
}

/** What people may: nothing, reading everything, everything in one namespace, and four random mixtures. */
function rightsOf(r, resources) {
	const objects = [
		...given("reader", "", [
			{ verbs: ["get", "list", "watch"], apiGroups: ["*"], resources: ["*"] },
		]),
		...given("local", home, [{ verbs: ["*"], apiGroups: ["*"], resources: ["*"] }]),
	];
	const paths = [
		"/healthz",
		"/healthz/*",
		"/version",
		"/apis",
		"/apis/*",
		"/api",
		"/metrics",
		"/logs/*",
		"*",
		"/x/*",
	];
	for (const name of people.slice(3)) {
		for (const namespace of ["", home, home]) {
			const rules = Array.from({ length: 25 }, () => ruleOf(r, r.pick(resources)));
			if (namespace === "")
				rules.push({
					verbs: [r.pick(["get", "*", "post", "head"])],
					nonResourceURLs: r.sample(paths, 3),
				});
			objects.push(...given(name, namespace, rules));
		}
	}
	return objects;
}

let count = 0;
function given(name, namespace, rules) {
	count += 1;
	const metadata = { name: `${name}-${count}`, ...(namespace && { namespace }) };
	const kind = namespace ? "Role" : "ClusterRole";
	const roleRef = { apiGroup: group, kind, name: metadata.name };
	const subjects = [{ apiGroup: group, kind: "User", name }];
	return [
		{ apiVersion, kind, metadata, rules },
		{ apiVersion, kind: `${kind}Binding`, metadata, roleRef, subjects },
	];
}

function ruleOf(r, one) {
	const verbs = r.sample(
		["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection", "*"],
		1 + r.below(4),
	);
	const subs = (one.subresources ?? []).map(({ subresource }) => `${one.resource}/${subresource}`);
	const resources = r.sample(
		[one.resource, one.resource, ...subs, "*/status", "*/scale"],
		1 + r.below(3),
	);
	const rule = { verbs, apiGroups: [r.chance(0.1) ? "*" : one.group], resources };
	if (r.chance(0.3)) rule.resourceNames = r.sample(["absent", home, "other"], 1 + r.below(2));
	return rule;
}

const dry = "dryRun=All";

function callsOf({
	start,
	group: ofGroup,
	version,
	resource,
	scope,
	responseKind,
	subresources = [],
}) {
	const root = start === "/api" ? `/api/${version}` : `/apis/${ofGroup}/${version}`;
	const bodyVersion = ofGroup === "" ? version : `${ofGroup}/${version}`;
	const named = { apiVersion: bodyVersion, kind: responseKind.kind, metadata: { name: "absent" } };
	const isNamespaced = scope === "Namespaced";
	const folder = isNamespaced ? `${root}/namespaces/${home}` : root;
	const collections = isNamespaced
		? [`${folder}/${resource}`, `${root}/${resource}`]
		: [`${root}/${resource}`];
	const calls = collections.flatMap((path) => collectionCalls(path, named));
	// A resource without a namespace below one is decided there, and then not found.
	if (!isNamespaced) calls.push({ method: "GET", path: `${root}/namespaces/${home}/${resource}` });
	calls.push({ method: "GET", path: `${root}/watch/${resource}?timeoutSeconds=1` });
	calls.push({
		method: "GET",
		path: `${root}/watch${folder.slice(root.length)}/${resource}/absent?timeoutSeconds=1`,
	});
	const names = resource === "namespaces" ? [home, "absent"] : ["absent"];
	for (const name of names) {
		const path = `${folder}/${resource}/${name}`;
		calls.push(...objectCalls(path, { ...named, metadata: { name } }));
		const subs = subresources.length > 0 ? subresources.map((one) => one.subresource) : ["status"];
		for (const sub of subs) calls.push(...subresourceCalls(`${path}/${sub}`, sub, resource));
	}
	return calls;
}

function collectionCalls(path, body) {
	return [
		{ method: "GET", path: `${path}?limit=1` },
		{ method: "HEAD", path: `${path}?limit=1` },
		{ method: "GET", path: `${path}?watch=1&timeoutSeconds=1` },
		{ method: "GET", path: `${path}?watch=false` },
		{ method: "GET", path: `${path}?fieldSelector=metadata.name%3Dabsent` },
		{
			method: "GET",
			path: `${path}?fieldSelector=metadata.name%3D${home}&watch=true&timeoutSeconds=1`,
		},
		{ method: "GET", path: `${path}/?limit=1` },
		{ method: "POST", path: `${path}?${dry}`, body },
		{ method: "DELETE", path: `${path}?${dry}` },
		{ method: "DELETE", path: `${path}?${dry}&fieldSelector=metadata.name%3Dabsent` },
		{ method: "OPTIONS", path },
	];
}

function objectCalls(path, body) {
	const apply = {
		method: "PATCH",
		path: `${path}?${dry}&fieldManager=rolecall`,
		body,
		contentType: "application/apply-patch+yaml",
	};
	return [
		{ method: "GET", path },
		{ method: "HEAD", path },
		{ method: "GET", path: `${path}?watch=true&timeoutSeconds=1` },
		{ method: "PUT", path: `${path}?${dry}`, body },
		{
			method: "PATCH",
			path: `${path}?${dry}`,
			body: {},
			contentType: "application/merge-patch+json",
		},
		apply,
		{ method: "DELETE", path: `${path}?${dry}` },
		{ method: "POST", path: `${path}?${dry}`, body },
		{ method: "OPTIONS", path },
	];
}

function subresourceCalls(path, sub, resource) {
	const options = sub === "exec" ? "?command=ls&stdout=1" : "";
	const calls = ["GET", "POST", "PUT", "DELETE"].map((method) => ({
		method,
		path: `${path}${options || `?${dry}`}`,
		body: method === "GET" ? undefined : {},
	}));
	calls.push({
		method: "PATCH",
		path: `${path}?${dry}`,
		body: {},
		contentType: "application/merge-patch+json",
	});
	if (sub === "proxy")
		calls.push({ method: "GET", path: `${path}/deeper/path` }, { method: "OPTIONS", path });
	if (resource === "pods" && connecting.includes(sub)) {
		calls.push(
			{ method: "GET", path: `${path}${options}`, upgrade: "websocket" },
			{ method: "POST", path: `${path}${options}`, upgrade: "spdy" },
		);
	}
	return calls;
}

function pathCalls() {
	const paths = [
		"/",
		"/healthz",
		"/healthz/",
		"/healthz/ping",
		"/livez",
		"/readyz",
		"/version",
		"/version/",
		"/api",
		"/api/",
		"/api/v1",
		"/apis",
		"/apis/apps",
		"/apis/apps/v1",
		"/metrics",
		"/openapi/v3",
		"/logs",
		"/logs/x",
		"/x/y",
		"/.well-known/openid-configuration",
		"/openid/v1/jwks",
		"/flagz",
		"/statusz",
		"/debug/pprof/",
		"/API/v1/pods",
		"/api/v1/pods%2Fx",
		"/x%20y",
	];
	const calls = paths.flatMap((path) =>
		["GET", "HEAD", "POST", "PUT", "OPTIONS", "DELETE"].map((method) => ({ method, path })),
	);
	return [
		...calls,
		{ method: "GET", path: "/api/v1/watch" },
		{ method: "GET", path: "/api/v1/proxy" },
	];
}

function compare({ rolecall, grants, minor, findings }, call, answer) {
	const request = rolecall.requestOfHttp(call.method, call.path);
	const user = rolecall.identityOf(call.as, call.asGroups);
	const found = said(answer);
	const details = (what) => () => ({ what, call, request, server: answer });
	if ("error" in request) {
		findings.check(
			[400, 500].includes(answer.code),
			details("unroutable for rolecall only"),
			"unroutable",
		);
		return;
	}
	const allowed = grants.allows(user, request);
	if (!allowed) {
		const isRefused = answer.code === 403 && (found === undefined || found === request.verb);
		findings.check(isRefused, details("rolecall says no"), "refused");
		return;
	}
	const creates = { ...request, verb: "create" };
	if (answer.code === 403 && call.method !== "HEAD") {
		// A second check, of the handler; admission words its refusals otherwise.
		const isSecond =
			found === undefined ||
			(found === "create" && request.verb !== "create" && !grants.allows(user, creates));
		findings.check(
			isSecond,
			details("rolecall says yes"),
			found === undefined ? "refused by admission or storage" : "refused by a second check",
		);
		return;
	}
	const isOpening = call.upgrade === "websocket" && Number(minor.slice(2)) >= 35;
	const passes =
		answer.code !== 403 &&
		!(isOpening && !grants.allows(user, creates)) &&
		answer.error === undefined;
	findings.check(passes, details("let through"), "let through");
}

/** The verb that a refusal of the authorizer is about; undefined for other answers. */
function said({ code, message = "" }) {
	return code === 403 ? /User ".*" cannot (\S*) (?:resource|path) "/.exec(message)?.[1] : undefined;
}
