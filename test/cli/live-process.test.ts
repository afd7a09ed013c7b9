import { type ChildProcess, spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { builtProgram } from "../support/built-program.ts";
import { liveCluster } from "../support/live-cluster.ts";
import { done } from "../support/scripted-server.ts";

let built = "";
beforeAll(() => {
	built = builtProgram();
}, 120_000);

afterAll(() => rmSync(built, { recursive: true }));

function start(words: readonly string[], kubeconfig: string): ChildProcess {
	const program = join(built, "dist/cli/main.js");
	return spawn(process.execPath, [program, ...words], {
		env: { PATH: process.env["PATH"], KUBECONFIG: kubeconfig },
		stdio: ["ignore", "pipe", "pipe"],
	});
}

test("a cluster is read by the program as it is installed", async () => {
	const server = await liveCluster();
	const program = start(["can", "get", "pods", "--as", "jane"], server.kubeconfig());
	let stdout = "";
	program.stdout?.on("data", (chunk) => {
		stdout += String(chunk);
	});
	const code = await new Promise((resolve) => program.once("close", resolve));
	expect(stdout).toMatch(/^yes — user:jane can get pods in namespace team\n/);
	expect(code).toBe(0);
});

test.each([
	["a slow read", ["matrix"], (path: string) => path.endsWith("/rolebindings")],
	["a watch", ["matrix", "--watch"], () => false],
	["a verify", ["verify"], (path: string) => path.endsWith("/subjectaccessreviews")],
])("^C ends %s at once", async (_, words, isSlow) => {
	let reached: () => void = () => undefined;
	const there = new Promise<void>((resolve) => {
		reached = resolve;
	});
	const server = await liveCluster({
		first: ({ path, query }) => {
			if (!isSlow(path) && !query.has("watch")) return undefined;
			reached();
			return done;
		},
	});
	const program = start(words, server.kubeconfig());
	await there;
	const sent = performance.now();
	program.kill("SIGINT");
	const signal = await new Promise((resolve) =>
		program.once("exit", (_code, found) => resolve(found)),
	);
	expect(performance.now() - sent).toBeLessThan(5000);
	expect(signal).toBe("SIGINT");
});
