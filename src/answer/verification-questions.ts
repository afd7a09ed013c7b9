import { type Identity, identityOf } from "../model/identity.ts";
import type { Request } from "../model/request.ts";
import type { PolicyRule } from "../model/rule.ts";
import type { Grants } from "../resolve/grants.ts";
import { requestsOfRules } from "./requests-of-rules.ts";
import { subjectsOf } from "./subjects.ts";

/** One question for rolecall and the server. */
export interface VerificationQuestion {
	readonly identity: Identity;
	readonly request: Request;
}

/** Questions that are made one by one: all of a big cluster's do not fit into memory. */
export interface VerificationQuestions {
	readonly count: number;
	readonly questions: Iterable<VerificationQuestion>;
}

/** Somebody whom no binding names, but for everybody's. */
const stranger = "rolecall-verify-stranger";
/** A sample is drawn anew where a question comes up twice, but not for ever. */
const drawsForEach = 4;

/** Who is asked about, and what: each identity with every request, in the namespaces where it is bound and some others. */
interface Field {
	readonly grants: Grants;
	readonly identities: readonly Identity[];
	readonly requests: readonly Request[];
}

/**
 * Every question that the rules of a snapshot suggest, or a sample of them: each subject, and a stranger, with every
 * request that some rule names, in the namespaces where the subject is bound, in `default` and without one. A sample
 * goes round all subjects; half of it comes from the subject's own rules, so that it holds as many yes as no. The same
 * snapshot has the same sample.
 */
export function verificationQuestions(
	grants: Grants,
	sample: number | undefined,
): VerificationQuestions {
	const rules = new Set(grants.bound.flatMap(({ role }) => role?.rules.map(ruleOf) ?? []));
	const known = subjectsOf(grants, { builtIn: true }).map(({ identity }) => identity);
	const field = {
		grants,
		identities: [...known, identityOf(stranger)],
		requests: requestsOfRules(grants.snapshot, [...rules]),
	};
	const count = countOf(field);
	if (sample === undefined || sample >= count) return { count, questions: everyQuestion(field) };
	const questions = sampleOf(field, sample);
	return { count: questions.length, questions };
}

function ruleOf({ rule }: { readonly rule: PolicyRule }): PolicyRule {
	return rule;
}

function countOf({ grants, identities, requests }: Field): number {
	const paths = requests.filter(({ kind }) => kind === "path").length;
	const sizes = identities.map(
		(identity) => paths + (requests.length - paths) * scopesOf(grants, identity).length,
	);
	return sizes.reduce((sum, size) => sum + size, 0);
}

function* everyQuestion({ grants, identities, requests }: Field): Iterable<VerificationQuestion> {
	for (const identity of identities) {
		const scopes = scopesOf(grants, identity);
		for (const request of requests) {
			if (request.kind === "path") yield { identity, request };
			else for (const namespace of scopes) yield { identity, request: { ...request, namespace } };
		}
	}
}

function scopesOf(grants: Grants, identity: Identity): readonly string[] {
	return [...new Set([...grants.namespacesOf(identity), "default", ""])];
}

function sampleOf(field: Field, sample: number): readonly VerificationQuestion[] {
	const { grants, identities, requests } = field;
	const chosen = new Map<string, VerificationQuestion>();
	const draw = drawing();
	const ownOf = remembered((identity: Identity) => ownRules(grants, identity));
	// Fewer questions than subjects: an even choice of them, in their sorted order.
	const step = Math.max(1, identities.length / Math.ceil(sample / 2));
	for (let turn = 0; turn < sample * drawsForEach && chosen.size < sample; turn += 1) {
		const identity = identities[Math.floor((turn >> 1) * step) % identities.length];
		if (identity === undefined) break;
		const own = turn % 2 === 0 ? draw(ownOf(identity)) : undefined;
		const question =
			own === undefined
				? drawn(grants, identity, draw(requests), draw)
				: drawnFrom(grants, identity, own, draw);
		if (question !== undefined) chosen.set(JSON.stringify(question), question);
	}
	return [...chosen.values()];
}

type Draw = <T>(items: readonly T[]) => T | undefined;

function drawn(
	grants: Grants,
	identity: Identity,
	request: Request | undefined,
	draw: Draw,
): VerificationQuestion | undefined {
	if (request === undefined) return undefined;
	if (request.kind === "path") return { identity, request };
	const namespace = draw(scopesOf(grants, identity)) ?? "";
	return { identity, request: { ...request, namespace } };
}

interface OwnRule {
	readonly rule: PolicyRule;
	/** Where it is given; "" everywhere. */
	readonly namespace: string;
}

function drawnFrom(
	{ snapshot }: Grants,
	identity: Identity,
	{ rule, namespace }: OwnRule,
	draw: Draw,
): VerificationQuestion | undefined {
	const request = draw(requestsOfRules(snapshot, [rule]));
	if (request === undefined) return undefined;
	return { identity, request: request.kind === "path" ? request : { ...request, namespace } };
}

function ownRules(grants: Grants, identity: Identity): readonly OwnRule[] {
	return ["", ...grants.namespacesOf(identity)].flatMap((namespace) => {
		const own = grants
			.matches(identity, namespace)
			.filter(({ binding }) => binding.namespace === namespace);
		return own.flatMap(({ role }) => role?.rules.map(({ rule }) => ({ rule, namespace })) ?? []);
	});
}

function remembered<K, V>(make: (key: K) => V): (key: K) => V {
	const made = new Map<K, V>();
	return (key) => {
		const value = made.get(key) ?? make(key);
		made.set(key, value);
		return value;
	};
}

/** Items by chance, but the same ones in each run: mulberry32. */
function drawing(): Draw {
	let state = 1;
	const next = (): number => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	return (items) => items[Math.floor(next() * items.length)];
}
