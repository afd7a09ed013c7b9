// Who somebody is under impersonation, and what a real client's words ask for.
import { random } from "./random.mjs";

const names = [
	"jane",
	"system:anonymous",
	"system:serviceaccount:n1:sa1",
	"system:serviceaccount:n1:sa1:x",
	"system:serviceaccount::sa1",
	"system:serviceaccount:n1:",
	"system:node:n1",
	"system:serviceaccount:kube-system:a.b",
	"system:admin",
	"*",
];
const groups = [
	"dev",
	"*",
	"system:authenticated",
	"system:unauthenticated",
	"system:serviceaccounts",
	"system:serviceaccounts:n1",
	"system:nodes",
	"dev",
];
const targets = [
	["pods", "/api/v1", true],
	["deployments.apps", "/apis/apps/v1", true],
	["nodes", "/api/v1", false],
	["namespaces", "/api/v1", false],
	["roles.rbac.authorization.k8s.io", "/apis/rbac.authorization.k8s.io/v1", true],
	["clusterroles", "/apis/rbac.authorization.k8s.io/v1", false],
];
const methods = {
	get: "GET",
	list: "GET",
	watch: "GET",
	create: "POST",
	update: "PUT",
	patch: "PATCH",
	delete: "DELETE",
	deletecollection: "DELETE",
};

export async function identities(context) {
	const { server, findings, seed, count } = context;
	const r = random(seed * 23_000_009);
	await words(context, r);
	if (server === undefined) return;
	// Somebody has to be allowed to ask who they are.
	for (let i = 0; i < count; i += 1) {
		const as = r.pick(names);
		const asGroups = r.some(groups, 3);
		await whoAmI(context, as, asGroups);
	}
	await masters(context);
	findings.note("asked the server", count);
}

async function whoAmI({ rolecall, server, findings }, as, asGroups) {
	const body = { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" };
	const path = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
	const { answers } = await server.ask({
		op: "http",
		requests: [{ method: "POST", path, body, as, asGroups, raw: true }],
	});
	const [answer] = answers;
	const ours = rolecall.identityOf(as, asGroups);
	if (answer.code === 403) {
		// Only the authenticated may ask.
		const isKnown = ours.groups.includes("system:authenticated");
		findings.check(
			!isKnown,
			() => ({ what: "identity", as, asGroups, rolecall: ours, server: answer }),
			"may not ask",
		);
		return;
	}
	const { username, groups: found = [] } = answer.body.status.userInfo;
	const agrees =
		username === ours.name && [...new Set(found)].sort().join() === [...ours.groups].sort().join();
	findings.check(
		agrees,
		() => ({ what: "identity", as, asGroups, rolecall: ours, server: answer }),
		"identity",
	);
}

/** Whom another authorizer lets do everything before RBAC is asked. */
async function masters({ rolecall, server, minor, findings }) {
	const grants = rolecall.resolveGrants(
		rolecall.loadSnapshot({ objects: [], kubernetesVersion: minor, bootstrapPolicy: false }),
	);
	const attributes = [
		{
			resourceAttributes: {
				verb: "impersonate",
				group: "x",
				resource: "users",
				name: "y",
				namespace: "n1",
			},
		},
		{ nonResourceAttributes: { verb: "trace", path: "/x" } },
	];
	const specs = attributes.flatMap((one) =>
		[["system:masters"], ["dev", "system:masters"]].map((inGroups) => ({
			user: "jane",
			groups: inGroups,
			...one,
		})),
	);
	const { answers } = await server.ask({ op: "sar", requests: specs });
	for (const [i, spec] of specs.entries()) {
		const { status } = rolecall.review(grants, {
			apiVersion: "authorization.k8s.io/v1",
			kind: "SubjectAccessReview",
			spec,
		});
		const agrees =
			status.allowed === answers[i].allowed && (status.reason ?? "") === answers[i].reason;
		findings.check(
			agrees,
			() => ({ what: "masters", spec, rolecall: status, server: answers[i] }),
			"masters",
		);
	}
}

/** A verb and a target in kubectl's words, and the request line that kubectl sends for them. */
async function words({ rolecall, judge, minor, findings }, r) {
	const snapshot = rolecall.loadSnapshot({ objects: [], kubernetesVersion: minor });
	for (let i = 0; i < 200; i += 1) {
		const verb = r.pick(Object.keys(methods));
		const [target, root, isNamespaced] = r.pick(targets);
		const isOfOne = ["get", "update", "patch", "delete"].includes(verb);
		const name = isOfOne ? r.pick(["web", "n1"]) : "";
		const collection = `${root}${isNamespaced ? "/namespaces/n1" : ""}/${target.split(".")[0]}`;
		const url = `${collection}${name && `/${name}`}${verb === "watch" ? "?watch=1" : ""}`;
		const info = await judge.ask({ op: "requestInfo", method: methods[verb], url });
		const { request } = rolecall.questionOf(snapshot, {
			verb,
			target: name ? `${target}/${name}` : target,
			namespace: "n1",
		});
		const agrees = ["verb", "apiGroup", "resource", "subresource", "namespace", "name"].every(
			(field) => request?.[field] === info[field],
		);
		findings.check(
			agrees,
			() => ({ what: "words", verb, target, name, rolecall: request, url, judge: info }),
			"words",
		);
	}
}
