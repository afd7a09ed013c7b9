import type { Finding } from "../model/audit.ts";
import type { Acceptance } from "../model/audit-suppression.ts";
import { globMatches } from "../model/glob-matches.ts";
import { objectName } from "../model/object-name.ts";
import { accountOfUserName, type Subject } from "../model/subject.ts";
import { compareText } from "../model/text-order.ts";
import type { AnnotatedAcceptances } from "./annotated-acceptances.ts";
import type { Spoken, SuppressUsage } from "./suppress-usage.ts";

/**
 * What annotations say of a finding: it is accepted when the object or account that it is about has one, or when every way
 * to it goes through an object that has one; of those the one that ends first is told.
 */
export function spokenByAnnotation(
	finding: Finding,
	{ byObject }: AnnotatedAcceptances,
	today: string,
	usage: SuppressUsage,
): Spoken {
	if (byObject.size === 0) return { accepted: undefined, ofSomeWays: [] };
	const { concerned, policy, chains } = finding;
	/** Those on some objects that still count. */
	const on = (names: readonly string[]): readonly Acceptance[] =>
		names.flatMap((name) => {
			const found = byObject.get(name);
			if (!found?.policies.some(({ text }) => globMatches(text, policy))) return [];
			usage.meet(found, policy);
			return found.until < today ? [] : [found];
		});
	const [own] = on([
		concerned.kind === "object" ? objectName(concerned.object) : accountName(concerned.subject),
	]);
	const ways = chains.map(({ binding, role, aggregatedFrom }) =>
		on([binding, role, ...aggregatedFrom].map(objectName))
			.toSorted(byEnd)
			.at(-1),
	);
	const covered = ways.filter((way) => way !== undefined);
	const otherWay = chains[ways.indexOf(undefined)];
	if (own !== undefined || otherWay === undefined) {
		return { accepted: own ?? covered.toSorted(byEnd)[0], ofSomeWays: [] };
	}
	const ofSomeWays = covered.map((acceptance) => ({ acceptance, otherWay }));
	return { accepted: undefined, ofSomeWays };
}

/** An account is an object too; of a user or group no object has this name. */
function accountName(subject: Subject): string {
	const account = subject.kind === "User" ? accountOfUserName(subject.name) : undefined;
	if (account !== undefined) return objectName({ kind: "ServiceAccount", ...account });
	return subject.kind === "ServiceAccount" ? objectName(subject) : "";
}

function byEnd(one: Acceptance, other: Acceptance): number {
	return compareText(one.until, other.until);
}
