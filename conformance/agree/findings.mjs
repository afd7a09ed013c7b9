import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const written = Number(process.env.CASES ?? 20);

/** What one class of questions has found so far; the first disagreements are written as files. */
export class Findings {
	asked = 0;
	disagreements = 0;
	/** How often each thing was compared: a class that never met a refusal has shown little. */
	tally = new Map();
	#folder;
	#name;

	constructor(folder, name) {
		this.#folder = folder;
		this.#name = name;
	}

	static emptied(folder) {
		rmSync(folder, { recursive: true, force: true });
		return folder;
	}

	/** Counts one comparison; `details` are asked for only when it failed. */
	check(agrees, details, what) {
		this.asked += 1;
		if (what !== undefined) this.note(what);
		if (!agrees) this.disagree(details());
		return agrees;
	}

	note(what, times = 1) {
		this.tally.set(what, (this.tally.get(what) ?? 0) + times);
	}

	disagree(details) {
		this.disagreements += 1;
		if (this.disagreements <= written) this.write(details, "found");
	}

	/** Writes the case of the last disagreement. */
	write(details, what) {
		if (this.#folder === undefined) return;
		mkdirSync(this.#folder, { recursive: true });
		const file = join(this.#folder, `${this.#name}-${this.disagreements}-${what}.json`);
		writeFileSync(file, `${JSON.stringify(details, undefined, "\t")}\n`);
	}
}
