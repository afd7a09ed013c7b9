// Real Kubernetes as the judge of rolecall: asks both the same and counts where they differ.
//
//   node run.mjs [--minor 1.37] [--seed N] [--short] [--judge-only] [--only class,class] [--teeth]
//
// Needs rolecall built (`npm run build`) and builds the rest, cached. Exit codes: 0 no disagreement,
// 1 disagreements (each a file in .build/disagreements/<minor>), 2 wrong use, 3 Go or its modules cannot be
// had. --short asks less of everything and takes a minute or two. ROLECALL_CONFORMANCE_MINUTES bounds
// the building of each binary; a server that takes longer is left out, loudly.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { aggregation } from "./agree/aggregation.mjs";
import { decisions } from "./agree/decisions.mjs";
import { escalation } from "./agree/escalation.mjs";
import { Findings } from "./agree/findings.mjs";
import { identities } from "./agree/identities.mjs";
import { inclusion } from "./agree/inclusion.mjs";
import { live } from "./agree/live.mjs";
import { recordings } from "./agree/recordings.mjs";
import { requests } from "./agree/requests.mjs";
import { reviews } from "./agree/reviews.mjs";
import { rolecallIn } from "./agree/rolecall.mjs";
import { subjects } from "./agree/subjects.mjs";
import { teeth } from "./agree/teeth.mjs";
import { urls } from "./agree/urls.mjs";
import { validation } from "./agree/validation.mjs";
import { yaml } from "./agree/yaml.mjs";
import { newest, versions } from "./build.mjs";
import { startJudge, startServer } from "./processes.mjs";

const root = dirname(fileURLToPath(import.meta.url));

/** What is asked, how often in full and in short, and in what unit. */
const classes = [
	{ name: "decisions", run: decisions, full: 1_000_000, short: 150_000, unit: "pairs" },
	{ name: "subjects", run: subjects, full: 50_000, short: 8000, unit: "answers" },
	{ name: "aggregation", run: aggregation, full: 5000, short: 300, unit: "roles" },
	{ name: "validation", run: validation, full: 50_000, short: 8000, unit: "objects" },
	{ name: "escalation", run: escalation, full: 60_000, short: 8000, unit: "writes" },
	{ name: "inclusion", run: inclusion, full: 200_000, short: 20_000, unit: "pairs" },
	{ name: "urls", run: urls, full: 200_000, short: 40_000, unit: "request lines" },
	{ name: "yaml", run: yaml, full: 20_000, short: 3000, unit: "texts" },
	{ name: "identities", run: identities, full: 1000, short: 100, unit: "answers" },
	{ name: "reviews", run: reviews, full: 100_000, short: 6000, unit: "reviews", needsServer: true },
	{ name: "requests", run: requests, full: 3, short: 1, unit: "requests", needsServer: true },
	{ name: "live", run: live, full: 1, short: 1, unit: "answers", needsServer: true },
	{ name: "recordings", run: recordings, full: 2, short: 1, unit: "files" },
];

function options(args) {
	const { values } = parseArgs({
		args,
		options: {
			minor: { type: "string", default: newest },
			seed: { type: "string", default: "1" },
			short: { type: "boolean", default: false },
			"judge-only": { type: "boolean", default: false },
			only: { type: "string", default: "" },
			teeth: { type: "boolean", default: false },
		},
	});
	const only = values.only === "" ? classes.map(({ name }) => name) : values.only.split(",");
	const unknown = only.find((name) => !classes.some((one) => one.name === name));
	if (unknown !== undefined) throw new Error(`no such class: ${unknown}`);
	if (!versions[values.minor]) throw new Error(`no such minor: ${values.minor}`);
	if (!/^\d+$/.test(values.seed)) throw new Error(`the seed is a number, not ${values.seed}`);
	return { ...values, seed: Number(values.seed), only };
}

/** A first build of the server takes some ten minutes of two cores. */
const minutes = Number(process.env["ROLECALL_CONFORMANCE_MINUTES"] ?? 15);

/** Builds a binary in a process of its own, which is ended when it takes too long. */
async function built(minor, name) {
	const child = spawn(process.execPath, [join(root, "build.mjs"), minor, name], {
		stdio: ["ignore", "ignore", "inherit"],
		detached: true,
	});
	const timer = setTimeout(() => {
		process.stderr.write(`conformance: ${name} takes longer than ${minutes} minutes to build\n`);
		process.kill(-child.pid);
	}, minutes * 60_000);
	const code = await new Promise((resolve) => child.on("close", (status) => resolve(status ?? 3)));
	clearTimeout(timer);
	return code;
}

function loudly(text) {
	const line = "!".repeat(72);
	process.stderr.write(`${line}\nconformance: ${text}\n${line}\n`);
}

/** A server unless it is not wanted or cannot be had: then what needs it is left out. */
async function serverOf({ minor, "judge-only": judgeOnly }) {
	if (judgeOnly) return undefined;
	const codes = [await built(minor, "ask"), await built(minor, "server")];
	if (codes.every((code) => code === 0)) return startServer(minor);
	loudly(`NO SERVER of ${minor}: what is asked of a running server is LEFT OUT`);
	return undefined;
}

async function main() {
	const asked = options(process.argv.slice(2));
	const dist = process.env["ROLECALL_DIST"] ?? join(root, "..", "dist");
	if (!existsSync(join(dist, "index.js"))) throw new Error(`${dist} is not there: npm run build`);
	const rolecall = await rolecallIn(dist);
	const code = await built(asked.minor, "judge");
	if (code !== 0) {
		loudly("NOTHING COMPARED: the judge cannot be built");
		return code;
	}
	if (asked.teeth) return (await teeth({ ...asked, rolecall })) ? 0 : 1;
	const judge = startJudge(asked.minor);
	const server = await serverOf(asked);
	console.log(
		`Kubernetes ${versions[asked.minor]}, seed ${asked.seed}${asked.short ? ", short" : ""}`,
	);
	try {
		return (await runAll(asked, { rolecall, judge, server, dist })) ? 0 : 1;
	} finally {
		await judge.close();
		await server?.close();
	}
}

async function runAll(asked, { rolecall, judge, server, dist }) {
	const folder = Findings.emptied(join(root, ".build", "disagreements", asked.minor));
	let agrees = true;
	for (const { name, run, full, short, unit, needsServer } of classes) {
		if (!asked.only.includes(name) || (needsServer && server === undefined)) continue;
		const findings = new Findings(folder, name);
		const started = Date.now();
		const { minor, seed } = asked;
		const count = asked.short ? short : full;
		const examples = join(root, "..", "examples");
		await run({
			rolecall,
			judge,
			server,
			dist,
			minor,
			seed,
			count,
			findings,
			examples,
			short: asked.short,
		});
		print(name, findings, unit, started);
		if (findings.disagreements > 0) agrees = false;
	}
	if (!agrees) console.log(`the disagreements are in ${folder}`);
	return agrees;
}

function print(name, { asked, disagreements, tally }, unit, started) {
	const number = (value, width) => value.toLocaleString("en").padStart(width);
	const seconds = Math.round((Date.now() - started) / 1000);
	console.log(
		`${name.padEnd(12)}${number(asked, 10)} ${unit.padEnd(14)}${number(disagreements, 5)} disagreements ${number(seconds, 5)} s`,
	);
	for (const [what, times] of [...tally].sort(([, a], [, b]) => b - a)) {
		console.log(`${" ".repeat(12)}${number(times, 10)} ${what}`);
	}
}

try {
	process.exitCode = await main();
} catch (error) {
	process.stderr.write(`conformance: ${error.message}\n`);
	process.exitCode = error.exitCode ?? 2;
}
