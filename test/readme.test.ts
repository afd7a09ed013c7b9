import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commandsOf, withOutput } from "./support/example-readme.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

// `npm run docs` writes what the commands print into the page.
test("README.md shows what its commands print", async () => {
	expect(commandsOf(readme).length).toBeGreaterThanOrEqual(3);
	await expect(await withOutput(readme)).toMatchFileSnapshot(join("..", "README.md"));
});

test("docs/audit.md shows what its commands print", async () => {
	const page = readFileSync(new URL("../docs/audit.md", import.meta.url), "utf8");
	expect(commandsOf(page)).not.toEqual([]);
	await expect(await withOutput(page)).toMatchFileSnapshot(join("..", "docs", "audit.md"));
});

test("the first two shell blocks show the main job and run the tests", () => {
	const [first, second] = [...readme.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, body]) => body);
	expect(first).toMatch(/^npm ci && npm run build &&\nnode dist\/cli\/main\.js can .*matrix /s);
	expect(second).toBe("npm ci && npm test\n");
});

test("every page the README names is there", () => {
	for (const [, page = ""] of readme.matchAll(/\]\(([^):]+)\)/g)) {
		expect(() => readFileSync(new URL(`../${page}`, import.meta.url)), page).not.toThrow(/ENOENT/);
	}
});
