import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttp, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TLSSocket } from "node:tls";
import { authority, type Certified, server as usual } from "./scripted-server-certificates.ts";

/** One request as the scripted server got it. */
export interface Received {
	readonly method: string;
	readonly path: string;
	readonly query: URLSearchParams;
	readonly headers: IncomingMessage["headers"];
	readonly body: string;
	/** The common name of the client's certificate; "" without one. */
	readonly clientName: string;
}

/** What the server does with a request: JSON to send, or anything else with the response itself. */
export type Script = (
	received: Received,
	response: ServerResponse,
) => unknown | typeof done | Promise<unknown>;

/** The script has answered, or cut the connection, by itself. */
export const done: unique symbol = Symbol("done");

export interface ScriptedServer {
	readonly url: string;
	readonly log: readonly Received[];
	/** `GET /api`, one for each request. */
	readonly lines: () => readonly string[];
	/** How many requests were open at once at most. */
	readonly mostOpen: () => number;
	/** A folder that is removed with the server. */
	readonly folder: string;
	/** Writes a kubeconfig for the server and answers its path; the parts are YAML lines without indentation. */
	readonly kubeconfig: (parts?: KubeconfigParts) => string;
	readonly close: () => Promise<void>;
}

export interface KubeconfigParts {
	readonly cluster?: readonly string[];
	readonly user?: readonly string[];
	readonly server?: string;
}

/** An HTTPS server on loopback that answers as a test says, and remembers what it was asked. */
export async function scriptedServer(
	script: Script,
	options: { readonly certified?: Certified; readonly plain?: boolean } = {},
): Promise<ScriptedServer> {
	const log: Received[] = [];
	let open = 0;
	let most = 0;
	const listener = (request: IncomingMessage, response: ServerResponse): void => {
		open += 1;
		most = Math.max(most, open);
		response.once("close", () => {
			open -= 1;
		});
		void answer(request, response, script, log);
	};
	const { certificate, key } = options.certified ?? usual;
	const tls = {
		cert: certificate,
		key,
		ca: authority,
		requestCert: true,
		rejectUnauthorized: false,
	};
	const server = options.plain === true ? createHttp(listener) : createServer(tls, listener);
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const { port } = server.address() as AddressInfo;
	const url = `${options.plain === true ? "http" : "https"}://127.0.0.1:${port}`;
	const folder = mkdtempSync(join(tmpdir(), "rolecall-scripted-"));
	let written = 0;
	return {
		url,
		log,
		lines: () => log.map(({ method, path }) => `${method} ${path}`),
		mostOpen: () => most,
		folder,
		kubeconfig: (parts = {}) => {
			written += 1;
			const path = join(folder, `kubeconfig-${written}`);
			writeFileSync(path, kubeconfigText(url, parts));
			return path;
		},
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
			rmSync(folder, { recursive: true });
		},
	};
}

async function answer(
	request: IncomingMessage,
	response: ServerResponse,
	script: Script,
	log: Received[],
): Promise<void> {
	let body = "";
	for await (const chunk of request) body += String(chunk);
	const url = new URL(request.url ?? "/", "https://localhost");
	const peer =
		request.socket instanceof TLSSocket ? request.socket.getPeerCertificate() : undefined;
	const received: Received = {
		method: request.method ?? "",
		path: url.pathname,
		query: url.searchParams,
		headers: request.headers,
		body,
		clientName: String(peer?.subject?.CN ?? ""),
	};
	log.push(received);
	const value = await script(received, response);
	if (value === done) return;
	response.setHeader("Content-Type", "application/json");
	response.end(JSON.stringify(value));
}

/** The Status object an API server refuses with. */
export function refuse(
	response: ServerResponse,
	code: number,
	message: string,
	headers: Readonly<Record<string, string>> = {},
): typeof done {
	response.writeHead(code, { "Content-Type": "application/json", ...headers });
	response.end(
		JSON.stringify({ kind: "Status", apiVersion: "v1", status: "Failure", code, message }),
	);
	return done;
}

function kubeconfigText(url: string, parts: KubeconfigParts): string {
	const trust = `certificate-authority-data: ${Buffer.from(authority).toString("base64")}`;
	const lines = (items: readonly string[]): string =>
		items.map((item) => `      ${item}\n`).join("");
	return [
		"apiVersion: v1\nkind: Config\ncurrent-context: test\n",
		"contexts:\n  - name: test\n    context: {cluster: scripted, user: jane, namespace: team}\n",
		`clusters:\n  - name: scripted\n    cluster:\n      server: ${parts.server ?? url}\n`,
		lines(parts.cluster ?? [trust]),
		`users:\n  - name: jane\n    user:\n${lines(parts.user ?? ["token: secret-token"])}`,
	].join("");
}

/** The lists of a small cluster by path; what is not in it is refused with 404. */
export interface ScriptedCluster {
	readonly lists: Readonly<Record<string, readonly object[]>>;
	/** Pages are cut to this many even if more are asked for. */
	readonly pageSize?: number;
}

/** Answers as an API server with these objects: version, discovery of what it has, and paged lists. */
export function clusterScript({ lists, pageSize }: ScriptedCluster): Script {
	const byPath = new Map(Object.entries(lists));
	return ({ path, query }, response) => {
		if (path === "/version") return { major: "1", minor: "37", gitVersion: "v1.37.1" };
		if (path === "/api") return discovery([...byPath.keys()].filter((p) => p.startsWith("/api/")));
		if (path === "/apis")
			return discovery([...byPath.keys()].filter((p) => p.startsWith("/apis/")));
		const items = byPath.get(path);
		if (items === undefined) return refuse(response, 404, "the server could not find the resource");
		const start = Number(query.get("continue") ?? "0");
		const limit = Math.min(Number(query.get("limit") ?? items.length), pageSize ?? items.length);
		const end = Math.min(items.length, start + Math.max(limit, 1));
		const next = end < items.length ? { continue: String(end) } : {};
		return { metadata: { resourceVersion: "100", ...next }, items: items.slice(start, end) };
	};
}

function discovery(paths: readonly string[]): object {
	const groups = new Map<string, object[]>();
	for (const path of paths.filter((one) => !one.includes("/namespaces/"))) {
		const parts = path.split("/").slice(path.startsWith("/api/") ? 1 : 2);
		const [group = "", version = "", resource = ""] = path.startsWith("/api/")
			? ["", parts[1], parts[2]]
			: parts;
		const entry = {
			resource,
			singularResource: resource.replace(/s$/, ""),
			responseKind: { kind: resource },
			scope: "Namespaced",
			verbs: ["list", "watch", "get"],
		};
		const known = groups.get(`${group}/${version}`) ?? [];
		known.push(entry);
		groups.set(`${group}/${version}`, known);
	}
	const items = [...groups].map(([name, resources]) => {
		const [group, version] = name.split("/");
		return { metadata: { name: group }, versions: [{ version, freshness: "Current", resources }] };
	});
	return { kind: "APIGroupDiscoveryList", apiVersion: "apidiscovery.k8s.io/v2", items };
}
