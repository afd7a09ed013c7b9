import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadSnapshot } from "../../src/load/snapshot.ts";

interface Recorded {
	readonly minor: string;
	readonly object: unknown;
	readonly undecodable?: true;
	readonly accepted?: boolean;
	readonly errors?: readonly (readonly [field: string, says: string])[];
	readonly unknown: readonly string[];
}

const recorded = readFileSync(new URL("recorded/validation.jsonl", import.meta.url), "utf8")
	.trim()
	.split("\n")
	.map((line) => JSON.parse(line) as Recorded);

function load(object: unknown, minor: string) {
	const options = { objects: [object], kubernetesVersion: minor, bootstrapPolicy: false };
	const { roles, bindings, problems } = loadSnapshot(options);
	const errors = problems.filter(({ severity }) => severity === "error");
	return { isTaken: roles.length + bindings.length === 1, errors, problems };
}

describe("what API servers said of random objects", () => {
	it.each(recorded.map((line, index) => ({ ...line, index })))(
		"is what we say: $minor, line $index",
		({ minor, object, undecodable, accepted, errors = [], unknown }) => {
			const ours = load(object, minor);
			if (undecodable) {
				expect(ours.isTaken).toBe(false);
				expect(ours.errors.map(({ code }) => code)).toContain("wrong-type");
				return;
			}
			const dropped = ours.problems
				.filter(({ code }) => code === "unknown-field")
				.map(({ message }) => message.slice(0, message.indexOf(":")));
			expect(dropped.sort()).toEqual([...unknown].sort());
			expect(ours.isTaken).toBe(accepted);
			// The server's sentence may be followed by our remedy, and one of its errors stand at two keys of ours.
			const said = ours.errors.map(({ field, message }) => {
				const meant = errors.find(
					([name, says]) => name === field && (message === says || message.startsWith(`${says}; `)),
				);
				return meant ?? [field, message];
			});
			expect(new Set(said.map((pair) => pair.join(" ")))).toEqual(
				new Set(errors.map((pair) => pair.join(" "))),
			);
		},
	);

	it("covers both sides and every minor with words of its own", () => {
		expect(recorded.filter(({ accepted }) => accepted).length).toBeGreaterThan(50);
		expect(recorded.filter(({ accepted }) => accepted === false).length).toBeGreaterThan(150);
		expect(new Set(recorded.map(({ minor }) => minor))).toEqual(
			new Set(["1.31", "1.33", "1.34", "1.36", "1.37"]),
		);
	});
});
