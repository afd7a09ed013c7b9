// Builds the conformance binaries for one Kubernetes minor into .build/<minor>/.
//
//   node build.mjs [minor] [judge] [ask] [server]     (default: the newest minor, judge)
//
// A binary whose sources, mod file and Go version are unchanged is not built again. Exit codes:
// 0 built or up to date, 1 the build failed, 2 wrong use, 3 Go or the modules cannot be had.
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { setPriority } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = dirname(fileURLToPath(import.meta.url));
export const versions = JSON.parse(readFileSync(join(root, "minors", "versions.json"), "utf8"));
export const newest = Object.keys(versions).at(-1);
const binaries = ["judge", "ask", "server"];

export class BuildError extends Error {
	constructor(message, exitCode) {
		super(message);
		this.exitCode = exitCode;
	}
}

const exe = process.platform === "win32" ? ".exe" : "";

export function binaryPath(minor, name) {
	return join(root, ".build", minor, name + exe);
}

/** Builds one binary unless it is up to date; answers its path. */
export function build(minor, name, say = (line) => process.stderr.write(`${line}\n`)) {
	const version = versions[minor];
	if (!version || !binaries.includes(name))
		throw new BuildError(`no such build: ${minor} ${name}`, 2);
	const goVersion = findGo();
	const modFile = join(root, "minors", `${minor}.mod`);
	const sumFile = join(root, "minors", `${minor}.sum`);
	for (const file of [modFile, sumFile]) {
		if (!existsSync(file))
			throw new BuildError(`${file} is missing: run node minors/make.mjs ${minor}`, 1);
	}
	// A tag of the minor chooses between the few files that differ.
	const tags = ["-tags", `kubernetes_${minor.replace(".", "_")}`];
	const flags = ["-trimpath", ...tags, "-ldflags", ldflags(version)];
	const stamp = digest([goVersion, flags.join(" "), modFile, sumFile, ...goFiles(name)]);
	const out = binaryPath(minor, name);
	const stampFile = join(root, ".build", minor, `${name}.stamp`);
	if (existsSync(out) && existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp)
		return out;

	say(`conformance: building ${name} for Kubernetes ${version} (minutes the first time)`);
	const started = Date.now();
	// Listing loads every module the build needs, and nothing more.
	const listed = go(["list", `-modfile=${modFile}`, ...tags, "-deps", `./${name}`]);
	if (listed.status !== 0) {
		throw new BuildError(
			`the Go modules for Kubernetes ${version} cannot be had:\n${listed.stderr}`,
			3,
		);
	}
	mkdirSync(dirname(out), { recursive: true });
	const built = go(["build", `-modfile=${modFile}`, ...flags, "-o", out, `./${name}`]);
	if (built.status !== 0)
		throw new BuildError(`building ${name} for ${minor} failed:\n${built.stderr}`, 1);
	writeFileSync(stampFile, stamp);
	say(`conformance: ${name} ${minor} built in ${Math.round((Date.now() - started) / 1000)} s`);
	return out;
}

function go(args) {
	return spawnSync("go", args, { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 });
}

function findGo() {
	try {
		return execFileSync("go", ["env", "GOVERSION"], { cwd: root, encoding: "utf8" }).trim();
	} catch (error) {
		throw new BuildError(`Go cannot be had: ${error.message}`, 3);
	}
}

// Without these the server would call itself v0.0.0-master.
function ldflags(version) {
	const [major, minor] = version.split(".");
	const set = {
		gitVersion: `v${version}`,
		gitMajor: major,
		gitMinor: minor,
		gitTreeState: "clean",
	};
	const names = Object.entries(set).map(([k, v]) => `-X k8s.io/component-base/version.${k}=${v}`);
	return ["-s", "-w", ...names].join(" ");
}

function goFiles(name) {
	return [name, "internal/jsonl"].flatMap((folder) =>
		readdirSync(join(root, folder))
			.filter((file) => file.endsWith(".go") && !file.endsWith("_test.go"))
			.sort()
			.map((file) => join(root, folder, file)),
	);
}

/** A digest of texts and of the contents of the files among them. */
function digest(parts) {
	const hash = createHash("sha256");
	for (const part of parts) hash.update(existsSync(part) ? readFileSync(part) : part).update("\0");
	return hash.digest("hex");
}

function main(args) {
	const minor = versions[args[0]] ? args.shift() : newest;
	const names = args.length > 0 ? args : ["judge"];
	setPriority(10); // the compiler takes every core it gets; let others go first
	try {
		for (const name of names) process.stdout.write(`${build(minor, name)}\n`);
	} catch (error) {
		if (!(error instanceof BuildError)) throw error;
		const loud = "!".repeat(72);
		process.stderr.write(`${loud}\nconformance: NOT BUILT: ${error.message}\n${loud}\n`);
		process.exit(error.exitCode);
	}
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
	main(process.argv.slice(2));
