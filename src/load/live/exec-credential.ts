import { type ChildProcess, spawn } from "node:child_process";
import { isAbsent, isRecord, type JsonRecord } from "../json-record.ts";
import { ClusterError, oneLine } from "./cluster-error.ts";
import type { KubeconfigEntry } from "./kubeconfig-entry.ts";

/**
 * A program of the kubeconfig that hands out credentials. It is run here and not by client-node, which gives it no
 * KUBERNETES_EXEC_INFO, keeps what it tells the person ("open this page to log in"), and waits for it forever.
 * https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
 */
export interface ExecPlugin {
	readonly command: string;
	readonly args: readonly string[];
	readonly environment: Readonly<Record<string, string>>;
	readonly apiVersion: string;
	readonly installHint: string;
	readonly mayAsk: boolean;
	/** Undefined unless the plugin wants to know the cluster. */
	readonly cluster: JsonRecord | undefined;
	readonly place: string;
}

export interface ExecCredential {
	readonly token: string | undefined;
	readonly certificate: string | undefined;
	readonly key: string | undefined;
	/** Milliseconds since 1970; undefined: as long as the server takes it. */
	readonly expires: number | undefined;
}

const versions: ReadonlySet<string> = new Set([
	"client.authentication.k8s.io/v1",
	"client.authentication.k8s.io/v1beta1",
]);
const clusterFields = [
	"tls-server-name",
	"insecure-skip-tls-verify",
	"certificate-authority-data",
	"proxy-url",
] as const;

export function execPluginOf(
	exec: KubeconfigEntry,
	cluster: KubeconfigEntry,
	server: URL,
): ExecPlugin {
	const command = exec.text("command");
	if (command === "") throw exec.wrong("command", "expected a program, found nothing");
	const apiVersion = exec.text("apiVersion");
	if (!versions.has(apiVersion)) {
		const expected = [...versions].map((version) => `\`${version}\``).join(" or ");
		throw exec.wrong("apiVersion", `expected ${expected}, found \`${apiVersion}\``);
	}
	const environment = exec
		.entries("env")
		.map((pair) => [pair.text("name"), pair.text("value")] as const);
	return {
		// As for kubectl: a path with a slash is relative to the kubeconfig, a bare name is looked up in PATH.
		command: /[\\/]/.test(command) ? exec.absolute(command) : command,
		args: exec.texts("args"),
		environment: Object.fromEntries(environment),
		apiVersion,
		installHint: exec.text("installHint"),
		mayAsk: exec.text("interactiveMode") !== "Never",
		cluster: exec.flag("provideClusterInfo") ? clusterInfo(cluster, server) : undefined,
		place: exec.place,
	};
}

function clusterInfo(cluster: KubeconfigEntry, server: URL): JsonRecord {
	const known = clusterFields.filter((field) => cluster.has(field));
	const extension = cluster
		.entries("extensions")
		.find((named) => named.text("name") === "client.authentication.k8s.io/exec");
	return {
		server: server.href.replace(/\/$/, ""),
		...Object.fromEntries(known.map((field) => [field, cluster.raw(field)])),
		config: extension?.raw("extension") ?? null,
	};
}

export interface ExecSurroundings {
	/** A person sits at the terminal. */
	readonly isInteractive: boolean;
	/** What the plugin says to that person. */
	readonly tell: (text: string) => void;
	readonly signal?: AbortSignal | undefined;
	readonly timeoutSeconds: number;
}

/** Runs the plugin and reads the credential it prints. */
export async function execCredential(
	plugin: ExecPlugin,
	surroundings: ExecSurroundings,
): Promise<ExecCredential> {
	const asks = plugin.mayAsk && surroundings.isInteractive;
	const child = spawn(plugin.command, plugin.args, {
		env: { ...process.env, ...plugin.environment, KUBERNETES_EXEC_INFO: infoFor(plugin, asks) },
		stdio: [asks ? "inherit" : "ignore", "pipe", "pipe"],
		signal: surroundings.signal,
		windowsHide: true,
	});
	const printed = await outputOf(child, plugin, surroundings);
	return credentialIn(printed, plugin);
}

function infoFor(plugin: ExecPlugin, interactive: boolean): string {
	const cluster = plugin.cluster === undefined ? {} : { cluster: plugin.cluster };
	const spec = { ...cluster, interactive };
	return JSON.stringify({ apiVersion: plugin.apiVersion, kind: "ExecCredential", spec });
}

const mostOutput = 1024 * 1024;

function outputOf(
	child: ChildProcess,
	plugin: ExecPlugin,
	{ tell, signal, timeoutSeconds }: ExecSurroundings,
): Promise<string> {
	return new Promise((resolve, reject) => {
		const name = `the credential plugin \`${plugin.command}\``;
		const fail = (says: string): void => reject(new ClusterError("config", plugin.place, says));
		const timer = setTimeout(() => {
			fail(`${name} did not end within ${timeoutSeconds} s`);
			child.kill("SIGKILL");
		}, timeoutSeconds * 1000);
		let stdout = "";
		let complaint = "";
		child.stdout?.setEncoding("utf8").on("data", (text: string) => {
			if (stdout.length < mostOutput) stdout += text;
		});
		child.stderr?.setEncoding("utf8").on("data", (text: string) => {
			if (complaint.length < mostOutput) complaint += text;
			tell(text);
		});
		child.on("error", (error: NodeJS.ErrnoException) => {
			clearTimeout(timer);
			if (signal?.aborted === true) reject(signal.reason);
			else if (error.code === "ENOENT") fail(`${name} is not installed${hint(plugin)}`);
			else fail(`${name} cannot be run: ${error.message}`);
		});
		child.on("close", (code, killed) => {
			clearTimeout(timer);
			if (code === 0) resolve(stdout);
			const end = killed === null ? `failed with exit code ${code}` : `was ended by ${killed}`;
			const said = oneLine(complaint);
			fail(`${name} ${end}${said === "" ? "" : `: ${said}`}`);
		});
	});
}

function hint({ installHint }: ExecPlugin): string {
	return installHint === "" ? "" : `: ${oneLine(installHint)}`;
}

function credentialIn(printed: string, plugin: ExecPlugin): ExecCredential {
	const name = `the credential plugin \`${plugin.command}\``;
	const fail = (says: string): ClusterError =>
		new ClusterError("config", plugin.place, `${name} ${says}`);
	const value = parse(printed);
	if (!isRecord(value) || value["kind"] !== "ExecCredential") {
		throw fail("printed something that is no ExecCredential");
	}
	if (value["apiVersion"] !== plugin.apiVersion) {
		const found = oneLine(String(value["apiVersion"]));
		throw fail(`answered in version \`${found}\`; expected \`${plugin.apiVersion}\``);
	}
	const status = isRecord(value["status"]) ? value["status"] : {};
	const credential = {
		token: textIn(status, "token"),
		certificate: textIn(status, "clientCertificateData"),
		key: textIn(status, "clientKeyData"),
		expires: timeIn(status["expirationTimestamp"]),
	};
	if ((credential.certificate === undefined) !== (credential.key === undefined)) {
		throw fail("printed only one half of a client certificate and its key");
	}
	if (credential.token === undefined && credential.certificate === undefined) {
		throw fail("printed neither a token nor a client certificate");
	}
	return credential;
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function textIn(status: JsonRecord, field: string): string | undefined {
	const value = status[field];
	return typeof value === "string" && value !== "" ? value : undefined;
}

function timeIn(value: unknown): number | undefined {
	const time = isAbsent(value) ? Number.NaN : Date.parse(String(value));
	return Number.isNaN(time) ? undefined : time;
}
