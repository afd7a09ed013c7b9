import { spawnSync } from "node:child_process";

/** Milliseconds of a whole node process, which has to end with this exit code. */
export function took(cwd, args, expectedStatus) {
	const start = process.hrtime.bigint();
	const { status, stdout, stderr } = spawnSync(process.execPath, args, {
		cwd,
		encoding: "utf8",
		maxBuffer: 1 << 30,
	});
	const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
	if (status !== expectedStatus)
		throw new Error(`exit code ${status}: ${stdout.slice(0, 2000)}${stderr.slice(0, 2000)}`);
	return milliseconds;
}
