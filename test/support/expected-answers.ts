import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { QuestionWords } from "../../src/answer/question.ts";
import type { Verdict } from "../../src/model/answer.ts";

/** One line of an example's expected.yaml. */
export interface ExpectedAnswer {
	readonly who: string;
	readonly groups: readonly string[];
	/** What is read, from the example's folder; the folder itself is ".". */
	readonly files: readonly string[];
	/** As the file has it: `update endpoints web -n shop`. */
	readonly question: string;
	readonly verdict: Verdict;
}

interface Entry {
	readonly who: string;
	readonly groups?: readonly string[];
	readonly files?: readonly string[];
	readonly may?: readonly string[];
	readonly "may not"?: readonly string[];
	readonly unknown?: readonly string[];
}

const known = new Set(["who", "groups", "files", "may", "may not", "unknown"]);

export function expectedAnswers(file: URL): readonly ExpectedAnswer[] {
	const entries: readonly Entry[] = parse(readFileSync(file, "utf8"));
	return entries.flatMap((entry) => {
		const strange = Object.keys(entry).find((key) => !known.has(key));
		if (strange !== undefined) throw new Error(`${file.pathname}: what is \`${strange}\`?`);
		const { who, groups = [], files = ["."] } = entry;
		const asked = (verdict: Verdict, questions: readonly string[] = []): ExpectedAnswer[] =>
			questions.map((question) => ({ who, groups, files, question, verdict }));
		return [
			...asked("yes", entry.may),
			...asked("no", entry["may not"]),
			...asked("unknown", entry.unknown),
		];
	});
}

/** `VERB TARGET [NAME] [-n NS | -A]` as the command line would hand it on. */
export function wordsOf(question: string): QuestionWords {
	const words = question.split(/\s+/);
	const allNamespaces = words.at(-1) === "-A";
	const at = words.indexOf("-n");
	const namespace = at < 0 ? undefined : words[at + 1];
	const [verb, target, name, more] = words.slice(0, allNamespaces ? -1 : at < 0 ? undefined : at);
	if (verb === undefined || target === undefined || more !== undefined) {
		throw new Error(`expected VERB TARGET [NAME] [-n NS | -A], found \`${question}\``);
	}
	return {
		verb,
		target,
		...(name !== undefined && { name }),
		...(namespace !== undefined && { namespace }),
		...(allNamespaces && { allNamespaces }),
	};
}
