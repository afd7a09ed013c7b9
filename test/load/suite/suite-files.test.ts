import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadSuite } from "../../../src/load/suite/load-suite.ts";
import { suiteFiles } from "../../../src/load/suite/suite-files.ts";

let folder = "";

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "rolecall-files-"));
	for (const name of [
		"rbac/a.yaml",
		"rbac/deep/b.yaml",
		"rbac/.hidden/c.yaml",
		"rbac/node_modules/d.yaml",
		"chart/Chart.yaml",
		"chart/templates/role.yaml",
		"values.yaml",
		"kustom/kustomization.yaml",
		"crds/x.yaml",
		"crds/y.json",
		"old/before.yaml",
		"golden.txt",
	]) {
		mkdirSync(join(folder, "tests", dirname(name)), { recursive: true });
		writeFileSync(join(folder, "tests", name), "");
	}
	symlinkSync("..", join(folder, "tests/rbac/up"));
	writeFileSync(
		join(folder, "base.rolecall.yaml"),
		"version: rolecall/v1\ntests: [{id: b, subject: 'user:a', deny: get pods}]\n",
	);
});

afterAll(() => rmSync(folder, { recursive: true }));

test("all that a suite names and that is there, in folders and by patterns; no folder that leads back up", () => {
	const file = join(folder, "tests/s.rolecall.yaml");
	const text = `version: rolecall/v1
extends: [../base.rolecall.yaml]
inputs:
- manifests: [rbac, missing.yaml]
- helm: {chart: chart, release: r, namespace: apps, values: [values.yaml]}
- kustomize: kustom
cluster: {crds: [crds/*.yaml]}
tests:
- {id: t, subject: 'user:a', snapshot: golden.txt}
- {id: r, baseline: {manifests: [old]}, noNewAccess: {subjects: any}}
`;
	const [loaded] = loadSuite(file, new Map(), text);
	expect(loaded?.problems).toEqual([]);
	const files = loaded === undefined ? [] : suiteFiles(loaded.suite);
	expect(files.map((one) => one.slice(folder.length + 1)).sort()).toEqual([
		"base.rolecall.yaml",
		"tests/chart/Chart.yaml",
		"tests/chart/templates/role.yaml",
		"tests/crds/x.yaml",
		"tests/golden.txt",
		"tests/kustom/kustomization.yaml",
		"tests/old/before.yaml",
		"tests/rbac/a.yaml",
		"tests/rbac/deep/b.yaml",
		"tests/values.yaml",
	]);
});
