import type { Chain, Holder, WhoCan } from "../model/answer.ts";
import type { Binding } from "../model/binding.ts";
import type { Catalog } from "../model/catalog.ts";
import { placeOfCheck } from "../model/deciding-namespace.ts";
import { type Request, requestNamespace } from "../model/request.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { formatSubject, type Subject } from "../model/subject.ts";
import { compareText } from "../model/text-order.ts";
import type { Grants } from "../resolve/grants.ts";
import { ruleAllows } from "../resolve/rule-allows.ts";
import { chainOf, filledSubject } from "./chain.ts";
import { gapsForAll } from "./gaps.ts";
import { membersOf } from "./members-of.ts";
import { secondaryChecks } from "./secondary-checks.ts";
import { workloadsOf } from "./workloads-of.ts";

interface WhoCanOptions {
	/** Count the RoleBindings of every namespace, each in its own, instead of the request's namespace only. */
	readonly everyNamespace?: boolean;
}

interface Found {
	readonly key: string;
	readonly subject: Subject;
	/** "" is cluster-wide. */
	readonly namespace: string;
	readonly chains: Chain[];
}

/** Every subject that may do this, with every way it has; groups with the members that are known. */
export function whoCan(grants: Grants, request: Request, options: WhoCanOptions = {}): WhoCan {
	const { snapshot } = grants;
	const everyNamespace =
		options.everyNamespace === true && mayBeNamespaced(request, snapshot.catalog);
	const found = new Map<string, Found>();
	for (const { binding, role } of grants.allowing(request, everyNamespace)) {
		if (role === undefined) continue;
		const allowing = role.rules.filter((sourced) => ruleAllows(sourced.rule, request));
		for (const { key, subject, named, subjectIndex } of holdersNamedBy(binding)) {
			let holder = found.get(key);
			if (holder === undefined) {
				holder = { key, subject, namespace: binding.namespace, chains: [] };
				found.set(key, holder);
			}
			const match = { binding, role, subject: named, subjectIndex };
			for (const sourced of allowing) holder.chains.push(chainOf(match, sourced));
		}
	}
	const sorted = [...found.values()].sort((one, other) => compareText(one.key, other.key));
	const holders = sorted.map((holder) => completed(holder, snapshot));
	return {
		request,
		everyNamespace,
		holders,
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

interface NamedHolder {
	/** One for each subject and scope, in reading order: cluster-wide first, then by namespace, kind and name. */
	readonly key: string;
	readonly subject: Subject;
	/** As the binding writes it. */
	readonly named: Subject;
	readonly subjectIndex: number;
}

const namedHolders = new WeakMap<Binding, readonly NamedHolder[]>();

/** Everybody a binding names, each once; an account without a namespace in a ClusterRoleBinding is nobody. */
function holdersNamedBy(binding: Binding): readonly NamedHolder[] {
	const known = namedHolders.get(binding);
	if (known !== undefined) return known;
	const { namespace } = binding;
	const holders = new Map<string, NamedHolder>();
	binding.subjects.forEach((named, subjectIndex) => {
		const subject = filledSubject(named, namespace);
		if (subject.kind === "ServiceAccount" && subject.namespace === "") return;
		const key = [namespace, subject.kind, formatSubject(subject)].join("\0");
		if (!holders.has(key)) holders.set(key, { key, subject, named, subjectIndex });
	});
	const all = [...holders.values()];
	namedHolders.set(binding, all);
	return all;
}

function completed({ subject, namespace, chains }: Found, snapshot: Snapshot): Holder {
	const members = subject.kind === "Group" ? membersOf(subject.name, snapshot) : [];
	const workloads = subject.kind === "ServiceAccount" ? workloadsOf(subject, snapshot) : [];
	if (chains.length > 1) {
		chains.sort((one, other) => compareText(chainKey(one), chainKey(other)));
	}
	return { subject, namespace, chains, members, workloads };
}

function chainKey({ binding, ruleIndex }: Chain): string {
	return [binding.kind, binding.namespace, binding.name, String(ruleIndex).padStart(6, "0")].join(
		"\0",
	);
}
