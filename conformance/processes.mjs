// Starts the conformance binaries and talks to them in lines of JSON.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { build } from "./build.mjs";

/** A binary that answers every line with a line, in order. */
export class Questioner {
	#child;
	#waiting = [];
	#ended;

	constructor(file, args = []) {
		this.#child = spawn(file, args, { stdio: ["pipe", "pipe", "inherit"] });
		createInterface({ input: this.#child.stdout }).on("line", (line) => {
			this.#waiting.shift()?.resolve(JSON.parse(line));
		});
		this.#child.stdin.on("error", () => {}); // its death is told by the exit below
		this.#ended = new Promise((resolve) => {
			this.#child.on("error", resolve);
			this.#child.on("close", (code) =>
				resolve(code === 0 ? undefined : new Error(`${file}: ${code}`)),
			);
		});
		this.#ended.then((error) => {
			const reason = error ?? new Error(`${file} has ended`);
			for (const waiting of this.#waiting.splice(0)) waiting.reject(reason);
		});
	}

	/** The answer to one line; {error} answers are thrown. */
	async ask(question) {
		const answer = await this.tryAsk(question);
		if (answer.error) throw new Error(`${question.op}: ${answer.error}`);
		return answer;
	}

	/** The answer to one line, whatever it is. */
	tryAsk(question) {
		return new Promise((resolve, reject) => {
			this.#waiting.push({ resolve, reject });
			this.#child.stdin.write(`${JSON.stringify(question)}\n`);
		});
	}

	async close() {
		this.#child.stdin.end();
		const error = await this.#ended;
		if (error) throw error;
	}
}

/** A questioner of a minor's judge, built if need be. */
export function startJudge(minor) {
	return new Questioner(build(minor, "judge"));
}

/** A running server of a minor, built if need be, and a questioner of it; close() ends both. */
export async function startServer(minor, serverFlags = []) {
	const askFile = build(minor, "ask");
	const args = serverFlags.length > 0 ? ["--", ...serverFlags] : [];
	const child = spawn(build(minor, "server"), args, { stdio: ["pipe", "pipe", "inherit"] });
	const ended = new Promise((resolve, reject) => {
		child.on("error", reject);
		child.on("close", resolve);
	});
	const ready = await Promise.race([
		new Promise((resolve) => createInterface({ input: child.stdout }).once("line", resolve)).then(
			JSON.parse,
		),
		ended.then((code) => Promise.reject(new Error(`the server of ${minor} ended: ${code}`))),
	]);
	const questioner = new Questioner(askFile, ["-kubeconfig", ready.kubeconfig]);
	return {
		...ready,
		ask: (question) => questioner.ask(question),
		tryAsk: (question) => questioner.tryAsk(question),
		async close() {
			await questioner.close();
			child.stdin.end(); // the server ends when nobody is there any more
			const code = await ended;
			if (code !== 0) throw new Error(`the server of ${minor} ended: ${code}`);
		},
	};
}
