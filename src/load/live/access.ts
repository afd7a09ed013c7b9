import { isRecord, type JsonRecord } from "../json-record.ts";
import { ClusterError } from "./cluster-error.ts";
import { type ExecPlugin, execPluginOf } from "./exec-credential.ts";
import type { ChosenContext, Environment } from "./kubeconfig.ts";
import type { KubeconfigEntry } from "./kubeconfig-entry.ts";
import { proxyFromEnvironment } from "./proxy-from-environment.ts";

/** How a user proves who it is. */
type Proof =
	| { readonly kind: "none" }
	| { readonly kind: "token"; readonly token: string }
	| { readonly kind: "tokenFile"; readonly file: string; readonly place: string }
	| { readonly kind: "basic"; readonly username: string; readonly password: string }
	| { readonly kind: "exec"; readonly plugin: ExecPlugin }
	| { readonly kind: "authProvider"; readonly provider: JsonRecord; readonly place: string };

/** All it takes to talk to a cluster. */
export interface Access {
	readonly context: string;
	readonly namespace: string;
	readonly server: URL;
	/** Undefined: the certificate authorities this machine trusts. */
	readonly authority: Buffer | undefined;
	/** The name the server's certificate must bear, when it is not the host's. */
	readonly serverName: string | undefined;
	/** The server's certificate is not looked at. */
	readonly isInsecure: boolean;
	readonly proxy: string | undefined;
	readonly compresses: boolean;
	readonly certificate: Buffer | undefined;
	readonly key: Buffer | undefined;
	readonly impersonation: readonly (readonly [header: string, value: string])[];
	readonly proof: Proof;
}

export function accessOf(chosen: ChosenContext, environment: Environment): Access {
	const { cluster, user } = chosen;
	const authority = cluster.content("certificate-authority");
	const certificate = user?.content("client-certificate");
	const isInsecure = cluster.flag("insecure-skip-tls-verify");
	const usesTls = authority !== undefined || certificate !== undefined || isInsecure;
	const server = serverUrl(cluster, usesTls);
	return {
		context: chosen.name,
		namespace: chosen.namespace,
		server,
		authority,
		serverName: cluster.text("tls-server-name") || undefined,
		isInsecure,
		proxy: cluster.text("proxy-url") || proxyFromEnvironment(server, environment),
		compresses: !cluster.flag("disable-compression"),
		certificate,
		key: user?.content("client-key"),
		impersonation: user === undefined ? [] : impersonationOf(user),
		proof: user === undefined ? { kind: "none" } : proofOf(user, chosen, server),
	};
}

function serverUrl(cluster: KubeconfigEntry, usesTls: boolean): URL {
	const written = cluster.text("server");
	if (written === "") throw cluster.wrong("server", "expected the URL of a server, found nothing");
	// kubectl takes `10.0.0.1:6443` too.
	const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(written)
		? written
		: `${usesTls ? "https" : "http"}://${written}`;
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (url === undefined || (url.protocol !== "https:" && url.protocol !== "http:")) {
		throw cluster.wrong("server", `expected an https URL, found \`${written}\``);
	}
	return url;
}

function impersonationOf(user: KubeconfigEntry): readonly (readonly [string, string])[] {
	const name = user.text("as");
	if (name === "") return [];
	const headers: (readonly [string, string])[] = [["Impersonate-User", name]];
	const uid = user.text("as-uid");
	if (uid !== "") headers.push(["Impersonate-Uid", uid]);
	for (const group of user.texts("as-groups")) headers.push(["Impersonate-Group", group]);
	const extra = user.entry("as-user-extra");
	for (const key of extra.fields()) {
		for (const value of extra.texts(key)) {
			headers.push([`Impersonate-Extra-${encodeURIComponent(key)}`, value]);
		}
	}
	return headers;
}

/** Of several proofs kubectl takes a token first. */
function proofOf(user: KubeconfigEntry, chosen: ChosenContext, server: URL): Proof {
	const tokenFile = user.text("tokenFile");
	if (tokenFile !== "") {
		return { kind: "tokenFile", file: user.absolute(tokenFile), place: user.place };
	}
	const token = user.text("token");
	if (token !== "") return { kind: "token", token };
	if (user.has("exec")) {
		return { kind: "exec", plugin: execPluginOf(user.entry("exec"), chosen.cluster, server) };
	}
	if (user.has("auth-provider")) return authProvider(user, chosen.userName);
	const username = user.text("username");
	if (username !== "") return { kind: "basic", username, password: user.text("password") };
	return { kind: "none" };
}

const supportedProviders: ReadonlySet<string> = new Set(["oidc", "gcp", "azure"]);

function authProvider(user: KubeconfigEntry, userName: string): Proof {
	const provider = user.entry("auth-provider");
	const name = provider.text("name");
	if (!supportedProviders.has(name)) {
		const says = `the auth provider \`${name}\` of user \`${userName}\` is not supported: use an exec plugin`;
		throw provider.wrong("name", says);
	}
	const config = provider.raw("config");
	return {
		kind: "authProvider",
		// A copy: client-node writes new tokens into it.
		provider: { name, config: isRecord(config) ? { ...config } : {} },
		place: provider.place,
	};
}

/** A pod's own account, as the kubelet mounts it. Undefined outside of a cluster. */
export function inClusterAccess(
	environment: Environment,
	readMounted: (name: "token" | "ca.crt" | "namespace") => Buffer | undefined,
	tokenFile: string,
): Access | undefined {
	const host = environment["KUBERNETES_SERVICE_HOST"] ?? "";
	const port = environment["KUBERNETES_SERVICE_PORT"] ?? "";
	if (host === "" || port === "" || readMounted("token") === undefined) return undefined;
	const text = `https://${host.includes(":") ? `[${host}]` : host}:${port}`;
	if (!URL.canParse(text)) {
		throw new ClusterError("config", "KUBERNETES_SERVICE_HOST", `no server at \`${text}\``);
	}
	const server = new URL(text);
	return {
		context: "in-cluster",
		namespace: readMounted("namespace")?.toString("utf8").trim() || "default",
		server,
		authority: readMounted("ca.crt"),
		serverName: undefined,
		isInsecure: false,
		proxy: proxyFromEnvironment(server, environment),
		compresses: true,
		certificate: undefined,
		key: undefined,
		impersonation: [],
		proof: { kind: "tokenFile", file: tokenFile, place: tokenFile },
	};
}
