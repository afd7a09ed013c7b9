import type { Chain } from "../model/answer.ts";
import type { AuditRemark, Finding } from "../model/audit.ts";
import type { Acceptance } from "../model/audit-suppression.ts";
import { daysBetween } from "../model/day.ts";
import { globMatches } from "../model/glob-matches.ts";
import { objectName } from "../model/object-name.ts";

/** What was asked, and when. */
export interface Asked {
	/** `2026-12-31` */
	readonly today: string;
	/** The ids of the policies there are. */
	readonly known: readonly string[];
	/** The ids of those that were asked in this run. */
	readonly asked: ReadonlySet<string>;
}

/** What one kind of acceptances says of a finding. */
export interface Spoken {
	readonly accepted: Acceptance | undefined;
	/** Those that speak of some of the ways to it, with a way that they do not speak of. */
	readonly ofSomeWays: readonly { readonly acceptance: Acceptance; readonly otherWay: Chain }[];
}

/** How many days before its end an acceptance is spoken of. */
const soon = 14;

/** Which acceptances meet a finding, so that those that meet none can be told. */
export class SuppressUsage {
	readonly #met = new Map<Acceptance, Set<string>>();
	readonly #otherWays = new Map<Acceptance, string>();

	/** The acceptance speaks of this finding, whether it still counts or not. */
	meet(acceptance: Acceptance, policy: string): void {
		const met = this.#met.get(acceptance) ?? new Set();
		this.#met.set(acceptance, met);
		for (const { text } of acceptance.policies) if (globMatches(text, policy)) met.add(text);
	}

	/** Nobody accepts the finding whole. */
	missWays({ policy, message }: Finding, { ofSomeWays }: Spoken): void {
		for (const { acceptance, otherWay } of ofSomeWays) {
			if (this.#otherWays.has(acceptance)) continue;
			const way = objectName(otherWay.binding);
			this.#otherWays.set(
				acceptance,
				`\`${policy}\` is found all the same, through \`${way}\`: ${message}`,
			);
		}
	}

	/** Expired is an error, unused a warning, near its end a note. */
	remarksOn(acceptance: Acceptance, asked: Asked): readonly AuditRemark[] {
		const { place, until, policies } = acceptance;
		const met = this.#met.get(acceptance) ?? new Set();
		const unused = policies.filter(({ text }) => !met.has(text) && isAnswered(text, asked));
		const names = policies.map(({ text }) => `\`${text}\``).join(", ");
		if (until < asked.today) {
			const end = unused.length === policies.length ? "; it matches nothing: delete it" : "";
			const message = `the suppression of ${names} expired on ${until} (${acceptance.reason})${end}`;
			return [{ severity: "error", message, place }];
		}
		const remarks: AuditRemark[] = unused.map(({ text, place: at }) => ({
			severity: "warning",
			message: `the suppression of \`${text}\` matches no finding: delete it`,
			place: at,
		}));
		const otherWay = this.#otherWays.get(acceptance);
		if (otherWay !== undefined) remarks.push({ severity: "warning", message: otherWay, place });
		const days = daysBetween(asked.today, until);
		if (days <= soon && met.size > 0) {
			const when = days === 0 ? "today" : `in ${days} ${days === 1 ? "day" : "days"}`;
			const message = `the suppression of ${names} ends ${when}, on ${until}`;
			remarks.push({ severity: "note", message, place });
		}
		return remarks;
	}
}

/** Only where every policy that the glob means was asked is it known to match nothing. */
function isAnswered(glob: string, { known, asked }: Asked): boolean {
	return known.every((id) => !globMatches(glob, id) || asked.has(id));
}
