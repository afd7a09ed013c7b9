import type { ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { realClock } from "../../../src/load/live/clock.ts";
import type { ClusterDump } from "../../../src/load/live/cluster-dump.ts";
import { watchCluster } from "../../../src/load/live/watch.ts";
import { clusterScript, done, refuse, type Script } from "../../support/scripted-server.ts";
import { scripted } from "../../support/scripted-server-connection.ts";

const rbac = "/apis/rbac.authorization.k8s.io/v1";
const roles = `${rbac}/clusterroles`;
const role = (name: string, resourceVersion = "100"): object => ({
	metadata: { name, resourceVersion },
	rules: [],
});
const lists = {
	"/api/v1/namespaces": [],
	"/api/v1/serviceaccounts": [],
	"/apis/apps/v1/deployments": [],
	[roles]: [role("one")],
	[`${rbac}/clusterrolebindings`]: [],
	[`${rbac}/roles`]: [],
	[`${rbac}/rolebindings`]: [],
};

/** Follows a cluster whose watch of ClusterRoles the test plays; time in waits does not pass. */
async function follow(onWatch: (response: ServerResponse, from: string) => unknown, list?: Script) {
	const answers = clusterScript({ lists });
	const stop = new AbortController();
	const dumps: string[] = [];
	const watches: string[] = [];
	const { server, connection } = await scripted(
		(received, response) => {
			const { path, query } = received;
			if (!query.has("watch")) return (path === roles && list ? list : answers)(received, response);
			watches.push(path);
			if (path === roles) {
				return onWatch(response, query.get("resourceVersion") ?? "");
			}
			response.flushHeaders();
			return done;
		},
		{
			connect: {
				clock: { now: realClock.now, sleep: (ms, signal) => realClock.sleep(ms / 100, signal) },
			},
		},
	);
	const names = ({ objects }: ClusterDump): string =>
		objects
			.filter(({ kind }) => kind === "ClusterRole")
			.map(({ metadata }) => metadata.name)
			.join(" ");
	const end = watchCluster(connection, {
		signal: stop.signal,
		onDump: (dump) => dumps.push(names(dump)),
	});
	const until = async (count: number): Promise<void> => {
		const late = Date.now() + 30_000;
		while (dumps.length < count && Date.now() < late) {
			await Promise.race([wait(5), end]);
		}
	};
	return { server, dumps, watches, stop, end, until };
}

function send(response: ServerResponse, ...events: readonly object[]): void {
	for (const event of events) response.write(`${JSON.stringify(event)}\n`);
}

test("changes are reported together, from where the list ended", async () => {
	const from: string[] = [];
	const { dumps, watches, stop, end, until, server } = await follow((response, version) => {
		from.push(version);
		send(
			response,
			{ type: "ADDED", object: role("two", "101") },
			{ type: "DELETED", object: role("one", "102") },
			{ type: "BOOKMARK", object: { kind: "ClusterRole", metadata: { resourceVersion: "110" } } },
			{ type: "MODIFIED", object: role("two", "111") },
		);
		return done;
	});
	await until(2);
	await wait(30);
	stop.abort();
	await end;
	expect(dumps).toEqual(["one", "two"]);
	expect(from).toEqual(["100"]);
	// Workloads decide nothing.
	expect(watches).not.toContain("/apis/apps/v1/deployments");
	expect(watches).toHaveLength(6);
	const { query } =
		server.log.find(({ path, query: asked }) => path === roles && asked.has("watch")) ?? {};
	expect(query?.get("allowWatchBookmarks")).toBe("true");
	expect(query?.get("timeoutSeconds")).toBe("300");
});

test("an event may come in pieces", async () => {
	const { dumps, stop, end, until } = await follow(async (response) => {
		const line = `${JSON.stringify({ type: "ADDED", object: role("zwei-ü", "101") })}\n`;
		for (const byte of Buffer.from(line)) {
			response.write(Buffer.of(byte));
			await wait(0);
		}
		return done;
	});
	await until(2);
	stop.abort();
	await end;
	expect(dumps.at(-1)).toBe("one zwei-ü");
});

test("a watch that ends, is cut or refused for the moment goes on where it was", async () => {
	const from: string[] = [];
	const { dumps, stop, end, until } = await follow((response, version) => {
		from.push(version);
		if (from.length === 1) {
			send(response, { type: "BOOKMARK", object: { metadata: { resourceVersion: "105" } } });
			response.end();
		} else if (from.length === 2) {
			response.write('{"type":"ADD');
			setTimeout(() => response.destroy(), 5);
		} else if (from.length === 3) {
			return refuse(response, 503, "busy");
		} else {
			send(response, { type: "ADDED", object: role("two", "106") });
		}
		return done;
	});
	await until(2);
	stop.abort();
	await end;
	expect(from).toEqual(["100", "105", "105", "105"]);
	expect(dumps).toEqual(["one", "one two"]);
});

test.each([
	["as an event", false],
	["as an answer", true],
])("a server that has forgotten where the watch was (%s) is listed anew", async (_, asAnswer) => {
	const from: string[] = [];
	let listed = 0;
	const { dumps, stop, end, until } = await follow(
		(response, version) => {
			from.push(version);
			if (from.length > 1) response.flushHeaders();
			else if (asAnswer) return refuse(response, 410, "too old resource version");
			else {
				const object = { kind: "Status", code: 410, message: "too old resource version" };
				send(response, { type: "ERROR", object });
				response.end();
			}
			return done;
		},
		() => {
			listed += 1;
			const items = listed === 1 ? [role("one")] : [role("one"), role("new")];
			return { metadata: { resourceVersion: String(listed * 100) }, items };
		},
	);
	await until(2);
	while (from.length < 2) await wait(5);
	stop.abort();
	await end;
	expect(dumps).toEqual(["one", "new one"]);
	expect(from).toEqual(["100", "200"]);
});

test("a watch that is refused for good ends in words", async () => {
	const { end } = await follow((response) => refuse(response, 403, "cannot watch"));
	await expect(end).rejects.toMatchObject({ code: "forbidden" });
});

test("a server that never comes back is given up", async () => {
	const { end, watches } = await follow((response) => refuse(response, 500, "no leader"));
	await expect(end).rejects.toMatchObject({ status: 500 });
	expect(watches.filter((path) => path === roles)).toHaveLength(9);
});

test("what is no event is told", async () => {
	const { end } = await follow((response) => {
		response.write("<html>\n");
		return done;
	});
	await expect(end).rejects.toThrow("expected an event, found `<html>`");
});
