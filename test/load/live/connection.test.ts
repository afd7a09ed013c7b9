import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, connect as connectTcp } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { ClusterError } from "../../../src/load/live/cluster-error.ts";
import { type ConnectOptions, connect, contextNames } from "../../../src/load/live/connection.ts";
import { refuse } from "../../support/scripted-server.ts";
import { authority, client } from "../../support/scripted-server-certificates.ts";
import { scriptedClock } from "../../support/scripted-server-clock.ts";
import { scripted, startServer } from "../../support/scripted-server-connection.ts";

const version = { gitVersion: "v1.37.1" };

function folder(files: Readonly<Record<string, string>> = {}): string {
	const path = mkdtempSync(join(tmpdir(), "rolecall-kubeconfig-"));
	onTestFinished(() => rmSync(path, { recursive: true }));
	for (const [name, text] of Object.entries(files)) {
		mkdirSync(join(path, name, ".."), { recursive: true });
		writeFileSync(join(path, name), text);
	}
	return path;
}

function config(context: string, server: string, extra = ""): string {
	return [
		`current-context: ${context}`,
		`contexts: [{name: ${context}, context: {cluster: ${context}, user: ${context}}}]`,
		`clusters: [{name: ${context}, cluster: {server: "${server}"}}]`,
		`users: [{name: ${context}, user: {token: of-${context}}}]`,
		extra,
	].join("\n");
}

async function failure(options: ConnectOptions): Promise<string> {
	try {
		await connect({ environment: {}, ...options });
	} catch (error) {
		if (error instanceof ClusterError && error.code === "config") return error.message;
		throw error;
	}
	throw new Error("it worked");
}

test("--kubeconfig comes before KUBECONFIG, and that before ~/.kube/config", async () => {
	const home = folder({
		".kube/config": config("home", "https://home"),
		listed: config("listed", "https://listed"),
		flagged: config("flagged", "https://flagged"),
	});
	const listed = { HOME: home, KUBECONFIG: join(home, "listed") };
	const kubeconfig = join(home, "flagged");
	expect((await connect({ kubeconfig, environment: listed })).context).toBe("flagged");
	expect((await connect({ environment: listed })).context).toBe("listed");
	expect((await connect({ environment: { HOME: home } })).context).toBe("home");
	expect((await connect({ environment: { HOME: home, KUBECONFIG: "" } })).context).toBe("home");
});

test("the files of KUBECONFIG are merged, the first to say something is right", async () => {
	const dir = folder({
		one: config("one", "https://one", "preferences: {}"),
		two: config("two", "https://two").replace(
			"users:",
			"users: [{name: one, user: {token: no}}]\nmore:",
		),
	});
	const KUBECONFIG = ["missing", "one", "two", "one"].map((name) => join(dir, name)).join(":");
	expect(contextNames({ environment: { KUBECONFIG } })).toEqual({
		names: ["one", "two"],
		current: "one",
	});
	expect((await connect({ environment: { KUBECONFIG } })).server).toBe("https://one");
});

test("a context names the namespace, and another context may be asked for", async () => {
	const text = config("dev", "https://dev").replace("user: dev}", "user: dev, namespace: team}");
	const dir = folder({ config: text.replace("current-context: dev", "") });
	const kubeconfig = join(dir, "config");
	expect(await connect({ kubeconfig, context: "dev" })).toMatchObject({
		context: "dev",
		namespace: "team",
	});
	expect(await failure({ kubeconfig })).toBe(
		`${kubeconfig}: no \`current-context\` is set: name one with --context; the contexts are \`dev\``,
	);
});

test("a context that is not there is told with the nearest and with all", async () => {
	const dir = folder({
		config: [
			"contexts:",
			"  - {name: production, context: {cluster: c}}",
			"  - {name: staging, context: {cluster: c}}",
			"current-context: prodution",
		].join("\n"),
	});
	const kubeconfig = join(dir, "config");
	expect(await failure({ kubeconfig, context: "stagging" })).toBe(
		`${kubeconfig}: there is no context \`stagging\`; did you mean \`staging\`?; the contexts are \`production\`, \`staging\``,
	);
	expect(await failure({ kubeconfig })).toBe(
		`${kubeconfig}:4:1: \`current-context\` is \`prodution\`, which is not defined; did you mean \`production\`?; the contexts are \`production\`, \`staging\``,
	);
});

test.each([
	["a: [", /^~\/config:1:\d+: not a kubeconfig: /],
	["- a\n- b\n", /^~\/config:1:1: expected a kubeconfig, a mapping$/],
	["", /^~\/config: no `current-context` is set/],
	[
		config("a", ""),
		/^~\/config:3:\d+: expected the URL of a server, found nothing at `clusters\[0\]/,
	],
	[
		config("a", "ftp://x"),
		/expected an https URL, found `ftp:\/\/x` at `clusters\[0\]\.cluster\.server`$/,
	],
	[
		config("a", "https://a").replace("user: a}", "user: b}"),
		/^~\/config:2:\d+: context `a` names the user `b`, which is not defined/,
	],
	[
		config("a", "https://a").replace("cluster: a,", "cluster: ab,"),
		/context `a` names the cluster `ab`, which is not defined/,
	],
	[
		config("a", "https://a").replace("cluster: a,", ""),
		/context `a` names no cluster at `contexts\[0\]\.context`$/,
	],
	[
		config("a", "https://a").replace("token: of-a", "token: 12"),
		/^~\/config:4:\d+: expected text, found a number at `users\[0\]\.user\.token`$/,
	],
	[
		config("a", "https://a").replace("token: of-a", "client-certificate: gone.pem"),
		/^~\/config:4:\d+: `gone\.pem`: the file does not exist at `users\[0\]\.user\.client-certificate`$/,
	],
	[
		config("a", "https://a").replace("token: of-a", "client-key-data: '*'"),
		/expected base64 at `users\[0\]\.user\.client-key-data`$/,
	],
	[
		config("a", "https://a").replace("{token: of-a}", "{auth-provider: {name: openstack}}"),
		/the auth provider `openstack` of user `a` is not supported: use an exec plugin/,
	],
	[
		config("a", "https://a").replace("users: [", "users: [{name: a}, "),
		/`a` stands here a second time at `users\[1\]\.name`$/,
	],
	[
		config("a", "https://a").replace("clusters: [", "clusters: {{"),
		/^~\/config:\d+:\d+: not a kubeconfig: /,
	],
])("a broken kubeconfig is told with its place: %#", async (text, says) => {
	const HOME = folder({ config: text });
	const KUBECONFIG = join(HOME, "config");
	const message = await failure({ environment: { HOME, KUBECONFIG } });
	expect(message).toMatch(says);
	expect(message).not.toContain("\n");
});

test("a mistake in an entry that is not used does no harm", async () => {
	const dir = folder({
		config: config("a", "https://a").replace("users: [", "users: [{name: b, user: {token: [1]}}, "),
	});
	expect((await connect({ kubeconfig: join(dir, "config") })).context).toBe("a");
});

test("no kubeconfig at all is told with what to do", async () => {
	expect(await failure({ environment: { HOME: folder() } })).toMatch(
		/^~\/\.kube\/config: there is no kubeconfig: name one with --kubeconfig or KUBECONFIG/,
	);
	expect(await failure({ kubeconfig: "nowhere/config" })).toBe(
		"nowhere/config: the file does not exist",
	);
});

test("a token, a name with its password and impersonation are sent as kubectl sends them", async () => {
	const token = await scripted(() => version);
	await token.connection.requests.get("/version");
	expect(token.server.log[0]?.headers.authorization).toBe("Bearer secret-token");
	const basic = await scripted(() => version, { user: ["username: jane", "password: p:w"] });
	await basic.connection.requests.get("/version");
	expect(basic.server.log[0]?.headers.authorization).toBe(`Basic ${btoa("jane:p:w")}`);
	const as = await scripted(() => version, {
		user: ["token: t", "as: bob", "as-groups: [a, b]", "as-user-extra: {example.com/x: [z]}"],
	});
	await as.connection.requests.get("/version");
	expect(as.server.log[0]?.headers).toMatchObject({
		authorization: "Bearer t",
		"impersonate-user": "bob",
		"impersonate-group": "a, b",
		"impersonate-extra-example.com%2fx": "z",
	});
});

test("a client certificate is shown, from data or from a file beside the kubeconfig", async () => {
	const data = (text: string): string => Buffer.from(text).toString("base64");
	const inline = await scripted(() => version, {
		user: [
			`client-certificate-data: ${data(client.certificate)}`,
			`client-key-data: ${data(client.key)}`,
		],
	});
	await inline.connection.requests.get("/version");
	expect(inline.server.log[0]?.clientName).toBe("jane");
	const server = await startServer(() => version);
	writeFileSync(join(server.folder, "jane.pem"), client.certificate);
	writeFileSync(join(server.folder, "jane.key"), client.key);
	writeFileSync(join(server.folder, "ca.pem"), authority);
	const connection = await connect({
		environment: {},
		kubeconfig: server.kubeconfig({
			cluster: ["certificate-authority: ca.pem"],
			user: ["client-certificate: jane.pem", "client-key: jane.key"],
		}),
	});
	await connection.requests.get("/version");
	expect(server.log[0]?.clientName).toBe("jane");
});

test("a context without a user asks as nobody, and still trusts the authority it names", async () => {
	const { server, connection } = await scripted((_, response) => refuse(response, 401, "no"), {
		user: [],
	});
	await expect(connection.requests.get("/version")).rejects.toThrow(`${server.url}: unauthorized`);
	expect(server.log[0]?.headers.authorization).toBeUndefined();
});

test("a server may be called by another name, or not be looked at, or speak http", async () => {
	const named = await scripted(() => version, {
		cluster: [
			`certificate-authority-data: ${Buffer.from(authority).toString("base64")}`,
			"tls-server-name: localhost",
		],
	});
	expect(await named.connection.requests.get("/version")).toEqual(version);
	const wrong = await scripted(() => version, {
		cluster: [
			`certificate-authority-data: ${Buffer.from(authority).toString("base64")}`,
			"tls-server-name: elsewhere.example",
		],
	});
	await expect(wrong.connection.requests.get("/version")).rejects.toThrow(
		"its certificate is not for `elsewhere.example`",
	);
	const insecure = await scripted(() => version, { cluster: ["insecure-skip-tls-verify: true"] });
	expect(await insecure.connection.requests.get("/version")).toEqual(version);
	const plain = await scripted(() => version, { plain: true, cluster: [] });
	expect(await plain.connection.requests.get("/version")).toEqual(version);
});

test("a path before the API is kept", async () => {
	const server = await startServer(({ path }, response) =>
		path === "/k8s/clusters/c-1/version" ? version : refuse(response, 404, path),
	);
	const kubeconfig = server.kubeconfig({ server: `${server.url}/k8s/clusters/c-1/` });
	const connection = await connect({ environment: {}, kubeconfig });
	expect(await connection.requests.get("/version")).toEqual(version);
});

function plugin(script: string): string {
	const path = join(folder({ plugin: `#!${process.execPath}\n${script}` }), "plugin");
	chmodSync(path, 0o755);
	return path;
}

function exec(command: string, ...more: readonly string[]): readonly string[] {
	const lines = ["apiVersion: client.authentication.k8s.io/v1", `command: ${command}`, ...more];
	return ["exec:", ...lines.map((line) => `  ${line}`)];
}

const credential = (status: string): string =>
	`console.log(JSON.stringify({apiVersion:"client.authentication.k8s.io/v1",kind:"ExecCredential",status:${status}}))`;

test("a credential plugin is run once, and again when its token is out of date or refused", async () => {
	const clock = scriptedClock();
	const expires = new Date(clock.now() + 60_000).toISOString();
	const dir = folder({ runs: "" });
	const command = plugin(`
		const fs = require("node:fs");
		fs.appendFileSync(${JSON.stringify(join(dir, "runs"))}, "x");
		const run = fs.readFileSync(${JSON.stringify(join(dir, "runs"))}, "utf8").length;
		${credential(`{token: "token-" + run, expirationTimestamp: run === 1 ? ${JSON.stringify(expires)} : undefined}`)}`);
	let refused = "";
	const { server, connection } = await scripted(
		({ headers }, response) =>
			headers.authorization === refused ? refuse(response, 401, "no") : version,
		{ user: exec(command), connect: { clock } },
	);
	await connection.requests.get("/version");
	await connection.requests.get("/version");
	await clock.sleep(61_000);
	await connection.requests.get("/version");
	refused = "Bearer token-2";
	await connection.requests.get("/version");
	expect(server.log.map(({ headers }) => headers.authorization?.slice(7))).toEqual([
		"token-1",
		"token-1",
		"token-2",
		"token-2",
		"token-3",
	]);
});

test("a credential plugin learns the cluster it is for, may hand out a certificate, and may talk", async () => {
	const command = plugin(`
		const info = JSON.parse(process.env.KUBERNETES_EXEC_INFO);
		console.error("log in at", info.spec.cluster.server, info.spec.interactive, process.env.WHO, process.argv[2]);
		${credential(JSON.stringify({ clientCertificateData: client.certificate, clientKeyData: client.key }))}`);
	let told = "";
	const { server, connection } = await scripted(() => version, {
		user: exec(
			command,
			"args: [--now]",
			"env: [{name: WHO, value: jane}]",
			"provideClusterInfo: true",
		),
		connect: {
			tell: (text) => {
				told += text;
			},
		},
	});
	await connection.requests.get("/version");
	expect(server.log[0]?.clientName).toBe("jane");
	expect(told).toBe(`log in at ${server.url} false jane --now\n`);
});

test.each([
	[
		"console.error('session expired\\nrun login');process.exit(3)",
		"failed with exit code 3: session expired",
	],
	["console.log('{}')", "printed something that is no ExecCredential"],
	["console.log('not json')", "printed something that is no ExecCredential"],
	[credential("{}"), "printed neither a token nor a client certificate"],
	[credential("{clientKeyData: 'x'}"), "printed only one half of a client certificate and its key"],
	[
		credential("{token: 'x'}").replace("io/v1", "io/v1beta1"),
		"answered in version `client.authentication.k8s.io/v1beta1`; expected `client.authentication.k8s.io/v1`",
	],
])("a credential plugin that fails is told with its place: %s", async (script, says) => {
	const server = await startServer(() => version);
	const command = plugin(script);
	const kubeconfig = server.kubeconfig({ user: exec(command) });
	const message = await failure({ kubeconfig });
	expect(message).toBe(`${kubeconfig}:15:7: the credential plugin \`${command}\` ${says}`);
});

test("a credential plugin that is not installed is told with its hint", async () => {
	const server = await startServer(() => version);
	const kubeconfig = server.kubeconfig({
		user: exec("no-such-plugin", "installHint: |", "  Install it with brew.", "  Then log in."),
	});
	expect(await failure({ kubeconfig })).toBe(
		`${kubeconfig}:15:7: the credential plugin \`no-such-plugin\` is not installed: Install it with brew.`,
	);
});

test("an abort ends a credential plugin", async () => {
	const server = await startServer(() => version);
	const kubeconfig = server.kubeconfig({ user: exec(plugin("setInterval(() => {}, 1000)")) });
	const signal = AbortSignal.timeout(100);
	await expect(connect({ kubeconfig, environment: {}, signal })).rejects.toThrow(/timeout/i);
});

test("a token file is read again after a minute", async () => {
	const clock = scriptedClock();
	const dir = folder({ token: "first\n" });
	const { server, connection } = await scripted(() => version, {
		user: [`tokenFile: ${join(dir, "token")}`],
		connect: { clock },
	});
	await connection.requests.get("/version");
	writeFileSync(join(dir, "token"), "second\n");
	await connection.requests.get("/version");
	await clock.sleep(60_000);
	await connection.requests.get("/version");
	const sent = server.log.map(({ headers }) => headers.authorization);
	expect(sent).toEqual(["Bearer first", "Bearer first", "Bearer second"]);
});

test("a valid OIDC token is sent, and one that cannot be renewed is told", async () => {
	const jwt = (exp: number): string =>
		["{}", JSON.stringify({ exp }), "x"]
			.map((part) => Buffer.from(part).toString("base64url"))
			.join(".");
	const user = (token: string): readonly string[] => [
		"auth-provider:",
		"  name: oidc",
		`  config: {id-token: ${token}, client-id: rolecall, idp-issuer-url: "https://127.0.0.1:1"}`,
	];
	const good = jwt(4_000_000_000);
	const { server, connection } = await scripted(() => version, { user: user(good) });
	await connection.requests.get("/version");
	expect(server.log[0]?.headers.authorization).toBe(`Bearer ${good}`);
	const kubeconfig = server.kubeconfig({ user: user(jwt(1)) });
	expect(await failure({ kubeconfig })).toBe(
		`${kubeconfig}:15:7: the auth provider \`oidc\` has no valid token: log in again`,
	);
});

test("a proxy of the kubeconfig is used", async () => {
	let tunnels = 0;
	const proxy = createServer();
	proxy.on("connect", (request, socket) => {
		tunnels += 1;
		const [host = "", port] = (request.url ?? "").split(":");
		const upstream = connectTcp(Number(port), host, () => {
			socket.write("HTTP/1.1 200 OK\r\n\r\n");
			upstream.pipe(socket).pipe(upstream);
		});
		socket.on("error", () => upstream.destroy());
	});
	await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
	onTestFinished(() => {
		proxy.closeAllConnections();
		proxy.close();
	});
	const { port } = proxy.address() as AddressInfo;
	const { connection } = await scripted(() => version, {
		cluster: [
			`certificate-authority-data: ${Buffer.from(authority).toString("base64")}`,
			`proxy-url: http://127.0.0.1:${port}`,
		],
	});
	expect(await connection.requests.get("/version")).toEqual(version);
	expect(await connection.requests.get("/version")).toEqual(version);
	expect(tunnels).toBe(1);
});
