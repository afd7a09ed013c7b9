import type { CoveredLine, MutationTally, SuiteAdequacy } from "../../model/suite-adequacy.ts";
import { type Fields, placeData } from "../answer-data.ts";
import { statementData } from "../diff-data.ts";

/** How good the checks of a suite are, as `testAdequacy` of schema/parts.json describes it. */
export function adequacyData({ coverage, mutation, slack }: SuiteAdequacy): Fields {
	return {
		coverage: coverage && {
			rules: totals(coverage.lines.filter(({ kind }) => kind === "rule")),
			subjects: totals(coverage.lines.filter(({ kind }) => kind === "subject")),
			lines: coverage.lines.map(({ place, ...line }) => ({ ...line, place: placeData(place) })),
		},
		mutation: mutation && {
			...{ made: mutation.made, equivalent: mutation.equivalent, duplicate: mutation.duplicate },
			all: tally(mutation.all),
			overGrant: tally(mutation.over),
			underGrant: tally(mutation.under),
			critical: tally(mutation.critical),
			survived: mutation.survived.map(({ place, ...one }) => ({ ...one, place: placeData(place) })),
		},
		slack: slack && {
			pinnedAbove: slack.pinnedAbove,
			pinnedBelow: slack.pinnedBelow,
			subjects: slack.subjects.map(({ subjects, critical, above, isWhole, below }) => ({
				...{ subjects, critical, isWhole },
				above: above.map(statementData),
				below: below.map(statementData),
			})),
		},
	};
}

function totals(lines: readonly CoveredLine[]): Fields {
	const count = (isCounted: (line: CoveredLine) => boolean): number =>
		lines.filter(isCounted).length;
	return {
		total: lines.length,
		touched: count(({ touched }) => touched),
		decisive: count(({ decisive }) => decisive > 0),
		bounded: count(({ bounded }) => bounded),
		redundant: count(({ redundant }) => redundant),
	};
}

function tally({ judged, killed }: MutationTally): Fields {
	return { judged, killed };
}
