import { formatPlace } from "../model/origin.ts";
import { formatSubject } from "../model/subject.ts";
import type { LintFinding } from "../model/suite-lint.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { Check, Claim } from "./claim.ts";
import { kindOfCheck } from "./kind-of-check.ts";
import { nameOf } from "./violation.ts";

/** Checks that say what another says already, and denials that another denial holds. */
export function needlessChecks(checks: readonly Check[]): readonly LintFinding[] {
	const first = new Map<string, Check>();
	const found: LintFinding[] = [];
	const denials = checks.filter(isDenial);
	const closed = checks.filter(isClosed);
	for (const check of checks) {
		const key = keyOf(check);
		const same = key === undefined ? undefined : first.get(key);
		if (same !== undefined) {
			// In one test the runner warns of it.
			if (same.test.id === check.test.id && same.title === check.title) continue;
			found.push(note(check, `says the same as \`${same.id}\``, same));
			continue;
		}
		if (key !== undefined) first.set(key, check);
		if (!isDenial(check)) continue;
		const other = implying(check, denials, closed);
		if (other !== undefined) found.push(note(check, `is implied by \`${other.id}\``, other));
	}
	return found;
}

function note(check: Check, what: string, other: Check): LintFinding {
	const message = `\`${check.id}\` ${what} at ${formatPlace(other.place)}`;
	return { severity: "note", message, place: check.place };
}

type Denial = Check & { readonly claim: Extract<Claim, { kind: "bound" }> };
type Closed = Check & { readonly claim: Extract<Claim, { kind: "closed" }> };

function isDenial(check: Check): check is Denial {
	// The allows and the denials of a grid's row have one place.
	return (
		check.claim.kind === "bound" &&
		check.claim.required.isEmpty &&
		kindOfCheck(check) === "deny" &&
		!isMarked(check)
	);
}

function isClosed(check: Check): check is Closed {
	return check.claim.kind === "closed" && !isMarked(check);
}

/** What is not held to implies nothing, and stands for itself. */
function isMarked({ test }: Check): boolean {
	return test.skip !== undefined || test.knownFailure !== undefined;
}

/** One text for checks that no policy can tell apart; undefined for those that are not compared. */
function keyOf(check: Check): string | undefined {
	const { claim } = check;
	const of = ({ resources, paths }: PermissionSet): readonly number[] => [resources, paths];
	if (isMarked(check)) return undefined;
	switch (claim.kind) {
		case "bound": {
			const { who, required, forbidden, via, soleVia, because } = claim;
			const groups = who.kind === "subject" ? who.identity.groups : [];
			return JSON.stringify([
				...[nameOf(who), groups, of(required), of(forbidden)],
				...[via, soleVia, because],
			]);
		}
		case "closed":
			return JSON.stringify([check.title, of(claim.forbidden)]);
		default:
			return undefined;
	}
}

function implying(
	check: Denial,
	denials: readonly Denial[],
	closed: readonly Closed[],
): Check | undefined {
	const { who, forbidden, because } = check.claim;
	if (who.kind !== "subject" || because !== undefined) return undefined;
	const name = formatSubject(who.subject);
	const wider = denials.find(
		(other) =>
			other !== check &&
			nameOf(other.claim.who) === name &&
			!other.claim.forbidden.equals(forbidden) &&
			forbidden.isSubsetOf(other.claim.forbidden),
	);
	if (wider !== undefined) return wider;
	// A right that comes through a group that may have it is none of a closed list's business.
	const groups = who.identity.groups.map((group) => ({ kind: "Group", name: group }) as const);
	return closed.find(
		({ claim }) =>
			forbidden.isSubsetOf(claim.forbidden.difference(claim.ignored(who.subject))) &&
			![who.subject, ...groups].some((subject) => claim.covers(subject)),
	);
}
