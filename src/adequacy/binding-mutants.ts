import { filledSubject } from "../answer/chain.ts";
import type { Binding } from "../model/binding.ts";
import { objectName } from "../model/object-name.ts";
import { placeOf } from "../model/origin.ts";
import type { Role } from "../model/role.ts";
import { formatSubject, type Subject } from "../model/subject.ts";
import type { MutationOperator } from "../model/suite-adequacy.ts";
import type { Grants } from "../resolve/grants.ts";
import type { Mutant } from "./mutant.ts";

/** Every single mistake in a binding: whom it names, what it points to, and where. */
export function* bindingMutants(binding: Binding, grants: Grants): Generator<Mutant> {
	yield* subjectMutants(binding);
	yield* roleRefMutants(binding, grants);
	yield* scopeMutants(binding, grants);
	yield mutantOf(binding, "BindingDelete", "gone", undefined);
}

function mutantOf(
	binding: Binding,
	operator: MutationOperator,
	change: string,
	after: Binding | undefined,
	more: { readonly path?: readonly (string | number)[]; readonly role?: Role } = {},
): Mutant {
	return {
		...{ operator, change, object: objectName(binding) },
		place: placeOf(binding.origin, more.path ?? []),
		roles: more.role === undefined ? [] : [{ before: undefined, after: more.role }],
		bindings: [{ before: binding, after }],
	};
}

function* subjectMutants(binding: Binding): Generator<Mutant> {
	const { subjects } = binding;
	const list = (
		operator: MutationOperator,
		change: string,
		changed: readonly Subject[],
		index?: number,
	): Mutant =>
		mutantOf(
			binding,
			operator,
			change,
			{ ...binding, subjects: changed },
			{ path: index === undefined ? ["subjects"] : ["subjects", index] },
		);
	const somebody: Subject = { kind: "User", name: somebodyElse };
	yield list("SubjectAdd", `subjects + ${formatSubject(somebody)}`, [...subjects, somebody]);
	for (const [index, subject] of subjects.entries()) {
		const name = subjectName(subject, binding);
		yield list("SubjectRemove", `subjects − ${name}`, subjects.toSpliced(index, 1), index);
		for (const wide of widerSubjects(subject, binding)) {
			const changed = subjects.toSpliced(index, 1, wide);
			yield list("SubjectWiden", `${name} → ${formatSubject(wide)}`, changed, index);
		}
		const typo = mistyped(subject, binding);
		const changed = subjects.toSpliced(index, 1, typo);
		yield list("SubjectTypo", `${name} → ${formatSubject(typo)}`, changed, index);
	}
}

/** A user whom no policy names. */
export const somebodyElse = "somebody-new";

/** With the namespace that an account without one has. */
export function subjectName(subject: Subject, { namespace }: Binding): string {
	return formatSubject(filledSubject(subject, namespace));
}

function widerSubjects(subject: Subject, binding: Binding): readonly Subject[] {
	const everybody: Subject = { kind: "Group", name: "system:authenticated" };
	if (subject.kind !== "ServiceAccount") return subject.name === everybody.name ? [] : [everybody];
	const namespace = subject.namespace || binding.namespace;
	return [{ kind: "Group", name: `system:serviceaccounts:${namespace}` }, everybody];
}

function mistyped(subject: Subject, { namespace }: Binding): Subject {
	return subject.kind === "ServiceAccount"
		? { ...subject, namespace: `${subject.namespace || namespace}-typo` }
		: { ...subject, name: `${subject.name}-typo` };
}

function* roleRefMutants(binding: Binding, { snapshot }: Grants): Generator<Mutant> {
	const { roleRef } = binding;
	const pointed = (operator: MutationOperator, name: string, kind = roleRef.kind): Mutant =>
		mutantOf(
			binding,
			operator,
			`roleRef → ${kind}/${name}`,
			{ ...binding, roleRef: { kind, name } },
			{ path: ["roleRef"] },
		);
	yield pointed("RoleRefDangling", `${roleRef.name}-typo`);
	const builtIn = snapshot.roles.filter(
		({ kind, builtIn: isBuiltIn }) => kind === "ClusterRole" && isBuiltIn,
	);
	const at = ladder.indexOf(roleRef.kind === "ClusterRole" ? roleRef.name : "");
	const next = at < 0 ? ["view", "edit", "cluster-admin"] : ladder.slice(at + 1, at + 2);
	for (const name of next) {
		if (builtIn.some((role) => role.name === name)) {
			yield pointed("RoleRefRaise", name, "ClusterRole");
		}
	}
}

const ladder = ["view", "edit", "admin", "cluster-admin"];

function* scopeMutants(binding: Binding, grants: Grants): Generator<Mutant> {
	const { kind, namespace, roleRef } = binding;
	const { namespaces, roles } = grants.snapshot;
	if (kind === "ClusterRoleBinding") {
		const own = binding.subjects.flatMap((subject) =>
			subject.kind === "ServiceAccount" ? [subject.namespace] : [],
		);
		const inside = own.find((one) => one !== "") ?? "default";
		const after = { ...binding, kind: "RoleBinding" as const, namespace: inside };
		yield mutantOf(binding, "ScopeNarrow", `a RoleBinding in ${inside}`, after);
		return;
	}
	const role = roles.find(
		(one) =>
			one.kind === roleRef.kind &&
			one.name === roleRef.name &&
			one.namespace === (roleRef.kind === "Role" ? namespace : ""),
	);
	if (role === undefined) return;
	const wide = { ...binding, kind: "ClusterRoleBinding" as const, namespace: "" };
	const subjects = binding.subjects.map((subject) => filledSubject(subject, namespace));
	// A ClusterRoleBinding of a Role gives nothing: its author makes it a ClusterRole.
	const lifted =
		role.kind === "ClusterRole"
			? undefined
			: { ...role, kind: "ClusterRole" as const, namespace: "", name: `${role.name}-lifted` };
	const target = { kind: "ClusterRole" as const, name: lifted?.name ?? role.name };
	const more = lifted === undefined ? {} : { role: lifted };
	const after = { ...wide, subjects, roleRef: target };
	yield mutantOf(binding, "ScopeWiden", "a ClusterRoleBinding", after, more);
	const elsewhere = ["kube-system", ...namespaces].find((one) => one !== namespace);
	if (elsewhere === undefined) return;
	yield {
		...mutantOf(binding, "BindingCopy", `also in ${elsewhere}`, undefined),
		...copyIn(binding, subjects, role, elsewhere),
	};
}

/** A copy of a binding in another namespace, with its Role if it has one. */
function copyIn(
	binding: Binding,
	subjects: readonly Subject[],
	role: Role,
	namespace: string,
): Pick<Mutant, "roles" | "bindings"> {
	const after = { ...binding, namespace, subjects, name: `${binding.name}-copy` };
	if (role.kind === "ClusterRole") return { roles: [], bindings: [{ before: undefined, after }] };
	const name = `${role.name}-copy`;
	return {
		roles: [{ before: undefined, after: { ...role, namespace, name } }],
		bindings: [{ before: undefined, after: { ...after, roleRef: { kind: "Role", name } } }],
	};
}
