// Does the judge bite? Every wrong reading of Kubernetes in test/support/faults.ts is planted into a
// copy of the source, and has to be caught by the comparison of decisions.
import {
	cpSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { startJudge, startServer } from "../processes.mjs";
import { decisions } from "./decisions.mjs";
import { Findings } from "./findings.mjs";
import { identities } from "./identities.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const layers = ["model", "resolve", "answer"];
const parts = [
	"resolve/grants",
	"answer/can",
	"answer/who-can",
	"answer/review",
	"answer/question",
	"model/identity",
];
/** Most faults show within a few thousand. */
const pairs = 60_000;

/** Prints one line a fault; true when all are caught and the source as it is is clean. */
export async function teeth({ rolecall, minor, seed, short }) {
	const { default: ts } = await import("typescript");
	const plantation = new Plantation(ts);
	const judge = startJudge(minor);
	// Only a server knows who somebody is under impersonation.
	const server = await startServer(minor);
	try {
		const faults = await plantation.faults();
		const bench = { rolecall, minor, seed, judge, server };
		let biting = !(await caughtBy(bench, await plantation.sound()));
		console.log(`${biting ? "clean " : "CAUGHT"} the source as it is`);
		for (const fault of short ? faults.slice(0, 5) : faults) {
			const by = await bitten(bench, plantation, fault);
			biting &&= by !== undefined;
			console.log(by === undefined ? `MISSED ${fault.title}` : `caught ${fault.title} (${by})`);
		}
		return biting;
	} finally {
		rmSync(plantation.folder, { recursive: true });
		await judge.close();
		await server.close();
	}
}

/** A fault that fits no more into the source bites nobody. */
async function bitten(bench, plantation, fault) {
	try {
		return await caughtBy(bench, await plantation.plant(fault));
	} catch (error) {
		console.log(error.message);
		return undefined;
	}
}

async function caughtBy({ rolecall, ...bench }, engine) {
	const context = {
		...bench,
		rolecall: { ...rolecall, ...engine },
		count: pairs,
		stopAtFirst: true,
	};
	const found = new Findings(undefined, "decisions");
	await decisions({ ...context, findings: found });
	if (found.disagreements > 0) return `decisions, ${found.asked} pairs`;
	const named = new Findings(undefined, "identities");
	await identities({ ...context, count: 200, findings: named });
	return named.disagreements > 0 ? `identities, ${named.asked} answers` : undefined;
}

/** Compiled copies of the source in a temporary folder. */
class Plantation {
	folder = mkdtempSync(join(tmpdir(), "rolecall-teeth-"));
	#ts;
	#planted = 0;

	constructor(ts) {
		this.#ts = ts;
		writeFileSync(join(this.folder, "package.json"), '{"type":"module"}');
		for (const layer of layers) {
			const files = readdirSync(join(root, "src", layer), { recursive: true, encoding: "utf8" });
			for (const file of files.filter((name) => name.endsWith(".ts")))
				this.#compile("sound", `${layer}/${file}`, (text) => text);
		}
	}

	async faults() {
		const file = join(this.folder, "faults.js");
		writeFileSync(
			file,
			this.#javascript(readFileSync(join(root, "test", "support", "faults.ts"), "utf8")),
		);
		return (await import(pathToFileURL(file).href)).faults;
	}

	sound() {
		return this.#engine("sound");
	}

	plant({ title, file, find, replace }) {
		this.#planted += 1;
		const copy = `fault-${this.#planted}`;
		cpSync(join(this.folder, "sound"), join(this.folder, copy), { recursive: true });
		this.#compile(copy, file, (text) => {
			const around = text.split(find);
			if (around.length !== 2)
				throw new Error(
					`${file}: what \`${title}\` replaces stands there ${around.length - 1} times`,
				);
			return around.join(replace);
		});
		return this.#engine(copy);
	}

	async #engine(copy) {
		const modules = parts.map(
			(part) => import(pathToFileURL(join(this.folder, copy, `${part}.js`)).href),
		);
		return Object.assign({}, ...(await Promise.all(modules)));
	}

	#compile(copy, file, change) {
		const path = join(this.folder, copy, file.replace(/\.ts$/, ".js"));
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, this.#javascript(change(readFileSync(join(root, "src", file), "utf8"))));
	}

	#javascript(text) {
		const { ModuleKind, ScriptTarget, transpileModule } = this.#ts;
		const compilerOptions = {
			target: ScriptTarget.ES2023,
			module: ModuleKind.ES2022,
			rewriteRelativeImportExtensions: true,
		};
		return transpileModule(text, { compilerOptions }).outputText;
	}
}
