import { subjectsOf } from "../answer/subjects.ts";
import type { EffectiveRole } from "../model/grant.ts";
import { allAccounts, allAuthenticated, allUnauthenticated } from "../model/identity.ts";
import { accountUserName, type Subject } from "../model/subject.ts";
import { compareText } from "../model/text-order.ts";
import type { Grants } from "../resolve/grants.ts";
import { inVisitOrder } from "../resolve/in-visit-order.ts";
import type { NamedBindings } from "../resolve/named-bindings.ts";
import type { Held } from "./held.ts";
import type { Holding } from "./holding.ts";

/** A subject that bindings name, with what they give it in each scope. */
export interface Holder {
	readonly subject: Subject;
	/** By bindings that name it, and by those of its groups alone. */
	readonly own: readonly NamedBindings[];
	readonly others: readonly NamedBindings[];
}

/** Everybody whom a binding names; of an account's or a user's groups too, which count for it. */
export function holdersOf(grants: Grants): readonly Holder[] {
	return subjectsOf(grants, { builtIn: true }).map(({ subject, identity }) => {
		const isOwn = (group: string): boolean => subject.kind === "Group" && group === subject.name;
		const name = subject.kind === "Group" ? "" : userNameOf(subject);
		const named = (groups: readonly string[], user: string): readonly NamedBindings[] =>
			grants.namedBy({ name: user, groups });
		return {
			subject,
			own: named(identity.groups.filter(isOwn), name),
			others: named(
				identity.groups.filter((group) => !isOwn(group)),
				"",
			),
		};
	});
}

function userNameOf(subject: Exclude<Subject, { kind: "Group" }>): string {
	return subject.kind === "User" ? subject.name : accountUserName(subject.namespace, subject.name);
}

/** The roles that some bindings give in a scope: "" for everywhere, else the RoleBindings of a namespace alone. */
export function heldBy(named: readonly NamedBindings[], namespace: string): readonly Held[] {
	const held: Held[] = [];
	for (const one of named) {
		for (const match of one.matchesOf(namespace).toSorted(inVisitOrder)) {
			const { role } = match;
			if (role !== undefined) held.push({ match, role, namespace });
		}
	}
	return held;
}

/** The namespaces in which some bindings give something, in order. */
export function namespacesOf(named: readonly NamedBindings[]): readonly string[] {
	const giving = named.flatMap((one) =>
		[...one.namespaces()].filter((namespace) =>
			one.matchesOf(namespace).some(({ role }) => role !== undefined),
		),
	);
	return [...new Set(giving)].sort(compareText);
}

/** The second undefined where the scope is the whole cluster. */
export function holdingOf(
	everywhere: readonly Held[],
	inside: readonly Held[] | undefined,
	namespace: string,
): Holding {
	const roles = (held: readonly Held[]): readonly EffectiveRole[] => held.map(({ role }) => role);
	return { everywhere: roles(everywhere), inside: inside && roles(inside), namespace };
}

/** Why what a subject holds is everybody's; undefined where it is not. */
export function audienceOf(subject: Subject): string | undefined {
	if (subject.kind === "ServiceAccount") return undefined;
	return audiences.get(`${subject.kind} ${subject.name}`);
}

const audiences: ReadonlyMap<string, string> = new Map([
	["User system:anonymous", "anybody has it, without credentials"],
	[`Group ${allUnauthenticated}`, "anybody has it, without credentials"],
	[`Group ${allAuthenticated}`, "everybody who can log in has it, and every pod"],
	[`Group ${allAccounts}`, "every pod of the cluster has it"],
]);
