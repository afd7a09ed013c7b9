import { percentOf } from "../model/percent.ts";
import { Judge } from "./judge.ts";
import { mutationReport } from "./mutation.ts";
import { OwnSets } from "./own-sets.ts";
import type { Setting } from "./suggest.ts";

/** How many of the single mistakes in policies the checks notice, in percent. */
export function noticedShare(settings: readonly Setting[]): number {
	const tallies = settings.map(
		({ world, passing }) =>
			mutationReport(new Judge(world, new OwnSets(world.identities), passing)).all,
	);
	const sum = (part: "killed" | "judged"): number =>
		tallies.reduce((total, tally) => total + tally[part], 0);
	return percentOf(sum("killed"), sum("judged"));
}
