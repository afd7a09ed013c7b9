import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import ts from "typescript";
import { expect, test } from "vitest";
import * as rolecall from "../src/index.ts";

const page = readFileSync(new URL("../docs/library.md", import.meta.url), "utf8");

test("docs/library.md: its blocks run, one after the other, as one program", () => {
	const blocks = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code);
	expect(blocks.length).toBeGreaterThanOrEqual(5);
	const program = blocks
		.join("\n")
		.replace(/import \{([^}]*)\} from "rolecall";/g, "const {$1} = rolecall;");
	const { outputText } = ts.transpileModule(program, {
		compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
	});
	new Function("rolecall", "assert", outputText)(rolecall, assert);
});

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
