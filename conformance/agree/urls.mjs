// Request lines against Kubernetes' own reading of them.
import { random } from "./random.mjs";

const methods = [
	"GET",
	"GET",
	"GET",
	"HEAD",
	"POST",
	"PUT",
	"PATCH",
	"DELETE",
	"OPTIONS",
	"CONNECT",
	"TRACE",
	"get",
	"Delete",
	"FOO",
];
const words = [
	"namespaces",
	"namespaces",
	"n1",
	"pods",
	"pods",
	"deployments",
	"web",
	"status",
	"finalize",
	"log",
	"exec",
	"proxy",
	"watch",
	"",
	"a%2fb",
	"%41",
	"%20",
	".",
	"..",
	"a+b",
	"a%2Bb",
	"é",
	"%C3%A9",
	"a%25b",
	"%zz",
	"%",
	"a;b",
	"a:b",
	"*",
	"API",
];
const starts = [
	"/api/v1",
	"/api/v1",
	"/api/v1",
	"/apis/apps/v1",
	"/apis/apps/v1",
	"/apis/apps",
	"/apis",
	"/api",
	"/api/",
	"//api/v1",
	"/api//v1",
	"",
	"/API/v1",
	"/healthz",
	"/version/",
	"/openapi/v2",
	"/apis//v1",
	"/apis/apps/v1/",
	"/metrics",
	"/%61pi/v1",
	"/api%2fv1",
];
const names = [
	"web",
	"web",
	"",
	"a/b",
	"a%252fb",
	".",
	"..",
	"a%b",
	"a b",
	"é",
	"a\\,b",
	"a\\=b",
	"a\\\\b",
	"a\\xb",
	"a=b",
	"*",
	"UP",
	"a\\",
];
// Of label selectors only good ones: rolecall does not parse them, and says so. A broken one leaves a
// list without the name that its field selector gives, and is answered with 400 by whoever may list.
const operators = ["=", "==", "!=", "%3D", "%3d%3D", "!%3D", ">", " = ", "=!"];
const fields = [
	"metadata.name",
	"metadata.name",
	"metadata.name",
	"metadata.namespace",
	"spec.nodeName",
	"",
	" metadata.name",
	"metadata\\.name",
];

export async function urls({ rolecall, judge, seed, count, findings }) {
	const batch = 2000;
	for (let done = 0, i = 0; done < count; done += batch, i += 1) {
		const r = random(seed * 3_000_017 + i);
		const lines = Array.from({ length: batch }, () => ({ method: r.pick(methods), url: url(r) }));
		const answers = await Promise.all(
			lines.map((line) => judge.tryAsk({ op: "requestInfo", ...line })),
		);
		for (const [j, line] of lines.entries()) {
			const ours = rolecall.requestOfHttp(line.method, line.url);
			const agrees = textOf(ours) === textOf(answered(answers[j]));
			findings.check(
				agrees,
				() => ({ what: "request line", ...line, rolecall: ours, judge: answers[j] }),
				kindOf(answers[j]),
			);
		}
	}
}

function url(r) {
	const path = [r.pick(starts), ...Array.from({ length: r.below(6) }, () => r.pick(words))].join(
		"/",
	);
	const slash = r.chance(0.1) ? "/" : "";
	const start = path.startsWith("/") ? path : `/${path}`;
	return start + slash + (r.chance(0.6) ? `?${query(r)}` : "");
}

function query(r) {
	const joint = r.chance(0.03) ? ";" : "&";
	return Array.from({ length: 1 + r.below(3) }, () => option(r)).join(joint);
}

function option(r) {
	const number = () =>
		r.pick([
			"0",
			"1",
			"-1",
			"+1",
			"1.5",
			"abc",
			"",
			"9223372036854775807",
			"9223372036854775808",
			" 1",
			"1e3",
			"0x1",
			"1_0",
		]);
	const flag = () =>
		r.pick(["true", "false", "1", "0", "", "False", "FALSE", "TRUE", "yes", "t", "2", " false"]);
	const ways = [
		() => "watch",
		() => `watch=${flag()}`,
		() => `Watch=${flag()}`,
		() => `fieldSelector=${selector(r)}`,
		() => `fieldSelector=${selector(r)}`,
		() => `fieldSelector=${encodeURIComponent(selector(r))}`,
		() => `fieldSelector=${encodeURIComponent(selector(r))}`,
		() =>
			`labelSelector=${r.pick(["a%3Db", "a", "!a", "a in (b)", "a+in+(b,c)", "a==b,c!=d", "", "a notin ()"])}`,
		() => `limit=${number()}`,
		() => `timeoutSeconds=${number()}`,
		() => `allowWatchBookmarks=${flag()}`,
		() => `sendInitialEvents=${flag()}`,
		() => `resourceVersion=${number()}`,
		() => `resourceVersionMatch=${r.pick(["Exact", "x", ""])}`,
		() => `continue=${r.pick(["x", "", "%zz"])}`,
		() =>
			r.pick([
				"pretty",
				"%zz=1",
				"=",
				"",
				"field%53elector=metadata.name%3Dweb",
				"shardSelector=x",
			]),
	];
	return r.pick(ways)();
}

function selector(r) {
	const term = () => r.pick(fields) + r.pick(operators) + r.pick(names);
	const terms = Array.from({ length: 1 + r.below(2) }, term);
	if (r.chance(0.1)) terms.push(r.pick(["", "spec", "a=b", ","]));
	return terms.join(",");
}

/** What the judge reads, as rolecall says it. */
function answered(info) {
	if (info.error) return { error: info.error };
	if (!info.isResourceRequest) return { kind: "path", verb: info.verb, path: info.path };
	const { verb, apiGroup, resource, subresource, namespace, name } = info;
	return { kind: "resource", verb, apiGroup, resource, subresource, namespace, name };
}

/** How a refusal is worded does not matter. */
function textOf(request) {
	return "error" in request ? "refused" : JSON.stringify(Object.entries(request).sort());
}

function kindOf(info) {
	if (info.error) return "refused";
	return info.isResourceRequest ? "resource" : "path";
}
