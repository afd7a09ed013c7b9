import type { Chain, Holder, Reference, WhoCan } from "../model/answer.ts";
import type { Catalog } from "../model/catalog.ts";
import { allAccounts, allAuthenticated } from "../model/identity.ts";
import { type Request, requestNamespace } from "../model/request.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { formatSubject, type Subject } from "../model/subject.ts";
import { compareText } from "../model/text-order.ts";
import type { Grants } from "../resolve/grants.ts";
import { ruleAllows } from "../resolve/rule-allows.ts";
import { chainOf, filledSubject, referenceTo } from "./chain.ts";
import { placeOfCheck } from "./deciding-namespace.ts";
import { gapsForAll } from "./gaps.ts";
import { secondaryChecks } from "./secondary-checks.ts";

interface WhoCanOptions {
	/** Count the RoleBindings of every namespace, each in its own, instead of the request's namespace only. */
	readonly everyNamespace?: boolean;
}

/** Every subject that may do this, with every way it has; groups with the members that are known. */
export function whoCan(grants: Grants, request: Request, options: WhoCanOptions = {}): WhoCan {
	const { snapshot } = grants;
	const everyNamespace =
		options.everyNamespace === true && mayBeNamespaced(request, snapshot.catalog);
	const found = new Map<string, { subject: Subject; namespace: string; chains: Chain[] }>();
	for (const { binding, role } of grants.bound) {
		if (role === undefined) continue;
		const { namespace } = binding;
		if (namespace !== "" && !everyNamespace && namespace !== requestNamespace(request)) continue;
		const asked =
			namespace !== "" && request.kind === "resource" ? { ...request, namespace } : request;
		if (!grants.roleAllows(role, asked)) continue;
		const allowing = role.rules.filter((sourced) => ruleAllows(sourced.rule, asked));
		const seen = new Set<string>();
		binding.subjects.forEach((named, subjectIndex) => {
			const subject = filledSubject(named, namespace);
			if (subject.kind === "ServiceAccount" && subject.namespace === "") return;
			const key = `${namespace}\0${formatSubject(subject)}`;
			if (seen.has(key)) return;
			seen.add(key);
			const holder = found.get(key) ?? { subject, namespace, chains: [] };
			found.set(key, holder);
			const match = { binding, role, subject: named, subjectIndex };
			holder.chains.push(...allowing.map((sourced) => chainOf(match, sourced)));
		});
	}
	const holders = [...found.values()].map((holder) => completed(holder, snapshot));
	return {
		request,
		everyNamespace,
		holders: holders.sort(inReadingOrder),
		gaps: gapsForAll(grants, everyNamespace ? undefined : requestNamespace(request)),
		notes: secondaryChecks(request, snapshot.kubernetesVersion),
	};
}

/** False for paths and for resources known to be cluster-scoped, which no RoleBinding reaches. */
function mayBeNamespaced(request: Request, catalog: Catalog): boolean {
	if (request.kind === "path") return false;
	const { verb, apiGroup, resource } = request;
	if (placeOfCheck(verb, apiGroup, resource) !== undefined) return true;
	const known = catalog.resources.find(
		(one) => one.resource === resource && one.group === apiGroup,
	);
	return known?.namespaced ?? true;
}

function completed(
	holder: Pick<Holder, "subject" | "namespace" | "chains">,
	snapshot: Snapshot,
): Holder {
	const { subject } = holder;
	const members = subject.kind === "Group" ? membersOf(subject.name, snapshot) : [];
	const workloads = subject.kind === "ServiceAccount" ? workloadsOf(subject, snapshot) : [];
	const chains = holder.chains.toSorted((one, other) =>
		compareText(chainKey(one), chainKey(other)),
	);
	return { ...holder, chains, members, workloads };
}

/** The accounts and users known to be in a group; nobody can know those that certificates and tokens assert. */
function membersOf(group: string, snapshot: Snapshot): readonly Subject[] {
	const known = snapshot.groups.filter(({ name }) => name === group).flatMap(({ users }) => users);
	const users = group === allAuthenticated ? snapshot.users.map(({ name }) => name) : known;
	const members: Subject[] = users.map((name) => filledSubject({ kind: "User", name }, ""));
	const accounts = snapshot.accounts.filter(
		({ namespace }) =>
			group === allAuthenticated ||
			group === allAccounts ||
			group === `${allAccounts}:${namespace}`,
	);
	for (const { namespace, name } of accounts) {
		members.push({ kind: "ServiceAccount", namespace, name });
	}
	const unique = new Map(members.map((member) => [formatSubject(member), member]));
	return [...unique.values()].sort((one, other) =>
		compareText(formatSubject(one), formatSubject(other)),
	);
}

function workloadsOf(
	account: { readonly namespace: string; readonly name: string },
	snapshot: Snapshot,
): readonly Reference[] {
	return snapshot.workloads
		.filter(({ namespace }) => namespace === account.namespace)
		.filter((workload) => workload.account === account.name)
		.map((workload) => referenceTo(workload))
		.sort((one, other) => compareText(`${one.kind}/${one.name}`, `${other.kind}/${other.name}`));
}

/** Cluster-wide first, then by namespace; groups, then users, then accounts. */
function inReadingOrder(one: Holder, other: Holder): number {
	return (
		compareText(one.namespace, other.namespace) ||
		compareText(one.subject.kind, other.subject.kind) ||
		compareText(formatSubject(one.subject), formatSubject(other.subject))
	);
}

function chainKey({ binding, ruleIndex }: Chain): string {
	return [binding.kind, binding.namespace, binding.name, String(ruleIndex).padStart(6, "0")].join(
		"\0",
	);
}
