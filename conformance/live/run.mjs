// The live commands against a real server: what they answer live, from a snapshot file, from the same objects as
// manifests, with limited rights, and while the cluster changes, must be one and the same.
//
//   node run.mjs [minor] [--full] [--big]
//
// --full asks the server every question that its rules suggest; --big reads a cluster of 2,000 Roles and 6,000
// RoleBindings and prints how long that takes. Needs rolecall built (`npm run build`).
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parse } from "yaml";
import { newest } from "../build.mjs";
import { startServer } from "../processes.mjs";
import { commandLine, wordsOf } from "./command-line.mjs";
import { readingTimes } from "./reading-times.mjs";
import { grantTo, limitedIn, liveObjects, liveQuestions } from "./world.mjs";

const usualDist = fileURLToPath(new URL("../../dist", import.meta.url));

/** `server` is of startServer; what it holds of RBAC is wiped before and after. */
export async function liveAgreement(server, { dist = usualDist, full = false } = {}) {
	const folder = mkdtempSync(join(tmpdir(), "rolecall-live-"));
	const course = new Course(server, await commandLine(dist), folder, dist);
	try {
		await course.verified("an empty cluster", full ? ["--all"] : ["--sample", "2000"]);
		await course.fill();
		await course.verified("a cluster", ["--sample", full ? "20000" : "2000"]);
		await course.keptAndWritten(full ? 400 : 100);
		await course.limited(full ? 120 : 40);
		await course.watched();
	} finally {
		await server.ask({ op: "wipe" });
		rmSync(folder, { recursive: true });
	}
	const { cases, disagreements } = course;
	return { class: "live", cases, disagreements };
}

class Course {
	cases = 0;
	disagreements = [];
	#server;
	#run;
	#folder;
	#dist;
	#objects = [];

	constructor(server, run, folder, dist) {
		this.#server = server;
		this.#run = run;
		this.#folder = folder;
		this.#dist = dist;
	}

	#check(agrees, what, details) {
		this.cases += 1;
		if (!agrees) this.disagreements.push({ what, ...details });
	}

	#live(words, kubeconfig = this.#server.kubeconfig) {
		return this.#run(words, { kubeconfig });
	}

	async #apply(objects) {
		for (let at = 0; at < objects.length; at += 500) {
			const { results } = await this.#server.ask({
				op: "apply",
				objects: objects.slice(at, at + 500),
			});
			const refused = results.find(({ code }) => code >= 300);
			if (refused !== undefined) throw new Error(`apply: ${JSON.stringify(refused)}`);
		}
		await this.#server.ask({ op: "settle", aggregation: true });
	}

	async fill() {
		this.#objects = liveObjects();
		await this.#apply(this.#objects);
	}

	/** The server itself counts: each question is a case. */
	async verified(where, words) {
		const { exit, stdout, stderr } = await this.#live(["verify", ...words, "-o", "json"]);
		if (exit !== 0 && exit !== 1) throw new Error(`verify: ${exit} ${stderr}`);
		const { asked, agreed, unknown, unanswered, disagreements } = JSON.parse(stdout);
		this.cases += asked;
		for (const one of disagreements) this.disagreements.push({ what: `verify ${where}`, ...one });
		if (agreed === 0 || unanswered > 0 || unknown > asked / 10) {
			this.disagreements.push({ what: `verify ${where}`, asked, agreed, unknown, unanswered });
		}
	}

	/** From a snapshot file every answer is the same to the byte; from manifests the verdicts and holders are. */
	async keptAndWritten(count) {
		const kept = join(this.#folder, "kept.json");
		const written = join(this.#folder, "written.json");
		await this.#live(["snapshot", kept]);
		writeFileSync(
			written,
			JSON.stringify({ apiVersion: "v1", kind: "List", items: this.#objects }),
		);
		const { kubernetesVersion } = JSON.parse(readFileSync(kept, "utf8"));
		const minor = /1\.\d+/.exec(kubernetesVersion)[0];
		const whole = ["who-can get secrets -n team-1", "who-can create pods -A", "matrix -n team-2"];
		for (const line of [...whole, ...liveQuestions(this.#objects, count)]) {
			const words = [...wordsOf(line), "-o", "json"];
			const [live, file, manifests] = [
				await this.#live([...words, "--context", "conformance"]),
				await this.#live([...words, "--cluster-snapshot", kept]),
				await this.#live([...words, "-f", written, "--kubernetes-version", minor]),
			];
			this.#check(live.stdout === file.stdout && live.exit === file.exit, "snapshot", { line });
			const essence = essenceOf(live);
			this.#check(essence === essenceOf(manifests), "manifests", {
				line,
				live: essence,
				manifests: essenceOf(manifests),
			});
		}
	}

	async #account(name) {
		const { token } = await this.#server.ask({ op: "token", namespace: "default", name });
		const config = parse(readFileSync(this.#server.kubeconfig, "utf8"));
		for (const { context } of config.contexts) context.user = name;
		config.users = [{ name, user: { token } }];
		const file = join(this.#folder, `${name}.kubeconfig`);
		writeFileSync(file, JSON.stringify(config));
		return file;
	}

	/** Who may read less never gets another yes or no; asks the server where it is let; and is told what is missing. */
	async limited(count) {
		const list = (resources) => ({
			apiGroups: ["rbac.authorization.k8s.io"],
			resources,
			verbs: ["list"],
		});
		const asks = {
			apiGroups: ["authorization.k8s.io"],
			resources: ["subjectaccessreviews"],
			verbs: ["create"],
		};
		const all = ["roles", "clusterroles", "rolebindings", "clusterrolebindings"];
		const rights = {
			nothing: [],
			"no-cluster-bindings": grantTo("no-cluster-bindings", "some", [list(all.slice(0, 3))]),
			"no-roles": grantTo("no-roles", "more", [list(all.slice(1))]),
			"one-namespace": [
				...grantTo("one-namespace", "clusterwide", [list(["clusterroles", "clusterrolebindings"])]),
				...grantTo("one-namespace", "here", [list(["roles", "rolebindings"])], limitedIn),
			],
			everything: grantTo("everything", "all", exampleRules()),
		};
		const kubeconfigs = new Map();
		for (const name of Object.keys(rights)) kubeconfigs.set(name, await this.#account(name));
		await this.#apply([
			...Object.values(rights).flat(),
			...Object.keys(rights).flatMap((name) => grantTo(name, `ask-${name}`, [asks])),
		]);
		const lines = liveQuestions(this.#objects, count);
		const truths = new Map();
		for (const line of lines) truths.set(line, (await this.#live(wordsOf(line))).exit);
		for (const [name, kubeconfig] of kubeconfigs) {
			let unknown = 0;
			for (const line of lines) {
				const truth = truths.get(line);
				const words = [...wordsOf(line), ...(name === "one-namespace" ? ["-n", limitedIn] : [])];
				const expected = name === "one-namespace" ? (await this.#live(words)).exit : truth;
				const own = await this.#live(words, kubeconfig);
				if (own.exit === 3) unknown += 1;
				this.#check(own.exit === expected || own.exit === 3, "limited", { name, line, own, truth });
				const settled = await this.#live([...words, "--ask-server"], kubeconfig);
				this.#check(settled.exit === expected, "--ask-server", { name, line, settled, expected });
			}
			const mustKnow = name === "everything" || name === "one-namespace";
			this.#check(mustKnow === (unknown === 0), "unknowns", { name, unknown });
		}
		await this.#mended(lines, truths, kubeconfigs.get("nothing"));
	}

	/** The ClusterRole that is printed, applied, leaves nothing unknown. */
	async #mended(lines, truths, kubeconfig) {
		const { stderr } = await this.#live(wordsOf(lines[0]), kubeconfig);
		const [text] = stderr.slice(stderr.indexOf("# the rights missing")).split("\n\n");
		await this.#apply(grantTo("nothing", "mended", parse(text).rules));
		for (const line of lines) {
			const { exit, stderr: said } = await this.#live(wordsOf(line), kubeconfig);
			this.#check(exit === truths.get(line) && !said.includes("did not list"), "mended", {
				line,
				exit,
				said,
			});
		}
	}

	/** A binding that comes and goes changes the answer within seconds. */
	async watched() {
		const words = [
			"can",
			"get",
			"pods",
			"--as",
			"watched",
			"-n",
			limitedIn,
			"--watch",
			"-o",
			"ndjson",
		];
		const child = spawn(process.execPath, [join(this.#dist, "cli/main.js"), ...words], {
			env: { ...process.env, KUBECONFIG: this.#server.kubeconfig },
			stdio: ["ignore", "pipe", "ignore"],
		});
		const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
		const next = async () => {
			const late = new Promise((resolve) => setTimeout(resolve, 10_000, { value: undefined }));
			const { value } = await Promise.race([lines.next(), late]);
			return value === undefined ? "nothing" : JSON.parse(value).verdict;
		};
		const rules = [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }];
		const [role, binding] = grantTo("x", "watched", rules, limitedIn);
		const user = { apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "watched" };
		const objects = [role, { ...binding, subjects: [user] }];
		try {
			this.#check((await next()) === "no", "watch before");
			const start = performance.now();
			await this.#apply(objects);
			this.#check((await next()) === "yes", "watch after a change");
			this.watchMilliseconds = performance.now() - start;
			await this.#server.ask({ op: "delete", objects });
			this.#check((await next()) === "no", "watch after it was taken back");
		} finally {
			child.kill("SIGINT");
		}
	}
}

/** The rules that the example gives rolecall. */
function exampleRules() {
	const file = new URL("../../examples/rolecall-reader/reader.yaml", import.meta.url);
	return parse(readFileSync(file, "utf8").split("\n---\n")[0]).rules;
}

/** Verdict, or who holds it where, or the cells: all that does not name the places of objects. */
function essenceOf({ exit, stdout }) {
	const { verdict, holders, rows } = JSON.parse(stdout);
	const who = holders?.map(({ subject, namespace }) => JSON.stringify([subject, namespace])).sort();
	const cells = rows?.map(({ subject, namespace, resource, subresource, path, cells }) =>
		JSON.stringify([subject, namespace, resource, subresource, path, cells]),
	);
	return JSON.stringify([exit, verdict, who, cells?.sort()]);
}

async function main(args) {
	const minor = args.find((word) => !word.startsWith("--")) ?? newest;
	const server = await startServer(minor);
	try {
		const start = performance.now();
		const found = await liveAgreement(server, { full: args.includes("--full") });
		const seconds = ((performance.now() - start) / 1000).toFixed(1);
		console.log(
			`live: ${found.cases} cases, ${found.disagreements.length} disagreements, ${seconds} s`,
		);
		for (const one of found.disagreements.slice(0, 10)) console.log(JSON.stringify(one));
		if (args.includes("--big")) await readingTimes(server, usualDist);
		return found.disagreements.length === 0 ? 0 : 1;
	} finally {
		await server.close();
	}
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
	process.exitCode = await main(process.argv.slice(2));
}
