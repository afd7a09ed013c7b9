// Conditions of audit policies decided one request at a time, from docs/audit-policies.md: no sets, no shared code.
import type { Catalog } from "../../src/model/catalog.ts";
import { isNamespaceItself } from "../../src/model/deciding-namespace.ts";
import type { Identity } from "../../src/model/identity.ts";
import type { Request } from "../../src/model/request.ts";
import type { PolicyRule } from "../../src/model/rule.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { parsePhrase } from "../../src/phrase/parse-phrase.ts";
import type { Phrase } from "../../src/phrase/phrase.ts";
import { type Grants, resolveGrants } from "../../src/resolve/grants.ts";
import { phraseMeans } from "./naive-phrase.ts";

/** A condition as a policy writes it. */
export type PlainCondition =
	| { readonly some: string; readonly named?: readonly string[] }
	| { readonly anyName: string }
	| { readonly every: string }
	| { readonly sameName: readonly string[] }
	| { readonly all: readonly PlainCondition[] }
	| { readonly any: readonly PlainCondition[] }
	| { readonly not: PlainCondition }
	| { readonly nowhere: PlainCondition }
	| { readonly inside: PlainCondition; readonly namespaces: readonly string[] };

/** How a condition holds: undefined where it does not; of a `not` nothing tells whether names limit it. */
export type Held = { readonly named: boolean | undefined } | undefined;

const unknown = "zz";
const words = {
	verbs: ["get", "list", "create", "delete", "watch", "", "GET", unknown],
	groups: ["", "apps", "example.com", unknown],
	resources: ["pods", "nodes", "namespaces", "deployments", "", unknown],
	subresources: ["", "log", "scale", "log/x", unknown],
	names: ["a", "b", "", "*", "a*", "n1", "n2", unknown],
	paths: [
		"/",
		"/a",
		"/a/",
		"/a*b",
		"/a/b",
		"/A",
		"",
		`/a${unknown}`,
		`/a/${unknown}`,
		`/${unknown}`,
	],
};

/** Every request of a small world, wherever it is sent. */
const universe: readonly Request[] = words.verbs.flatMap((verb) => [
	...words.paths.map((path): Request => ({ kind: "path", verb, path })),
	...words.groups.flatMap((apiGroup) =>
		words.resources.flatMap((resource) =>
			words.subresources.flatMap((subresource) =>
				words.names.map(
					(name): Request => ({
						...{ kind: "resource", verb, apiGroup, resource, subresource },
						...{ namespace: "", name },
					}),
				),
			),
		),
	),
]);

/** What everybody has: of all rules, or of some, by all bindings and by ClusterRoleBindings alone. */
interface Given {
	readonly all: Grants;
	readonly clusterWide: Grants;
}

export class NaiveAudit {
	readonly #catalog: Catalog;
	readonly #given: Given;
	/** By rules that list names, and by those that do not. */
	readonly #byNames: Given;
	readonly #forAnyName: Given;

	constructor(snapshot: Snapshot) {
		this.#catalog = snapshot.catalog;
		this.#given = givenBy(snapshot, () => true);
		this.#byNames = givenBy(snapshot, ({ resourceNames }) => resourceNames.length > 0);
		this.#forAnyName = givenBy(snapshot, ({ resourceNames }) => resourceNames.length === 0);
	}

	/** In a namespace, or in "" for the whole cluster; `elsewhere`: the namespaces that `nowhere` looks at then. */
	holds(
		condition: PlainCondition,
		who: Identity,
		namespace: string,
		elsewhere: readonly string[] = [],
	): Held {
		if ("some" in condition) return this.#some(condition, who, namespace);
		if ("anyName" in condition) {
			return this.#hasAnyName(condition.anyName, who, namespace) ? { named: false } : undefined;
		}
		if ("every" in condition) {
			const wanted = this.#requests(condition.every).filter(
				(one) => namespace === "" || this.#isOfNamespaces(one),
			);
			const isHeld = wanted.every((one) => this.#allows(this.#given, who, one, namespace));
			return wanted.length > 0 && isHeld ? { named: false } : undefined;
		}
		if ("sameName" in condition) return this.#sameName(condition.sameName, who, namespace);
		if ("inside" in condition) {
			const isThere = namespace === "" || condition.namespaces.includes(namespace);
			return isThere ? this.holds(condition.inside, who, namespace, elsewhere) : undefined;
		}
		if ("not" in condition) {
			const held = this.holds(condition.not, who, namespace, elsewhere);
			return held === undefined ? { named: undefined } : undefined;
		}
		if ("nowhere" in condition) {
			const places = [namespace, ...elsewhere];
			const isHeld = places.some((one) => this.holds(condition.nowhere, who, one) !== undefined);
			return isHeld ? undefined : { named: undefined };
		}
		const parts = "all" in condition ? condition.all : condition.any;
		const held = parts
			.map((one) => this.holds(one, who, namespace, elsewhere))
			.filter((one) => one !== undefined);
		const isHeld = "all" in condition ? held.length === parts.length : held.length > 0;
		if (!isHeld) return undefined;
		const telling = held.flatMap(({ named }) => (named === undefined ? [] : [named]));
		if (telling.length === 0) return { named: undefined };
		return { named: "all" in condition ? telling.includes(true) : !telling.includes(false) };
	}

	#some(
		{ some, named }: Extract<PlainCondition, { some: string }>,
		who: Identity,
		namespace: string,
	): Held {
		const isHeld = this.#requests(some).some((one) =>
			named === undefined
				? this.#allows(this.#given, who, one, namespace)
				: named.includes(nameOf(one) ?? "") && this.#allows(this.#byNames, who, one, namespace),
		);
		if (!isHeld) return undefined;
		return { named: named !== undefined || !this.#hasAnyName(some, who, namespace) };
	}

	#sameName(phrases: readonly string[], who: Identity, namespace: string): Held {
		const isFor = (phrase: string, name: string): boolean =>
			this.#requests(phrase).some(
				(one) => (nameOf(one) ?? name) === name && this.#allows(this.#given, who, one, namespace),
			);
		const name = words.names.find((one) => phrases.every((phrase) => isFor(phrase, one)));
		if (name === undefined) return undefined;
		return { named: !phrases.every((phrase) => this.#hasAnyName(phrase, who, namespace)) };
	}

	#hasAnyName(phrase: string, who: Identity, namespace: string): boolean {
		return this.#requests(phrase).some((one) => {
			// Names limit no path.
			const given = one.kind === "path" ? this.#given : this.#forAnyName;
			return this.#allows(given, who, one, namespace);
		});
	}

	#allows(given: Given, who: Identity, request: Request, namespace: string): boolean {
		if (given.clusterWide.allows(who, request)) return true;
		if (request.kind === "path" || namespace === "") return false;
		return (
			this.#isDecidedIn(request, namespace) && given.all.allows(who, { ...request, namespace })
		);
	}

	/** Does the server ever decide such a request in a namespace, and then in this one? */
	#isDecidedIn(request: Request, namespace: string): boolean {
		if (request.kind === "path") return false;
		const { verb, apiGroup, resource, name } = request;
		if (isNamespaceItself(apiGroup, resource)) {
			return name === namespace && !["create", "list", "watch", "deletecollection"].includes(verb);
		}
		return this.#isOfNamespaces(request);
	}

	#isOfNamespaces(request: Request): boolean {
		if (request.kind === "path") return false;
		const { apiGroup, resource } = request;
		const rows = this.#catalog.resources.filter(
			(row) => row.group === apiGroup && row.resource === resource,
		);
		return rows.length === 0 || rows.some(({ namespaced }) => namespaced);
	}

	#requests(text: string): readonly Request[] {
		let known = meant.get(this.#catalog);
		if (known === undefined) {
			known = new Map();
			meant.set(this.#catalog, known);
		}
		let requests = known.get(text);
		if (requests === undefined) {
			requests = requestsOf(text, this.#catalog);
			known.set(text, requests);
		}
		return requests;
	}
}

/** What phrases mean, worked out once. */
const meant = new WeakMap<Catalog, Map<string, readonly Request[]>>();

function requestsOf(text: string, catalog: Catalog): readonly Request[] {
	const parsed = parsePhrase(text);
	if ("error" in parsed) throw new Error(parsed.error.message);
	const phrase: Phrase =
		parsed.phrase.target.kind === "paths"
			? parsed.phrase
			: { ...parsed.phrase, scope: { kind: "everywhere", column: 1, length: 0 } };
	const world = {
		...{ catalog, namespaces: [], defaultNamespace: "default" },
		isNamedByRule: () => true,
	};
	return universe.filter((one) => phraseMeans(phrase, one, world) === true);
}

/** Of roles as they are after aggregation, the rules that count. */
function givenBy(snapshot: Snapshot, counts: (rule: PolicyRule) => boolean): Given {
	const grants = resolveGrants(snapshot);
	const roles = snapshot.roles.map((role) => {
		const rules = grants.role(role.kind, role.namespace, role.name)?.rules ?? [];
		const counting = rules.map(({ rule }) => rule).filter(counts);
		return { ...role, rules: counting, aggregation: undefined };
	});
	const bindings = snapshot.bindings.filter(({ kind }) => kind === "ClusterRoleBinding");
	return {
		all: resolveGrants({ ...snapshot, roles }),
		clusterWide: resolveGrants({ ...snapshot, roles, bindings }),
	};
}

/** Undefined of a path. */
function nameOf(request: Request): string | undefined {
	return request.kind === "path" ? undefined : request.name;
}
