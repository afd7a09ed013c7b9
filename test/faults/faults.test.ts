import { rmSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import type { Engine } from "../support/engine.ts";
import { faults } from "../support/faults.ts";
import { benchOf, firstDisagreement } from "../support/laws.ts";
import { Plantation } from "../support/planted.ts";
import { seeded } from "../support/random.ts";
import { randomWorld } from "../support/random-world.ts";

const plantation = new Plantation();
afterAll(() => rmSync(plantation.folder, { recursive: true }));

/** The law that `test/laws` runs, over fixed worlds. */
function lawIsBroken(engine: Engine): string | undefined {
	for (let seed = 1; seed <= 150; seed += 1) {
		const random = seeded(seed);
		const wrong = firstDisagreement(benchOf(engine, randomWorld(random)), random, 64);
		if (wrong !== undefined) return wrong;
	}
	return undefined;
}

test("the source as it is breaks no law", () => {
	expect(lawIsBroken(plantation.sound())).toBeUndefined();
});

test.each(faults)("a fault is caught: $title", (fault) => {
	expect(lawIsBroken(plantation.plant(fault))).toBeDefined();
});
