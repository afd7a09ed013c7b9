import { auditSeverities } from "../../model/audit-policy.ts";
import { type AuditBaseline, baselineHead } from "../../model/audit-suppression.ts";
import { described, type FieldProblem, Fields } from "../fields.ts";
import { isRecord } from "../json-record.ts";
import { readOne } from "../read-one.ts";

interface LoadedBaseline {
	/** Undefined where something is wrong with it. */
	readonly baseline: AuditBaseline | undefined;
	readonly problems: readonly FieldProblem[];
}

/** What `--write-baseline` wrote. Keys that are not known are gone over: a later version may have written them. */
export function loadBaseline(file: string): LoadedBaseline {
	const { document, problems: unread } = readOne("baseline", file);
	const problems: FieldProblem[] = [...unread];
	if (document === undefined) return { baseline: undefined, problems };
	const { value, origin } = document;
	const fields = new Fields(origin, [], isRecord(value) ? value : {}, problems);
	if (!isRecord(value)) fields.fail([], `expected a baseline, found ${described(value)}`);
	else checkHead(fields);
	const findings = fields.list("findings").map((one) => {
		const fingerprint = one.string("fingerprint");
		if (!/^rc1:[0-9a-f]{20}$/.test(fingerprint)) {
			one.fail([], "expected `fingerprint`: rc1: and 20 hex digits");
		}
		const policy = one.string("policy");
		if (policy === "") one.fail([], "expected `policy`");
		if (!one.has("severity")) one.fail([], "expected `severity`");
		return { fingerprint, policy, severity: one.oneOf("severity", auditSeverities, "info") };
	});
	if (problems.length > 0) return { baseline: undefined, problems };
	return { baseline: { findings, place: { file } }, problems };
}

function checkHead(fields: Fields): void {
	for (const [key, expected] of Object.entries(baselineHead)) {
		const found = fields.text(key);
		if (found === undefined) fields.fail([], `expected \`${key}: ${expected}\``);
		else if (found.text !== expected) {
			fields.fail([key], `expected \`${expected}\`, found \`${found.text}\``);
		}
	}
	if (!fields.has("findings")) fields.fail([], "expected `findings`");
}
