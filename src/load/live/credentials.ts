import { readFileSync } from "node:fs";
import { Agent as HttpAgent, type AgentOptions as HttpAgentOptions } from "node:http";
import { type AgentOptions, Agent as HttpsAgent, type RequestOptions } from "node:https";
import type { KubeConfig, User } from "@kubernetes/client-node";
import type { JsonRecord } from "../json-record.ts";
import type { Access } from "./access.ts";
import type { Clock } from "./clock.ts";
import { ClusterError, oneLine } from "./cluster-error.ts";
import { type ExecCredential, execCredential } from "./exec-credential.ts";
import { unreadable } from "./kubeconfig-file.ts";
import { trustedAuthorities } from "./trusted-authorities.ts";

/** What one request needs to be let in. */
export interface Credentials {
	readonly headers: Readonly<Record<string, string | readonly string[]>>;
	readonly agent: HttpAgent;
}

export interface CredentialOptions {
	readonly clock: Clock;
	readonly isInteractive: boolean;
	readonly tell: (text: string) => void;
	readonly signal: AbortSignal;
	readonly pluginTimeoutSeconds: number;
}

/** More than the requests in flight: watches keep theirs. */
const mostSockets = 32;
/** As long as client-go trusts what it has read of a token file. */
const tokenFileLife = 60_000;
const providerLife = 5 * 60_000;

interface Proved {
	readonly authorization: string | undefined;
	readonly certificate?: string | Buffer | undefined;
	readonly key?: string | Buffer | undefined;
	readonly until: number;
}

/** Hands out credentials, fetching new ones when the old are out of date or were refused. */
export class CredentialSource {
	readonly #access: Access;
	readonly #options: CredentialOptions;
	#provider: KubeConfig | undefined;
	#current: { readonly credentials: Credentials; readonly until: number } | undefined;
	#pending: Promise<Credentials> | undefined;
	/** Agents are kept while the certificate stays, so that connections are. */
	#agent: { readonly of: Proved; readonly agent: HttpAgent } | undefined;

	constructor(access: Access, options: CredentialOptions) {
		this.#access = access;
		this.#options = options;
	}

	async current(): Promise<Credentials> {
		const known = this.#current;
		if (known !== undefined && this.#options.clock.now() < known.until) return known.credentials;
		this.#pending ??= this.#renew().finally(() => {
			this.#pending = undefined;
		});
		return this.#pending;
	}

	/** After a refusal: other credentials than those, or the same when there are no others. */
	async after(refused: Credentials): Promise<Credentials> {
		const { kind } = this.#access.proof;
		const isFixed = kind === "none" || kind === "token" || kind === "basic";
		if (isFixed) return refused;
		if (this.#current?.credentials === refused) this.#current = undefined;
		return this.current();
	}

	close(): void {
		this.#agent?.agent.destroy();
	}

	async #renew(): Promise<Credentials> {
		const proved = await this.#prove();
		const headers: Record<string, string | readonly string[]> = {};
		if (proved.authorization !== undefined) headers["Authorization"] = proved.authorization;
		for (const [header, value] of this.#access.impersonation) {
			const before = headers[header];
			headers[header] = before === undefined ? value : [...[before].flat(), value];
		}
		const credentials = { headers, agent: await this.#agentFor(proved) };
		this.#current = { credentials, until: proved.until };
		return credentials;
	}

	async #prove(): Promise<Proved> {
		const { proof } = this.#access;
		switch (proof.kind) {
			case "none":
				return { authorization: undefined, until: Number.POSITIVE_INFINITY };
			case "token":
				return { authorization: bearer(proof.token), until: Number.POSITIVE_INFINITY };
			case "basic": {
				const pair = Buffer.from(`${proof.username}:${proof.password}`).toString("base64");
				return { authorization: `Basic ${pair}`, until: Number.POSITIVE_INFINITY };
			}
			case "tokenFile":
				return {
					authorization: bearer(tokenIn(proof.file, proof.place)),
					until: this.#options.clock.now() + tokenFileLife,
				};
			case "exec":
				return fromPlugin(
					await execCredential(proof.plugin, {
						...this.#options,
						timeoutSeconds: this.#options.pluginTimeoutSeconds,
					}),
				);
			case "authProvider":
				return {
					authorization: await this.#askProvider(proof.provider, proof.place),
					until: this.#options.clock.now() + providerLife,
				};
		}
	}

	async #askProvider(provider: JsonRecord, place: string): Promise<string> {
		const user = { name: "user", authProvider: provider };
		this.#provider ??= await clientNodeConfig(this.#access, user);
		const options: RequestOptions = {};
		const name = `the auth provider \`${String(provider["name"])}\``;
		try {
			await this.#provider.applyToHTTPSOptions(options);
		} catch (error) {
			const says = oneLine(error instanceof Error ? error.message : String(error));
			throw new ClusterError("config", place, `${name} failed: ${says}`);
		}
		const value: unknown = Object.entries(options.headers ?? {}).find(
			([header]) => header === "Authorization",
		)?.[1];
		if (typeof value === "string") return value;
		throw new ClusterError("config", place, `${name} has no valid token: log in again`);
	}

	async #agentFor(proved: Proved): Promise<HttpAgent> {
		const known = this.#agent;
		if (known !== undefined && known.of.certificate === proved.certificate) return known.agent;
		const agent = await newAgent(this.#access, proved);
		this.#agent = { of: proved, agent };
		return agent;
	}
}

function bearer(token: string): string {
	return `Bearer ${token}`;
}

function tokenIn(file: string, place: string): string {
	try {
		return readFileSync(file, "utf8").trim();
	} catch (error) {
		throw new ClusterError("config", place, `\`${file}\`: ${unreadable(error)}`);
	}
}

function fromPlugin({ token, certificate, key, expires }: ExecCredential): Proved {
	return {
		authorization: token === undefined ? undefined : bearer(token),
		certificate,
		key,
		until: expires ?? Number.POSITIVE_INFINITY,
	};
}

async function newAgent(access: Access, proved: Proved): Promise<HttpAgent> {
	const kept: HttpAgentOptions = { keepAlive: true, maxSockets: mostSockets };
	const options: AgentOptions =
		access.server.protocol === "https:" ? { ...kept, ...tlsOptions(access, proved) } : kept;
	if (access.proxy !== undefined) return proxyAgent(access, options);
	return access.server.protocol === "https:" ? new HttpsAgent(options) : new HttpAgent(kept);
}

function tlsOptions(access: Access, proved: Proved): AgentOptions {
	const authority = access.authority ?? (access.isInsecure ? undefined : trustedAuthorities());
	const cert = proved.certificate ?? access.certificate;
	const key = proved.key ?? access.key;
	return {
		rejectUnauthorized: !access.isInsecure,
		...(authority === undefined ? {} : { ca: authority }),
		...(cert === undefined ? {} : { cert }),
		...(key === undefined ? {} : { key }),
		...(access.serverName === undefined ? {} : { servername: access.serverName }),
	};
}

/** client-node brings agents for all kinds of proxies. */
async function proxyAgent(access: Access, options: AgentOptions): Promise<HttpAgent> {
	const config = await clientNodeConfig(access, { name: "user" });
	const request: RequestOptions = { ...options };
	try {
		await config.applyToHTTPSOptions(request);
	} catch (error) {
		const says = oneLine(error instanceof Error ? error.message : String(error));
		throw new ClusterError("config", `proxy ${access.proxy}`, says);
	}
	const agent = request.agent as HttpAgent & { keepAlive: boolean };
	agent.keepAlive = true;
	agent.maxSockets = mostSockets;
	return agent;
}

async function clientNodeConfig(access: Access, user: User): Promise<KubeConfig> {
	const { KubeConfig } = await import("@kubernetes/client-node");
	const cluster = {
		name: "cluster",
		server: access.server.href,
		skipTLSVerify: access.isInsecure,
		...(access.serverName === undefined ? {} : { tlsServerName: access.serverName }),
		...(access.proxy === undefined ? {} : { proxyUrl: access.proxy }),
	};
	const config = new KubeConfig();
	config.loadFromOptions({
		clusters: [cluster],
		users: [user],
		contexts: [{ name: access.context, cluster: cluster.name, user: user.name }],
		currentContext: access.context,
	});
	return config;
}
