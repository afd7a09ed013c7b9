// Files of YAML and JSON, as people write them and as they should not be, against kubectl's reading.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { random } from "./random.mjs";

const scalars = [
	"yes",
	"on",
	"Off",
	"n",
	"~",
	"null",
	"true",
	"TRUE",
	"1",
	"01",
	"0x1F",
	"0b1",
	"0o7",
	"1_000",
	"1.5",
	".5",
	"1e3",
	"-.inf",
	".NaN",
	"12:30:45",
	"1:30",
	"2001-01-01",
	"+1",
	"-",
	"=",
	"<<",
	"'it''s'",
	'"a\\tb\\u00e9"',
	"a: b",
	"a #b",
	"a#b",
	"'a: b'",
	"*",
	'"*"',
	"'*'",
	"&x",
	"*x",
	"!x y",
	"!!str 1",
	"!!int '1'",
	"pods",
	"pods/log",
	"get",
	"rbac.authorization.k8s.io/v1",
	"system:serviceaccount:a:b",
	"%a",
	"@a",
	"`a`",
	"{a: b}",
	"[a, b]",
	"{}",
	"[]",
	'""',
	"''",
	"a\\nb",
	"é",
	"😀",
	"0",
	"-0",
	"1.0",
	"9007199254740993",
	"18446744073709551616",
	"1e400",
	"0.1",
	"123456789012345678901234567890",
	"a,b",
	"?",
	"? a",
	"- a",
	"|",
	">",
	"a b  c",
	'"a\\/b"',
	'"\\x41"',
	"no",
	"y",
];
const keys = [
	"a",
	"name",
	"verbs",
	"kind",
	"'q'",
	'"d"',
	"on",
	"1",
	"true",
	"? x",
	"a b",
	"~",
	"<<",
	"a.b/c",
	"é",
	"1.5",
	"[a]",
	"*x",
	"&k key",
];
const breaks = ["", "", "", " ", "\t", "  # note", " #", "#", "\r", "\u00a0"];
const separators = [
	"---\n",
	"---\n",
	"--- # one\n",
	"---  \n",
	"--- a\n",
	"...\n",
	"---\r\n",
	"\n",
	"%YAML 1.1\n---\n",
	"----\n",
	" ---\n",
	"--- |\n x\n",
];
const inserted = [
	" ",
	"\t",
	"\n",
	":",
	"- ",
	"#",
	"'",
	'"',
	"{",
	"}",
	"[",
	"]",
	",",
	"&a ",
	"*a",
	"!",
	"|",
	">",
	"%",
	"\\",
	"---\n",
	"...\n",
	"\u0085",
	"\ufeff",
	"\u0000",
	"?",
	"  ",
	"\r",
];

/** Texts that rolecall and kubectl may read differently, each with its reason. */
const exceptions = [
	{
		why: "rolecall refuses line breaks that no editor shows, and a byte-order mark inside",
		covers: (text, ours) => /[\u0085\u2028\u2029\ufeff]/.test(text) && ours.fails,
	},
	{
		why: "broken JSON: whether kubectl tries it as YAML depends on what its buffer holds",
		covers: (text) => /^\s*[{[]/.test(text) && !isJson(text),
	},
	{
		why: "kubectl does not look at what stands below a finished document; rolecall refuses it",
		covers: (_, ours) => ours.fails && finished.test(ours.problems[0]?.message),
	},
	{
		why: "a value that another of the same key replaces, and JSON has not",
		covers: (_, ours) =>
			ours.problems.some(({ message }) => message.includes("cannot be sent as JSON")),
	},
	{
		why: "a lone dash inside brackets",
		covers: (text, ours) => ours.fails && /[[,{:]\s*-\s*[\],}]/.test(text),
	},
	{
		why: "a block of text that holds nothing but blanks",
		covers: (text) =>
			/[|>][-+\d]*[ \t]*(#.*)?\r?\n(?:\s*\r?\n)+|[|>][-+]?\d[\s\S]*^[ \t]+$/m.test(text),
	},
	{
		why: "directives, and text below the `...` of a document, which no manifest has",
		covers: (text) => /^(%|\.\.\.)/m.test(text),
	},
	{
		why: "keys written with `?`, as an alias or glued to what follows them",
		covers: (text) => text.includes("?") || /[*&]\w+( \w+)?:/.test(text),
	},
	{
		why: "keys inside brackets without a blank behind their colon, or over two lines: rolecall refuses them",
		covers: (_, ours) => ours.fails && glued.test(ours.problems[0]?.message),
	},
	{
		why: "a tab in front of a line inside quotes, which rolecall refuses as indentation",
		covers: (_, ours) =>
			ours.fails && /^found a tab as indentation/.test(ours.problems[0]?.message),
	},
	{
		why: "a null as a key, of what another key of the same name replaces",
		covers: (text, ours) => ours.fails && /~ ?:/.test(text),
	},
	{
		why: "a block of text whose header stands on a line of its own, and an anchor without a value",
		covers: (text, ours) =>
			ours.fails && /^[ \t]*[|>][-+\d]*[ \t]*$|^&\w+[\t ]*([,\]]|$)/m.test(text),
	},
	{
		why: "tags with brackets or commas in their names",
		covers: (text) => /!\S*[[\],{}!#:]/.test(text),
	},
	{ why: "!!binary that is no text", covers: (text) => text.includes("!!binary") },
	{
		why: "a carriage return alone, which ends a line but for kubectl's splitting",
		covers: (text) => /\r(?!\n)/.test(text),
	},
];
const glued =
	/^expected a space after `:`|within 1024 characters|^expected `,` or a closing bracket|is not closed; expected `[\]}]`|^expected a blank in front of|^expected the end of the line after `[}\]]/;
const finished = /does not fit what stands above it|^text cannot start with `%`|found the end$/;

function isJson(text) {
	try {
		return JSON.parse(text) !== undefined;
	} catch {
		return false;
	}
}

export async function yaml({ rolecall, judge, seed, count, findings, examples }) {
	const written = textsIn(examples);
	const asWritten = await Promise.all(
		written.map((text) => judge.tryAsk({ op: "yamlStream", text })),
	);
	for (const [i, text] of written.entries()) compare(rolecall, findings, text, asWritten[i]);
	const batch = 200;
	for (let done = 0, i = 0; done < count; done += batch, i += 1) {
		const r = random(seed * 5_000_011 + i);
		const texts = Array.from({ length: batch }, () => draw(r));
		const answers = await Promise.all(
			texts.map((text) => judge.tryAsk({ op: "yamlStream", text })),
		);
		for (const [j, text] of texts.entries()) compare(rolecall, findings, text, answers[j]);
	}
}

/** Manifests to spoil: not the examples, so that these may change and the spoiled texts do not. */
const manifests = [
	`# A comment above.
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: deployer
  namespace: shop
  labels: {app: shop, "part-of": 'the shop'}
rules:
  - apiGroups: ["", "apps"]
    resources: ["pods", "deployments/scale"]
    verbs: ["get", "list", "watch"]
  # A comment inside.
  - apiGroups: [""]
    resources:
    - secrets
    resourceNames: [db]
    verbs: [get]
---
kind: RoleBinding
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: deployer, namespace: shop}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: deployer
subjects:
- kind: ServiceAccount
  name: robot   # of the shop
- {kind: User, name: "ana@example.com", apiGroup: rbac.authorization.k8s.io}
`,
	`apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: ConfigMap
  metadata:
    name: settings
    annotations:
      note: >-
        Two lines that
        are one.
  data:
    on: "yes"
    count: "12"
    script: |
      #!/bin/sh
      echo "a: b"

      exit 0
    other: |2-
        indented
- &account
  apiVersion: v1
  kind: ServiceAccount
  metadata: {name: robot}
  automountServiceAccountToken: no
- <<: *account
  metadata: {name: other}
`,
];

function textsIn(examples) {
	return readdirSync(examples, { recursive: true, encoding: "utf8" })
		.filter((file) => /\.ya?ml$/.test(file))
		.sort()
		.map((file) => readFileSync(join(examples, file), "utf8"));
}

function draw(r) {
	const kind = r.below(10);
	if (kind < 3) return mutated(r, r.pick(manifests), 1 + r.below(3));
	const text = Array.from({ length: r.below(5) === 0 ? 2 : 1 }, () => block(r, 0, 3)).join(
		r.pick(separators),
	);
	if (kind < 7) return text;
	return kind < 9 ? mutated(r, text, 1 + r.below(2)) : mutated(r, json(r), r.below(3));
}

function mutated(r, text, times) {
	let changed = text;
	for (let i = 0; i < times; i += 1) {
		const at = r.below(changed.length + 1);
		const cut = r.chance(0.5) ? r.below(3) : 0;
		changed =
			changed.slice(0, at) + (r.chance(0.7) ? r.pick(inserted) : "") + changed.slice(at + cut);
	}
	return changed.toWellFormed();
}

function block(r, depth, deepest) {
	const pad = " ".repeat(depth * 2);
	const kind = depth >= deepest ? 9 : r.below(10);
	if (kind < 5) {
		const entries = Array.from({ length: 1 + r.below(3) }, () => {
			const key = r.chance(0.8) ? r.pick(keys.slice(0, 4)) : r.pick(keys);
			return `${pad}${key}:${value(r, depth, deepest)}`;
		});
		return entries.join("");
	}
	if (kind < 8)
		return Array.from({ length: 1 + r.below(3) }, () => `${pad}-${value(r, depth, deepest)}`).join(
			"",
		);
	return `${pad}${r.pick(scalars)}${r.pick(breaks)}\n`;
}

function value(r, depth, deepest) {
	const kind = r.below(12);
	if (kind < 3) return `${r.pick(breaks)}\n${block(r, depth + 1, deepest)}`;
	if (kind === 3)
		return ` ${r.pick(["|", ">", "|-", ">+", "|2", ">-  ", "| # c"])}\n${lines(r, depth + 1)}`;
	if (kind === 4)
		return ` ${r.pick(["&x", "!!map", "!!str", "!!seq", "&y", "!t"])}\n${block(r, depth + 1, deepest)}`;
	if (kind === 5) return ` ${flow(r, 2)}${r.pick(breaks)}\n`;
	if (kind === 6)
		return ` ${r.pick(["&x ", "*x", "!!str ", "!!binary ", "!!float ", ""])}${r.pick(scalars)}\n`;
	return ` ${r.pick(scalars)}${r.pick(breaks)}\n`;
}

function lines(r, depth) {
	return Array.from(
		{ length: 1 + r.below(3) },
		() =>
			`${" ".repeat(depth * 2 + r.below(2))}${r.pick(["text", "a: b", "", "# no", "  in", "\tx", "---"])}\n`,
	).join("");
}

function flow(r, deepest) {
	const inside = () => (deepest > 0 && r.chance(0.3) ? flow(r, deepest - 1) : r.pick(scalars));
	const joint = r.pick([", ", ",", " , ", ",\n    "]);
	if (r.chance(0.5))
		return `[${Array.from({ length: r.below(3) }, inside).join(joint)}${r.pick(["", ",", ""])}]`;
	const pair = () => `${r.pick(keys)}${r.pick([": ", ":", " : ", ""])}${inside()}`;
	return `{${Array.from({ length: r.below(3) }, pair).join(joint)}${r.pick(["", "", ","])}}`;
}

function json(r) {
	const values = [
		"a",
		1,
		1.5,
		true,
		null,
		[],
		{},
		"é",
		"a\nb",
		["x", { y: 1 }],
		-0,
		1e21,
		9007199254740992,
	];
	const one = () =>
		JSON.stringify(
			Object.fromEntries(["kind", "a", "b"].map((key) => [key, r.pick(values)])),
			undefined,
			r.pick([undefined, 2, "\t"]),
		);
	return Array.from({ length: 1 + r.below(2) }, one).join(r.pick(["\n", "", "\n---\n", ",", " "]));
}

function compare(rolecall, findings, text, answer) {
	const ours = read(rolecall, text);
	const theirs = untilScalar(answer.documents, answer.error !== "");
	const asFar = ours.fails && theirs.fails && spoilsBoth.test(answer.error);
	const agrees =
		ours.fails === theirs.fails &&
		canonical(asFar ? ours.documents.slice(0, theirs.documents.length) : ours.documents) ===
			canonical(theirs.documents);
	const known = agrees ? undefined : exceptions.find(({ covers }) => covers(text, ours, theirs));
	if (known !== undefined) findings.note(known.why);
	else
		findings.check(
			agrees,
			() => ({ what: "text", text, rolecall: ours, judge: answer }),
			theirs.fails ? "refused" : "read",
		);
}

/**
 * The documents before the first fault: kubectl stops there, rolecall goes on. A document that is
 * a single value is one too: kubectl reads its first line perhaps, and then refuses it as no object.
 */
function untilScalar(all, fails) {
	const documents = all.filter((one) => one !== null);
	const scalar = documents.findIndex((one) => typeof one !== "object");
	return scalar < 0 ? { documents, fails } : { documents: documents.slice(0, scalar), fails: true };
}

/** A bad separator costs kubectl the document above it too, which rolecall reads. */
const spoilsBoth = /^invalid Yaml document separator/;

/** The order of a mapping's keys is nobody's to say. */
function canonical(value) {
	return JSON.stringify(value, (_, one) =>
		one !== null && typeof one === "object" && !Array.isArray(one)
			? Object.entries(one).sort()
			: one,
	);
}

function read(rolecall, text) {
	const documents = [];
	const problems = [];
	let before;
	rolecall.readDocuments("text", text, {
		document: ({ value }) => documents.push(value),
		problem: ({ code, message, severity }) => problems.push({ code, severity, message }),
		unread: () => {
			before ??= [...documents];
		},
	});
	return { ...untilScalar(before ?? documents, before !== undefined), problems };
}
