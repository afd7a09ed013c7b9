import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
	reviewAccess,
	reviewSelf,
	reviewSelfAccess,
	reviewSelfRules,
} from "../../../src/load/live/ask-server.ts";
import { readCluster } from "../../../src/load/live/read-cluster.ts";
import { namespaces, readResources } from "../../../src/load/live/read-resources.ts";
import { watchCluster } from "../../../src/load/live/watch.ts";
import { clusterScript, done, type Received, refuse } from "../../support/scripted-server.ts";
import { scripted } from "../../support/scripted-server-connection.ts";

/** The verb and resource the API server would authorize, by semantics of the request alone. */
function asked({ method, path, query }: Received): string {
	const parts = path.split("/").filter((part) => part !== "");
	if (parts[0] === "version") return "get /version";
	const rest = parts.slice(parts[0] === "api" ? 2 : 3);
	if (rest.length === 0) return method === "GET" ? "discovery" : "?";
	const inside = rest[0] === "namespaces" && rest.length > 2 ? rest.slice(2) : rest;
	if (inside.length !== 1) return "?";
	if (method === "POST") return `create ${inside[0]}`;
	if (method !== "GET") return "?";
	return `${query.has("watch") ? "watch" : "list"} ${inside[0]}`;
}

test("whatever is done with a cluster, nothing but reading and reviewing leaves the process", async () => {
	const all = [namespaces, ...readResources];
	const lists = Object.fromEntries(
		all.map(({ group, version, resource }) => [
			group === "" ? `/api/${version}/${resource}` : `/apis/${group}/${version}/${resource}`,
			resource === "namespaces" ? [{ metadata: { name: "a" } }, { metadata: { name: "b" } }] : [],
		]),
	);
	const answers = clusterScript({ lists });
	const { server, connection } = await scripted((received, response) => {
		if (received.method === "POST")
			return { status: { allowed: true, userInfo: { username: "x" } } };
		if (received.query.has("watch")) {
			response.flushHeaders();
			return done;
		}
		// So that each namespace is asked for.
		if (/\/(roles|rolebindings|serviceaccounts)$/.test(received.path)) {
			return refuse(response, 403, "no");
		}
		return answers(received, response);
	});
	await readCluster(connection, { takenAt: "" });
	await readCluster(connection, { takenAt: "", namespace: "a" });
	await reviewAccess(connection, [{ user: "a" }]);
	await reviewSelfAccess(connection, [{}]);
	await reviewSelfRules(connection, ["a"]);
	await reviewSelf(connection);
	const stop = new AbortController();
	const watching = watchCluster(connection, { signal: stop.signal, onDump: () => undefined });
	while (!server.log.some(({ query }) => query.has("watch"))) {
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
	stop.abort();
	await watching;
	const verbs = new Set(server.log.map(asked));
	const read = all.map(({ resource }) => `list ${resource}`);
	expect([...verbs].filter((verb) => !verb.startsWith("watch ")).sort()).toEqual(
		[
			...read,
			"discovery",
			"get /version",
			"create selfsubjectaccessreviews",
			"create selfsubjectreviews",
			"create selfsubjectrulesreviews",
			"create subjectaccessreviews",
		].sort(),
	);
	expect(read).not.toContain("list secrets");
});

test("one file alone sends requests", () => {
	const root = join(import.meta.dirname, "../../../src");
	const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) =>
		file.endsWith(".ts"),
	);
	const sends =
		/\b(fetch|httpRequest|httpsRequest|WebSocket|createConnection)\(|from "node:(http2|dgram)"|\brequest\b[^;]*from "node:https?"|makeApiClient/;
	const senders = files.filter((file) => sends.test(readFileSync(join(root, file), "utf8")));
	expect(senders).toEqual([join("load", "live", "send.ts")]);
});
