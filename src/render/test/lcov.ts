import type { CoveredLine } from "../../model/suite-adequacy.ts";
import type { TestRun } from "../../model/suite-result.ts";
import { compareText } from "../../model/text-order.ts";

/**
 * Coverage in LCOV's format: a line for each rule and each subject of a binding where it stands in its manifest, and
 * as hits the checks that fail without it. Of several suites about one file the hits are added up.
 */
export function lcovReport({ suites }: TestRun): string {
	const files = new Map<string, Map<number, number>>();
	const lines = suites.flatMap(({ adequacy }) => adequacy?.coverage?.lines ?? []);
	for (const { place, decisive } of lines.filter(hasLine)) {
		const file = files.get(place.file) ?? new Map<number, number>();
		files.set(place.file, file);
		file.set(place.line, (file.get(place.line) ?? 0) + decisive);
	}
	return [...files]
		.sort(([one], [other]) => compareText(one, other))
		.map(([file, hits]) => recordOf(file, hits))
		.join("");
}

function hasLine(line: CoveredLine): line is CoveredLine & {
	readonly place: { readonly file: string; readonly line: number };
} {
	return line.place.line !== undefined;
}

/** A file name with a line break would be two lines. */
function recordOf(file: string, hits: ReadonlyMap<number, number>): string {
	const sorted = [...hits].sort(([one], [other]) => one - other);
	return [
		"TN:",
		`SF:${file.replace(/[\r\n]/g, " ")}`,
		...sorted.map(([line, count]) => `DA:${line},${count}`),
		`LF:${sorted.length}`,
		`LH:${sorted.filter(([, count]) => count > 0).length}`,
		"end_of_record\n",
	].join("\n");
}
