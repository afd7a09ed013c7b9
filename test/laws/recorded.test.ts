import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { can } from "../../src/answer/can.ts";
import { resolveGrants } from "../../src/resolve/grants.ts";
import { engineRequest, sameDenyReason } from "../support/laws.ts";
import * as naive from "../support/naive.ts";
import type * as K from "../support/plain.ts";
import { snapshotOf } from "../support/world.ts";

interface Recorded {
	readonly worlds: readonly {
		readonly objects: K.Objects;
		readonly asked: readonly {
			readonly user: K.User;
			readonly request: K.Request;
			readonly allowed: boolean;
			readonly reason?: string;
			readonly reasons?: readonly string[];
		}[];
	}[];
}

const file = new URL("recorded/go-authorizer.json", import.meta.url);
const { worlds }: Recorded = JSON.parse(readFileSync(file, "utf8"));

test("the recording says yes and no often enough to mean something", () => {
	const verdicts = worlds.flatMap(({ asked }) => asked.map(({ allowed }) => allowed));
	expect(verdicts.filter((allowed) => allowed).length).toBeGreaterThan(40);
	expect(verdicts.filter((allowed) => !allowed).length).toBeGreaterThan(200);
});

test("rolecall and the naive evaluator decide as Kubernetes' own authorizer did", () => {
	for (const { objects, asked } of worlds) {
		const grants = resolveGrants(snapshotOf(objects));
		const aggregated = naive.aggregate(objects);
		for (const { user, request, allowed, reason = "", reasons } of asked) {
			const context = JSON.stringify({ user, request, objects }, null, 1);
			expect(naive.answer(aggregated, user, request).allowed, context).toBe(allowed);
			const ours = can(grants, user, engineRequest(request));
			expect(ours.verdict === "yes", context).toBe(allowed);
			if (allowed) expect(reasons, context).toContain(ours.reason);
			else expect(sameDenyReason(ours.reason, errorsIn(reason)), context).toBe(true);
		}
	}
});

/** The errors in a deny's reason, which comes from the authorizer itself: without its name before it. */
function errorsIn(reason: string): readonly string[] {
	const text = reason.replace(/^RBAC: /, "").replace(/^\[(.*)\]$/, "$1");
	return text === "" ? [] : text.split(", ");
}
