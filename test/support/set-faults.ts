import type { Fault } from "./faults.ts";

const diagram = "sets/diagram.ts";
const sets = "sets/permission-sets.ts";
const set = "sets/permission-set.ts";
const witness = "sets/witness.ts";
const boxes = "sets/boxes.ts";
const space = "sets/space.ts";

/** Mistakes in the algebra of sets, as changes to our source. */
export const setFaults: readonly Fault[] = [
	{
		title: "the letters that nobody names are forgotten",
		file: diagram,
		find: "const fallback = this.#apply(operation, leftRest, rightRest);",
		replace: "const fallback = this.#apply(operation, leftRest, leftRest);",
	},
	{
		title: "a letter that only the right names is compared with nothing",
		file: diagram,
		find: "			const child = this.#apply(\n				operation,\n				one === letter ? this.childAt(i) : leftRest,",
		replace:
			"			const child = this.#apply(\n				operation,\n				one === letter ? this.childAt(i) : 0,",
	},
	{
		title: "a letter that only the left names is compared with nothing",
		file: diagram,
		find: "				other === letter ? this.childAt(j) : rightRest,\n			);\n			if (child",
		replace: "				other === letter ? this.childAt(j) : 0,\n			);\n			if (child",
	},
	{
		title: "a difference may be turned round",
		file: diagram,
		find: "operation !== difference && left > right",
		replace: "left > right",
	},
	{
		title: "inclusion looks at named letters only",
		file: diagram,
		find: "if (this.#holds(question, leftRest, rightRest) === settling) return settling;",
		replace: "",
	},
	{
		title: "what is left of everything is nothing",
		file: diagram,
		find: "if (left === right || left === nothing || right === everything) return nothing;",
		replace:
			"if (left === right || left === nothing || left === everything || right === everything) return nothing;",
	},
	{
		title: "`*/log` covers the plain resource",
		file: sets,
		find: 'const ofAny = byResource.get("*") ?? [];',
		replace: 'const ofAny = [...(byResource.get("*") ?? [])].flatMap((one) => [one, ""]);',
	},
	{
		title: "`pods/*` is a wildcard",
		file: sets,
		find: 'if (entries.includes("*")) return wanted;',
		replace: 'if (entries.some((one) => one === "*" || one.endsWith("/*"))) return wanted;',
	},
	{
		title: "`*` covers no subresource",
		file: sets,
		find: 'if (entries.includes("*")) return wanted;',
		replace:
			'if (entries.includes("*")) return this.space.branch(levelOf.subresource, { only: [""] }, wanted);',
	},
	{
		title: "names are any names",
		file: sets,
		find: "rule.resourceNames.length === 0 ? anyWord : { only: rule.resourceNames }",
		replace: "anyWord",
	},
	{
		title: "only one trailing star of a path is cut",
		file: sets,
		find: 'while (end > 0 && path[end - 1] === "*") end -= 1;',
		replace: "end -= 1;",
	},
	{
		title: "a RoleBinding reaches requests without a namespace",
		file: sets,
		find: "namespace: { only: [namespace] }",
		replace: 'namespace: { only: [namespace, ""] }',
	},
	{
		title: "a path is the same as all that go on from it",
		file: space,
		find: "if (!isPrefix) {",
		replace: "if (false) {",
	},
	{
		title: "inclusion forgets the paths",
		file: set,
		find: "diagram.includes(other.resources, this.resources) && diagram.includes(other.paths, this.paths)",
		replace: "diagram.includes(other.resources, this.resources)",
	},
	{
		title: "a witness takes the first preferred word without a look",
		file: witness,
		find: "		if (child !== nothing) return [word, child];\n	}\n	const looksHere",
		replace: "		return [word, child];\n	}\n	const looksHere",
	},
	{
		title: "a made-up word may be one that is named",
		file: witness,
		find: "if (!named.includes(word)) return word;",
		replace: "return word;",
	},
	{
		title: "boxes leave out the letters that nobody names",
		file: boxes,
		find: "found.push({ side: { except: named.sort() }, child: diagram.fallback(node) });",
		replace: "",
	},
];
