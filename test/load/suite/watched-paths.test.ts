import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { changedFile, fileStamps } from "../../../src/load/suite/file-stamps.ts";
import { loadSuite } from "../../../src/load/suite/load-suite.ts";
import { watchedPaths } from "../../../src/load/suite/watched-paths.ts";

let folder = "";
const at = (name: string): string => join(folder, name);

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "rolecall-watched-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

test("all that a suite names is watched, with the bases of its kustomizations", () => {
	for (const name of ["over/prod", "base", "lib", "suites"])
		mkdirSync(at(name), { recursive: true });
	writeFileSync(at("over/prod/kustomization.yaml"), "resources:\n- ../../base\n- own.yaml\n");
	writeFileSync(at("base/kustomization.yml"), 'resources: ["../lib", ../over/prod]\n');
	writeFileSync(
		at("suites/pay.rolecall.yaml"),
		`version: rolecall/v1
inputs:
- manifests: [rbac.yaml, "more/**/*.yaml"]
- helm: {chart: ../chart, values: [values.yaml]}
- kustomize: ../over/prod
- snapshot: prod.json
cluster: {crds: [crds]}
tests:
- {id: golden, subjects: [anyone], snapshot: kept.txt}
- {id: old, baseline: {manifests: [old]}, noNewAccess: {subjects: any}}
- {id: snap, baseline: {snapshot: was.json}, noLostAccess: {subjects: any}}
- {id: ref, baseline: {git: main}, noLostAccess: {subjects: any}}
`,
	);
	const found = watchedPaths(loadSuite(at("suites/pay.rolecall.yaml")));
	expect(found.map((path) => path.slice(folder.length + 1)).toSorted()).toEqual(
		[
			...["suites/pay.rolecall.yaml", "suites/rbac.yaml", "suites/more/**/*.yaml"],
			...["chart", "suites/values.yaml", "over/prod", "base", "lib", "suites/prod.json"],
			...["suites/crds", "suites/kept.txt", "suites/old", "suites/was.json"],
		].toSorted(),
	);
});

test("stamps tell what is new, gone or written anew, in folders and under patterns", () => {
	mkdirSync(at("in/deep"), { recursive: true });
	mkdirSync(at("in/node_modules"));
	symlinkSync("..", at("in/deep/up"));
	const paths = [at("in"), at("*.txt"), at("not-there")];
	const stamps = (): ReturnType<typeof fileStamps> =>
		fileStamps(paths, new Set([at("in/out.json")]));
	let before = stamps();
	const changed = (act: () => void): string | undefined => {
		act();
		const after = stamps();
		const file = changedFile(before, after);
		before = after;
		return file?.slice(folder.length + 1);
	};
	expect(changed(() => undefined)).toBeUndefined();
	expect(changed(() => writeFileSync(at("in/deep/a.yaml"), "a"))).toBe("in/deep/a.yaml");
	expect(changed(() => writeFileSync(at("in/deep/a.yaml"), "ab"))).toBe("in/deep/a.yaml");
	expect(changed(() => utimesSync(at("in/deep/a.yaml"), 1, 1))).toBe("in/deep/a.yaml");
	// The same size, and the same time.
	expect(
		changed(() => {
			writeFileSync(at("in/deep/a.yaml"), "ba");
			utimesSync(at("in/deep/a.yaml"), 1, 1);
		}),
	).toBe("in/deep/a.yaml");
	expect(changed(() => writeFileSync(at("b.txt"), ""))).toBe("b.txt");
	expect(changed(() => writeFileSync(at("not-there"), ""))).toBe("not-there");
	expect(changed(() => rmSync(at("not-there")))).toBe("not-there");
	for (const name of ["in/out.json", "in/.hidden", "in/node_modules/x", "c.md"]) {
		expect(changed(() => writeFileSync(at(name), ""))).toBeUndefined();
	}
});
