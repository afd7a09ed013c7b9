import type { Change, Diff, SubjectDiff } from "../model/diff.ts";
import type { Side, Statement } from "../model/statement.ts";
import {
	apiVersion,
	chainData,
	type Fields,
	gapData,
	requestData,
	subjectData,
} from "./answer-data.ts";

export function diffData(diff: Diff): Fields {
	return {
		apiVersion,
		kind: "Diff",
		before: diff.before,
		after: diff.after,
		compared: diff.compared,
		subjects: diff.subjects.map(subjectDiffData),
		gaps: diff.gaps.map(gapData),
		notes: diff.notes,
	};
}

/** The lines of `diff -o ndjson`. */
export function diffLines(diff: Diff): readonly Fields[] {
	return diff.subjects.map((one) => ({ apiVersion, kind: "SubjectDiff", ...subjectDiffData(one) }));
}

function subjectDiffData(diff: SubjectDiff): Fields {
	const { subjects, relation, gained, lost, isWhole } = diff;
	return {
		subjects: subjects.map(subjectData),
		relation,
		gained: gained.map(changeData),
		lost: lost.map(changeData),
		gainedExamples: diff.gainedExamples.map(requestData),
		lostExamples: diff.lostExamples.map(requestData),
		isWhole,
	};
}

function changeData({ effect, line, causes, witness }: Change): Fields {
	return {
		effect,
		what: statementData(line),
		witness: requestData(witness),
		causes: causes.map(({ edit, chain }) => ({ edit, ...chainData(chain) })),
	};
}

/** Each part as `{only: […]}` or `{except: […]}`. */
export function statementData(statement: Statement): Fields {
	if (statement.kind === "path") {
		const { verbs, paths, except } = statement;
		const patterns = (list: typeof paths): readonly string[] =>
			list.map(({ text, isPrefix }) => (isPrefix ? `${text}*` : text));
		return { verbs: sideData(verbs), paths: patterns(paths), exceptPaths: patterns(except) };
	}
	const { verbs, things, names, namespaces } = statement;
	return {
		verbs: sideData(verbs),
		resources: things.map((thing) => ({
			apiGroups: sideData(thing.apiGroups),
			resources: sideData(thing.resources),
			subresources: sideData(thing.subresources),
		})),
		names: sideData(names),
		namespaces: sideData(namespaces),
	};
}

function sideData(side: Side): Fields {
	return "only" in side ? { only: side.only } : { except: side.except };
}
