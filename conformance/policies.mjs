// Makes policies/bootstrap and policies/catalog from real servers.
//
//   node policies.mjs [--check] [minor ...]      (default: every minor)
//
// With --check it writes nothing and ends with code 1 where a file would change. A minor whose
// server cannot be built keeps its catalogue; its policy comes from the judge, which has the same.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { BuildError, build, versions } from "./build.mjs";
import { startServer } from "./processes.mjs";

const root = dirname(fileURLToPath(import.meta.url));
const policies = join(root, "..", "policies");
const aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
const kinds = ["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"];
const byBytes = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b));
const sorted = (words) => [...new Set(words)].sort(byBytes);

/** The files of one minor as they should be: `[path, text][]`. */
export async function policyFiles(minor, hasServer = canServe(minor)) {
	const folder = mkdtempSync(join(tmpdir(), "rolecall-record-"));
	try {
		const args = [
			join(root, "record", "record.mjs"),
			minor,
			folder,
			...(hasServer ? [] : ["--judge"]),
		];
		execFileSync(process.execPath, args, { stdio: ["ignore", "ignore", "ignore"] });
		const read = (what) =>
			JSON.parse(readFileSync(join(folder, `kubernetes-${minor}.${what}.json`), "utf8"));
		const files = [
			[`bootstrap/kubernetes-${minor}.json`, bootstrapText(minor, read("policy").items)],
		];
		if (hasServer) {
			const everything = await allGroups(minor);
			files.push([
				`catalog/kubernetes-${minor}.json`,
				catalogText(minor, read("resources").groups, everything),
			]);
		}
		return files;
	} finally {
		rmSync(folder, { recursive: true });
	}
}

function canServe(minor) {
	try {
		build(minor, "server");
		build(minor, "ask");
		return true;
	} catch (error) {
		if (!(error instanceof BuildError)) throw error;
		process.stderr.write(
			`${error.message.split("\n", 1)[0]}\n${minor}: without a server its catalogue stays as it is\n`,
		);
		return false;
	}
}

/** One object a line. What the controller has put into aggregated roles rolecall works out itself. */
function bootstrapText(minor, items) {
	const objects = items
		.map((item) => (item.aggregationRule ? { ...item, rules: undefined } : item))
		.sort(
			(a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || byBytes(placeOf(a), placeOf(b)),
		);
	const lines = objects.map((one) => JSON.stringify(one)).join(",\n");
	return `{"kubernetesVersion":${JSON.stringify(versions[minor])},"items":[\n${lines}\n]}\n`;
}

const placeOf = ({ metadata }) => `${metadata.namespace ?? ""}/${metadata.name}`;

const everySwitch = ["--runtime-config=api/all=true", "--feature-gates=AllAlpha=true,AllBeta=true"];

/** The resources of a server that serves every version of every group, with every feature there is. */
async function allGroups(minor) {
	const server = await startServer(minor, everySwitch);
	try {
		const groups = [];
		for (const path of ["/api", "/apis"]) {
			const { body } = await server.ask({ op: "get", path, accept: aggregated });
			for (const { metadata, versions: served } of body.items) {
				groups.push({ group: metadata?.name ?? "", versions: served.map(versionOf) });
			}
		}
		return groups;
	} finally {
		await server.close();
	}
}

function versionOf({ version, resources }) {
	const rows = resources.map((one) => ({
		resource: one.resource,
		singular: one.singularResource,
		kind: one.responseKind.kind,
		namespaced: one.scope === "Namespaced",
		verbs: one.verbs,
		shortNames: one.shortNames ?? [],
		subresources: one.subresources ?? [],
	}));
	return { version, resources: rows };
}

function catalogText(minor, served, everything) {
	const byDefault = rowsOf(served);
	const rows = rowsOf(everything).map((row) => {
		const same = byDefault.find((one) => one.group === row.group && one.resource === row.resource);
		return same ?? { ...row, offByDefault: true };
	});
	addAuthorized(rows, Number(minor.slice(2)));
	return `[\n${rows.map((row) => JSON.stringify(row)).join(",\n")}\n]\n`;
}

/** One row for each resource of a group, with what its versions have in common, the preferred first. */
function rowsOf(groups) {
	return groups.flatMap(({ group, versions: all }) => {
		const names = sorted(all.flatMap(({ resources }) => resources.map(({ resource }) => resource)));
		return names.map((name) => rowOf(group, name, all));
	});
}

function rowOf(group, name, all) {
	const has = all.filter(({ resources }) => resources.some(({ resource }) => resource === name));
	const own = has.map(({ resources }) => resources.find(({ resource }) => resource === name));
	const [first] = own;
	const subresources = own.flatMap((one) => one.subresources);
	return {
		group,
		resource: name,
		singular: first.singular,
		kind: first.kind,
		shortNames: first.shortNames,
		namespaced: first.namespaced,
		versions: has.map(({ version }) => version),
		verbs: sorted(first.verbs),
		subresources: sorted(subresources.map(({ subresource }) => subresource)).map((subresource) => ({
			name: subresource,
			verbs: sorted(
				subresources.filter((one) => one.subresource === subresource).flatMap(({ verbs }) => verbs),
			),
		})),
	};
}

/** What no discovery tells: verbs, subresources and resources that are only ever authorized. */
function addAuthorized(rows, minor) {
	const row = (group, resource) =>
		rows.find((one) => one.group === group && one.resource === resource);
	const verbs = (one, ...more) => Object.assign(one, { verbs: sorted([...one.verbs, ...more]) });
	const subresource = (one, name, ...more) => {
		const before = one.subresources.find((sub) => sub.name === name);
		const rest = one.subresources.filter((sub) => sub !== before);
		const added = { name, verbs: sorted([...(before?.verbs ?? []), ...more]) };
		one.subresources = [...rest, added].sort((a, b) => byBytes(a.name, b.name));
	};
	for (const resource of ["roles", "clusterroles"])
		verbs(row("rbac.authorization.k8s.io", resource), "bind", "escalate");
	verbs(row("", "serviceaccounts"), "impersonate");
	// What the kubelet asks.
	const nodes = row("", "nodes");
	subresource(nodes, "proxy", "get", "create", "update", "patch", "delete");
	subresource(nodes, "stats", "get", "create");
	subresource(nodes, "metrics", "get");
	subresource(nodes, "log", "get");
	subresource(nodes, "checkpoint", "create");
	const fine = minor >= 32 ? ["configz", "healthz", "pods", "statusz"] : [];
	for (const name of fine) subresource(nodes, name, "get");
	const requests = row("certificates.k8s.io", "certificatesigningrequests");
	subresource(requests, "nodeclient", "create");
	subresource(requests, "selfnodeclient", "create");
	const claims = minor >= 36 ? row("resource.k8s.io", "resourceclaims") : undefined;
	if (claims !== undefined) {
		subresource(claims, "binding", "update", "patch");
		const drivers = ["associated-node", "arbitrary-node"].flatMap((mode) => [
			`${mode}:update`,
			`${mode}:patch`,
		]);
		subresource(claims, "driver", ...drivers);
	}
	rows.push(...virtualRows(minor >= 36));
}

function virtualRows(constrained) {
	const virtual = (group, resource, kind, verbs, namespaced = false) => ({
		group,
		resource,
		singular: kind.toLowerCase(),
		kind,
		shortNames: [],
		namespaced,
		versions: [],
		verbs: sorted(verbs),
		subresources: [],
		virtual: true,
	});
	const group = "authentication.k8s.io";
	const others = constrained ? ["impersonate:user-info"] : [];
	return [
		virtual("", "users", "User", ["impersonate"]),
		virtual("", "groups", "Group", ["impersonate"]),
		virtual(group, "uids", "UID", ["impersonate", ...others]),
		virtual(group, "userextras", "UserExtra", ["impersonate", ...others]),
		...(constrained
			? [
					virtual(group, "users", "User", others),
					virtual(group, "groups", "Group", others),
					virtual(group, "serviceaccounts", "ServiceAccount", ["impersonate:serviceaccount"], true),
					virtual(group, "nodes", "Node", [
						"impersonate:arbitrary-node",
						"impersonate:associated-node",
					]),
				]
			: []),
		virtual("certificates.k8s.io", "signers", "Signer", ["approve", "sign", "attest"]),
	];
}

/** How a file differs from what it should be, in a few lines; empty when it does not. */
export function differences(path, text) {
	const linesOf = (whole) => new Set(whole.split("\n").map((line) => line.replace(/,$/, "")));
	const before = readFileSync(join(policies, path), "utf8");
	if (before === text) return [];
	const [has, should] = [linesOf(before), linesOf(text)];
	const lost = [...has].filter((line) => !should.has(line)).map((line) => `- ${line}`);
	const won = [...should].filter((line) => !has.has(line)).map((line) => `+ ${line}`);
	return [path, ...lost, ...won].map((line) => line.slice(0, 300));
}

async function main(args) {
	const isCheck = args.includes("--check");
	const named = args.filter((arg) => !arg.startsWith("--"));
	for (const minor of named.length > 0 ? named : Object.keys(versions)) {
		for (const [path, text] of await policyFiles(minor)) {
			const found = differences(path, text);
			if (found.length > 0 && isCheck) process.exitCode = 1;
			if (!isCheck) writeFileSync(join(policies, path), text);
			console.log(found.length > 0 ? found.slice(0, 40).join("\n") : `${path}: as recorded`);
		}
	}
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
	await main(process.argv.slice(2));
}
