import { createRequire } from "node:module";
import { expect, it } from "vitest";
import { readText } from "../../support/read-documents.ts";

function isLoaded(): boolean {
	const files = Object.keys(createRequire(import.meta.url).cache);
	return files.some((file) => /[\\/]node_modules[\\/]yaml[\\/]/.test(file));
}

it("`yaml` is loaded for documents that are not plain, and for nothing else", () => {
	const plain = readText("kind: Role\nrules:\n- verbs: [get]\n---\n{}\n");
	expect(plain.at(["rules", 0, "verbs"])).toBe("3:3");
	expect(readText('{"a": 1}').at(["a"])).toBe("1:2");
	expect(isLoaded()).toBe(false);
	readText("a: &b c\n");
	expect(isLoaded()).toBe(true);
});
