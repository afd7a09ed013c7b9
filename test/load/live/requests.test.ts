import { type AddressInfo, createServer } from "node:net";
import { gzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { ClusterError } from "../../../src/load/live/cluster-error.ts";
import { connect } from "../../../src/load/live/connection.ts";
import { done, refuse } from "../../support/scripted-server.ts";
import { elsewhere, expired, otherAuthority } from "../../support/scripted-server-certificates.ts";
import { scriptedClock } from "../../support/scripted-server-clock.ts";
import { scripted, startServer } from "../../support/scripted-server-connection.ts";

const version = { gitVersion: "v1.37.1" };

async function failure(work: Promise<unknown>): Promise<ClusterError> {
	const error = await work.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (error instanceof ClusterError) return error;
	throw error ?? new Error("it worked");
}

test("a busy server is asked again, as late as it wishes", async () => {
	const clock = scriptedClock();
	let asked = 0;
	const { server, connection } = await scripted(
		(_, response) => {
			asked += 1;
			if (asked === 1) return refuse(response, 429, "too many", { "Retry-After": "7" });
			const date = new Date(clock.now() + 3000).toUTCString();
			if (asked === 2) return refuse(response, 503, "starting", { "Retry-After": date });
			return asked === 3 ? refuse(response, 500, "etcd has no leader") : version;
		},
		{ connect: { clock } },
	);
	expect(await connection.requests.get("/version")).toEqual(version);
	expect(server.lines()).toEqual(Array(4).fill("GET /version"));
	expect(clock.waits).toEqual([7000, 3000, 1000]);
});

test("a wait longer than half a minute is cut", async () => {
	const clock = scriptedClock();
	const { connection } = await scripted(
		(_, response) => refuse(response, 429, "later", { "Retry-After": "86400" }),
		{ connect: { clock, limits: { tries: 2 } } },
	);
	expect((await failure(connection.requests.get("/version"))).status).toBe(429);
	expect(clock.waits).toEqual([30_000]);
});

test("a server that stays busy is given up after five tries", async () => {
	const clock = scriptedClock();
	const { server, connection } = await scripted(
		(_, response) => refuse(response, 500, "etcdserver: no leader"),
		{ connect: { clock } },
	);
	const error = await failure(connection.requests.get("/version"));
	expect(error).toMatchObject({ code: "protocol", status: 500 });
	expect(error.message).toBe(`${server.url}: the server answers 500: etcdserver: no leader`);
	expect(server.log).toHaveLength(5);
	expect(clock.waits).toEqual([250, 500, 1000, 2000]);
});

test.each([
	["before the head", (response: { destroy(): void }) => response.destroy()],
	[
		"inside the body",
		(response: { destroy(): void; write(text: string): boolean }) => {
			response.write('{"gitVersion":');
			setTimeout(() => response.destroy(), 20);
		},
	],
])("a connection that is cut %s is made again", async (_, cut) => {
	const { server, connection } = await scripted((_received, response) => {
		if (server.log.length > 2) return version;
		cut(response);
		return done;
	});
	expect(await connection.requests.get("/version")).toEqual(version);
	expect(server.log).toHaveLength(3);
});

test("a connection that is always cut fails in words", async () => {
	const { server, connection } = await scripted((_, response) => {
		response.destroy();
		return done;
	});
	const error = await failure(connection.requests.get("/version"));
	expect(error.code).toBe("unreachable");
	expect(error.message).toBe(`${server.url}: the connection was cut`);
	expect(server.log).toHaveLength(5);
});

test("a compressed answer that ends too soon is asked for again", async () => {
	const { server, connection } = await scripted((_, response) => {
		const whole = gzipSync(JSON.stringify(version));
		response.writeHead(200, { "Content-Encoding": "gzip" });
		response.end(server.log.length === 1 ? whole.subarray(0, 20) : whole);
		return done;
	});
	expect(await connection.requests.get("/version")).toEqual(version);
	expect(server.log.map(({ headers }) => headers["accept-encoding"])).toEqual(["gzip", "gzip"]);
});

test.each([
	["<html>Log in</html>", "expected JSON, found `<html>Log in</html>`"],
	['{"items":[', 'expected JSON, found `{"items":[`'],
	["", "expected JSON, found nothing"],
	["\u001b[2Jgone", "expected JSON, found `�[2Jgone`"],
])("an answer that is not JSON is a failure, and not asked for again: %j", async (text, says) => {
	const { server, connection } = await scripted((_, response) => {
		response.end(text);
		return done;
	});
	const error = await failure(connection.requests.get("/version"));
	expect(error.code).toBe("protocol");
	expect(error.message).toBe(`${server.url}/version: ${says}`);
	expect(server.log).toHaveLength(1);
});

test("refusals carry the server's words and their own code", async () => {
	const says =
		'roles.rbac.authorization.k8s.io is forbidden: User "jane" cannot list resource "roles"';
	const { server, connection } = await scripted(({ path }, response) => {
		if (path === "/apis") return refuse(response, 403, says);
		return refuse(response, path === "/api" ? 401 : 404, "Unauthorized");
	});
	const forbidden = await failure(connection.requests.get("/apis"));
	expect(forbidden).toMatchObject({ code: "forbidden", status: 403, says: `forbidden: ${says}` });
	const unknown = await failure(connection.requests.get("/api"));
	expect(unknown.code).toBe("unauthorized");
	expect(unknown.message).toBe(`${server.url}: unauthorized: the credentials may have expired`);
	expect(await failure(connection.requests.get("/version"))).toMatchObject({ status: 404 });
	expect(server.log).toHaveLength(3);
});

test("a redirect is not followed: the credentials stay with the server", async () => {
	const other = await startServer(() => version);
	const { connection } = await scripted((_, response) => {
		response.writeHead(302, { Location: `${other.url}/version` });
		response.end();
		return done;
	});
	expect((await failure(connection.requests.get("/version"))).status).toBe(302);
	expect(other.log).toEqual([]);
});

test("an answer without end is cut off", async () => {
	const { connection } = await scripted(
		(_, response) => {
			const more = (): void => {
				while (!response.destroyed && response.write("x".repeat(65536)));
				if (!response.destroyed) response.once("drain", more);
			};
			more();
			return done;
		},
		{ connect: { limits: { mostBytes: 1024 * 1024 } } },
	);
	const error = await failure(connection.requests.get("/version"));
	expect(error.says).toBe("the answer is longer than 1 MB");
});

test("the bound counts what a compressed answer becomes", async () => {
	const { connection } = await scripted(
		(_, response) => {
			response.writeHead(200, { "Content-Encoding": "gzip" });
			response.end(gzipSync(Buffer.alloc(8 * 1024 * 1024)));
			return done;
		},
		{ connect: { limits: { mostBytes: 1024 * 1024 } } },
	);
	expect((await failure(connection.requests.get("/version"))).says).toMatch(/longer than 1 MB/);
});

test("a server that says nothing is left after the time allowed", async () => {
	const { server, connection } = await scripted(() => new Promise(() => undefined), {
		connect: { timeoutSeconds: 0.1 },
	});
	const error = await failure(connection.requests.get("/version"));
	expect(error.code).toBe("unreachable");
	expect(error.says).toBe("no complete answer within 0.1 s");
	expect(server.log).toHaveLength(1);
});

test("a server that stops inside its answer is left too", async () => {
	const { connection } = await scripted(
		(_, response) => {
			response.write("{");
			return done;
		},
		{ connect: { timeoutSeconds: 0.1 } },
	);
	const error = await failure(connection.requests.get("/version"));
	expect(error.says).toBe("no complete answer within 0.1 s");
});

test("a host that takes the connection and then says nothing is left early", async () => {
	const silent = createServer();
	await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
	onTestFinished(() => void silent.close());
	const { port } = silent.address() as AddressInfo;
	const server = await startServer(() => version);
	const url = `https://127.0.0.1:${port}`;
	const connection = await connect({
		kubeconfig: server.kubeconfig({ server: url }),
		environment: {},
		limits: { connectSeconds: 0.1 },
	});
	const error = await failure(connection.requests.get("/version"));
	expect(error.message).toBe(`${url}: no connection within 0.1 s`);
	connection.close();
});

test("nobody listening is told at once", async () => {
	const server = await startServer(() => version);
	const kubeconfig = server.kubeconfig({ server: "https://127.0.0.1:1" });
	const connection = await connect({ kubeconfig, environment: {} });
	const error = await failure(connection.requests.get("/version"));
	expect(error.code).toBe("unreachable");
	expect(error.message).toBe(
		"https://127.0.0.1:1: connection refused: is this where the API server listens?",
	);
});

test.each([
	["an expired certificate", { certified: expired }, "its certificate has expired"],
	[
		"a certificate for another name",
		{ certified: elsewhere },
		"its certificate is not for `127.0.0.1`: it bears DNS:elsewhere.example; `tls-server-name` in the kubeconfig can name another",
	],
	[
		"an authority the kubeconfig does not name",
		{ cluster: [`certificate-authority-data: ${base64(otherAuthority)}`] },
		"its certificate is signed by an authority that is not trusted: set `certificate-authority` in the kubeconfig",
	],
	[
		"an authority the system does not know",
		{ cluster: [] },
		"its certificate is signed by an authority that is not trusted: set `certificate-authority` in the kubeconfig",
	],
])("%s is refused in words", async (_, options, says) => {
	const { server, connection } = await scripted(() => version, options);
	const error = await failure(connection.requests.get("/version"));
	expect(error.code).toBe("unreachable");
	expect(error.message).toBe(`${server.url}: ${says}`);
	expect(server.log).toEqual([]);
});

test("an http port where TLS was expected is told", async () => {
	const plain = await startServer(() => version, { plain: true });
	const kubeconfig = plain.kubeconfig({ server: plain.url.replace("http:", "https:") });
	const connection = await connect({ kubeconfig, environment: {}, clock: scriptedClock() });
	expect((await failure(connection.requests.get("/version"))).says).toMatch(/^no TLS there/);
	connection.close();
});

test("no more than eight requests are under way, and no more start in a second than allowed", async () => {
	const clock = scriptedClock();
	const { server, connection } = await scripted(
		async () => {
			await new Promise((resolve) => setTimeout(resolve, 5));
			return version;
		},
		{ connect: { clock, limits: { perSecond: 10, burst: 20 } } },
	);
	await Promise.all(Array.from({ length: 40 }, () => connection.requests.get("/version")));
	expect(server.log).toHaveLength(40);
	expect(server.mostOpen()).toBeLessThanOrEqual(8);
	expect(server.mostOpen()).toBeGreaterThan(1);
	// Twenty at once, the other twenty at ten in a second.
	expect(clock.now() - Date.parse("2026-01-01T00:00:00Z")).toBeGreaterThanOrEqual(1900);
});

test("an abort ends requests that wait, run and sleep", async () => {
	const stop = new AbortController();
	const { server, connection } = await scripted(() => new Promise(() => undefined), {
		connect: { signal: stop.signal, limits: { inFlight: 2 } },
	});
	const all = [1, 2, 3, 4].map(() => connection.requests.get("/version"));
	const ends = Promise.allSettled(all);
	while (server.log.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
	const why = new Error("Ctrl-C");
	stop.abort(why);
	for (const end of await ends) expect(end).toEqual({ status: "rejected", reason: why });
	expect(server.log).toHaveLength(2);
});

test("a connection that was closed sends nothing more", async () => {
	const { server, connection } = await scripted(() => version);
	connection.close();
	expect((await failure(connection.requests.get("/version"))).says).toBe("closed");
	expect(server.log).toEqual([]);
});

test("what is not reading never leaves", async () => {
	const { server, connection } = await scripted(() => version);
	for (const path of ["/api/v1/secrets", "/api/v1/namespaces/a/pods/b/exec"]) {
		expect((await failure(connection.requests.get(path))).says).toMatch(/^refused/);
	}
	const binding = "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings";
	expect((await failure(connection.requests.create(binding, {}))).says).toMatch(/^refused/);
	expect((await failure(connection.requests.stream("/api/v1/secrets", {}))).says).toMatch(
		/^refused/,
	);
	expect(server.log).toEqual([]);
});

function base64(text: string): string {
	return Buffer.from(text).toString("base64");
}
