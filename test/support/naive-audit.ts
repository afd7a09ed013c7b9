// Conditions of audit policies decided one request at a time, from docs/audit-policies.md: no sets, no shared code.
import { isNamespaceItself } from "../../src/model/deciding-namespace.ts";
import type { Identity } from "../../src/model/identity.ts";
import type { ResourceRequest } from "../../src/model/request.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { parsePhrase } from "../../src/phrase/parse-phrase.ts";
import { type Grants, resolveGrants } from "../../src/resolve/grants.ts";
import { phraseMeans } from "./naive-phrase.ts";

/** A condition as a policy writes it. */
export type PlainCondition =
	| { readonly some: string }
	| { readonly anyName: string }
	| { readonly every: string }
	| { readonly sameName: readonly string[] }
	| { readonly all: readonly PlainCondition[] }
	| { readonly any: readonly PlainCondition[] }
	| { readonly not: PlainCondition };

/** How a condition holds: undefined where it does not; of a `not` nothing tells whether names limit it. */
export type Held = { readonly named: boolean | undefined } | undefined;

const unknown = "zz";
const words = {
	verbs: ["get", "list", "create", "delete", "watch", "", "GET", unknown],
	groups: ["", "apps", "example.com", unknown],
	resources: ["pods", "nodes", "namespaces", "deployments", "", unknown],
	subresources: ["", "log", "scale", "log/x", unknown],
	names: ["a", "b", "", "*", "a*", "n1", "n2", unknown],
};

/** Every request of a small world, wherever it is sent. */
const universe: readonly ResourceRequest[] = words.verbs.flatMap((verb) =>
	words.groups.flatMap((apiGroup) =>
		words.resources.flatMap((resource) =>
			words.subresources.flatMap((subresource) =>
				words.names.map(
					(name): ResourceRequest => ({
						...{ kind: "resource", verb, apiGroup, resource, subresource },
						...{ namespace: "", name },
					}),
				),
			),
		),
	),
);

export class NaiveAudit {
	readonly #grants: Grants;
	readonly #clusterWide: Grants;
	readonly #snapshot: Snapshot;
	readonly #meant = new Map<string, readonly ResourceRequest[]>();

	constructor(snapshot: Snapshot) {
		this.#snapshot = snapshot;
		this.#grants = resolveGrants(snapshot);
		const bindings = snapshot.bindings.filter(({ kind }) => kind === "ClusterRoleBinding");
		this.#clusterWide = resolveGrants({ ...snapshot, bindings });
	}

	/** In a namespace, or in "" for the whole cluster. */
	holds(condition: PlainCondition, who: Identity, namespace: string): Held {
		if ("some" in condition) {
			const all = this.#requests(condition.some);
			if (!all.some((one) => this.#allows(who, one, namespace))) return undefined;
			return { named: !this.#hasAnyName(condition.some, who, namespace) };
		}
		if ("anyName" in condition) {
			return this.#hasAnyName(condition.anyName, who, namespace) ? { named: false } : undefined;
		}
		if ("every" in condition) {
			const wanted = this.#requests(condition.every).filter(
				(one) => namespace === "" || !this.#isClusterScoped(one),
			);
			const isHeld = wanted.every((one) => this.#allows(who, one, namespace));
			return wanted.length > 0 && isHeld ? { named: false } : undefined;
		}
		if ("sameName" in condition) return this.#sameName(condition.sameName, who, namespace);
		if ("not" in condition) {
			return this.holds(condition.not, who, namespace) === undefined
				? { named: undefined }
				: undefined;
		}
		const parts = "all" in condition ? condition.all : condition.any;
		const held = parts
			.map((one) => this.holds(one, who, namespace))
			.filter((one) => one !== undefined);
		const isHeld = "all" in condition ? held.length === parts.length : held.length > 0;
		if (!isHeld) return undefined;
		const telling = held.flatMap(({ named }) => (named === undefined ? [] : [named]));
		if (telling.length === 0) return { named: undefined };
		return { named: "all" in condition ? telling.includes(true) : !telling.includes(false) };
	}

	#sameName(phrases: readonly string[], who: Identity, namespace: string): Held {
		const isFor = (phrase: string, name: string): boolean =>
			this.#requests(phrase).some((one) => one.name === name && this.#allows(who, one, namespace));
		const name = words.names.find((one) => phrases.every((phrase) => isFor(phrase, one)));
		if (name === undefined) return undefined;
		return { named: !phrases.every((phrase) => this.#hasAnyName(phrase, who, namespace)) };
	}

	/** No rule names what nobody knows: whoever may do it to that may do it to all. */
	#hasAnyName(phrase: string, who: Identity, namespace: string): boolean {
		return this.#requests(phrase).some((one) =>
			this.#allows(who, { ...one, name: unknown }, namespace),
		);
	}

	#allows(who: Identity, request: ResourceRequest, namespace: string): boolean {
		if (this.#clusterWide.allows(who, { ...request, namespace: "" })) return true;
		if (namespace === "" || this.#isClusterScoped(request)) return false;
		return this.#grants.allows(who, { ...request, namespace });
	}

	#isClusterScoped({ apiGroup, resource }: ResourceRequest): boolean {
		const rows = this.#snapshot.catalog.resources.filter(
			(row) => row.group === apiGroup && row.resource === resource,
		);
		return rows.length > 0 && rows.every(({ namespaced }) => !namespaced);
	}

	#requests(text: string): readonly ResourceRequest[] {
		const known = this.#meant.get(text);
		if (known !== undefined) return known;
		const parsed = parsePhrase(text);
		if ("error" in parsed) throw new Error(parsed.error.message);
		const phrase = {
			...parsed.phrase,
			scope: { kind: "everywhere" as const, column: 1, length: 0 },
		};
		const { catalog } = this.#snapshot;
		const world = {
			...{ catalog, namespaces: [], defaultNamespace: "default" },
			isNamedByRule: () => true,
		};
		const meant = universe.filter((one) => phraseMeans(phrase, one, world) === true);
		if (meant.some(({ apiGroup, resource }) => isNamespaceItself(apiGroup, resource))) {
			throw new Error(`${text} is about namespaces, which are decided in themselves`);
		}
		this.#meant.set(text, meant);
		return meant;
	}
}
