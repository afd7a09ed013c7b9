import type { Finding } from "../model/audit.ts";
import type { Acceptance } from "../model/audit-suppression.ts";
import { globMatches } from "../model/glob-matches.ts";
import { objectName } from "../model/object-name.ts";
import { formatSubject } from "../model/subject.ts";
import { compareText } from "../model/text-order.ts";
import type { AnnotatedAcceptances } from "./annotated-acceptances.ts";
import type { SuppressUsage } from "./suppress-usage.ts";

/**
 * The acceptance by annotations that a finding falls under: the object or account that it is about has it, or every way
 * to it goes through an object that has one; of those the one that ends first.
 */
export function acceptedByAnnotation(
	finding: Finding,
	{ byObject }: AnnotatedAcceptances,
	today: string,
	usage: SuppressUsage,
): Acceptance | undefined {
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
		concerned.kind === "object" ? objectName(concerned.object) : formatSubject(concerned.subject),
	]);
	const ways = chains.map(({ binding, role, aggregatedFrom }) =>
		on([binding, role, ...aggregatedFrom].map(objectName))
			.toSorted(byEnd)
			.at(-1),
	);
	if (own !== undefined) return own;
	const covered = ways.filter((way) => way !== undefined);
	if (covered.length === ways.length) return covered.toSorted(byEnd)[0];
	const other = chains[ways.indexOf(undefined)]?.binding;
	for (const one of covered) {
		const through = other === undefined ? "another way" : `\`${objectName(other)}\``;
		usage.missWays(
			one,
			`\`${policy}\` is found all the same, through ${through}: ${finding.message}`,
		);
	}
	return undefined;
}

function byEnd(one: Acceptance, other: Acceptance): number {
	return compareText(one.until, other.until);
}
