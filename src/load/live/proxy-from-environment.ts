import { BlockList, isIP } from "node:net";
import type { Environment } from "./kubeconfig.ts";

/** The proxy that `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` prescribe for a server, as kubectl reads them. */
export function proxyFromEnvironment(server: URL, environment: Environment): string | undefined {
	const name = server.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
	const proxy = environment[name] || environment[name.toLowerCase()] || "";
	if (proxy === "") return undefined;
	const host = server.hostname.replace(/^\[|\]$/g, "").toLowerCase();
	if (isLocal(host)) return undefined;
	const port = server.port || (server.protocol === "https:" ? "443" : "80");
	const except = environment["NO_PROXY"] || environment["no_proxy"] || "";
	const patterns = except
		.split(",")
		.map((part) => part.trim().toLowerCase())
		.filter((part) => part !== "");
	if (patterns.some((pattern) => isMatch(pattern, host, port))) return undefined;
	return proxy.includes("://") ? proxy : `http://${proxy}`;
}

/** Go never uses a proxy for these. */
function isLocal(host: string): boolean {
	return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

function isMatch(pattern: string, host: string, port: string): boolean {
	if (pattern === "*") return true;
	if (pattern.includes("/")) return isInRange(pattern, host);
	const [name, only] = splitPort(pattern);
	if (only !== undefined && only !== port) return false;
	if (isIP(host) !== 0) return name === host;
	const domain = name.replace(/^\*?\./, "");
	// A leading dot means the domains below only.
	if (domain !== name) return host.endsWith(`.${domain}`);
	return host === domain || host.endsWith(`.${domain}`);
}

function splitPort(pattern: string): readonly [name: string, port: string | undefined] {
	if (isIP(pattern) !== 0) return [pattern, undefined];
	const match = /^\[?(.*?)\]?:(\d+)$/.exec(pattern);
	return match === null ? [pattern, undefined] : [match[1] ?? "", match[2]];
}

function isInRange(pattern: string, host: string): boolean {
	const [base = "", length = ""] = pattern.split("/");
	const family = isIP(base);
	if (family === 0 || isIP(host) !== family || !/^\d{1,3}$/.test(length)) return false;
	const prefix = Number(length);
	if (prefix > (family === 4 ? 32 : 128)) return false;
	const range = new BlockList();
	const kind = family === 4 ? "ipv4" : "ipv6";
	range.addSubnet(base, prefix, kind);
	return range.check(host, kind);
}
