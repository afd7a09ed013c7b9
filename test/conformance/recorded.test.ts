import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { escalationOf } from "../../src/answer/escalation.ts";
import { requestOfHttp } from "../../src/answer/http-request.ts";
import { readDocuments } from "../../src/load/documents.ts";
import { loadSnapshot } from "../../src/load/snapshot.ts";
import type { Binding } from "../../src/model/binding.ts";
import type { Role } from "../../src/model/role.ts";
import type { PolicyRule } from "../../src/model/rule.ts";
import { resolveGrants } from "../../src/resolve/grants.ts";
import { compactRules, rulesCover } from "../../src/resolve/rule-covers.ts";
import type * as K from "../support/plain.ts";
import { policyRule, snapshotOf } from "../support/world.ts";

// What Kubernetes' own code answers; made again by `node conformance/recorded.mjs`.
function casesIn<T>(file: string): readonly T[] {
	const text = readFileSync(new URL(`recorded/${file}`, import.meta.url), "utf8");
	return (JSON.parse(text) as { readonly cases: readonly T[] }).cases;
}

interface RequestLine {
	readonly method: string;
	readonly url: string;
	readonly answer: { readonly refused?: true; readonly request?: unknown };
}

test.each(casesIn<RequestLine>("request-lines.json"))(
	"$method $url asks what the server authorizes",
	({ method, url, answer }) => {
		const request = requestOfHttp(method, url);
		if (answer.refused === true) expect(request).toHaveProperty("error");
		else expect(request).toEqual(answer.request);
	},
);

interface Text {
	readonly text: string;
	readonly answer: { readonly documents: readonly unknown[]; readonly refused: boolean };
}

test.each(casesIn<Text>("texts.json"))("$text is read as kubectl reads it", ({ text, answer }) => {
	const documents: unknown[] = [];
	let unread = 0;
	readDocuments("text", text, {
		document: ({ value }) => documents.push(value),
		problem: () => undefined,
		unread: () => {
			unread += 1;
		},
	});
	expect(unread > 0).toBe(answer.refused);
	// kubectl gives up the document above a separator that it does not understand.
	if (!answer.refused) expect(documents).toEqual(answer.documents.filter((one) => one !== null));
});

interface Written {
	readonly object: unknown;
	readonly answer: {
		readonly ok: boolean;
		readonly unreadable: boolean;
		readonly errors: readonly { readonly field: string; readonly message: string }[];
	};
}

test.each(casesIn<Written>("objects.json"))(
	"$object is refused for the server's reasons",
	(one) => {
		const { problems } = loadSnapshot({ objects: [one.object], bootstrapPolicy: false });
		const errors = problems.filter(({ severity }) => severity === "error");
		const { ok, unreadable, errors: reasons } = one.answer;
		expect(errors.length === 0).toBe(ok);
		expect(errors.some(({ code }) => code === "wrong-type")).toBe(unreadable);
		const found = errors.map(({ field, message }) => `${field}: ${message}`).sort();
		const expected = reasons.map(({ field, message }) => `${field}: ${message}`).sort();
		if (unreadable) return;
		expect(found).toHaveLength(expected.length);
		// Our remedy may follow the server's sentence.
		for (const [i, reason] of expected.entries()) {
			expect([reason, `${reason}; `].some((start) => found[i]?.startsWith(start))).toBe(true);
		}
	},
);

interface Gathering {
	readonly roles: readonly K.Role[];
	readonly answer: readonly { readonly name: string; readonly rules: readonly K.Rule[] }[];
}

test.each(casesIn<Gathering>("aggregated-roles.json"))(
	"$roles gather what the controller gathers, in its order",
	({ roles, answer }) => {
		const grants = resolveGrants(snapshotOf(roles));
		for (const { name, rules } of answer) {
			const found = grants.role("ClusterRole", "", name)?.rules.map(({ rule }) => rule);
			expect(found, name).toEqual(rules.map(policyRule));
		}
	},
);

interface Covering {
	readonly owner: readonly K.Rule[];
	readonly servant: readonly K.Rule[];
	readonly answer: { readonly covers: boolean; readonly compact: readonly string[] };
}

test.each(casesIn<Covering>("missing-rules.json"))(
	"$servant lack in $owner what the server says",
	({ owner, servant, answer }) => {
		const { covers, missing } = rulesCover(owner.map(policyRule), servant.map(policyRule));
		expect(covers).toBe(answer.covers);
		expect([...new Set(compactRules(missing).map(asShown))].sort()).toEqual(answer.compact);
	},
);

interface Write {
	readonly world: K.Objects;
	readonly user: string;
	readonly groups: readonly string[];
	readonly verb: string;
	readonly object: K.Objects[number];
	readonly old?: K.Objects[number];
	readonly answer: { readonly code: number; readonly message: string };
}

test.each(casesIn<Write>("writes.json").map((one, i) => [i, one] as const))(
	"write %i is let through, or refused in the server's words",
	(_, { world, user, groups, verb, object, old, answer }) => {
		const grants = resolveGrants(snapshotOf(world));
		const one = (plain: K.Objects[number]): Role | Binding => {
			const { roles, bindings } = snapshotOf([plain]);
			const [found] = [...roles, ...bindings];
			if (found === undefined) throw new Error("neither a role nor a binding");
			return found;
		};
		const found = escalationOf(
			grants,
			{ name: user, groups },
			{ object: one(object), old: old && one(old), isNamed: verb !== "create" },
		);
		expect(found?.says ?? "").toBe(answer.message);
		expect(found === undefined).toBe(answer.code === 0);
		if (found !== undefined) expect(found.kind === "no-role").toBe(answer.code === 404);
	},
);

/** `{APIGroups:["apps"], Resources:["pods"], Verbs:["get"]}` */
function asShown(rule: PolicyRule): string {
	const fields = [
		["APIGroups", rule.apiGroups],
		["Resources", rule.resources],
		["NonResourceURLs", rule.nonResourceURLs],
		["ResourceNames", rule.resourceNames],
		["Verbs", rule.verbs],
	] as const;
	const shown = fields
		.filter(([, list]) => list.length > 0)
		.map(([name, list]) => `${name}:[${list.map((word) => JSON.stringify(word)).join(" ")}]`);
	return `{${shown.join(", ")}}`;
}
