import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { sha256 } from "../../src/model/sha256.ts";

test("SHA-256 of the examples of FIPS 180-4", () => {
	expect(sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	expect(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")).toBe(
		"248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
	);
});

test("SHA-256 as Node has it, of any length and alphabet", () => {
	for (let length = 0; length < 200; length += 1) {
		for (const letter of ["a", "é", "😀", "\0"]) {
			const text = letter.repeat(length);
			expect(sha256(text)).toBe(createHash("sha256").update(text).digest("hex"));
		}
	}
});
