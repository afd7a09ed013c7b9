import { expect, test } from "vitest";
import { can } from "../../src/answer/can.ts";
import { whoCan } from "../../src/answer/who-can.ts";
import { resolveGrants } from "../../src/resolve/grants.ts";
import fc from "../support/fast-check.ts";
import { engineRequest } from "../support/laws.ts";
import * as naive from "../support/naive.ts";
import type * as K from "../support/plain.ts";
import { choosing, type Random, seeded } from "../support/random.ts";
import { randomRequest, randomUser } from "../support/random-question.ts";
import { randomWorld } from "../support/random-world.ts";
import { snapshotOf } from "../support/world.ts";

/** A question that is a law's to answer, whoever asks it. */
interface Question {
	readonly user: K.User;
	readonly request: K.Request;
}

/** `npm run laws` asks for more. */
const worlds = 150 * Math.ceil(Number(process.env["ROLECALL_LAW_QUESTIONS"] ?? 0) / 200_000 || 1);
const perWorld = 40;
const hour = 3_600_000;

/** Runs a law over random worlds, each with questions that fit it. */
function everywhere(
	law: (objects: K.Objects, questions: readonly Question[], random: Random) => void,
): void {
	const choices = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 200, maxLength: 600 }));
	const run = fc.property(choices, fc.integer(), (drawn, seed) => {
		const random = seeded(seed);
		const objects = randomWorld(choosing(drawn));
		law(objects, questionsFor(objects, random), random);
	});
	fc.assert(run, { numRuns: worlds });
}

function questionsFor(objects: K.Objects, random: Random): readonly Question[] {
	const aggregated = naive.aggregate(objects);
	return Array.from({ length: perWorld }, () => {
		const user = randomUser(random, bindingsIn(objects));
		const reach = ["", "n1", "n2"].flatMap((namespace) =>
			naive
				.visit(aggregated, user, namespace)
				.flatMap(({ rule }) => (rule === undefined ? [] : [{ rule, namespace }])),
		);
		return { user, request: randomRequest(random, rulesIn(objects), reach) };
	});
}

function verdicts(objects: K.Objects, questions: readonly Question[]): readonly boolean[] {
	const grants = resolveGrants(snapshotOf(objects));
	return questions.map(({ user, request }) => grants.allows(user, engineRequest(request)));
}

test(
	"the order of objects, rules, subjects and list entries never matters",
	() => {
		everywhere((objects, questions, random) => {
			const shuffled = shuffle(
				random,
				objects.map((object) => shuffleInside(random, object)),
			);
			expect(verdicts(shuffled, questions)).toEqual(verdicts(objects, questions));
		});
	},
	hour,
);

test(
	"the order of objects never shows in an answer",
	() => {
		everywhere((objects, questions, random) => {
			const one = resolveGrants(snapshotOf(objects));
			const other = resolveGrants(snapshotOf(shuffle(random, objects)));
			for (const { user, request } of questions.slice(0, 8)) {
				const asked = engineRequest(request);
				expect(withoutOrderOfRules(can(other, user, asked))).toEqual(
					withoutOrderOfRules(can(one, user, asked)),
				);
				expect(whoCan(other, asked)).toEqual(whoCan(one, asked));
			}
		});
	},
	hour,
);

test(
	"an object more never takes a permission away",
	() => {
		everywhere((objects, questions, random) => {
			// A ClusterRole more may empty an aggregated one that declares rules itself: the one way to lose something.
			const added = randomWorld(random).filter(({ kind }) => kind !== "ClusterRole");
			const before = verdicts(objects, questions);
			const after = verdicts([...renamed(added), ...objects], questions);
			before.forEach((allowed, i) => {
				if (allowed) expect(after[i], JSON.stringify(questions[i])).toBe(true);
			});
		});
	},
	hour,
);

test(
	"a rule says the same as its atoms",
	() => {
		everywhere((objects, questions) => {
			expect(verdicts(objects.map(inAtoms), questions)).toEqual(verdicts(objects, questions));
		});
	},
	hour,
);

test(
	"a RoleBinding says in its namespace what a ClusterRoleBinding says, and nothing anywhere else",
	() => {
		everywhere((objects, questions) => {
			const roles = objects.filter((object) => object.kind === "ClusterRole");
			const bindings = bindingsIn(objects).filter((one) => one.roleRef.kind === "ClusterRole");
			const namespace = "n1";
			// An account without a namespace takes it from the binding, so it is written out first.
			const inside = bindings.map((one, i) => bindingIn(one, `b${i}`, namespace));
			const wide = inside.map(clusterWide);
			const asBefore = verdicts([...roles, ...inside], questions);
			const clusterVerdicts = verdicts([...roles, ...wide], questions);
			questions.forEach(({ user, request }, i) => {
				const isMaster = user.groups.includes("system:masters");
				const isInside = request.path === undefined && request.namespace === namespace;
				expect(asBefore[i]).toBe(isMaster || (isInside && clusterVerdicts[i]));
			});
		});
	},
	hour,
);

test(
	"renaming a subject, a role, a namespace or an object everywhere changes nothing",
	() => {
		everywhere((objects, questions) => {
			const names = new Map([
				["jane", "Jane Doe"],
				["sa1", "robot"],
				["n1", "team-1"],
				["r1", "Reader"],
				["b", "beta"],
				["dev", "constructor"],
			]);
			const rename = <T>(value: T): T => JSON.parse(renamedText(JSON.stringify(value), names)) as T;
			const other = verdicts(rename(objects), rename(questions));
			expect(other).toEqual(verdicts(objects, questions));
		});
	},
	hour,
);

test(
	"without the bindings that a yes names nothing is left of it",
	() => {
		everywhere((objects, questions) => {
			const grants = resolveGrants(snapshotOf(objects));
			for (const { user, request } of questions.slice(0, 10)) {
				const { chains } = can(grants, user, engineRequest(request));
				if (chains.length === 0) continue;
				const named = new Set(chains.map(({ binding }) => `${binding.kind}/${binding.name}`));
				const rest = objects.filter(({ kind, metadata }) => !named.has(`${kind}/${metadata.name}`));
				expect(verdicts(rest, [{ user, request }])).toEqual([false]);
			}
		});
	},
	hour,
);

test(
	"unknown is said only where a role is missing, and an empty role in its place makes it a no",
	() => {
		let unknown = 0;
		everywhere((objects, questions) => {
			const grants = resolveGrants(snapshotOf(objects));
			const filled = resolveGrants(snapshotOf([...objects, ...missingRoles(objects)]));
			for (const { user, request } of questions.slice(0, 10)) {
				if (user.name.startsWith("system:node:")) continue;
				const decision = can(grants, user, engineRequest(request));
				const after = can(filled, user, engineRequest(request));
				const isUnknown = decision.verdict === "unknown";
				unknown += Number(isUnknown);
				expect(decision.gaps.length > 0).toBe(isUnknown);
				expect(after.verdict).toBe(isUnknown ? "no" : decision.verdict);
				if (isUnknown) expect(decision.reason).toContain("not found");
			}
		});
		expect(unknown).toBeGreaterThan(20);
	},
	hour,
);

test(
	"a document that could not be read makes every no unknown and no yes",
	() => {
		everywhere((objects, questions) => {
			const unread = [
				{ origin: { file: "chart.yaml", at: () => undefined }, why: "a Helm template" },
			];
			const whole = resolveGrants(snapshotOf(objects));
			const torn = resolveGrants(snapshotOf(objects, { unread }));
			for (const { user, request } of questions.slice(0, 10)) {
				const before = can(whole, user, engineRequest(request)).verdict;
				const after = can(torn, user, engineRequest(request)).verdict;
				expect(after).toBe(before === "no" ? "unknown" : before);
			}
		});
	},
	hour,
);

function bindingsIn(objects: K.Objects): readonly K.Binding[] {
	return objects.filter((object) => "roleRef" in object) as K.Binding[];
}

function rulesIn(objects: K.Objects): readonly K.Rule[] {
	return objects.flatMap((object) => ("roleRef" in object ? [] : (object.rules ?? [])));
}

function shuffle<T>(random: Random, list: readonly T[]): readonly T[] {
	const rest = [...list];
	return list.map(() => rest.splice(random.below(rest.length), 1)[0] as T);
}

function shuffleInside(random: Random, object: K.PlainObject): K.PlainObject {
	if ("roleRef" in object) return { ...object, subjects: shuffle(random, object.subjects ?? []) };
	const lists = (rule: K.Rule): K.Rule =>
		Object.fromEntries(Object.entries(rule).map(([key, list]) => [key, shuffle(random, list)]));
	return { ...object, rules: shuffle(random, (object.rules ?? []).map(lists)) };
}

/** Where aggregation is circular the order of an aggregated role's rules is nobody's to say. */
function withoutOrderOfRules(decision: ReturnType<typeof can>): unknown {
	return { ...decision, chains: decision.chains.map((one) => JSON.stringify(one)).sort() };
}

function renamed(objects: K.Objects): K.Objects {
	const text = renamedText(
		JSON.stringify(objects),
		new Map(
			["r1", "r2", "r3", "r4", "b0", "b1", "b2", "b3", "b4", "b5", "b6", "b7", "b8"].map((name) => [
				name,
				`new-${name}`,
			]),
		),
	);
	return JSON.parse(text);
}

/** Renames whole words, also inside `system:serviceaccount:n1:sa1`. */
function renamedText(text: string, names: ReadonlyMap<string, string>): string {
	return text.replace(/[\w-]+/g, (word) => names.get(word) ?? word);
}

function inAtoms(object: K.PlainObject): K.PlainObject {
	if ("roleRef" in object) return object;
	const rules = (object.rules ?? []).flatMap((rule) => {
		const names = rule.resourceNames ?? [];
		const resources = (rule.verbs ?? []).flatMap((verb) =>
			(rule.apiGroups ?? []).flatMap((group) =>
				(rule.resources ?? []).flatMap((resource) =>
					(names.length === 0 ? [[]] : names.map((name) => [name])).map((resourceNames) => ({
						verbs: [verb],
						apiGroups: [group],
						resources: [resource],
						resourceNames,
					})),
				),
			),
		);
		const paths = (rule.verbs ?? []).flatMap((verb) =>
			(rule.nonResourceURLs ?? []).map((url) => ({ verbs: [verb], nonResourceURLs: [url] })),
		);
		// A rule without atoms gives nothing, but an aggregated role that has it declares nothing itself any more.
		return resources.length + paths.length > 0 ? [...resources, ...paths] : [rule];
	});
	return { ...object, rules };
}

function bindingIn(binding: K.Binding, name: string, namespace: string): K.Binding {
	const subjects = (binding.subjects ?? []).map((subject) =>
		subject.kind === "ServiceAccount" ? { namespace, ...subject } : subject,
	);
	return { ...binding, kind: "RoleBinding", metadata: { name, namespace }, subjects };
}

function clusterWide(binding: K.Binding): K.Binding {
	return { ...binding, kind: "ClusterRoleBinding", metadata: { name: binding.metadata.name } };
}

function missingRoles(objects: K.Objects): K.Objects {
	return bindingsIn(objects).flatMap(({ kind, metadata, roleRef }) => {
		const { namespace = "" } = metadata;
		const isThere = objects.some(
			(one) =>
				one.kind === roleRef.kind &&
				one.metadata.name === roleRef.name &&
				(one.kind === "ClusterRole" || one.metadata.namespace === namespace),
		);
		if (isThere) return [];
		// No labels: an empty selector picks it up all the same, and gets no rule from it.
		const where =
			roleRef.kind === "Role" ? { namespace: kind === "RoleBinding" ? namespace : "" } : {};
		return [
			{
				kind: roleRef.kind as K.Role["kind"],
				metadata: { name: roleRef.name, ...where },
				rules: [],
			},
		];
	});
}
