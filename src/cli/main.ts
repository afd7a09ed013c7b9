#!/usr/bin/env node
import { appendFileSync, createReadStream, readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { run } from "./run.ts";

// `rolecall … | head -1`: whoever read the answer has read enough. An interrupt (^C) is left to its default, which
// ends the process at once, as 130 to the shell.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
	if (error.code !== "EPIPE") throw error;
	process.exit();
});

process.exitCode = await run(process.argv.slice(2), {
	out: (text) => void process.stdout.write(text),
	err: (text) => void process.stderr.write(text),
	readStdin: () => readFileSync(0, "utf8"),
	chunks: (file) => (file === "-" ? process.stdin : createReadStream(file)).setEncoding("utf8"),
	writeFile: (file, text) => writeFileSync(file, text),
	appendFile: (file, text) => appendFileSync(file, text),
	env: (name) => process.env[name],
	environment: process.env,
	columns: process.stdout.isTTY ? process.stdout.columns : undefined,
	errIsTerminal: process.stderr.isTTY === true,
	calledAs: basename(process.argv[1] ?? "rolecall", ".js"),
});
