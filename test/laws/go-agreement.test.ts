import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { sameDenyReason } from "../support/laws.ts";
import * as naive from "../support/naive.ts";
import type * as K from "../support/plain.ts";
import { type Random, seeded } from "../support/random.ts";
import { randomRequest, randomUser } from "../support/random-question.ts";
import { randomWorld } from "../support/random-world.ts";

// The judge of the judge: Kubernetes' own authorizer and aggregation controller, where they are built.
const judge = fileURLToPath(new URL("../../conformance/.build/1.37/judge", import.meta.url));
const isWanted = process.env["ROLECALL_LAW_QUESTIONS"] !== undefined && existsSync(judge);
const worlds = 1000;
const questions = 120;
/** What `ROLECALL_RECORD=1` keeps for those who have no Go. */
const recording = fileURLToPath(new URL("recorded/go-authorizer.json", import.meta.url));
const recordedWorlds = 15;
const recordedQuestions = 20;

interface Verdict {
	readonly allowed: boolean;
	readonly reason: string;
	readonly reasons?: readonly string[];
}

test.runIf(isWanted)(
	"the naive evaluator decides as Kubernetes' own authorizer does",
	() => {
		const cases = Array.from({ length: worlds }, (_, i) => caseOf(seeded(5000 + i)));
		const answers = askJudge(cases);
		let allowed = 0;
		for (const [i, { objects, asked }] of cases.entries()) {
			const aggregated = naive.aggregate(objects);
			for (const [j, { user, request }] of asked.entries()) {
				const found = naive.answer(aggregated, user, request);
				const verdict = answers[i]?.[j];
				if (verdict === undefined) throw new Error("the judge left a question unanswered");
				allowed += Number(verdict.allowed);
				const context = JSON.stringify({ user, request, objects }, null, 1);
				expect(found.allowed, context).toBe(verdict.allowed);
				if (found.allowed) {
					const reasons = [...new Set(found.reasons)].sort();
					expect(reasons, context).toEqual([...new Set(verdict.reasons)].sort());
				} else {
					const prefixed = verdict.reason === "" ? "" : `rbac: ${verdict.reason}`;
					expect(sameDenyReason(prefixed, found.errors), context).toBe(true);
				}
			}
		}
		console.info(`${worlds * questions} questions to Go, ${allowed} allowed, 0 disagreements`);
		if (process.env["ROLECALL_RECORD"] === "1") record(cases, answers);
	},
	600_000,
);

interface Case {
	readonly objects: K.Objects;
	readonly asked: readonly { readonly user: K.User; readonly request: K.Request }[];
}

function caseOf(random: Random): Case {
	const objects = randomWorld(random);
	const bindings = objects.filter((object) => "roleRef" in object) as K.Binding[];
	const roles = objects.filter((object) => !("roleRef" in object)) as K.Role[];
	const rules = roles.flatMap((role) => role.rules ?? []);
	const aggregated = naive.aggregate(objects);
	const asked = Array.from({ length: questions }, () => {
		// Power outside RBAC is not the authorizer's.
		const user = withoutMasters(randomUser(random, bindings));
		const reach = ["", "n1", "n2"].flatMap((namespace) =>
			naive
				.visit(aggregated, user, namespace)
				.flatMap(({ rule }) => (rule === undefined ? [] : [{ rule, namespace }])),
		);
		return { user, request: randomRequest(random, rules, reach) };
	});
	return { objects, asked };
}

function withoutMasters({ name, groups }: K.User): K.User {
	return { name, groups: groups.filter((group) => group !== "system:masters") };
}

function askJudge(cases: readonly Case[]): readonly (readonly Verdict[])[] {
	const lines = cases.flatMap(({ objects, asked }) => [
		JSON.stringify({ op: "world", aggregate: true, objects }),
		JSON.stringify({
			op: "authorize",
			requests: asked.map(({ user, request }) => ({
				user: user.name,
				groups: user.groups,
				...request,
			})),
		}),
	]);
	const { stdout } = spawnSync(judge, {
		input: lines.join("\n"),
		encoding: "utf8",
		maxBuffer: 1 << 30,
	});
	const replies = stdout
		.trim()
		.split("\n")
		.map((line) => JSON.parse(line));
	for (const reply of replies) if (reply.error !== undefined) throw new Error(reply.error);
	return replies.filter((_, i) => i % 2 === 1).map(({ answers }) => answers);
}

function record(cases: readonly Case[], answers: readonly (readonly Verdict[])[]): void {
	const kept = cases.slice(0, recordedWorlds).map(({ objects, asked }, i) => ({
		objects,
		asked: asked.slice(0, recordedQuestions).map(({ user, request }, j) => {
			const { allowed, reason, reasons } = answers[i]?.[j] ?? {};
			const why = allowed ? { reasons: [...new Set(reasons)] } : { reason };
			return { user, request, allowed, ...why };
		}),
	}));
	const note =
		"Answers of k8s.io/kubernetes v1.37.1's RBAC authorizer after its aggregation controller came to rest; " +
		"recorded by `ROLECALL_RECORD=1 npm run laws` with conformance/.build/1.37/judge built.";
	const lines = kept.map((one) => JSON.stringify(one, brief)).join(",\n");
	writeFileSync(recording, `{"note":${JSON.stringify(note)},\n"worlds":[\n${lines}\n]}\n`);
}

/** What every object carries says nothing. */
function brief(key: string, value: unknown): unknown {
	return key === "apiVersion" || value === "rbac.authorization.k8s.io" ? undefined : value;
}
