import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { rolecall } from "../support/run-cli.ts";
import { schemaErrors } from "../support/schemas.ts";

const users = ["-f", "examples/kubectl-users"];

async function holders(words: string, ...more: readonly string[]): Promise<readonly string[]> {
	const { stdout } = await rolecall(["who-can", words, ...users, ...more, "-o", "json"]);
	const found = JSON.parse(stdout);
	expect(schemaErrors(found)).toEqual([]);
	return found.holders
		.filter((one: { grants: { chains: { binding: { builtIn?: true } }[] }[] }) =>
			one.grants.some(({ chains }) => chains.some(({ binding }) => binding.builtIn !== true)),
		)
		.map(({ subject }: { subject: { name: string } }) => subject.name);
}

describe("who-can with a permission", () => {
	test.each<[string, readonly string[]]>([
		["get,list secrets outside payments", ["web-dev"]],
		[
			"any of create pods/exec in payments, delete pods in web",
			["oncall", "payments-dev", "web-dev", "maria@example.com"],
		],
		// The one who is on call may get one secret, not all.
		["all of get secrets in payments", ["payments-dev", "maria@example.com"]],
		["get secrets(checkout-tls) in payments", ["oncall", "payments-dev", "maria@example.com"]],
		["escalate any everywhere", []],
	])("%s", async (words, expected) => {
		expect(await holders(words)).toEqual(expected);
	});

	test("-n is where a phrase without a scope counts, and one with a scope says so itself", async () => {
		expect(await holders("create pods/exec", "-n", "web")).toEqual(["web-dev"]);
		const both = await rolecall(["who-can", "get pods in web", "-n", "web", ...users]);
		expect(both).toMatchObject({ exit: 2, stdout: "" });
		expect(both.stderr).toContain("leave out -n");
	});

	test.each([
		["get secrts", "column 5", "did you mean `secrets`"],
		["get,", "column 4", "expected"],
		["get pods in wbe", "", "did you mean `web`"],
	])("a slip in `%s` is told with its place", async (words, place, hint) => {
		const found = await rolecall(["who-can", `${words} `, ...users]);
		expect(found.stderr).toContain(place);
		expect(found.stderr).toContain(hint);
	});

	test("every format", async () => {
		for (const format of ["table", "wide", "yaml", "csv", "markdown", "ndjson"]) {
			const { stdout } = await rolecall([
				"who-can",
				"get,list secrets in web",
				...users,
				"-o",
				format,
			]);
			expect(stdout).toContain("web-dev");
		}
	});
});

test("matrix --permission shows what is inside of the set and nothing else", async () => {
	const found = await rolecall([
		"matrix",
		"--permission",
		"read secrets in web",
		...users,
		"-o",
		"csv",
	]);
	const [head, ...rows] = found.stdout.trimEnd().split("\r\n");
	expect(head).toContain("get,list,watch");
	expect(rows.map((row) => row.split(",").slice(0, 4).join(" "))).toEqual([
		"group:web-dev web  secrets",
	]);
});

test("docs/phrases.md: every example means somebody's or nobody's rights, and none is an error", async () => {
	const page = readFileSync("docs/phrases.md", "utf8");
	const phrases = [...page.matchAll(/^\| `([^`]+)` \|/gm)].map(([, phrase]) => phrase ?? "");
	expect(phrases.length).toBeGreaterThan(15);
	for (const phrase of phrases) {
		const found = await rolecall(["who-can", `any of ${phrase}`, ...users, "-q"]);
		expect([phrase, found.exit <= 1 || found.exit === 3]).toEqual([phrase, true]);
	}
});
