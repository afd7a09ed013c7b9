import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import type { Io } from "../../src/cli/io.ts";
import { run } from "../../src/cli/run.ts";

export interface World {
	readonly stdin?: string;
	readonly env?: Readonly<Record<string, string>>;
	/** The columns of a terminal; without it, output goes to a pipe. */
	readonly columns?: number;
	readonly errIsTerminal?: boolean;
	readonly calledAs?: string;
	/** Both streams as they are written. */
	readonly onWrite?: (text: string) => void;
}

export interface Outcome {
	readonly exit: number;
	readonly stdout: string;
	readonly stderr: string;
}

/** Runs a command line in this process. */
export async function rolecall(args: readonly string[], world: World = {}): Promise<Outcome> {
	let stdout = "";
	let stderr = "";
	const io: Io = {
		out: (text) => {
			stdout += text;
			world.onWrite?.(text);
		},
		err: (text) => {
			stderr += text;
			world.onWrite?.(text);
		},
		readStdin: () => world.stdin ?? "",
		chunks: async function* (file) {
			// Small chunks, so that lines come in pieces.
			const text = file === "-" ? (world.stdin ?? "") : readFileSync(file, "utf8");
			for (let start = 0; start < text.length; start += 7) yield text.slice(start, start + 7);
		},
		writeFile: (file, text) => writeFileSync(file, text),
		appendFile: (file, text) => appendFileSync(file, text),
		env: (name) => world.env?.[name],
		environment: world.env ?? {},
		columns: world.columns,
		errIsTerminal: world.errIsTerminal === true,
		calledAs: world.calledAs ?? "rolecall",
	};
	const exit = await run(args, io);
	return { exit, stdout, stderr };
}

/** The outcome a test expects: exit code 0, and nothing said, unless it says otherwise. */
export function outcome(expected: Partial<Outcome>): Outcome {
	return { exit: 0, stdout: "", stderr: "", ...expected };
}
