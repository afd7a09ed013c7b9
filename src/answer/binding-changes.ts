import type { Binding } from "../model/binding.ts";
import type { EffectiveRole } from "../model/grant.ts";
import type { PolicyRule } from "../model/rule.ts";
import { formatSubject, type Subject } from "../model/subject.ts";
import type { BoundRole } from "../resolve/bound-role.ts";
import type { Grants } from "../resolve/grants.ts";
import { filledSubject } from "./chain.ts";
import { pairBindings } from "./pair-bindings.ts";

/**
 * The bindings that differ between two snapshots, in any way that might matter: found by comparing objects, which
 * takes a fraction of working out what everybody may do.
 */
export class BindingChanges {
	/** Those whom the differing bindings name, and who came into or left groups. */
	readonly subjects: readonly Subject[];
	readonly #others = new Map<Binding, Binding | undefined>();

	constructor(before: Grants, after: Grants) {
		const { pairs, removed, added } = pairBindings(before.bound, after.bound);
		const isSameRole = roleComparison();
		const differing = pairs.filter(([one, other]) => !isSameBinding(one, other, isSameRole));
		for (const [one, other] of differing) {
			this.#others.set(one.binding, other.binding);
			this.#others.set(other.binding, one.binding);
		}
		for (const { binding } of [...removed, ...added]) this.#others.set(binding, undefined);
		const named = new Map<string, Subject>();
		for (const { binding } of [...differing.flat(), ...removed, ...added]) {
			for (const subject of binding.subjects) {
				const filled = filledSubject(subject, binding.namespace);
				named.set(formatSubject(filled), filled);
			}
		}
		for (const name of usersOfChangedGroups(before, after)) {
			const user = filledSubject({ kind: "User", name }, "");
			named.set(formatSubject(user), user);
		}
		this.subjects = [...named.values()];
	}

	/** The binding of the same name on the other side; one that does not differ stands for it itself. */
	otherOf(binding: Binding): Binding | undefined {
		return this.#others.has(binding) ? this.#others.get(binding) : binding;
	}
}

function isSameBinding(
	one: BoundRole,
	other: BoundRole,
	isSameRole: (one: EffectiveRole | undefined, other: EffectiveRole | undefined) => boolean,
): boolean {
	const [left, right] = [one.binding, other.binding];
	return (
		left.roleRef.kind === right.roleRef.kind &&
		left.roleRef.name === right.roleRef.name &&
		left.subjects.length === right.subjects.length &&
		left.subjects.every((subject, i) => isSameSubject(subject, right.subjects[i])) &&
		isSameRole(one.role, other.role)
	);
}

function isSameSubject(one: Subject, other: Subject | undefined): boolean {
	if (other === undefined || one.kind !== other.kind || one.name !== other.name) return false;
	return (
		one.kind !== "ServiceAccount" ||
		(other.kind === "ServiceAccount" && one.namespace === other.namespace)
	);
}

/** Each pair is compared once, however many bindings point to it. */
function roleComparison(): (
	one: EffectiveRole | undefined,
	other: EffectiveRole | undefined,
) => boolean {
	const known = new Map<EffectiveRole, boolean>();
	return (one, other) => {
		if (one === undefined || other === undefined) return one === other;
		let isSame = known.get(one);
		if (isSame === undefined) {
			isSame =
				one.rules.length === other.rules.length &&
				one.rules.every(({ rule }, i) => isSameRule(rule, other.rules[i]?.rule));
			known.set(one, isSame);
		}
		return isSame;
	};
}

/** Equal as written; a rule in other words may still mean the same, which is looked at later. */
export function isSameRule(one: PolicyRule, other: PolicyRule | undefined): boolean {
	if (one === other) return true;
	return (
		other !== undefined &&
		isSameList(one.verbs, other.verbs) &&
		isSameList(one.apiGroups, other.apiGroups) &&
		isSameList(one.resources, other.resources) &&
		isSameList(one.resourceNames, other.resourceNames) &&
		isSameList(one.nonResourceURLs, other.nonResourceURLs)
	);
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
	return one.length === other.length && one.every((word, i) => word === other[i]);
}

/** Members come and go only where the input holds groups: OpenShift's. */
function usersOfChangedGroups(before: Grants, after: Grants): readonly string[] {
	const membersOf = ({ snapshot }: Grants): ReadonlyMap<string, ReadonlySet<string>> =>
		new Map(snapshot.groups.map(({ name, users }) => [name, new Set(users)]));
	const [old, now] = [membersOf(before), membersOf(after)];
	const names = new Set([...old.keys(), ...now.keys()]);
	return [...names].flatMap((name) => {
		const [one, other] = [old.get(name) ?? nobody, now.get(name) ?? nobody];
		return [
			...[...one].filter((user) => !other.has(user)),
			...[...other].filter((user) => !one.has(user)),
		];
	});
}

const nobody: ReadonlySet<string> = new Set();
