import { objectName } from "../../model/object-name.ts";
import { formatSubject } from "../../model/subject.ts";
import type { AuditWorld } from "../audit-world.ts";
import type { AuditCheck, Hit } from "../hit.ts";
import { type BoundSubject, boundSubjects } from "./bound-subjects.ts";

/** Somebody has all that one binding gives by another one too: taking one away takes nothing away. */
export const givenTwice: AuditCheck = (world) => {
	const bySubject = new Map<string, BoundSubject[]>();
	for (const bound of boundSubjects(world)) {
		if (bound.role === undefined || bound.role.rules.length === 0) continue;
		const name = formatSubject(bound.subject);
		const same = bySubject.get(name);
		if (same === undefined) bySubject.set(name, [bound]);
		else same.push(bound);
	}
	return [...bySubject.values()].flatMap((all) => doubles(all, world));
};

function doubles(all: readonly BoundSubject[], world: AuditWorld): readonly Hit[] {
	const told: Hit[] = [];
	for (const [at, one] of all.entries()) {
		const other = all.find((candidate, index) => {
			if (candidate.binding === one.binding || !gives(candidate, one, world)) return false;
			// Of two that give the same, the later one is told.
			return index < at || !gives(one, candidate, world);
		});
		if (other !== undefined) told.push(hitOf(one, other));
	}
	return told;
}

/** Does one give all that the other gives, where it gives it? */
function gives(one: BoundSubject, other: BoundSubject, { identities }: AuditWorld): boolean {
	const isWider = one.binding.namespace === "" || one.binding.namespace === other.binding.namespace;
	if (!isWider || one.role === undefined || other.role === undefined) return false;
	return identities.ofRole(other.role).isSubsetOf(identities.ofRole(one.role));
}

function hitOf({ subject, binding, place, index }: BoundSubject, other: BoundSubject): Hit {
	const by = objectName(binding);
	const told = formatSubject(subject);
	return {
		concerned: { kind: "subject", subject },
		message: `${told} has all that ${by} gives by ${objectName(other.binding)} too: taking one away takes nothing away`,
		place,
		related: [{ place: other.place, title: `${objectName(other.binding)} binds it` }],
		...(binding.namespace === "" ? {} : { namespace: binding.namespace }),
		key: `${by} ${objectName(other.binding)}`,
		fix: {
			words: `remove ${told} from ${by}`,
			edits: [{ kind: "remove-subject", binding, subject: index }],
		},
	};
}
