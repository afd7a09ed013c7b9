import { filledSubject } from "../../answer/chain.ts";
import { type Place, placeOf } from "../../model/origin.ts";
import type { Subject } from "../../model/subject.ts";
import type { BoundRole } from "../../resolve/bound-role.ts";
import type { AuditWorld } from "../audit-world.ts";

/** A binding of the input as it names one subject. */
export interface BoundSubject extends BoundRole {
	/** As it counts: accounts have their namespace, a User with an account's name is one. */
	readonly subject: Subject;
	readonly written: Subject;
	readonly index: number;
	readonly place: Place;
}

const known = new WeakMap<AuditWorld, readonly BoundSubject[]>();

/** Every subject of every binding that is not the default policy's. */
export function boundSubjects(world: AuditWorld): readonly BoundSubject[] {
	let all = known.get(world);
	if (all === undefined) {
		all = world.grants.bound.flatMap((bound) => (bound.binding.builtIn ? [] : subjectsOf(bound)));
		known.set(world, all);
	}
	return all;
}

function subjectsOf(bound: BoundRole): readonly BoundSubject[] {
	const { binding } = bound;
	return binding.subjects.map((written, index) => ({
		...bound,
		subject: filledSubject(written, binding.namespace),
		written,
		index,
		// Worked out when it is asked for: most subjects are never told.
		get place(): Place {
			return placeOf(binding.origin, ["subjects", index]);
		},
	}));
}
