import { once } from "node:events";
import { type ClientRequest, request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Readable } from "node:stream";
import { TLSSocket } from "node:tls";
import { createGunzip } from "node:zlib";
import { ClusterError } from "./cluster-error.ts";
import type { Credentials } from "./credentials.ts";
import { RequestTimeout } from "./failure-words.ts";
import { guardReadOnly, type Method } from "./read-only-guard.ts";

/** One request as it leaves the process. */
export interface Outgoing {
	readonly server: URL;
	readonly method: Method;
	/** The path of the API, without what the server's URL may have before it. */
	readonly path: string;
	readonly query: Readonly<Record<string, string>>;
	readonly accept: string;
	readonly body: string | undefined;
	readonly compresses: boolean;
	readonly credentials: Credentials;
	readonly connectSeconds: number;
	readonly signal: AbortSignal;
}

/** The answer's head, with its body still to come, decompressed. */
export interface Answer {
	readonly status: number;
	readonly headers: IncomingMessage["headers"];
	readonly body: Readable;
}

/** Sends one request and waits for the head of its answer. The only way out of the live reader. */
export async function send(outgoing: Outgoing): Promise<Answer> {
	guardReadOnly(outgoing.method, outgoing.path);
	const { server, method, credentials, signal, body } = outgoing;
	const url = new URL(server);
	url.pathname = server.pathname.replace(/\/$/, "") + outgoing.path;
	url.search = new URLSearchParams(outgoing.query).toString();
	const sends = url.protocol === "https:" ? httpsRequest : httpRequest;
	const request = sends(url, {
		method,
		agent: credentials.agent,
		signal,
		headers: {
			...(credentials.headers as Record<string, string | string[]>),
			Accept: outgoing.accept,
			"Accept-Encoding": outgoing.compresses ? "gzip" : "identity",
			"User-Agent": "rolecall",
			...(body === undefined ? {} : { "Content-Type": "application/json" }),
		},
	});
	const stopTimer = limitConnecting(request, outgoing.connectSeconds);
	request.end(body);
	try {
		const [response] = (await once(request, "response")) as [IncomingMessage];
		return {
			status: response.statusCode ?? 0,
			headers: response.headers,
			body: decompressed(response),
		};
	} catch (error) {
		throw signal.aborted ? signal.reason : error;
	} finally {
		stopTimer();
		// What fails from here on is told by the body.
		request.on("error", () => undefined);
	}
}

/** Fails a request whose connection, TLS included, does not stand in time. */
function limitConnecting(request: ClientRequest, seconds: number): () => void {
	const timer = setTimeout(
		() => request.destroy(new RequestTimeout("connect", seconds)),
		seconds * 1000,
	);
	const stop = (): void => clearTimeout(timer);
	request.once("socket", (socket) => {
		if (request.reusedSocket) stop();
		else socket.once(socket instanceof TLSSocket ? "secureConnect" : "connect", stop);
	});
	return stop;
}

function decompressed(response: IncomingMessage): Readable {
	if (response.headers["content-encoding"] !== "gzip") return response;
	const plain = createGunzip();
	response.once("error", (error) => plain.destroy(error));
	return response.pipe(plain);
}

/** The whole body as text; longer ones are refused. */
export async function readBody(answer: Answer, mostBytes: number, place: string): Promise<string> {
	const chunks: Buffer[] = [];
	let bytes = 0;
	for await (const chunk of answer.body) {
		const buffer = chunk as Buffer;
		bytes += buffer.length;
		if (bytes > mostBytes) {
			answer.body.destroy();
			const most = Math.round(mostBytes / (1024 * 1024));
			throw new ClusterError("protocol", place, `the answer is longer than ${most} MB`);
		}
		chunks.push(buffer);
	}
	return Buffer.concat(chunks).toString("utf8");
}
