import { onTestFinished } from "vitest";
import { type Connection, type ConnectOptions, connect } from "../../src/load/live/connection.ts";
import {
	type KubeconfigParts,
	type Script,
	type ScriptedServer,
	scriptedServer,
} from "./scripted-server.ts";
import type { Certified } from "./scripted-server-certificates.ts";
import { scriptedClock } from "./scripted-server-clock.ts";

export interface ScriptedOptions extends KubeconfigParts {
	readonly connect?: ConnectOptions;
	readonly certified?: Certified;
	readonly plain?: boolean;
}

/** A scripted server and a connection to it, both closed when the test ends. No time passes in waits. */
export async function scripted(
	script: Script,
	options: ScriptedOptions = {},
): Promise<{ readonly server: ScriptedServer; readonly connection: Connection }> {
	const server = await startServer(script, options);
	const connection = await connect({
		kubeconfig: server.kubeconfig(options),
		environment: {},
		clock: scriptedClock(),
		...options.connect,
	});
	onTestFinished(connection.close);
	return { server, connection };
}

/** A scripted server alone, closed when the test ends. */
export async function startServer(
	script: Script,
	options: Pick<ScriptedOptions, "certified" | "plain"> = {},
): Promise<ScriptedServer> {
	const server = await scriptedServer(script, options);
	onTestFinished(server.close);
	return server;
}
