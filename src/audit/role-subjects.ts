import { filledSubject } from "../answer/chain.ts";
import type { Role } from "../model/role.ts";
import { formatSubject, type Subject } from "../model/subject.ts";
import type { Grants } from "../resolve/grants.ts";

/** Who has rules of which role, bound to it or to one that it is aggregated to; gathered when first asked for. */
export class RoleSubjects {
	readonly #grants: Grants;
	#known: ReadonlyMap<Role, ReadonlyMap<string, Subject>> | undefined;

	constructor(grants: Grants) {
		this.#grants = grants;
	}

	/** By their names. */
	of(role: Role): ReadonlyMap<string, Subject> {
		this.#known ??= gathered(this.#grants);
		return this.#known.get(role) ?? new Map();
	}
}

function gathered({ bound }: Grants): ReadonlyMap<Role, ReadonlyMap<string, Subject>> {
	const found = new Map<Role, Map<string, Subject>>();
	for (const { binding, role } of bound) {
		const roles = new Set(role?.rules.map(({ declaredIn }) => declaredIn));
		const subjects = binding.subjects.map((one) => filledSubject(one, binding.namespace));
		for (const declared of roles) {
			const known = found.get(declared) ?? new Map<string, Subject>();
			for (const one of subjects) known.set(formatSubject(one), one);
			found.set(declared, known);
		}
	}
	return found;
}
