import type { Suite } from "../model/suite.ts";
import type { SuiteResult } from "../model/suite-result.ts";
import { counted } from "../render/words.ts";
import type { Bail } from "./bail.ts";
import type { Shard } from "./shard.ts";

type Note = (text: string) => void;

/** Which share of the suites this run is. */
export function noteShard({ index, count }: Shard, own: number, all: number, note: Note): void {
	note(`shard ${index}/${count}: ${own} of ${counted(all, "suite")}`);
}

/** What was not run any more. */
export function noteBail(suites: readonly SuiteResult[], { reason }: Bail, note: Note): void {
	if (reason === undefined) return;
	const whole = suites.filter(({ skipped }) => skipped === reason).length;
	const checks = suites.flatMap((suite) => suite.checks.filter((one) => one.reason === reason));
	const parts = [
		...(checks.length === 0 ? [] : [counted(checks.length, "check")]),
		...(whole === 0 ? [] : [`all of ${counted(whole, "suite")}`]),
	];
	if (parts.length > 0) note(`${reason}: ${parts.join(" and ")}`);
}

/** What other tests' `focus` left out. */
export function noteFocus({ file, tests }: Suite, { checks }: SuiteResult, note: Note): void {
	if (!tests.some(({ focus }) => focus)) return;
	const others = tests.filter(({ focus, skip }) => !focus && skip === undefined);
	const ids = new Set(others.map(({ id }) => id));
	const left = checks.filter(({ status, test }) => status === "skipped" && ids.has(test)).length;
	if (left > 0) note(`${file}: \`focus\` leaves out ${counted(left, "check")}`);
}
