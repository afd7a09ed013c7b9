import type { Edit } from "../model/diff.ts";
import type { SourcedRule } from "../model/grant.ts";
import type { Role } from "../model/role.ts";
import type { Match } from "../resolve/bound-role.ts";
import { type Grants, userNamedBy } from "../resolve/grants.ts";
import { type BindingChanges, isSameRule } from "./binding-changes.ts";

/** Says what was done to a grant of one side, by looking for its parts on the other. */
export class EditFinder {
	readonly #grants: Grants;
	readonly #changes: BindingChanges;

	/** `grants`: the other side. */
	constructor(grants: Grants, changes: BindingChanges) {
		this.#grants = grants;
		this.#changes = changes;
	}

	/** The outermost part that the other side lacks; `member` when it has all of them. */
	editOf({ binding, subject }: Match, sourced: SourcedRule): Edit {
		const other = this.#changes.otherOf(binding);
		if (other === undefined) return "binding";
		const { kind, name } = binding.roleRef;
		if (other.roleRef.kind !== kind || other.roleRef.name !== name) return "roleRef";
		const who = subject.kind === "Group" ? subject.name : userNamedBy(subject, binding.namespace);
		const isNamed = other.subjects.some(
			(one) =>
				(one.kind === "Group") === (subject.kind === "Group") &&
				(one.kind === "Group" ? one.name : userNamedBy(one, other.namespace)) === who,
		);
		if (!isNamed) return "subject";
		const namespace = kind === "Role" ? binding.namespace : "";
		const role = this.#grants.role(kind, namespace, name);
		if (role === undefined) return "role";
		if (role.rules.some(({ rule }) => isSameRule(rule, sourced.rule))) return "member";
		return this.#editOfRule(sourced);
	}

	#editOfRule({ declaredIn, rule, through }: SourcedRule): Edit {
		const { kind, namespace, name } = declaredIn;
		const declared: Role | undefined = this.#grants.role(kind, namespace, name)?.role;
		if (declared === undefined) return "role";
		const isDeclared = declared.rules.some((one) => isSameRule(one, rule));
		return isDeclared && through.length > 0 ? "aggregation" : "rule";
	}
}
