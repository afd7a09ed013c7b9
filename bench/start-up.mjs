import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { median } from "./stopwatch.mjs";

const main = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));
const chart = fileURLToPath(new URL("chart", import.meta.url));
const question = ["can", "list", "secrets", "--as", "sa:shop/checkout", "-n", "shop", "-f", chart];

/** Milliseconds of whole processes, one beside the other; the median of pairs. */
export function measureStartUp(pairs = 21) {
	const both = Array.from({ length: pairs }, () => {
		const empty = took(["--eval", ""], 0);
		const ours = took([main, ...question], 1);
		return { empty, ours, ratio: ours / empty };
	});
	const middle = (key) => median(both.map((one) => one[key]));
	return { ours: middle("ours"), empty: middle("empty"), ratio: middle("ratio") };
}

function took(args, expectedStatus) {
	const start = process.hrtime.bigint();
	const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
	const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
	if (status !== expectedStatus) throw new Error(`exit code ${status}: ${stderr}`);
	return milliseconds;
}
