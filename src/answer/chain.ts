import type { Chain, Reference } from "../model/answer.ts";
import type { Binding } from "../model/binding.ts";
import type { EffectiveRole, SourcedRule } from "../model/grant.ts";
import { type FieldPath, type Origin, placeOf } from "../model/origin.ts";
import type { Request } from "../model/request.ts";
import { accountOfUserName, type Subject } from "../model/subject.ts";
import type { Match } from "../resolve/bound-role.ts";
import { ruleAllows } from "../resolve/rule-allows.ts";

/** Every rule of the matched roles that allows a request, as chains in the order of the bindings. */
export function grantingChains(matches: readonly Match[], request: Request): readonly Chain[] {
	return matches.flatMap((match) => {
		const { role } = match;
		if (role === undefined) return [];
		const allowing = role.rules.filter((sourced) => ruleAllows(sourced.rule, request));
		return allowing.map((sourced) => chainOf({ ...match, role }, sourced));
	});
}

/** One grant as plain data, with the place of each of its parts. */
export function chainOf(
	match: Match & { readonly role: EffectiveRole },
	sourced: SourcedRule,
): Chain {
	const { binding, role, subject, subjectIndex } = match;
	return {
		binding: referenceTo(binding),
		subject: filledSubject(subject, binding.namespace),
		subjectPlace: placeOf(binding.origin, ["subjects", subjectIndex]),
		role: referenceTo(role.role),
		aggregatedFrom: sourced.through.map((through) => referenceTo(through)),
		rule: sourced.rule,
		ruleIndex: sourced.index,
		rulePlace: placeOf(sourced.declaredIn.origin, ["rules", sourced.index]),
	};
}

/** An object of the input as an answer names it. */
export function referenceTo(
	object: {
		readonly kind: string;
		readonly namespace: string;
		readonly name: string;
		readonly origin: Origin;
		readonly builtIn?: boolean;
	},
	path: FieldPath = [],
): Reference {
	const known = path.length === 0 ? references.get(object) : undefined;
	if (known !== undefined) return known;
	const { kind, namespace, name } = object;
	const place = placeOf(object.origin, path);
	const reference: Reference = {
		kind,
		namespace,
		name,
		place,
		...(object.builtIn === true && { builtIn: true }),
	};
	if (path.length === 0) references.set(object, reference);
	return reference;
}

/** An object of the input is named in many answers; it is always in the same place. */
const references = new WeakMap<object, Reference>();

/** The role a binding points to, placed where the binding names it: for roles that are missing. */
export function roleRefOf(binding: Binding): Reference {
	const { kind, name } = binding.roleRef;
	const namespace = kind === "Role" ? binding.namespace : "";
	return { kind, namespace, name, place: placeOf(binding.origin, ["roleRef"]) };
}

/** A subject as it counts: a User with an account's name is the account; an omitted namespace is the binding's. */
export function filledSubject(subject: Subject, bindingNamespace: string): Subject {
	if (subject.kind === "ServiceAccount") {
		return { ...subject, namespace: subject.namespace || bindingNamespace };
	}
	const account = subject.kind === "User" ? accountOfUserName(subject.name) : undefined;
	return account === undefined ? subject : { kind: "ServiceAccount", ...account };
}
