// Writes minors/<minor>.mod and .sum from k8s.io/kubernetes' own go.mod of that minor.
//
//   node minors/make.mjs 1.37 [1.36 …]        (no argument: every minor of versions.json)
//
// k8s.io/kubernetes asks for its staging modules (k8s.io/api and so on) as v0.0.0 and replaces
// them with folders of its own tree. Outside that tree they are published as v0.<minor>.<patch>,
// so each of them is replaced with that version here. Everything else is required exactly as
// upstream requires it, which fixes the versions of all dependencies.
import { execFileSync, spawnSync } from "node:child_process";
import {
	copyFileSync,
	existsSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const versions = JSON.parse(readFileSync(join(here, "versions.json"), "utf8"));
const newest = Object.keys(versions).at(-1);
const wanted = process.argv.slice(2).length > 0 ? process.argv.slice(2) : Object.keys(versions);

function go(args, cwd) {
	return execFileSync("go", args, {
		cwd,
		encoding: "utf8",
		maxBuffer: 1 << 28,
		stdio: ["ignore", "pipe", "inherit"],
	});
}

function upstreamModFile(version) {
	const scratch = mkdtempSync(join(tmpdir(), "rolecall-minor-"));
	try {
		writeFileSync(join(scratch, "go.mod"), "module scratch\n");
		const { GoMod } = JSON.parse(
			go(["mod", "download", "-json", `k8s.io/kubernetes@v${version}`], scratch),
		);
		return JSON.parse(go(["mod", "edit", "-json", GoMod], scratch));
	} finally {
		rmSync(scratch, { recursive: true });
	}
}

function modFile(version, upstream) {
	const stagingVersion = `v0.${version.split(".").slice(1).join(".")}`;
	const staging = upstream.Replace.filter((r) => r.New.Path.startsWith("./staging/src/")).map(
		(r) => r.Old.Path,
	);
	const lines = [
		`// Made by minors/make.mjs from k8s.io/kubernetes v${version}. Do not edit.`,
		"module rolecall.dev/conformance",
		"",
		`go ${upstream.Go}`,
		"",
	];
	for (const g of upstream.Godebug ?? []) lines.push(`godebug ${g.Key}=${g.Value}`, "");
	lines.push("require (", `\tk8s.io/kubernetes v${version}`);
	for (const r of upstream.Require) {
		const v = staging.includes(r.Path) ? stagingVersion : r.Version;
		lines.push(`\t${r.Path} ${v}${r.Indirect ? " // indirect" : ""}`);
	}
	lines.push(")", "", "replace (");
	for (const path of staging) lines.push(`\t${path} => ${path} ${stagingVersion}`);
	lines.push(")", "");
	return lines.join("\n");
}

function list(mod, ...packages) {
	const args = ["list", `-modfile=${mod}`, "-mod=mod", "-deps", ...packages];
	const { status, stderr } = spawnSync("go", args, {
		cwd: root,
		encoding: "utf8",
		maxBuffer: 1 << 28,
	});
	if (status !== 0) process.stderr.write(stderr);
	return status === 0;
}

for (const minor of wanted) {
	const version = versions[minor];
	if (!version) throw new Error(`versions.json names no version for ${minor}`);
	const mod = join(here, `${minor}.mod`);
	const sum = join(here, `${minor}.sum`);
	writeFileSync(mod, modFile(version, upstreamModFile(version)));
	rmSync(sum, { force: true });
	// Listing the packages we build, rather than `go mod tidy`, keeps test dependencies of
	// dependencies out of the sum file.
	if (!list(mod, "./...")) {
		// Go has noted down even the sums that it could not check.
		rmSync(sum, { force: true });
		process.stderr.write(
			`${minor}: not all modules can be had; the sum file is for judge and ask only\n`,
		);
		if (!list(mod, "./judge", "./ask")) throw new Error(`${minor} cannot be had at all`);
	}
	if (!existsSync(sum)) throw new Error(`no ${sum} came out`);
	if (minor === newest) {
		copyFileSync(mod, join(root, "go.mod"));
		copyFileSync(sum, join(root, "go.sum"));
	}
	process.stderr.write(`${minor}: v${version}\n`);
}
