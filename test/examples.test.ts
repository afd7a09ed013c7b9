import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { can } from "../src/answer/can.ts";
import { questionOf } from "../src/answer/question.ts";
import { whoAsks } from "../src/answer/who-asks.ts";
import { loadSnapshot } from "../src/load/snapshot.ts";
import type { Verdict } from "../src/model/answer.ts";
import { type Grants, resolveGrants } from "../src/resolve/grants.ts";
import { commandsOf, withOutput } from "./support/example-readme.ts";
import { type ExpectedAnswer, expectedAnswers, wordsOf } from "./support/expected-answers.ts";

const root = new URL("../examples/", import.meta.url);
const examples = readdirSync(root, { withFileTypes: true })
	.filter((entry) => entry.isDirectory())
	.map(({ name }) => name);
const index = readFileSync(new URL("README.md", root), "utf8");

function read(example: string, file: string): string {
	return readFileSync(new URL(`${example}/${file}`, root), "utf8");
}

test("examples/README.md names every example once, and nothing else", () => {
	const named = [...index.matchAll(/\]\(([a-z-]+)\/README\.md\)/g)].map(([, name]) => name);
	expect(named.sort()).toEqual(examples);
});

describe.each(examples)("%s", (example) => {
	const expected = expectedAnswers(new URL(`${example}/expected.yaml`, root));

	test("expects answers of both kinds, a dozen at least", () => {
		const verdicts = new Set(expected.map(({ verdict }) => verdict));
		expect(expected.length).toBeGreaterThanOrEqual(12);
		expect([...verdicts]).toEqual(expect.arrayContaining(["yes", "no"]));
	});

	test.each(expected.map((one) => [titleOf(one), one] as const))("%s", (_, one) => {
		expect(verdictOf(example, one)).toBe(one.verdict);
	});

	// `npm run docs` writes what the commands print into the page.
	test("README.md shows what its commands print", async () => {
		const page = read(example, "README.md");
		expect(commandsOf(page).length).toBeGreaterThanOrEqual(3);
		await expect(await withOutput(page)).toMatchFileSnapshot(
			join("..", "examples", example, "README.md"),
		);
	});

	test("README.md reads files of this example only", () => {
		for (const command of commandsOf(read(example, "README.md"))) {
			const files = [...command.matchAll(/ -f (\S+)/g)].map(([, file = ""]) => file);
			expect(files).not.toEqual([]);
			for (const file of files) {
				expect(file).toMatch(new RegExp(`^examples/${example}(/|$)`));
				expect(existsSync(file)).toBe(true);
			}
		}
	});
});

const verbs: Readonly<Record<Verdict, string>> = {
	yes: "may",
	no: "may not",
	unknown: "may or may not",
};

function titleOf({ who, groups, files, question, verdict }: ExpectedAnswer): string {
	const as = groups.length > 0 ? ` in ${groups.join(", ")}` : "";
	return `${files.join(" + ")}: ${who}${as} ${verbs[verdict]} ${question}`;
}

function verdictOf(example: string, { who, groups, files, question }: ExpectedAnswer): Verdict {
	const grants = grantsOf(files.map((file) => join("examples", example, file)));
	const asks = whoAsks(grants, who, groups);
	const asked = questionOf(grants.snapshot, wordsOf(question));
	if ("error" in asks || "error" in asked) throw new Error(JSON.stringify({ asks, asked }));
	// A misspelled word would be denied for the wrong reason.
	expect([...asks.warnings, ...asked.warnings]).toEqual([]);
	return can(grants, asks.identity, asked.request).verdict;
}

const opened = new Map<string, Grants>();

function grantsOf(filenames: readonly string[]): Grants {
	const key = filenames.join("\n");
	const grants = opened.get(key) ?? resolveGrants(loadSnapshot({ filenames }));
	opened.set(key, grants);
	return grants;
}
