import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import ts from "typescript";
import { expect, test } from "vitest";
import * as rolecall from "../src/index.ts";
import * as matchers from "../src/vitest/extend-expect.ts";
import * as plugin from "../src/vitest/plugin.ts";

const page = readFileSync(new URL("../docs/library.md", import.meta.url), "utf8");

test("docs/library.md: its blocks run, one after the other, as one program", () => {
	const blocks = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code);
	expect(blocks.length).toBeGreaterThanOrEqual(8);
	const program = blocks
		.join("\n")
		.replace(/import \{([^}]*)\} from ("[^"]*");/g, "const {$1} = modules[$2];")
		.replace(/import ("[^"]*");/g, "assert.ok($1 in modules);")
		.replace("export default", "void");
	const { outputText } = ts.transpileModule(program, {
		compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
	});
	const titles: string[] = [];
	new Function("modules", "assert", outputText)(
		{
			rolecall,
			"rolecall/vitest": matchers,
			"rolecall/vitest/plugin": plugin,
			vitest: { expect, test: testOnTheSpot(titles), describe: onTheSpot },
			"vitest/config": { defineConfig: (config: unknown) => config },
		},
		assert,
	);
	expect(titles.length).toBeGreaterThanOrEqual(4);
});

function onTheSpot(_title: string, run: () => void): void {
	run();
}

/** A test inside of this one: it runs where it stands. */
function testOnTheSpot(titles: string[]) {
	const run = (title: string, claim: () => void): void => {
		titles.push(title);
		claim();
	};
	const forEach = (cases: readonly unknown[]) => (title: string, claim: (one: unknown) => void) => {
		for (const one of cases) run(title, () => claim(one));
	};
	return Object.assign(run, { for: forEach });
}

test("the library's names are a decision: a new one is a line in this list", () => {
	expect(Object.keys(rolecall).sort()).toMatchInlineSnapshot(`
		[
		  "Grants",
		  "IdentitySets",
		  "LoadError",
		  "PermissionSets",
		  "PhraseError",
		  "PolicyError",
		  "Requestable",
		  "SetTooLarge",
		  "accountIdentity",
		  "atomsOf",
		  "audit",
		  "can",
		  "compactRules",
		  "compilePhrase",
		  "countRequests",
		  "covers",
		  "coversSide",
		  "diff",
		  "formatPlace",
		  "formatSubject",
		  "grantCheck",
		  "group",
		  "groupIdentity",
		  "identityOf",
		  "kubernetesVersions",
		  "load",
		  "loadPolicies",
		  "loadSnapshot",
		  "matrix",
		  "parsePhrase",
		  "printPhrase",
		  "problemPlace",
		  "problemTitles",
		  "questionOf",
		  "requestOfHttp",
		  "resolveGrants",
		  "review",
		  "rulesCover",
		  "rulesOf",
		  "runSuiteFile",
		  "sa",
		  "simplify",
		  "subjectsOf",
		  "targetFor",
		  "user",
		  "whoAsks",
		  "whoCan",
		  "witness",
		  "witnesses",
		]
	`);
});
