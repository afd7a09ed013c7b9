import type { AuditSeverity } from "../../model/audit-policy.ts";
import { type Problem, problemPlace } from "../../model/problem.ts";
import type { AuditWorld } from "../audit-world.ts";
import type { Hit } from "../hit.ts";
import { policyOfProblem } from "./policy-of-problem.ts";

interface Telling {
	/** What stands between the object and the loader's words: `is refused by the API server`. */
	readonly says: (problem: Problem) => string;
	readonly severityOf?: (problem: Problem) => AuditSeverity;
	/** In the place of the loader's words. */
	readonly wordsOf?: (message: string) => string;
}

/** What the loader said, as findings: one for an object and slip, however often it was made there. */
export function problemHits(world: AuditWorld, policy: string, telling: Telling): readonly Hit[] {
	const groups = new Map<string, Problem[]>();
	for (const problem of world.snapshot.problems) {
		if (policyOfProblem(problem) !== policy) continue;
		const { code, object, origin, message } = problem;
		const place = problemPlace({ ...problem, path: [] });
		const key = JSON.stringify([code, origin.file, place.line, object, message]);
		const group = groups.get(key);
		if (group === undefined) groups.set(key, [problem]);
		else group.push(problem);
	}
	return [...groups.values()].flatMap((group) => hitOf(group, telling));
}

function hitOf(group: readonly Problem[], telling: Telling): readonly Hit[] {
	const [first, ...others] = group;
	if (first === undefined) return [];
	const place = problemPlace(first);
	const { object, origin, message } = first;
	const subject = object ?? "the file";
	const field = fieldOf(first);
	const times = others.length === 0 ? "" : ` (and ${others.length} more like it)`;
	return [
		{
			concerned: { kind: "object", object: { ...namesOf(object, origin.file), place } },
			message: `${subject} ${telling.says(first)}: ${field}${telling.wordsOf?.(message) ?? message}${times}`,
			place,
			related: others.map((one) => ({ place: problemPlace(one), title: one.field ?? one.message })),
			key: JSON.stringify([first.code, first.field?.replaceAll(/\[\d+\]/g, "[]"), message]),
			...(telling.severityOf && { severity: telling.severityOf(first) }),
		},
	];
}

/** The API server's own words may name the field already. */
function fieldOf({ field, message }: Problem): string {
	return field === undefined || message.includes(field) ? "" : `${field}: `;
}

/** `Role ci/deployer` taken apart; a file where there is no object. */
function namesOf(object: string | undefined, file: string): Names {
	if (object === undefined) return { kind: "File", namespace: "", name: file };
	const space = object.indexOf(" ");
	const [kind, name] = [object.slice(0, space), object.slice(space + 1)];
	const slash = name.indexOf("/");
	if (slash < 0) return { kind, namespace: "", name: name === "without a name" ? "" : name };
	return { kind, namespace: name.slice(0, slash), name: name.slice(slash + 1) };
}

interface Names {
	readonly kind: string;
	readonly namespace: string;
	readonly name: string;
}
