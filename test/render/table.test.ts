import { expect, test } from "vitest";
import { colourStyle } from "../../src/render/style.ts";
import { table } from "../../src/render/table.ts";
import { pipe, terminal } from "../support/view.ts";

const columns = [{ title: "NAME" }, { title: "WHERE" }];
const rows = [
	["sa:ci/deployer", "rbac.yaml:1"],
	["user:日本", ""],
];

test("headers in upper case, two spaces between columns, nothing after the last", () => {
	expect(table(columns, rows, pipe)).toBe(
		"NAME            WHERE\nsa:ci/deployer  rbac.yaml:1\nuser:日本\n",
	);
});

test("wide characters count two columns", () => {
	const text = table(
		columns,
		[
			["日本", "x"],
			["abcd", "y"],
		],
		{ ...pipe, headers: false },
	);
	expect(text).toBe("日本  x\nabcd  y\n");
});

test("no headers under --no-headers", () => {
	expect(table(columns, [["a", "b"]], { ...pipe, headers: false })).toBe("a  b\n");
});

test("a terminal too narrow breaks cells and drops nothing", () => {
	expect(table(columns, [["group:system:serviceaccounts", "rbac.yaml:1"]], terminal(28))).toBe(
		"NAME             WHERE\ngroup:system:    rbac.yaml:1\nserviceaccounts\n",
	);
});

test("fixed columns stay whole", () => {
	const fixed = [{ title: "NAME" }, { title: "DELETECOLLECTION", fixed: true }];
	expect(table(fixed, [["abcdefghij-klmnop", "x"]], terminal(29))).toBe(
		"NAME         DELETECOLLECTION\nabcdefghij-  x\nklmnop\n",
	);
});

test("colours change no widths", () => {
	const painted = table([{ title: "A" }, { title: "B" }], [[{ text: "yes", look: "yes" }, "b"]], {
		...pipe,
		headers: false,
		style: colourStyle,
	});
	expect(painted).toBe("\u001b[32myes\u001b[0m  b\n");
});
