// Records what a Kubernetes minor brings along, for rolecall to answer from offline.
//
//   node record/record.mjs <minor> <folder> [--judge]
//
// From a real server (built if need be) it writes kubernetes-<minor>.policy.json, the default
// roles and bindings as served after the aggregation controller has run, and
// kubernetes-<minor>.resources.json, the resources of the APIs that are on by default. With
// --judge it writes the policy only, made by the same code without a server. The same Kubernetes
// always gives the same files.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { newest, versions } from "../build.mjs";
import { startJudge, startServer } from "../processes.mjs";

const rbac = "/apis/rbac.authorization.k8s.io/v1";
const kinds = {
	ClusterRole: "clusterroles",
	ClusterRoleBinding: "clusterrolebindings",
	Role: "roles",
	RoleBinding: "rolebindings",
};
const aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

const byBytes = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b));
const by = (key) => (a, b) => byBytes(key(a), key(b));

/** The same value with the keys of every object in order. */
function sortKeys(value) {
	if (Array.isArray(value)) return value.map(sortKeys);
	if (value === null || typeof value !== "object") return value;
	return Object.fromEntries(
		Object.keys(value)
			.sort(byBytes)
			.map((key) => [key, sortKeys(value[key])]),
	);
}

/** An object as a user would write it, without what the server adds. */
function plain(kind, object) {
	const { uid, resourceVersion, creationTimestamp, managedFields, ...metadata } = object.metadata;
	return sortKeys({ ...object, apiVersion: "rbac.authorization.k8s.io/v1", kind, metadata });
}

const place = ({ kind, metadata }) => [kind, metadata.namespace ?? "", metadata.name].join("\0");

async function servedPolicy(server) {
	const items = [];
	for (const [kind, resource] of Object.entries(kinds)) {
		const { code, body } = await server.ask({ op: "get", path: `${rbac}/${resource}` });
		if (code !== 200) throw new Error(`${resource}: ${code}`);
		items.push(...body.items.map((item) => plain(kind, item)));
	}
	return items.sort(by(place));
}

async function judgedPolicy(judge) {
	await judge.ask({ op: "world", bootstrap: true, aggregate: true, objects: [] });
	const dump = await judge.ask({ op: "dump" });
	return Object.values(dump)
		.flat()
		.map((item) => plain(item.kind, item))
		.sort(by(place));
}

/** The resources by group and version, groups and versions in the server's order of preference. */
async function servedResources(server) {
	const groups = [];
	for (const path of ["/api", "/apis"]) {
		const { code, body } = await server.ask({ op: "get", path, accept: aggregated });
		if (code !== 200) throw new Error(`discovery of ${path}: ${code}`);
		for (const { metadata, versions: served } of body.items) {
			groups.push({
				group: metadata.name ?? "",
				versions: served.map(({ version, resources }) => ({
					version,
					resources: resources.map(resourceOf).sort(by((r) => r.resource)),
				})),
			});
		}
	}
	return groups;
}

function resourceOf({
	resource,
	singularResource,
	scope,
	responseKind,
	verbs,
	shortNames,
	categories,
	subresources,
}) {
	return {
		resource,
		singular: singularResource,
		kind: responseKind.kind,
		namespaced: scope === "Namespaced",
		verbs: [...verbs].sort(byBytes),
		shortNames: shortNames ?? [],
		categories: categories ?? [],
		subresources: (subresources ?? [])
			.map((s) => ({
				subresource: s.subresource,
				kind: s.responseKind?.kind ?? "",
				verbs: [...s.verbs].sort(byBytes),
			}))
			.sort(by((s) => s.subresource)),
	};
}

/** Compact JSON with one entry of the list per line, so that two versions can be compared. */
function write(file, kubernetesVersion, key, entries) {
	const lines = entries.map((entry) => JSON.stringify(entry)).join(",\n");
	writeFileSync(
		file,
		`{"kubernetesVersion":${JSON.stringify(kubernetesVersion)},"${key}":[\n${lines}\n]}\n`,
	);
	process.stderr.write(`${file}: ${entries.length} ${key}\n`);
}

async function main(minor, folder, withoutServer) {
	if (!versions[minor] || !folder) {
		process.stderr.write(
			`usage: node record/record.mjs <minor, such as ${newest}> <folder> [--judge]\n`,
		);
		process.exit(2);
	}
	mkdirSync(folder, { recursive: true });
	const file = (what) => join(folder, `kubernetes-${minor}.${what}.json`);
	const source = withoutServer ? startJudge(minor) : await startServer(minor);
	try {
		const items = withoutServer ? await judgedPolicy(source) : await servedPolicy(source);
		write(file("policy"), versions[minor], "items", items);
		if (!withoutServer)
			write(file("resources"), versions[minor], "groups", await servedResources(source));
	} finally {
		await source.close();
	}
}

const args = process.argv.slice(2);
const withoutServer = args.includes("--judge");
const [minor, folder] = args.filter((arg) => arg !== "--judge");
main(minor, folder, withoutServer).catch((error) => {
	process.stderr.write(`${error.message}\n`);
	process.exitCode = error.exitCode ?? 1;
});
