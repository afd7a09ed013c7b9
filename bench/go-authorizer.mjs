import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const judge = fileURLToPath(new URL("../conformance/.build/1.37/judge", import.meta.url));

/** Microseconds a question in Kubernetes' own authorizer, its JSON taken off; undefined where it is not built. */
export async function measureGo(objects, requests) {
	if (!existsSync(judge)) return undefined;
	const child = spawn(judge, { stdio: ["pipe", "pipe", "inherit"] });
	const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
	const ask = async (question) => {
		const text = `${JSON.stringify(question)}\n`;
		const start = process.hrtime.bigint();
		child.stdin.write(text);
		const { value } = await lines.next();
		const took = Number(process.hrtime.bigint() - start) / 1000;
		return { took, answer: JSON.parse(value) };
	};
	const batch = { op: "authorize", brief: true, requests };
	const best = async (question) => {
		let least = Number.POSITIVE_INFINITY;
		let answer;
		for (let i = 0; i < 3; i += 1) {
			const reply = await ask(question);
			least = Math.min(least, reply.took);
			answer = reply.answer;
		}
		return { took: least, answer };
	};
	const who = requests
		.slice(0, 200)
		.map(({ user, groups, ...rest }) => ({ op: "whoCan", ...rest }));
	await ask({ op: "world", objects: [] });
	const overhead = await best(batch);
	const whoOverhead = await sum(who, best);
	await ask({ op: "world", aggregate: true, objects });
	const full = await best(batch);
	const whoFull = await sum(who, best);
	child.stdin.end();
	const allowed = full.answer.answers.filter((answer) => answer.allowed).length / requests.length;
	return {
		allowed,
		oneOff: (full.took - overhead.took) / requests.length,
		who: (whoFull - whoOverhead) / who.length,
	};
}

async function sum(questions, ask) {
	let total = 0;
	for (const question of questions) total += (await ask(question)).took;
	return total;
}
