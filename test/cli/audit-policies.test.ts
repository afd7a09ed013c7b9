import { expect, test } from "vitest";
import { rolecall } from "../support/run-cli.ts";

const audit = ["audit", "examples/kubernetes-dashboard", "-q"];

test.each([
	[["--only", "mint-token"], "there is no policy `mint-token`; did you mean `mint-tokens`?"],
	[["--skip", "tea-*"], "there is no policy `tea-*`"],
	[["--explain", "mint-token"], "there is no policy `mint-token`; did you mean `mint-tokens`?"],
])("%j means no policy: an error, never an audit that finds nothing", async (words, message) => {
	const { exit, stdout, stderr } = await rolecall([...audit, ...words]);
	expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
	expect(stderr).toContain(message);
});

test("a misspelled pack is told with all that there are", async () => {
	const { exit, stderr } = await rolecall([...audit, "--pack", "risk,lnt"]);
	expect(exit).toBe(2);
	expect(stderr).toMatch(/there is no pack `lnt`, only risk, .*, lint; did you mean `lint`\?/);
});

test("policies are chosen by pack and id; what is skipped is not asked", async () => {
	const codeOf = async (...words: string[]) => (await rolecall([...audit, ...words])).exit;
	expect(await codeOf("--pack", "risk")).toBe(1);
	expect(await codeOf("--pack", "workloads,lint")).toBe(0);
	expect(await codeOf("--only", "cluster-*")).toBe(1);
	expect(await codeOf("--only", "cluster-*", "--skip", "cluster-admin")).toBe(0);
});
