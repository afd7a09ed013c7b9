import type { AuditSeverity } from "../../model/audit-policy.ts";
import { objectName } from "../../model/object-name.ts";
import { formatSubject, type Subject } from "../../model/subject.ts";
import type { AuditWorld } from "../audit-world.ts";
import type { AuditCheck, Hit } from "../hit.ts";
import { accountsInUse } from "./account-grants.ts";
import { type BoundSubject, boundSubjects } from "./bound-subjects.ts";
import { atLeast, GrantStrength } from "./grant-strength.ts";
import { wordedList } from "./worded-list.ts";
import { placesOfWorkloads, wordsOfWorkloads } from "./workload-words.ts";

type AccountSubject = Extract<Subject, { kind: "ServiceAccount" }>;

/** Rights of the account that every pod has whose author did not think of one. */
export const defaultAccountGrants: AuditCheck = (world) => {
	const byNamespace = new Map<string, BoundSubject[]>();
	for (const bound of boundSubjects(world)) {
		const { subject, role } = bound;
		if (subject.kind !== "ServiceAccount" || subject.name !== "default") continue;
		if (subject.namespace === "" || role === undefined) continue;
		const same = byNamespace.get(subject.namespace) ?? [];
		byNamespace.set(subject.namespace, [...same, bound]);
	}
	return [...byNamespace.values()].map((all) => hitOf(world, all));
};

function hitOf(world: AuditWorld, all: readonly BoundSubject[]): Hit {
	const [first] = all;
	const subject = first?.subject as AccountSubject;
	const strengths = GrantStrength.of(world);
	const severity = all.reduce((worst, one) => atLeast(worst, strengths.ofBinding(one)), floor);
	const names = [...new Set(all.map(({ binding }) => objectName(binding)))].sort();
	const runs = accountsInUse(world).find(
		({ namespace, name }) => namespace === subject.namespace && name === subject.name,
	);
	const workloads = runs?.workloads ?? [];
	const used = workloads.length === 0 ? "" : `, among them ${wordsOfWorkloads(workloads)}`;
	return {
		concerned: { kind: "subject", subject },
		message: `${formatSubject(subject)} is bound by ${wordedList(names)}: every pod of ${subject.namespace} that names no account has these rights${used}`,
		place: first?.place ?? { file: "" },
		related: [
			...all.slice(1).map(({ binding, place }) => ({ place, title: objectName(binding) })),
			...placesOfWorkloads(workloads),
		],
		severity,
		key: "default",
	};
}

/** CIS wants none at all. */
const floor: AuditSeverity = "medium";
