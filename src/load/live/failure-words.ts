import { isRecord } from "../json-record.ts";
import { ClusterError } from "./cluster-error.ts";

/** A request that took too long; `connect`: nobody answered at all. */
export class RequestTimeout extends Error {
	readonly phase: "connect" | "answer";
	readonly seconds: number;

	constructor(phase: "connect" | "answer", seconds: number) {
		super(`${phase} timeout`);
		this.phase = phase;
		this.seconds = seconds;
	}
}

const systemWords: ReadonlyMap<string, string> = new Map([
	["ECONNREFUSED", "connection refused: is this where the API server listens?"],
	["ENOTFOUND", "there is no such host"],
	["EAI_AGAIN", "the name of the host cannot be looked up just now"],
	["EHOSTUNREACH", "no way to the host"],
	["ENETUNREACH", "no way to its network"],
	["ETIMEDOUT", "no answer"],
	["ECONNRESET", "the connection was cut"],
	["EPIPE", "the connection was cut"],
	["ERR_STREAM_PREMATURE_CLOSE", "the connection was cut"],
	["EPROTO", "no TLS there: is it an http port?"],
	["ERR_SSL_WRONG_VERSION_NUMBER", "no TLS there: is it an http port?"],
	["ERR_SSL_PACKET_LENGTH_TOO_LONG", "no TLS there: is it an http port?"],
]);

const untrusted =
	"its certificate is signed by an authority that is not trusted: set `certificate-authority` in the kubeconfig";
const certificateWords: ReadonlyMap<string, string> = new Map([
	["CERT_HAS_EXPIRED", "its certificate has expired"],
	["CERT_NOT_YET_VALID", "its certificate is not valid yet: is this machine's clock right?"],
	["SELF_SIGNED_CERT_IN_CHAIN", untrusted],
	["DEPTH_ZERO_SELF_SIGNED_CERT", untrusted],
	["UNABLE_TO_VERIFY_LEAF_SIGNATURE", untrusted],
	["UNABLE_TO_GET_ISSUER_CERT", untrusted],
	["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", untrusted],
	["CERT_SIGNATURE_FAILURE", untrusted],
	["CERT_REVOKED", "its certificate has been revoked"],
]);

/** Why a request got no answer, in words. Anything that is no failure of the network is handed back as it is. */
export function explainFailure(error: unknown, server: string): unknown {
	if (error instanceof RequestTimeout) {
		const says =
			error.phase === "connect"
				? `no connection within ${error.seconds} s`
				: `no complete answer within ${error.seconds} s`;
		return new ClusterError("unreachable", server, says);
	}
	const says = networkWords(error) ?? certificateFailure(error);
	return says === undefined ? error : new ClusterError("unreachable", server, says);
}

function networkWords(error: unknown): string | undefined {
	const code = failureCode(error);
	const known = systemWords.get(code);
	if (known !== undefined) return known;
	if (code === "ERR_TLS_CERT_ALTNAME_INVALID") return wrongName(error);
	if (code.startsWith("HPE_")) return "the answer is not HTTP";
	if (code.startsWith("ERR_SSL_") || code.startsWith("ERR_OSSL_")) {
		return `TLS failed: ${code
			.replace(/^ERR_O?SSL_/, "")
			.toLowerCase()
			.replaceAll("_", " ")}`;
	}
	// hpagent and socks say these without a code.
	const message = error instanceof Error ? error.message : "";
	const refused = /^Bad response: (\d+)$/.exec(message);
	if (refused !== null) return `the proxy refuses the connection with ${refused[1]}`;
	return /^(Socket closed|Socks5|Socks4|Proxy connection timed out|Proxy timeout)/.test(message)
		? `the proxy fails: ${message}`
		: undefined;
}

function certificateFailure(error: unknown): string | undefined {
	return certificateWords.get(failureCode(error));
}

function wrongName(error: unknown): string {
	const names = isRecord(error) && isRecord(error["cert"]) ? error["cert"]["subjectaltname"] : "";
	const host = isRecord(error) ? String(error["host"]) : "";
	const bears = typeof names === "string" && names !== "" ? `: it bears ${names}` : "";
	return `its certificate is not for \`${host}\`${bears}; \`tls-server-name\` in the kubeconfig can name another`;
}

/** The `code` of a failure; of several attempts on several addresses, that of the first. */
function failureCode(error: unknown): string {
	if (error instanceof AggregateError && !hasCode(error)) return failureCode(error.errors[0]);
	return hasCode(error) ? error.code : "";
}

function hasCode(error: unknown): error is { readonly code: string } {
	return error instanceof Error && "code" in error && typeof error.code === "string";
}

const cuts: ReadonlySet<string> = new Set([
	"ECONNRESET",
	"EPIPE",
	"ERR_STREAM_PREMATURE_CLOSE",
	// A compressed answer that ends too soon.
	"Z_BUF_ERROR",
]);
const restarts: ReadonlySet<string> = new Set(["ECONNREFUSED", "EAI_AGAIN", "ETIMEDOUT"]);

/** Whether asking again may help. A server that has answered before may be restarting; another one is not there. */
export function isPassing(error: unknown, hasAnswered: boolean): boolean {
	const code = failureCode(error);
	return cuts.has(code) || (hasAnswered && restarts.has(code));
}
