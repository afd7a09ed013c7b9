import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { liveCluster } from "../support/live-cluster.ts";
import { type Outcome, rolecall } from "../support/run-cli.ts";
import { refuse, type Script } from "../support/scripted-server.ts";
import { elsewhere, expired } from "../support/scripted-server-certificates.ts";
import { startServer } from "../support/scripted-server-connection.ts";

const commands = [
	["can", "get", "pods", "--as", "jane"],
	["can", "get", "pods"],
	["who-can", "get", "pods"],
	["matrix"],
	["review"],
	["snapshot"],
	["verify"],
	["can", "get", "pods", "--as", "jane", "--watch"],
];

/** Every command fails in one and the same line, in time, and prints no answer. */
async function failsEverywhere(kubeconfig: string, exit: number, says: RegExp): Promise<void> {
	for (const words of commands) {
		const start = performance.now();
		const outcome = await rolecall([...words, "--kubeconfig", kubeconfig]);
		expect(performance.now() - start).toBeLessThan(20_000);
		expectOneLine(outcome, exit, says);
	}
}

function expectOneLine({ exit: found, stdout, stderr }: Outcome, exit: number, says: RegExp): void {
	expect({ exit: found, stdout }).toEqual({ exit, stdout: "" });
	expect(stderr).toMatch(says);
	expect(stderr.trimEnd().split("\n")).toHaveLength(1);
}

describe("what the user can mend is wrong usage", () => {
	test("a broken kubeconfig, with its place", async () => {
		const server = await liveCluster();
		const file = join(server.folder, "broken");
		writeFileSync(file, "apiVersion: v1\nclusters: [\n");
		await failsEverywhere(file, 2, /^error: \S+broken:\d+:\d+: not a kubeconfig: /);
		const missing = join(server.folder, "missing");
		await failsEverywhere(missing, 2, /^error: \S+missing: the file does not exist$/m);
	});

	test("a context that is not there, with the nearest", async () => {
		const server = await liveCluster();
		for (const words of commands) {
			const args = [...words, "--context", "tset", "--kubeconfig", server.kubeconfig()];
			const says = /^error: \S+: there is no context `tset`; did you mean `test`\?/;
			expectOneLine(await rolecall(args), 2, says);
		}
	});

	test("no kubeconfig at all", async () => {
		const server = await liveCluster();
		const outcome = await rolecall(["matrix"], { env: { HOME: server.folder } });
		expectOneLine(outcome, 2, /^error: ~\/\.kube\/config: there is no kubeconfig: name one/);
	});
});

describe("a cluster that cannot be read has a code of its own", () => {
	test("nobody listens", async () => {
		const server = await liveCluster();
		const kubeconfig = server.kubeconfig({ server: "https://127.0.0.1:1" });
		await failsEverywhere(kubeconfig, 4, /^error: https:\/\/127\.0\.0\.1:1: connection refused/);
	});

	test("somebody listens and never says a word", async () => {
		const silent = createServer();
		await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
		onTestFinished(() => void silent.close());
		const address = silent.address();
		const port = address !== null && typeof address === "object" ? address.port : 0;
		const kubeconfig = (await liveCluster()).kubeconfig({ server: `https://127.0.0.1:${port}` });
		const words = ["matrix", "--kubeconfig", kubeconfig, "--request-timeout", "1s"];
		expectOneLine(
			await rolecall(words),
			4,
			/^error: \S+: no (connection|complete answer) within 1 s$/m,
		);
	});

	test.each([
		["of another host", elsewhere, /its certificate is not for `127\.0\.0\.1`/],
		["out of date", expired, /its certificate has expired/],
	])("a certificate %s", async (_, certified, says) => {
		const server = await startServer(() => ({}), { certified });
		await failsEverywhere(server.kubeconfig(), 4, says);
	});

	test.each<[string, Script, RegExp]>([
		["401", (_, response) => refuse(response, 401, "no"), /^error: https:\S+: unauthorized/],
		[
			"nonsense",
			({ path }) => (path.endsWith("/clusterroles") ? { items: 7 } : undefined),
			/clusterroles: expected a list of objects/,
		],
	])("an answer of %s", async (_, first, says) => {
		const server = await liveCluster({ first });
		await failsEverywhere(server.kubeconfig(), 4, says);
	});
});

test.each(["0", "-1", "soon"])("a timeout of %s is wrong usage", async (seconds) => {
	const { exit, stderr } = await rolecall(["matrix", `--request-timeout=${seconds}`]);
	expect(exit).toBe(2);
	expect(stderr).toBe(`error: --request-timeout takes a number of seconds, found \`${seconds}\`\n`);
});
