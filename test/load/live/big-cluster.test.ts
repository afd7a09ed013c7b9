import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { formatDump } from "../../../src/load/live/cluster-dump.ts";
import { readCluster } from "../../../src/load/live/read-cluster.ts";
import { clusterScript, done } from "../../support/scripted-server.ts";
import { scripted } from "../../support/scripted-server-connection.ts";

const rbac = "/apis/rbac.authorization.k8s.io/v1";
const bindings = 100_000;
const megabyte = 1024 * 1024;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

function heapInUse(): number {
	collectGarbage();
	return process.memoryUsage().heapUsed / megabyte;
}

/** A page of RoleBindings as kubectl-applied ones look: nine tenths of it are of no use. */
function page(start: number, end: number): string {
	const items: string[] = [];
	for (let index = start; index < end; index += 1) {
		const namespace = `team-${index % 2000}`;
		const name = `binding-${index}`;
		const applied = "x".repeat(600);
		items.push(
			`{"metadata":{"name":"${name}","namespace":"${namespace}","uid":"5b8f6ad0-${index}","resourceVersion":"${index}",` +
				`"labels":{"app.kubernetes.io/managed-by":"Helm"},"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"${applied}"},` +
				`"managedFields":[{"manager":"helm","operation":"Update","fieldsV1":{"f:metadata":{"f:x":"${applied}"}}}]},` +
				`"subjects":[{"kind":"ServiceAccount","name":"account-${index % 50}","namespace":"${namespace}"}],` +
				`"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"role-${index % 100}"}}`,
		);
	}
	const next = end < bindings ? `,"continue":"${end}"` : "";
	return `{"metadata":{"resourceVersion":"1"${next}},"items":[${items.join(",")}]}`;
}

test("a cluster of 100,000 bindings is read within bounded memory", async () => {
	const answers = clusterScript({ lists: { [`${rbac}/rolebindings`]: [], "/api/v1/pods": [] } });
	const { server, connection } = await scripted((received, response) => {
		if (received.path !== `${rbac}/rolebindings`) return answers(received, response);
		const start = Number(received.query.get("continue") ?? 0);
		response.end(page(start, start + Number(received.query.get("limit"))));
		return done;
	});
	const before = heapInUse();
	const rssBefore = process.memoryUsage().rss / megabyte;
	let rssPeak = 0;
	const started = performance.now();
	const dump = await readCluster(connection, {
		namespace: "default",
		takenAt: "2026-01-01T00:00:00Z",
		onProgress: () => {
			rssPeak = Math.max(rssPeak, process.memoryUsage().rss / megabyte);
		},
	});
	const seconds = (performance.now() - started) / 1000;
	const kept = heapInUse() - before;
	const text = formatDump(dump);
	if (process.env["ROLECALL_FIGURES"] !== undefined) {
		console.log({
			seconds,
			kept,
			rssGrowth: rssPeak - rssBefore,
			fileMegabytes: text.length / megabyte,
		});
	}
	expect(dump.objects).toHaveLength(bindings);
	expect(server.log.filter(({ path }) => path.endsWith("/rolebindings"))).toHaveLength(200);
	// The answers are 180 MB as text; all of their parsed objects would take twice as much.
	expect(kept).toBeLessThan(120);
	expect(rssPeak - rssBefore).toBeLessThan(500);
	expect(dump.objects[0]?.metadata.namespace).toBe("team-0");
});
