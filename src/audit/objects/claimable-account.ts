import { objectName } from "../../model/object-name.ts";
import { accountUserName, formatSubject } from "../../model/subject.ts";
import type { AuditWorld } from "../audit-world.ts";
import type { AuditCheck } from "../hit.ts";
import { isListedWhole } from "../listed-whole.ts";
import { boundSubjects } from "./bound-subjects.ts";
import { GrantStrength, isAtLeast } from "./grant-strength.ts";
import { asked, holdersInside, makesPods } from "./holders-inside.ts";
import { wordedList } from "./worded-list.ts";

/** A binding for an account that does not exist, where somebody who has less may create it. */
export const claimableAccount: AuditCheck = (world) => {
	if (!world.options.isComplete) return [];
	const existing = existingAccounts(world);
	const strengths = GrantStrength.of(world);
	return boundSubjects(world).flatMap((bound) => {
		const { subject, binding, role, place, index } = bound;
		if (subject.kind !== "ServiceAccount" || subject.namespace === "" || role === undefined)
			return [];
		const { namespace, name } = subject;
		if (existing.has(accountUserName(namespace, name))) return [];
		if (!isListedWhole(world, "serviceaccounts", namespace)) return [];
		if (name === "default" && isNamespace(world, namespace)) return [];
		const severity = strengths.ofBinding(bound);
		const claimers = isAtLeast(severity, "medium") ? claimersIn(world, namespace) : [];
		if (claimers.length === 0) return [];
		const by = objectName(binding);
		const told = formatSubject(subject);
		return [
			{
				concerned: { kind: "subject", subject },
				message: `${by} names ${told}, which does not exist: ${wordedList(claimers)} can create it, and have what is bound to it`,
				place,
				severity,
				key: by,
				fix: {
					words: `remove ${told} from ${by}`,
					edits: [{ kind: "remove-subject", binding, subject: index }],
				},
			},
		];
	});
};

/** Whoever can create an account there, and something that runs as it, or a token. */
function claimersIn(world: AuditWorld, namespace: string): readonly string[] {
	const users = [...makesPods, asked("create serviceaccounts/token rolecall/any")];
	const using = new Set(holdersInside(world, namespace, users));
	return holdersInside(world, namespace, [asked("create serviceaccounts")]).filter((one) =>
		using.has(one),
	);
}

/** The accounts of the input, and those that the control plane makes for its own controllers. */
function existingAccounts({ snapshot, defaults }: AuditWorld): ReadonlySet<string> {
	const controllers = defaults.bindings.flatMap(({ subjects }) =>
		subjects.flatMap((one) => (one.kind === "ServiceAccount" ? [one] : [])),
	);
	return new Set(
		[...snapshot.accounts, ...controllers].map(({ namespace, name }) =>
			accountUserName(namespace, name),
		),
	);
}

/** Every namespace gets its account `default`. */
function isNamespace({ snapshot }: AuditWorld, namespace: string): boolean {
	return (
		snapshot.namespaceObjects.length === 0 ||
		snapshot.namespaceObjects.some(({ name }) => name === namespace)
	);
}
