import { expect, test } from "vitest";
import { slackName, slackOf } from "../../src/adequacy/slack.ts";
import { type Setting, suggestTests, withTests } from "../../src/adequacy/suggest.ts";
import { loadSuite } from "../../src/load/suite/load-suite.ts";
import type { Binding } from "../../src/model/binding.ts";
import type { Request } from "../../src/model/request.ts";
import type { Role } from "../../src/model/role.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import type { Subject } from "../../src/model/subject.ts";
import type { SuiteTest } from "../../src/model/suite.ts";
import type { DraftTest } from "../../src/model/suite-draft.ts";
import { draftTestLines } from "../../src/render/test/suite-draft.ts";
import { witnesses } from "../../src/sets/witness.ts";
import { compileSuite } from "../../src/suite/compile-suite.ts";
import { passesIn } from "../../src/suite/run-suite.ts";
import { worldWith } from "../../src/suite/suite-world.ts";
import fc from "../support/fast-check.ts";
import { choosing } from "../support/random.ts";
import { worldOf } from "../support/random-checks.ts";
import { randomWorld } from "../support/random-world.ts";

const choices = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 200, maxLength: 400 }));

function read(tests: readonly DraftTest[]): readonly SuiteTest[] {
	const text = ["version: rolecall/v1", "tests:", ...draftTestLines(tests)].join("\n");
	return tests.length === 0 ? [] : (loadSuite("suggested", new Map(), text)[0]?.suite.tests ?? []);
}

function grown(
	setting: Setting,
	most: number,
): { readonly after: Setting; readonly count: number } {
	const golden = (number: number): string => `${most}-${number}.golden.txt`;
	const { tests } = suggestTests([setting], { most, read, golden });
	const [after] = withTests([setting], tests, read);
	if (after === undefined) throw new Error("a setting is lost");
	return { after, count: tests.length };
}

/** The policy with a Role and a RoleBinding more, that give somebody a right in a namespace. */
function granting(
	snapshot: Snapshot,
	subject: Subject,
	request: Extract<Request, { kind: "resource" }>,
): Snapshot {
	const { verb, apiGroup, resource, subresource, namespace, name } = request;
	const origin = { file: "more", at: () => undefined };
	const base = { name: "one-more", namespace, annotations: new Map(), builtIn: false, origin };
	const what = subresource === "" ? resource : `${resource}/${subresource}`;
	const rule = {
		...{ verbs: [verb], apiGroups: [apiGroup], resources: [what], nonResourceURLs: [] },
		resourceNames: name === "" ? [] : [name],
	};
	const role: Role = {
		...{ ...base, kind: "Role", rules: [rule] },
		...{ labels: new Map(), aggregation: undefined },
	};
	const roleRef = { kind: "Role", name: "one-more" } as const;
	const binding: Binding = { ...base, kind: "RoleBinding", roleRef, subjects: [subject] };
	return {
		...snapshot,
		roles: [...snapshot.roles, role],
		bindings: [...snapshot.bindings, binding],
	};
}

test("suggested tests hold, only narrow what is open, and notice what they are said to close", () => {
	const counts = { tests: 0, tight: 0, noticed: 0, kept: 0 };
	fc.assert(
		fc.property(choices, fc.nat(3), (drawn, few) => {
			const world = worldOf(randomWorld(choosing(drawn), true));
			const none: Setting = { world, passing: [] };
			// A suite that has some tests already, and then all that there are to suggest.
			const some = few === 0 ? none : grown(none, few).after;
			const { after, count } = grown(some, 1000);
			counts.tests += count;
			const before = new Map(
				slackOf(some.world, some.passing).map((one) => [slackName(one.subject), one]),
			);
			for (const slack of slackOf(after.world, after.passing)) {
				const name = slackName(slack.subject);
				const old = before.get(name);
				if (old === undefined) continue;
				expect(slack.above.isSubsetOf(old.above), name).toBe(true);
				expect(slack.below.isSubsetOf(old.below), name).toBe(true);
				if (slack.above.isEmpty && slack.below.isEmpty) counts.tight += 1;
				counts.kept += old.below.equals(slack.below) ? 0 : 1;
				for (const request of witnesses(old.above.difference(slack.above), 5)) {
					if (request.kind === "path" || request.namespace === "") continue;
					const more = granting(world.grants.snapshot, slack.subject, request);
					const other = worldWith({ ...after.world }, more);
					const isNoticed = compileSuite(other).checks.some((check) => !passesIn(check, other));
					expect(isNoticed, `${name} ${JSON.stringify(request)}`).toBe(true);
					counts.noticed += 1;
				}
			}
			expect(grown(after, 1000).count, "nothing is suggested twice").toBe(0);
		}),
		{ numRuns: 40, endOnFailure: true },
	);
	for (const count of Object.values(counts)) expect(count).toBeGreaterThan(10);
});
