import type { AuditRemark } from "../model/audit.ts";
import type { AuditPolicy, Condition, PolicyText, VersionBounds } from "../model/audit-policy.ts";
import type { SourcedRule } from "../model/grant.ts";
import { minorOf } from "../model/minor-of.ts";
import type { Role } from "../model/role.ts";
import type { PolicyRule } from "../model/rule.ts";
import { compilePhrase } from "../phrase/compile-phrase.ts";
import type { Phrase } from "../phrase/phrase.ts";
import { phraseBlocks } from "../phrase/phrase-blocks.ts";
import type { PhraseError } from "../phrase/phrase-error.ts";
import type { PhraseWorld } from "../phrase/phrase-world.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { AuditWorld } from "./audit-world.ts";
import { type Asked, type Clause, type CompiledPolicy, needsOf } from "./clause.ts";
import { readPolicyPhrase } from "./read-policy-phrase.ts";
import { partOf, wholeRules } from "./whole-rules.ts";

export interface CompiledPolicies {
	readonly compiled: readonly CompiledPolicy[];
	/** Every phrase, by its number. */
	readonly asked: readonly Asked[];
	/** Globs of all namespaces that conditions are limited to. */
	readonly namespaces: readonly string[];
	readonly problems: readonly AuditRemark[];
}

/** Policies with their phrases read; whatever cannot be read is told with its place, and never holds. */
export function compilePolicies(
	policies: readonly AuditPolicy[],
	world: AuditWorld,
): CompiledPolicies {
	const compiler = new PolicyCompiler(world);
	const compiled = policies.map((policy) => ({
		policy,
		variants: policy.variants.map((variant) => {
			const clause = compiler.clauseOf(variant.when);
			return { variant, clause, needs: needsOf(clause) };
		}),
	}));
	const { asked, problems } = compiler;
	return { compiled, asked, problems, namespaces: [...compiler.namespaces] };
}

const never: Clause = { kind: "never" };

class PolicyCompiler {
	readonly problems: AuditRemark[] = [];
	readonly namespaces = new Set<string>();
	readonly #world: AuditWorld;
	readonly #phraseWorld: PhraseWorld;
	readonly #asked = new Map<string, Asked>();
	readonly #wholes = new Map<string, Clause>();
	#clusterScoped: PermissionSet | undefined;

	constructor(world: AuditWorld) {
		this.#world = world;
		const { catalog } = world;
		this.#phraseWorld = {
			catalog,
			namespaces: [],
			defaultNamespace: "default",
			// Policies name resources of others that the catalogue need not have: nobody has misspelled them.
			isNamedByRule: () => true,
		};
	}

	get asked(): readonly Asked[] {
		return [...this.#asked.values()];
	}

	clauseOf(condition: Condition): Clause {
		if (!isWithin(this.#world.snapshot.kubernetesVersion, condition)) return never;
		const clause = this.#clauseOf(condition);
		const { namespaces } = condition;
		if (namespaces === undefined) return clause;
		for (const glob of namespaces) this.namespaces.add(glob);
		return { kind: "inside", namespaces, clause };
	}

	#clauseOf(condition: Condition): Clause {
		switch (condition.kind) {
			case "some": {
				const { named, isAnyName } = condition;
				const asked = this.#askedOf(condition.phrase);
				return asked === undefined ? never : { kind: "some", asked, named, isAnyName };
			}
			case "every":
				return this.#everyOf(condition.phrase);
			case "role":
				return this.#roleOf(condition.role);
			case "sameName": {
				const asked = condition.phrases.map((phrase) => this.#askedOf(phrase));
				const known = asked.filter((one) => one !== undefined);
				return known.length < asked.length ? never : { kind: "sameName", asked: known };
			}
			case "all":
			case "any": {
				const clauses = condition.conditions.map((one) => this.clauseOf(one));
				return { kind: condition.kind, clauses };
			}
			case "not":
			case "nowhere":
				return { kind: condition.kind, clause: this.clauseOf(condition.condition) };
		}
	}

	#askedOf({ text, place }: PolicyText): Asked | undefined {
		const known = this.#asked.get(text);
		if (known !== undefined) return known;
		const phrase = this.#phraseOf({ text, place });
		if (phrase === undefined) return undefined;
		const blocks = phraseBlocks(phrase, this.#phraseWorld);
		if ("error" in blocks) return this.#fail({ text, place }, blocks.error);
		const asked = { number: this.#asked.size, text, ...blocks };
		this.#asked.set(text, asked);
		return asked;
	}

	#everyOf({ text, place }: PolicyText): Clause {
		const known = this.#wholes.get(text);
		if (known !== undefined) return known;
		const phrase = this.#phraseOf({ text, place });
		if (phrase === undefined) return never;
		const everywhere: Phrase =
			phrase.target.kind === "paths"
				? phrase
				: { ...phrase, scope: { kind: "everywhere", column: 1, length: 0 } };
		const compiled = compilePhrase(this.#world.identities.sets, everywhere, this.#phraseWorld);
		const blocks = phraseBlocks(phrase, this.#phraseWorld);
		if ("error" in compiled) return this.#fail({ text, place }, compiled.error) ?? never;
		if ("error" in blocks) return this.#fail({ text, place }, blocks.error) ?? never;
		const rules = wholeRules(blocks.resources, blocks.paths);
		return this.#keep(text, text, compiled.set, rules);
	}

	#roleOf({ text, place }: PolicyText): Clause {
		const key = `role ${text}`;
		const known = this.#wholes.get(key);
		if (known !== undefined) return known;
		const role = this.#world.defaultRole(text);
		if (role === undefined) {
			this.problems.push({
				severity: "error",
				message: `Kubernetes has no default ClusterRole \`${text}\``,
				place,
			});
			return never;
		}
		const rules = role.rules.map(({ rule }) => rule);
		const set = this.#world.identities.sets.ofRules(rules);
		return this.#keep(key, `everything of ClusterRole ${text}`, set, rules);
	}

	#keep(key: string, text: string, set: PermissionSet, rules: readonly PolicyRule[]): Clause {
		const inside = set.difference(this.#outside());
		const part = this.#partOf(`a part of ${key}`, rules, inside);
		const clause = { kind: "every" as const, text, set, inside, part, rules: rules.map(sourced) };
		this.#wholes.set(key, clause);
		return clause;
	}

	/** Of something that belongs to namespaces if there is any, so that a RoleBinding has to give it too. */
	#partOf(text: string, rules: readonly PolicyRule[], inside: PermissionSet): Asked | undefined {
		const { resources } = this.#world.catalog;
		const isInside = ({ apiGroups, resources: entries }: PolicyRule): boolean =>
			entries.includes("*") ||
			resources.some(
				(row) =>
					row.namespaced &&
					row.group === apiGroups[0] &&
					row.resource === entries[0]?.split("/", 1)[0],
			);
		const rule = inside.isEmpty ? rules[0] : rules.find(isInside);
		if (rule === undefined) return undefined;
		const asked = { number: this.#asked.size, text, ...partOf(rule) };
		this.#asked.set(text, asked);
		return asked;
	}

	/** What no RoleBinding gives: cluster-scoped resources and paths. */
	#outside(): PermissionSet {
		const { sets } = this.#world.identities;
		this.#clusterScoped ??= sets.union([
			sets.pathRequests({ except: [] }, ["*"]),
			...this.#world.catalog.resources
				.filter(({ namespaced }) => !namespaced)
				.map(({ group, resource }) =>
					sets.resourceRequests({ apiGroup: { only: [group] }, resource: { only: [resource] } }),
				),
		]);
		return this.#clusterScoped;
	}

	#phraseOf(written: PolicyText): Phrase | undefined {
		const read = readPolicyPhrase(written);
		if ("phrase" in read) return read.phrase;
		this.problems.push(read.problem);
		return undefined;
	}

	#fail({ text, place }: PolicyText, { message }: PhraseError): undefined {
		this.problems.push({ severity: "error", message: `\`${text}\`: ${message}`, place });
		return undefined;
	}
}

function isWithin(minor: string, { since, until }: VersionBounds): boolean {
	const number = minorOf(minor);
	return (
		(since === undefined || number >= minorOf(since)) &&
		(until === undefined || number <= minorOf(until))
	);
}

const nowhere: Role = {
	kind: "ClusterRole",
	namespace: "",
	name: "",
	labels: new Map(),
	annotations: new Map(),
	rules: [],
	aggregation: undefined,
	builtIn: true,
	origin: { file: "", at: () => undefined },
};

function sourced(rule: PolicyRule, index: number): SourcedRule {
	return { rule, declaredIn: nowhere, index, through: [] };
}
