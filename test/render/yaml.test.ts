import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type Data, toYaml } from "../../src/render/yaml.ts";
import fc from "../support/fast-check.ts";

describe("toYaml", () => {
	test("writes what kubectl writes", () => {
		expect(toYaml({ kind: "Role", rules: [{ verbs: ["get"], names: [] }, {}], none: {} })).toBe(
			"kind: Role\nrules:\n- verbs:\n  - get\n  names: []\n- {}\nnone: {}\n",
		);
	});

	test.each([
		"on",
		"off",
		"y",
		"N",
		"yes",
		"null",
		"~",
		"1.0",
		"1e3",
		"0x1f",
		"0o7",
		"12:30:45",
		"1_000",
		"",
		" a",
		"a ",
		"*",
		"&a",
		"!x",
		"- a",
		"a: b",
		"a #b",
		"#a",
		"@x",
		"`x",
		"'x",
		"{a",
		"[a",
		"a:",
		"?",
		"%x",
		".inf",
		".NaN",
		"2001-01-01",
		"=",
		"<<",
		"-",
		"---",
		"a\nb",
		"\u001b[0m",
		"\u0085",
		"true",
		"é",
	])("%j comes back as the same string from YAML 1.1 and 1.2", (text) => {
		const yaml = toYaml({ [text]: [text] });
		expect(parse(yaml, { version: "1.1", merge: false })).toEqual({ [text]: [text] });
		expect(parse(yaml, { version: "1.2" })).toEqual({ [text]: [text] });
	});

	test.each(["system:serviceaccount:ci:bot", "rbac.authorization.k8s.io/v1", "ci/deployer", "get"])(
		"%s needs no quotes",
		(text) => {
			expect(toYaml({ a: text })).toBe(`a: ${text}\n`);
		},
	);

	test("lists of plain values in brackets, quoted only where they need it", () => {
		const rule = {
			verbs: ["get", "*"],
			apiGroups: ["", "apps"],
			names: ["a:b", "a, b", "]", "no"],
		};
		expect(toYaml({ rules: [rule], none: [] }, "flow")).toBe(
			'rules:\n- verbs: [get, "*"]\n  apiGroups: ["", apps]\n  names: ["a:b", "a, b", "]", "no"]\nnone: []\n',
		);
	});

	test.each(["block", "flow"] as const)("any plain data comes back with %s lists", (lists) => {
		const key = fc.string({ unit: "binary" }).filter((text) => text !== "__proto__");
		const { data } = fc.letrec<{ data: Data }>((tie) => ({
			data: fc.oneof(
				{ maxDepth: 4 },
				fc.string({ unit: "binary" }),
				fc.constantFrom("no", "a: b", "- ", "1", "x y"),
				fc.integer(),
				fc.boolean(),
				fc.constant(null),
				fc.array(tie("data"), { maxLength: 3 }),
				fc.dictionary(key, tie("data"), { maxKeys: 3, noNullPrototype: true }),
			),
		}));
		fc.assert(
			fc.property(data, (value) => {
				expect(parse(toYaml({ value }, lists), { version: "1.1", merge: false })).toEqual({
					value,
				});
			}),
		);
	});
});
