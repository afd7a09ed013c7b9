import { readdirSync, readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readSuite } from "../../src/load/suite/read-suite.ts";

const schema: unknown = JSON.parse(
	readFileSync(new URL("../../schema/suite.v1.json", import.meta.url), "utf8"),
);
const ajv = new Ajv({
	strict: true,
	allowUnionTypes: true,
	strictRequired: false,
	strictTypes: false,
});
const validate = ajv.compile(schema as object);

function readerRefuses(document: unknown): string | undefined {
	const origin = { file: "x.rolecall.yaml", at: () => undefined };
	const { problems } = readSuite({ value: document, origin }, new Map());
	return problems.find(({ severity }) => severity === "error")?.message;
}

function schemaRefuses(document: unknown): string | undefined {
	if (validate(document)) return undefined;
	const [error] = validate.errors ?? [];
	return `${error?.instancePath} ${error?.message}`;
}

/** Both accept, or both refuse. */
function expectAgreement(document: unknown): void {
	const [reader, editor] = [readerRefuses(document), schemaRefuses(document)];
	const told = JSON.stringify({ document, reader, editor }, null, 1);
	expect(reader === undefined, told).toBe(editor === undefined);
}

const suite = (text: string): unknown =>
	parse(`inputs: [{manifests: [rbac.yaml]}]\nsubjects: {api: "sa:pay/api"}\n${text}`);
const one = (text: string): unknown => suite(`tests:\n- id: t\n${text.replace(/^/gm, "  ")}\n`);

/** Every key of a suite, in every form that it has. */
const whole = suite(`
version: rolecall/v1
name: n
description: d
owner: o
docs: https://example.com
tags: [a, b]
extends: [base.rolecall.yaml]
matrix: {env: [a, b], one: c}
cluster:
  version: 1.36
  bootstrapPolicy: true
  crds: ["crds/*.yaml"]
  namespaces: {known: [pay, ops], world: closed}
  groups: {oncall: ["user:ana"]}
  unknownResources: warn
sets: {things: [pods, services]}
defaults: {namespace: pay, severity: warning}
thresholds: {ruleCoverage: 90, decisiveCoverage: 70%, mutation: {score: 85, critical: 100}, slack: {critical: 3}}
tests:
- {id: a, name: n, tags: t, severity: critical, subject: api, allow: get pods, via: v, soleVia: true}
- {id: b, subject: api, deny: [get pods, {role: ClusterRole/view, in: pay}], because: no-rule, focus: false}
- id: c
  subject: api
  cases:
  - {allow: get pods, severity: info, subject: "user:jane", via: v, soleVia: false}
  - {deny: {subject: api}, because: wrong-name}
  - {role: ClusterRole/view, in: pay, deny: delete pods}
- id: c2
  role: ClusterRole/x
  in: pay
  cases:
  - {allow: get pods}
  - {allow: get pods, subject: api, via: v}
- {id: c3, role: Role/pay/x, allow: get pods, deny: [delete pods]}
- {id: d, grid: "subject | resource | get\\napi | pods | Y"}
- {id: e, matrix: {subjects: [api], verbs: [get], resources: pods, namespaces: [pay, "*"]}, expect: allow}
- {id: f, subject: api, atLeast: [get pods], atMost: {role: ClusterRole/edit}, exactly: "get pods", mode: catalogue, ignoring: [everyone-rights, api]}
- {id: f2, subject: api, atMost: [], exactly: []}
- {id: g, role: ClusterRole/x, in: pay, atMost: {verbs: [get], apiGroups: [""], resources: [pods], resourceNames: [a], namespaces: ["", pay]}}
- {id: h, subject: api, budget: {permissions: 8, wildcards: "0", clusterWide: 0, namespaces: 1, dangerous: 0}}
- {id: h2, role: ClusterRole/x, in: ops, budget: {permissions: 8}, ignoring: api}
- {id: i, subjects: [api], snapshot: golden.txt}
- {id: j, only: [api, control-plane], can: [get pods, {verbs: get, nonResourceURLs: /x}], exhaustive: true}
- {id: k, forall: {subjects: any, not: [control-plane]}, deny: get pods, ignoring: []}
- {id: l, forall: {subjects: [api]}, atMost: [any any in own namespace], ignoring: everyone-rights, allow: get pods, allowEmpty: true}
- {id: l2, forall: {subjects: [api]}, allow: get pods, subject: api, cases: [{deny: get pods}]}
- {id: l3, forall: {subjects: [api]}, atMost: [], role: ClusterRole/x, in: pay, cases: [{allow: get pods}]}
- {id: m, notBoth: {subjects: any, not: [api], first: get pods, second: {role: ClusterRole/x}}}
- {id: n, disjoint: [api, "user:jane"], within: any any in pay}
- id: o
  baseline: {git: main}
  noNewAccess: {subjects: any, not: api, allow: [{subject: api, can: get pods, reason: r, until: "2030-01-01"}, {role: ClusterRole/x, can: get pods, reason: r}]}
  noLostAccess: true
  equivalent: {subjects: any, baseline: {git: v1}, allow: [{role: ClusterRole/x, can: get pods, reason: r}]}
- {id: p, equivalent: {baseline: {live: {context: prod}}}, skip: {reason: r, until: "2030-01-01", issue: i}}
- {id: q, baseline: {snapshot: s.json}, equivalent: true, knownFailure: {reason: r, until: "2030-01-01"}}
- {id: r, baseline: {manifests: [deploy], exclude: b.yaml}, noLostAccess: {subjects: [api]}}
`);

const inputs = parse(`
- {manifests: a.yaml}
- {manifests: [a, b], exclude: [a/x, "b/**/*.yaml"]}
- {helm: {chart: c, release: r, namespace: n, values: [v.yaml]}}
- {kustomize: k}
- {snapshot: s.json}
- {live: {context: prod}}
`);
const subjects = parse(`
a: sa:pay/api
b: {sa: pay/api}
c: {user: u, groups: [g], external: true}
d: {group: g}
e: {subject: "user:u"}
f: {serviceAccounts: {namespaces: ["team-*"]}}
`);
const full = { ...(whole as object), inputs, subjects: { ...subjects, api: "sa:pay/api" } };

test("a suite with every key is one to the reader and to the schema", () => {
	expect([readerRefuses(full), schemaRefuses(full)]).toEqual([undefined, undefined]);
});

describe("what is wrong is refused by the reader and by the schema", () => {
	test.each<[string, unknown]>([
		["a deny of nothing to everybody", one("forall: {subjects: any}\ndeny: []")],
		["no tests", suite("tests: []")],
		["nothing at all", {}],
		["an unknown key", suite("testz: []")],
		["an unknown key of a test", one("subject: api\ndney: get pods")],
		["another version", { ...full, version: "rolecall/v2" }],
		["an input of two kinds", { ...full, inputs: [{ manifests: "a", kustomize: "b" }] }],
		["an input of no kind", { ...full, inputs: [{}] }],
		["inputs that are no list", { ...full, inputs: { manifests: "a" } }],
		["a chart without its folder", { ...full, inputs: [{ helm: { release: "r" } }] }],
		["a subject in two ways", { ...full, subjects: { api: { user: "a", group: "b" } } }],
		["a subject in no way", { ...full, subjects: { api: { external: true } } }],
		[
			"a world that is neither open nor closed",
			{ ...full, cluster: { namespaces: { world: "ajar" } } },
		],
		["a test that asserts nothing", one("subject: api")],
		["a deny of nobody", one("deny: get pods")],
		["a bound of nobody", one("atMost: get pods")],
		["a budget of nobody", one("budget: {permissions: 1}")],
		["a budget of nothing", one("subject: api\nbudget: {}")],
		["at least nothing", one("subject: api\natLeast: []")],
		["a subject and a role", one("subject: api\nrole: ClusterRole/x\nallow: get pods")],
		[
			"a row of a subject and a role",
			one("cases:\n- {subject: api, role: ClusterRole/x, allow: get pods}"),
		],
		["a role for nothing", one("role: ClusterRole/x\nonly: [api]\ncan: get pods")],
		["a subject beside forall", one("subject: api\nforall: {subjects: any}\ndeny: get pods")],
		["in without a role", one("subject: api\nin: pay\natMost: get pods")],
		[
			"a row's in beside the role of the test",
			one("role: ClusterRole/x\ncases:\n- {in: pay, allow: get pods}"),
		],
		["a grant of a role", one("role: ClusterRole/x\nallow: get pods\nvia: v")],
		["a grant of the test's role", one("role: ClusterRole/x\ncases:\n- {allow: get pods, via: v}")],
		["via of a deny", one("subject: api\ndeny: get pods\nvia: v")],
		["soleVia without via", one("subject: api\nallow: get pods\nsoleVia: false")],
		["because of an allow", one("subject: api\nallow: get pods\nbecause: no-rule")],
		["a mode of a deny", one("subject: api\ndeny: get pods\nmode: catalogue")],
		["ignoring of a deny", one("subject: api\ndeny: get pods\nignoring: api")],
		["ignoring of an allow to all", one("forall: {}\nallow: get pods\nignoring: api")],
		["subjects of nothing", one("subject: api\ndeny: get pods\nsubjects: api")],
		["exhaustive of nothing", one("subject: api\ndeny: get pods\nexhaustive: true")],
		["allowEmpty of nothing", one("subject: api\ndeny: get pods\nallowEmpty: true")],
		["a baseline of nothing", one("subject: api\ndeny: get pods\nbaseline: {git: main}")],
		["a baseline of two kinds", one("baseline: {git: main, live: {}}\nnoNewAccess: true")],
		["a baseline of no manifests", one("baseline: {manifests: []}\nnoNewAccess: true")],
		["exceptions of what is lost", one("baseline: {git: main}\nnoLostAccess: {allow: []}")],
		[
			"an exception of a subject and a role",
			one(
				"baseline: {git: main}\nnoNewAccess: {allow: [{subject: api, role: ClusterRole/x, can: get pods, reason: r}]}",
			),
		],
		["what is left out of a chart", { ...full, inputs: [{ helm: { chart: "c" }, exclude: "x" }] }],
		["a golden file of nobody", one("snapshot: x")],
		["only without can", one("only: [api]")],
		["can without only", one("can: get pods")],
		["forall without a bound", one("forall: {subjects: any}")],
		[
			"forall with what is not for it",
			one("forall: {subjects: any}\ndeny: get pods\nexactly: get pods"),
		],
		["expect without a matrix", one("subject: api\nallow: get pods\nexpect: deny")],
		["within without disjoint", one("subject: api\nallow: get pods\nwithin: get pods")],
		["a matrix without verbs", one("matrix: {subjects: [api], resources: [pods]}")],
		["disjoint from nobody", one("disjoint: [api]")],
		["notBoth of one", one("notBoth: {first: get pods}")],
		["a ratchet without a baseline", one("noNewAccess: true")],
		["a ratchet that is false", one("baseline: {git: main}\nnoNewAccess: false")],
		["a baseline of git that excludes", one("baseline: {git: a, exclude: b}\nnoNewAccess: true")],
		["an input that only excludes", { ...full, inputs: [{ kustomize: "b", exclude: "a" }] }],
		["a baseline of no kind", one("baseline: {}\nnoNewAccess: true")],
		[
			"an exception without a reason",
			one("baseline: {git: main}\nnoNewAccess: {allow: [{subject: api, can: get pods}]}"),
		],
		["a skip without a day", one("subject: api\ndeny: get pods\nskip: {reason: r}")],
		["a skip until no day", one("subject: api\ndeny: get pods\nskip: {reason: r, until: soon}")],
		["a row without a subject", one("cases:\n- allow: get pods")],
		["a row of nothing", one("subject: api\ncases:\n- severity: info")],
		["a reason that there is not", one("subject: api\ndeny: get pods\nbecause: no-ruel")],
		[
			"escalation paths, which are not there yet",
			one("subject: api\ncannotReach: [cluster-admin]"),
		],
		["a phrase that YAML has split", one("subject: api\natLeast: [get,list pods]")],
		["a rule without verbs", one("subject: api\nallow: {apiGroups: [''], resources: [pods]}")],
		["a rule without groups", one("subject: api\nallow: {verbs: [get], resources: [pods]}")],
		["a mapping for a phrase", one("subject: api\nallow: {get pods: x}")],
		["a severity that there is not", one("subject: api\nallow: get pods\nseverity: fatal")],
		["a number that is none", { ...full, thresholds: { ruleCoverage: "most" } }],
	])("%s", (_, document) => {
		expect(readerRefuses(document)).toBeDefined();
		expect(schemaRefuses(document)).toBeDefined();
	});
});

test("the reader and the schema agree about suites with anything changed", () => {
	// One test at a time: nothing in a test depends on another but that their ids differ.
	const { tests, ...rest } = full as unknown as { readonly tests: readonly unknown[] };
	const [first] = tests;
	const documents = [{ ...rest, tests: [first] }, ...tests.map((one) => ({ tests: [one] }))];
	const found = documents.flatMap((document) =>
		placesIn(document, []).flatMap((place) => wrong(document, place)),
	);
	expect(found).toEqual([]);
});

test("the reader and the schema agree about tests with a key of another", () => {
	const { tests } = full as unknown as {
		readonly tests: readonly Readonly<Record<string, unknown>>[];
	};
	const rows = tests.flatMap(({ cases }) => (Array.isArray(cases) ? cases : []));
	for (const [one, more] of [...pairsOf(tests, tests), ...pairsOf(rows, rows)]) {
		const isRow = rows.includes(one);
		const test = { ...one, ...more };
		for (const whose of isRow ? [{ subject: "api" }, { role: "ClusterRole/x" }, {}] : [{}]) {
			expectAgreement({ tests: [isRow ? { ...whose, cases: [test] } : test] });
		}
	}
});

/** Each with each key of the others. */
function pairsOf(
	all: readonly object[],
	others: readonly object[],
): readonly (readonly [object, object])[] {
	const keys = others.flatMap((other) => Object.entries(other));
	return all.flatMap((one) => keys.map(([key, value]) => [one, { [key]: value }] as const));
}

function wrong(document: unknown, place: Path): readonly object[] {
	return changes.flatMap((change, index) => {
		const other = changed(document, place, change);
		const [reader, editor] = [readerRefuses(other), schemaRefuses(other)];
		// What a table holds is beyond a schema.
		if (/expected a head/.test(reader ?? "")) return [];
		const isAgreed = (reader === undefined) === (editor === undefined);
		return isAgreed ? [] : [{ place: place.join("."), index, reader, editor }];
	});
}

/** The suites that stand in other tests and in the documents, whatever is asserted of them there. */
test.each(textsOfSuites())("the reader and the schema agree about %s", (_, document) => {
	expectAgreement(document);
});

/** The keys of a test, on lines or as between braces; undefined for a part of one. */
function flowOrBlock(words: string): unknown {
	for (const text of [words, `{${words}}`]) {
		try {
			return one(text);
		} catch {}
	}
	return undefined;
}

type Path = readonly (string | number)[];

function placesIn(value: unknown, path: Path): readonly Path[] {
	if (typeof value !== "object" || value === null) return [path];
	const below = Object.entries(value).flatMap(([key, item]) =>
		placesIn(item, [...path, Array.isArray(value) ? Number(key) : key]),
	);
	return path.length === 0 ? below : [path, ...below];
}

const removed = Symbol("removed");
const changes: readonly ((value: unknown) => unknown)[] = [
	() => removed,
	() => null,
	() => "any",
	() => 7,
	() => true,
	() => [],
	() => ["get pods"],
	() => ["get", "list pods"],
	() => ({}),
	() => ({ unheardOf: 1 }),
	() => ({ role: "ClusterRole/x" }),
	(value) => [value],
	(value) => (Array.isArray(value) ? value[0] : value),
	(value) => (isMapping(value) ? { ...value, unheardOf: 1 } : value),
	(value) => (isMapping(value) ? { ...value, allow: "get pods" } : value),
	(value) => (isMapping(value) ? { ...value, forall: { subjects: "any" } } : value),
	(value) => (isMapping(value) ? { ...value, manifests: [] } : value),
];

function isMapping(value: unknown): value is object {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

function changed(value: unknown, [key, ...rest]: Path, change: (old: unknown) => unknown): unknown {
	if (key === undefined) return change(value);
	const inner = changed((value as Record<string | number, unknown>)[key], rest, change);
	if (Array.isArray(value)) {
		return inner === removed ? value.filter((_, at) => at !== key) : value.with(Number(key), inner);
	}
	const { [key]: _, ...others } = value as Record<string | number, unknown>;
	return inner === removed ? others : { ...others, [key]: inner };
}

function textsOfSuites(): readonly (readonly [string, unknown])[] {
	const found: (readonly [string, unknown])[] = [];
	const folder = new URL("../cli/", import.meta.url);
	for (const file of readdirSync(folder).filter((name) => name.startsWith("test"))) {
		const text = readFileSync(new URL(file, folder), "utf8");
		for (const [literal] of text.matchAll(/"(?:[^"\\\n]|\\[^xu'])*"/g)) {
			const words = String(JSON.parse(literal));
			if (
				/^(?:subject|forall|only|matrix|baseline|grid|disjoint|notBoth|role|cases): ?/.test(words)
			) {
				const document = flowOrBlock(words);
				if (document !== undefined) found.push([literal, document]);
			}
		}
	}
	for (const name of readdirSync(new URL("../../docs/", import.meta.url))) {
		const text = readFileSync(new URL(`../../docs/${name}`, import.meta.url), "utf8");
		for (const [, yaml = ""] of text.matchAll(/```yaml\n([\s\S]*?)```/g)) {
			if (yaml.includes("\ntests:")) found.push([name, parse(yaml)]);
		}
	}
	return found;
}
