import type { Covers, CoversSide } from "../model/covers.ts";
import {
	apiVersion,
	type Fields,
	gapData,
	referenceData,
	requestData,
	subjectData,
} from "./answer-data.ts";
import { statementData } from "./diff-data.ts";

export function coversData(covers: Covers): Fields {
	const { verdict, converse, left, right, namespace, lacking, isExact, isWhole } = covers;
	return {
		apiVersion,
		kind: "Covers",
		verdict,
		converse,
		left: sideData(left),
		right: sideData(right),
		namespace,
		lacking: lacking.map(({ effect, line, witness }) => ({
			effect,
			what: statementData(line),
			witness: requestData(witness),
		})),
		isExact,
		isWhole,
		witness: covers.witness && requestData(covers.witness),
		shownBy: covers.shownBy.map(({ side, verdict: says, words }) => ({
			side,
			verdict: says,
			words,
		})),
		gaps: covers.gaps.map(gapData),
		notes: covers.notes,
	};
}

function sideData(side: CoversSide): Fields {
	if (side.kind === "role") {
		return { kind: "role", role: referenceData(side.role), namespace: side.namespace };
	}
	const { subject, identity } = side;
	return {
		kind: "subject",
		subject: subjectData(subject),
		identity: { name: identity.name, groups: identity.groups },
	};
}
