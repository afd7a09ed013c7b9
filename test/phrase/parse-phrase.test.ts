import { describe, expect, test } from "vitest";
import { compilePhrase } from "../../src/phrase/compile-phrase.ts";
import { parsePhrase } from "../../src/phrase/parse-phrase.ts";
import { parsePhraseQuestion } from "../../src/phrase/parse-phrase-question.ts";
import type { PhraseError } from "../../src/phrase/phrase-error.ts";
import { printPhrase } from "../../src/phrase/print-phrase.ts";
import { PermissionSets } from "../../src/sets/permission-sets.ts";
import fc from "../support/fast-check.ts";
import { choosing } from "../support/random.ts";
import { randomPhrase } from "../support/random-phrase.ts";
import { smallCatalog } from "../support/small-catalog.ts";

const choices = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 40, maxLength: 120 }));

/** A tree without its places. */
function bare(tree: unknown): unknown {
	return JSON.parse(
		JSON.stringify(tree, (key, value) =>
			key === "column" || key === "length" ? undefined : value,
		),
	);
}

function faultOf(text: string): PhraseError | undefined {
	const parsed = parsePhrase(text);
	if ("error" in parsed) return parsed.error;
	const world = { catalog: smallCatalog, namespaces: ["payments"], defaultNamespace: "payments" };
	const compiled = compilePhrase(new PermissionSets(), parsed.phrase, world);
	return "error" in compiled ? compiled.error : undefined;
}

test("a printed phrase reads back as the same phrase", () => {
	fc.assert(
		fc.property(choices, (drawn) => {
			const phrase = randomPhrase(choosing(drawn));
			const text = printPhrase(phrase);
			const parsed = parsePhrase(text);
			if ("error" in parsed) throw new Error(`${text}: ${parsed.error.message}`);
			expect(bare(parsed.phrase)).toEqual(bare(phrase));
			expect(printPhrase(parsed.phrase)).toBe(text);
		}),
		{ numRuns: 2000 },
	);
});

test.each([
	"get,list secrets",
	"read any in *",
	"create pods/exec outside payments",
	"any any.apps in team-*",
	"get secrets(db-creds) in payments",
	"get secrets(!db-creds,other)",
	"get secrets()",
	"get secrets(!)",
	"get /healthz*,/readyz",
	"list nodes cluster-wide",
	"any any everywhere",
	"get configmaps in own namespace",
	"get secrets in !payments,billing",
	"verb:read pods.core,events.any,any/scale,pods/any",
	'"get list" "odd/name".apps("a b") in "any"',
])("`%s` is printed as it was written", (text) => {
	const parsed = parsePhrase(text);
	expect("phrase" in parsed && printPhrase(parsed.phrase)).toBe(text);
});

test.each([
	["get|list  secrets|configmaps in a|b", "get,list secrets,configmaps in a,b"],
	["* *.*/* in *", "any any.any/any in *"],
	["  get pods  ", "get pods"],
	["get pods in own   namespace", "get pods in own namespace"],
])("`%s` is another spelling of `%s`", (text, usual) => {
	const parsed = parsePhrase(text);
	expect("phrase" in parsed && printPhrase(parsed.phrase)).toBe(usual);
});

describe("what is wrong is said, and where", () => {
	test.each([
		["", 1, "expected a verb such as `get`, found nothing"],
		["get", 1, "expected a resource or a /path after `get`, found nothing"],
		["get, list secrets", 4, /found `,`; a list has no blanks: `get,…`$/],
		["get,,list pods", 5, "expected a verb such as `get`, found `,list`"],
		["get(pods)", 4, "expected a blank after the verbs, found `(pods)`"],
		["get pods,/healthz", 10, /^expected another resource: paths are a phrase of their own/],
		["get /healthz,pods", 14, /^expected another \/path: resources are a phrase of their own/],
		["get pods.", 9, /^expected an API group after the dot \(`core` is the one without a name\)/],
		["get pods/", 9, /^expected a subresource after the slash, found nothing/],
		["get pods(a", 10, /^expected a closing `\)` after the names, found nothing/],
		["get pods(a)b", 12, "expected a blank, a comma or the end, found `b`"],
		["get pods inn payments", 10, /found `inn`; did you mean `in`\?$/],
		["get pods in", 11, "expected a namespace after `in`, found nothing"],
		["get pods in payments now", 22, "expected nothing more, found `now`"],
		["get pods in payments, billing", 21, /a list has no blanks around its commas$/],
		["get pods in a,!b", 15, /^expected the `!` before the first namespace/],
		["get pods in *,a", 13, /every namespace is `in \*`, alone$/],
		["get pods in any", 13, /one of that name is `"any"`$/],
		['get pods in ""', 13, /without one is `cluster-wide`$/],
		["get pods in [team=a]", 13, /found a label selector: manifests do not hold the labels/],
		['get "pods', 5, "expected a closing quote, found nothing"],
		['get "\\x".core', 5, /^expected a text as JSON quotes it/],
		["get secrts", 5, "the server has no resource type `secrts`; did you mean `secrets`?"],
		["get bananas", 5, /; one of a CRD that is not in the input is written with its API group$/],
		["get bananas.core", 5, /^the core API group has no resource `bananas`/],
		['get "pods"', 5, /^a resource in quotes needs its API group: expected `"pods".core`/],
		["known widgets.acme.io", 7, /^`known` means verbs of the catalogue/],
		["get pods in own namespace", 10, /no account is asked about here/],
		["get pods in team-*", 13, /^no known namespace matches `team-\*`: there are default, /],
		["get /healthz in payments", 14, /^a path is in no namespace/],
		[`get /${"a".repeat(2001)}`, 5, "a path has at most 2000 characters"],
	])("`%s`: column %i", (text, column, message) => {
		const fault = faultOf(text);
		expect(fault?.message).toMatch(message);
		expect(fault?.column).toBe(column);
	});

	test("no text makes the reader throw, and every place is inside of the text", () => {
		const piece = fc.constantFrom(
			...[
				"get",
				"list",
				",",
				"|",
				" ",
				"pods",
				".",
				"apps",
				"/",
				"exec",
				"(",
				")",
				"!",
				"*",
				"any",
			],
			...[
				'"',
				"\\",
				'"a b"',
				"in",
				"outside",
				"own",
				"namespace",
				"cluster-wide",
				"[",
				"]",
				"verb:",
			],
			...["known", "/a*", "\n", "\u0000", "é", "\ud800", "team-*", "secrets", "events", "any of "],
		);
		const text = fc.oneof(
			fc.array(piece, { maxLength: 14 }).map((all) => all.join("")),
			fc.string(),
		);
		fc.assert(
			fc.property(text, (drawn) => {
				const question = parsePhraseQuestion(drawn);
				for (const fault of [faultOf(drawn), "error" in question ? question.error : undefined]) {
					if (fault === undefined) continue;
					expect(fault.message).not.toBe("");
					expect(fault.column).toBeGreaterThanOrEqual(1);
					expect(fault.length).toBeGreaterThanOrEqual(drawn === "" ? 0 : 1);
					expect(fault.column + fault.length - 1).toBeLessThanOrEqual(Math.max(drawn.length, 1));
				}
			}),
			{ numRuns: 5000 },
		);
	});

	test("a text of a megabyte is read at once", () => {
		const started = performance.now();
		for (const unit of ["a,", "(", '"\\', " ", "get pods, ", '"a",']) {
			parsePhraseQuestion(`get ${unit.repeat(1_000_000 / unit.length)}`);
		}
		expect(performance.now() - started).toBeLessThan(20_000);
	});
});

test.each([
	["get pods", "any", ["get pods"]],
	["any of create,patch pods, get secrets in *", "any", ["create,patch pods", "get secrets in *"]],
	["all of read pods , get /healthz", "all", ["read pods", "get /healthz"]],
	["any of.apps", "any", ["any of.apps"]],
	["any pods, any nodes", "any", ["any pods", "any nodes"]],
])("the question `%s` asks for %s of its permissions", (text, quantifier, phrases) => {
	const question = parsePhraseQuestion(text);
	if ("error" in question) throw question.error;
	expect([question.quantifier, question.phrases.map(printPhrase)]).toEqual([quantifier, phrases]);
});
