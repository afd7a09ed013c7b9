import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { exitCodes } from "../../src/cli/exit-code.ts";
import type { Cell, Difference, Gap } from "../../src/model/answer.ts";
import { problemTitles } from "../../src/model/problem.ts";
import { formatNames } from "../../src/render/formats.ts";
import { rolecall } from "../support/run-cli.ts";

const commands = [
	"can",
	"who-can",
	"matrix",
	"audit",
	"test",
	"fix",
	"review",
	"simplify",
	"snapshot",
	"diff",
	"grant-check",
	"covers",
	"verify",
];

/** Commands below a command, in the order of its help. */
const below: ReadonlyMap<string, readonly string[]> = new Map([
	["test", ["init", "lint", "schema", "suggest"]],
]);

function doc(name: string): string {
	return readFileSync(new URL(`../../docs/${name}`, import.meta.url), "utf8");
}

// `npm run docs` writes it.
test("docs/cli.md holds the help of every command", async () => {
	const parts = [
		"# The command line",
		"Written by `npm run docs`; see also [output](output.md) and [exit codes](exit-codes.md).",
	];
	const all = commands.flatMap((command) => [
		[command],
		...(below.get(command) ?? []).map((sub) => [command, sub]),
	]);
	for (const args of [[], ...all]) {
		const { stdout } = await rolecall([...args, "--help"]);
		parts.push(`## ${["rolecall", ...args].join(" ")}`, `\`\`\`\n${stdout.trimEnd()}\n\`\`\``);
	}
	await expect(`${parts.join("\n\n")}\n`).toMatchFileSnapshot("../../docs/cli.md");
});

test("every command is documented", async () => {
	const { stdout } = await rolecall(["--help"]);
	const listed = [...stdout.matchAll(/^ {2}([a-z-]+) {2,}/gm)].map(([, name]) => name);
	expect(listed).toEqual([...commands, "help"]);
	for (const [command, subs] of below) {
		const help = (await rolecall([command, "--help"])).stdout.split("\nCommands:\n")[1] ?? "";
		expect([...help.matchAll(/^ {2}([a-z-]+) {2,}/gm)].map(([, name]) => name)).toEqual(subs);
	}
});

test("help fits 80 columns", () => {
	expect(
		doc("cli.md")
			.split("\n")
			.filter((line) => line.length > 80),
	).toEqual([
		"Written by `npm run docs`; see also [output](output.md) and [exit codes](exit-codes.md).",
	]);
});

test("every exit code has its row in docs/exit-codes.md, and no other", () => {
	const rows = [...doc("exit-codes.md").matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));
	expect(rows).toEqual(Object.values(exitCodes));
});

test("every format has its row in docs/output.md, and no other", () => {
	const section = doc("output.md").split("## Formats")[1]?.split("###")[0] ?? "";
	const rows = [...section.matchAll(/^\| `([a-z]+)` \|/gm)].map(([, format]) => format);
	expect(rows).toEqual([...formatNames]);
});

test("every problem code has its row in docs/problems.md, and no other", () => {
	const rows = [...doc("problems.md").matchAll(/^\| `([a-z0-9-]+)` \|/gm)].map(([, code]) => code);
	expect(rows.sort()).toEqual(Object.keys(problemTitles).sort());
});

// Records, so that the compiler asks for what a union gains.
const gaps: Record<Gap["kind"], true> = {
	"missing-role": true,
	unlisted: true,
	"unread-document": true,
	"other-authorizer": true,
};
const differences: Record<Difference, true> = {
	verb: true,
	apiGroup: true,
	resource: true,
	subresource: true,
	name: true,
	path: true,
	namespace: true,
	scope: true,
	subject: true,
	role: true,
};
const cells: Record<Cell, true> = {
	yes: true,
	no: true,
	unknown: true,
	named: true,
	dead: true,
	absent: true,
	unasked: true,
};

test.each([...Object.keys(gaps), ...Object.keys(differences), ...Object.keys(cells)])(
	"docs/output.md names `%s`",
	(word) => expect(doc("output.md").includes(`\`${word}\``)).toBe(true),
);
