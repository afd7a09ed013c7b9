import type { Binding } from "../model/binding.ts";
import type { Identity } from "../model/identity.ts";
import type { Role } from "../model/role.ts";
import type { RbacObject } from "../model/written.ts";
import { type Grants, resolveGrants, userNamedBy } from "../resolve/grants.ts";

/**
 * A cluster while somebody writes to it. Each write counts for the next, as if the controller that fills aggregated
 * roles had done so in between.
 */
export class WritingState {
	readonly #identity: Identity;
	readonly #objects: Map<string, RbacObject>;
	#grants: Grants;
	#isStale = false;

	constructor(grants: Grants, identity: Identity) {
		const { roles, bindings } = grants.snapshot;
		this.#identity = identity;
		this.#grants = grants;
		this.#objects = new Map([...roles, ...bindings].map((object) => [keyOf(object), object]));
	}

	/** Resolved anew only when something has been written that matters to the writer. */
	get grants(): Grants {
		if (!this.#isStale) return this.#grants;
		const roles: Role[] = [];
		const bindings: Binding[] = [];
		for (const object of this.#objects.values()) {
			if ("roleRef" in object) bindings.push(object);
			else roles.push(object);
		}
		this.#grants = resolveGrants({ ...this.#grants.snapshot, roles, bindings });
		this.#isStale = false;
		return this.#grants;
	}

	/** What stands where the object would be written. */
	existing(object: RbacObject): RbacObject | undefined {
		return this.#objects.get(keyOf(object));
	}

	write(object: RbacObject): void {
		const old = this.existing(object);
		this.#objects.set(keyOf(object), object);
		this.#isStale ||= [old, object].some((one) => one !== undefined && this.#matters(one));
	}

	/** The same state, to be written to on its own. */
	copy(): WritingState {
		const copy = new WritingState(this.grants, this.#identity);
		for (const object of this.#objects.values()) copy.#objects.set(keyOf(object), object);
		return copy;
	}

	/** A binding of others changes nothing for the writer. */
	#matters(object: RbacObject): boolean {
		if (!("roleRef" in object)) return true;
		const { name, groups } = this.#identity;
		return object.subjects.some((subject) =>
			subject.kind === "Group"
				? groups.includes(subject.name)
				: userNamedBy(subject, object.namespace) === name,
		);
	}
}

function keyOf({ kind, namespace, name }: RbacObject): string {
	return [kind, namespace, name].join("\0");
}
