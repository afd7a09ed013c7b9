import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { median } from "./stopwatch.mjs";
import { took } from "./took.mjs";

const main = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));

/**
 * Milliseconds of whole processes: a suite of 1,000 checks that pass, the same with ten that fail and are given fixes,
 * and beside them a node that only parses the cluster's JSON; the median of runs.
 */
export function measureSuites(objects, runs = 7) {
	const folder = mkdtempSync(join(tmpdir(), "rolecall-bench-"));
	try {
		const write = (name, text) => writeFileSync(join(folder, name), text);
		write("cluster.json", JSON.stringify({ apiVersion: "v1", kind: "List", items: objects }));
		const accounts = accountsOf(objects).slice(0, 500);
		write("pass.rolecall.yaml", suiteOf(accounts, 0));
		write("fail.rolecall.yaml", suiteOf(accounts, 10));
		const parse = "JSON.parse(require('fs').readFileSync('cluster.json', 'utf8'))";
		const measured = Array.from({ length: runs }, () => ({
			parsed: took(folder, ["--eval", parse], 0),
			passed: took(folder, [main, "test", "pass.rolecall.yaml"], 0),
			failed: took(folder, [main, "test", "fail.rolecall.yaml"], 1),
		}));
		const middle = (key) => median(measured.map((one) => one[key]));
		return { parsed: middle("parsed"), passed: middle("passed"), failed: middle("failed") };
	} finally {
		rmSync(folder, { recursive: true });
	}
}

/** Accounts by how few bindings name them, so that what is denied below is denied. */
function accountsOf(objects) {
	const bindings = new Map();
	for (const { kind, metadata, subjects = [] } of objects) {
		if (kind !== "RoleBinding" && kind !== "ClusterRoleBinding") continue;
		for (const { kind: whom, namespace = metadata.namespace, name } of subjects) {
			if (whom !== "ServiceAccount") continue;
			const account = `sa:${namespace}/${name}`;
			bindings.set(account, (bindings.get(account) ?? 0) + (kind === "RoleBinding" ? 0 : 1));
		}
	}
	return [...bindings].filter(([, wide]) => wide === 0).map(([account]) => account);
}

/** Two denials for each account; the first `failing` accounts are said to be allowed what they are not. */
function suiteOf(accounts, failing) {
	const tests = accounts.map((account, index) => {
		const cases = ["create nodes", "impersonate users"].map((phrase, at) => {
			const verb = at === 0 && index < failing ? "allow" : "deny";
			return `  - {${verb}: ${phrase}}\n`;
		});
		return `- id: t${index}\n  subject: "${account}"\n  cases:\n${cases.join("")}`;
	});
	return `version: rolecall/v1\ninputs: [{manifests: [cluster.json]}]\ncluster: {unknownResources: allow}\ntests:\n${tests.join("")}`;
}
