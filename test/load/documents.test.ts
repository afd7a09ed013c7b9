import { describe, expect, it } from "vitest";
import { readText } from "../support/read-documents.ts";

describe("a YAML stream", () => {
	it.each<[string, string, readonly unknown[]]>([
		["is split at `---`", "a: 1\n---\nb: 2\n", [{ a: 1 }, { b: 2 }]],
		["may have comments behind `---`", "--- # c\na: 1\n---   \nb: 2\n", [{ a: 1 }, { b: 2 }]],
		["may have empty documents", "---\n---\n# c\n---\n~\n---\nnull\n---\na: 1\n---\n", [{ a: 1 }]],
		["may start with a byte-order mark", "\uFEFFa: 1\n---\n\uFEFFb: 2\n", [{ a: 1 }, { b: 2 }]],
		["may have Windows line ends", "a: |\r\n  b\r\n---\r\nc: d\r\n", [{ a: "b\n" }, { c: "d" }]],
		["may end without a line end", "a: |\n  b", [{ a: "b\n" }]],
		[
			"may have directives and `...`",
			"%YAML 1.1\n---\na: 1\n...\n---\nb: 2\n",
			[{ a: 1 }, { b: 2 }],
		],
		["may hold no objects", "a\n---\n- b\n---\n1\n", ["a", ["b"], 1]],
		["may be empty", "", []],
	])("%s", (_title, text, values) => {
		expect(readText(text)).toMatchObject({ values, problems: [], unread: [] });
	});

	it("is split inside quotes too, as kubectl does", () => {
		expect(readText("a: 'x\n---\ny'\n").values).toEqual(["y'"]);
	});

	it("with text behind `---` is told, and read on below", () => {
		expect(readText("a: 1\n--- b: 2\nc: 3\n---\nd: 4\n")).toMatchObject({
			values: [{ a: 1 }, { d: 4 }],
			problems: [
				"f:2:4: error yaml-syntax: expected nothing but a comment after `---`, found `b: 2`",
			],
			unread: ["f:2:1: not YAML: --- b: 2\nc: 3\n"],
		});
	});

	it("with text below `...` is told: kubectl drops it", () => {
		expect(readText("a: 1\n...\nb: 2\n---\nc: 3\n")).toMatchObject({
			values: [{ a: 1 }, { c: 3 }],
			problems: [
				"f:3:1: warning yaml-syntax: kubectl does not read what follows `...`; separate documents with `---`",
			],
			unread: [],
		});
	});

	it("with a key given twice is told, and the later one counts", () => {
		expect(readText("a: 1\n---\nb:\n  c: 1\n  c: 2\n")).toMatchObject({
			values: [{ a: 1 }, { b: { c: 2 } }],
			problems: [
				"f:5:3: warning duplicate-key: `c` stands twice, first in line 4; the later one counts",
			],
		});
	});

	it.each([
		["a control character", "a: \u0007\n", "f:1:4: error yaml-syntax: found the character U+0007;"],
		[
			"a line break few editors show",
			"a: b\u2028c\n",
			"f:1:5: error yaml-syntax: found the character U+2028,",
		],
	])("with %s is refused", (_title, text, problem) => {
		const read = readText(text);
		expect(read.values).toEqual([]);
		expect(read.problems[0]).toContain(problem);
		expect(read.unread).toHaveLength(1);
	});

	it("puts no control character of a key into a message", () => {
		expect(readText('"a\\e[1m\\nb": 1\n"a\\e[1m\\nb": 2\n').problems).toEqual([
			"f:2:1: warning duplicate-key: `a\uFFFD[1m\uFFFDb` stands twice, first in line 1; the later one counts",
		]);
	});
});

describe("JSON", () => {
	it.each<[string, string, readonly unknown[]]>([
		["one value", ' {"a": 1}\n', [{ a: 1 }]],
		["values one after another", '{"a": 1}{"b": 2}\n{"c":\n3}', [{ a: 1 }, { b: 2 }, { c: 3 }]],
		["one value a line", '{"a": "}{\\""}\n{"b": 2}\n', [{ a: '}{"' }, { b: 2 }]],
		["a list", '[{"a": 1}]', [[{ a: 1 }]]],
		["YAML behind it", '{"a": 1}\n---\nb: 2\n', [{ a: 1 }, { b: 2 }]],
		["only almost: YAML takes it", '{a: 1, "b": [c,],}\n', [{ a: 1, b: ["c"] }]],
		["with a key `__proto__`", '{"__proto__": 1}', [JSON.parse('{"__proto__": 1}')]],
	])("%s", (_title, text, values) => {
		expect(readText(text)).toMatchObject({ values, problems: [], unread: [] });
	});

	it.each([
		[
			'{"verbs": ["get" "create"]}',
			'1:18: error json-syntax: expected `,` or `]` after `"get"`, found `"create"`; did you forget a comma?',
		],
		[
			'{\n  "a": 1\n  "b": 2\n}',
			'3:3: error json-syntax: expected `,` or `}` after `1`, found `"b"`; did you forget a comma?',
		],
		['{"a" 1}', '1:6: error json-syntax: expected `:` after `"a"`, found `1`'],
		['{"a": [1, 2}', "1:12: error json-syntax: expected `,` or `]` after `2`, found `}`"],
		['{"a": "b', '1:7: error json-syntax: expected a value after `:`, found `"b`'],
		['{"a": 1', "2:1: error json-syntax: expected `,` or `}` after `1`, found the end"],
	])("%s is told where it breaks", (text, problem) => {
		const read = readText(text);
		expect(read.values).toEqual([]);
		expect(read.problems).toEqual([`f:${problem}`]);
		expect(read.unread).toEqual([`f:1:1: not JSON: ${text}\n`]);
	});

	it("with one bad line is read on below", () => {
		expect(readText('{"a": 1}\n{"b": 2}\n{"c" 3}\n{"d": 4}\n')).toMatchObject({
			values: [{ a: 1 }, { b: 2 }, { d: 4 }],
			problems: ['f:3:6: error json-syntax: expected `:` after `"c"`, found `3`'],
			unread: ['f:3:1: not JSON: {"c" 3}\n'],
		});
	});

	it("nested deeper than 100 levels is refused", () => {
		const nested = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;
		expect(readText(nested(100)).values).toHaveLength(1);
		expect(readText(nested(101)).problems[0]).toContain("error too-large");
		expect(readText(nested(100_000)).problems[0]).toContain("error too-large");
	});
});

describe("a Helm template", () => {
	it("that is not YAML is told once a file, at its first action", () => {
		const template = "# {{ c }}\nkind: Role\n{{- if .Values.x }}\na: 1\n{{- end }}\n";
		expect(readText(`${template}---\nb: 2\n---\n${template}`)).toMatchObject({
			values: [{ b: 2 }],
			problems: [
				"f:3:1: warning helm-template: found a Helm template; render it first: `helm template CHART | rolecall … -f -`",
			],
			unread: [`f:1:1: a Helm template: ${template}`, `f:9:1: a Helm template: ${template}`],
		});
	});
	it("whose value is an action is told", () => {
		expect(readText("name: {{ .Release.Name }}\n").problems[0]).toContain(
			"f:1:7: warning helm-template",
		);
	});
	it.each([
		["in quotes", "a: \"{{ b }}\"\nc: '{{ d }}'\n"],
		["in a block of text", "a: |\n  {{ b }}\n"],
		["in a comment", "a: b # {{ c }}\n"],
		["inside text", "a: b-{{ c }}\n"],
	])("is a document when its actions stand %s", (_title, text) => {
		expect(readText(text)).toMatchObject({ problems: [], unread: [] });
	});
	it("is not what is broken elsewhere", () => {
		expect(readText('a: |\n  {{ b }}\nc: "{{ d }}"\ne: [f\n').problems[0]).toContain("yaml-syntax");
	});
});

describe("wants", () => {
	const wants = (kind: string) => kind === "Role";
	const broken = "apiVersion: v1\nkind: Secret\ndata: {broken\n";

	it("leaves out documents that surely are of another kind, unparsed", () => {
		const role = 'apiVersion: "rbac/v1"\nkind: Role # c\nrules: []\n';
		expect(readText(`# c\n${broken}---\n${role}`, { wants })).toMatchObject({
			values: [{ apiVersion: "rbac/v1", kind: "Role", rules: [] }],
			problems: [],
		});
	});
	it("is told kind and apiVersion", () => {
		const asked: string[] = [];
		readText(broken, { wants: (kind, apiVersion) => asked.push(`${apiVersion} ${kind}`) > 5 });
		expect(asked).toEqual(["v1 Secret"]);
	});
	it.each([
		["kind stands twice", "apiVersion: v1\nkind: Secret\nkind: Role\n", "Role"],
		["kind is in quotes", 'apiVersion: v1\na: "\nkind: Secret\nb: "\n"kind": Role\n', "Role"],
		[
			"keys are indented",
			' apiVersion: v1\n a: "\nkind: Secret\napiVersion: v1\nx: "\n kind: Role\n',
			"Role",
		],
		["kind is merged in", "apiVersion: v1\nx: &x {kind: Role}\n<<: *x\n", "Role"],
		["all is in brackets", "{apiVersion: v1,\nkind: Role}\n", "Role"],
	])("parses when %s", (_title, text, kind) => {
		expect(readText(text, { wants }).values).toMatchObject([{ kind }]);
	});

	const list = (items: string) => `apiVersion: v1\nitems:\n${items}kind: List\n`;
	it("cuts other items of a List down, and keeps the places of the rest", () => {
		const read = readText(
			list(
				"- apiVersion: v1\n  kind: Secret\n  data:\n    a: b\n- apiVersion: rbac/v1\n  kind: Role\n  rules: []\n- kind: Pod\n  apiVersion: v1\n  spec: {}\n",
			),
			{ wants },
		);
		expect(read.values).toEqual([
			{
				apiVersion: "v1",
				items: [
					{ apiVersion: "v1", kind: "Secret" },
					{ apiVersion: "rbac/v1", kind: "Role", rules: [] },
					{ apiVersion: "v1", kind: "Pod" },
				],
				kind: "List",
			},
		]);
		expect(read.at(["items", 1, "rules"])).toBe("9:3");
		expect(read.at(["items", 0, "data", "a"])).toBe("6:5");
		expect(read.at(["items", 2, "spec"])).toBe("12:3");
	});
	it.each([
		[
			"a quote over several lines",
			'- apiVersion: v1\n  kind: Secret\n  a: "\n- kind: Role\n  b: x"\n',
		],
		[
			"a bracket over several lines",
			"- apiVersion: v1\n  kind: Secret\n  a: [b,\n- kind: Role\n  ]\n",
		],
	])("never takes what is inside %s for an item", (_title, items) => {
		const [value] = readText(list(items), { wants }).values as [{ items: unknown[] } | undefined];
		expect(value?.items.length ?? 1).toBe(1);
	});
	it("keeps `items` of what is no List", () => {
		const text = "apiVersion: v1\nitems:\n- apiVersion: v1\n  kind: Secret\n  a: b\nkind: Role\n";
		expect(readText(text, { wants }).values).toMatchObject([{ items: [{ a: "b" }] }]);
	});
});

describe("origin.at", () => {
	const yaml =
		'# c\nmetadata:\n  name: x\nrules:\n- verbs: ["get", list]\n  resources:\n  - pods\n  - pods/log\n';
	it("is the key of a field, the value of an item, and the nearest field there is", () => {
		const { at } = readText(yaml);
		expect(at([])).toBe("2:1");
		expect(at(["metadata", "name"])).toBe("3:3");
		expect(at(["rules", 0])).toBe("5:3");
		expect(at(["rules", 0, "verbs"])).toBe("5:3");
		expect(at(["rules", 0, "verbs", 1])).toBe("5:18");
		expect(at(["rules", 0, "resources", 1])).toBe("8:5");
		expect(at(["rules", 0, "apiGroups", 3])).toBe("5:3");
		expect(at(["roleRef"])).toBe("2:1");
	});
	it("counts lines of the file, whatever its line ends", () => {
		const { at } = readText(`\uFEFF---\r\na: 1\r\n---\r\n${yaml.replaceAll("\n", "\r\n")}`);
		expect(at(["a"])).toBe("2:1");
		expect(readText(`a: 1\r\n---\r\n${yaml}`).at(["rules", 0, "verbs", 1], 1)).toBe("7:18");
	});
	it("is the same for YAML that is not plain", () => {
		const { at } = readText(yaml.replace("# c", "# c\nx: &x 1"));
		expect(at(["rules", 0, "verbs", 1])).toBe("6:18");
		expect(at(["rules", 0, "absent"])).toBe("6:3");
	});
	it("finds fields of JSON", () => {
		const { at } = readText('{"a": 1}\n {"b": {"c\\u0064": [1,\n  {"e": 2}]}, "b2": 3}');
		expect(at([], 1)).toBe("2:2");
		expect(at(["b", "cd"], 1)).toBe("2:9");
		expect(at(["b", "cd", 1], 1)).toBe("3:3");
		expect(at(["b", "cd", 1, "e"], 1)).toBe("3:4");
		expect(at(["b", "cd", 7, "e"], 1)).toBe("2:9");
		expect(at(["b2"], 1)).toBe("3:15");
	});
});
