import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { median } from "./stopwatch.mjs";
import { took } from "./took.mjs";

const main = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));

/**
 * Milliseconds of whole processes: the cluster audited by all policies that are no matter of choice, told as a table and
 * as JSON, one policy alone, and beside them a node that only parses the cluster's JSON; the median of runs.
 */
export function measureAudit(objects, runs = 3) {
	const folder = mkdtempSync(join(tmpdir(), "rolecall-bench-"));
	try {
		const list = { apiVersion: "v1", kind: "List", items: objects };
		writeFileSync(join(folder, "cluster.json"), JSON.stringify(list));
		const parse = "JSON.parse(require('fs').readFileSync('cluster.json', 'utf8'))";
		const audit = [main, "audit", "cluster.json", "--fail-on", "none"];
		const measured = Array.from({ length: runs }, () => ({
			parsed: took(folder, ["--eval", parse], 0),
			table: took(folder, audit, 0),
			json: took(folder, [...audit, "-o", "json"], 0),
			quiet: took(folder, [...audit, "-q"], 0),
			one: took(folder, [...audit, "--only", "read-secrets", "-q"], 0),
		}));
		const middle = (key) => median(measured.map((one) => one[key]));
		return Object.fromEntries(Object.keys(measured[0]).map((key) => [key, middle(key)]));
	} finally {
		rmSync(folder, { recursive: true });
	}
}
