import { existsSync } from "node:fs";
import type { SuppressionEntry } from "../../model/audit-suppression.ts";
import { isDay } from "../../model/day.ts";
import type { Origin } from "../../model/origin.ts";
import { unknownPolicy } from "../../model/unknown-policy.ts";
import { described, type FieldProblem, Fields } from "../fields.ts";
import { isRecord } from "../json-record.ts";
import { readOne } from "../read-one.ts";

interface LoadedSuppressions {
	readonly entries: readonly SuppressionEntry[];
	readonly problems: readonly FieldProblem[];
}

/** Read when no file is named. */
const suppressionsFile = ".rolecall-audit.yaml";

/** The entries of a file of suppressions, by default those of the working folder; `known` are the ids of policies. */
export function loadSuppressions(
	named: string | undefined,
	known: readonly string[],
): LoadedSuppressions {
	const file = named ?? suppressionsFile;
	if (named === undefined && !existsSync(file)) return { entries: [], problems: [] };
	const { document, problems: unread, isEmpty } = readOne("list of suppressions", file);
	// All that it had may have been mended since.
	if (isEmpty) return { entries: [], problems: [] };
	const problems: FieldProblem[] = [...unread];
	if (document === undefined) return { entries: [], problems };
	const { value, origin } = document;
	const top = new Fields(origin, [], {}, problems);
	if (!Array.isArray(value)) {
		top.fail([], `expected a list of suppressions, found ${described(value)}`);
		return { entries: [], problems };
	}
	const entries = value.flatMap((item: unknown, index) => {
		if (isRecord(item)) return entryIn(origin, index, item, problems, known) ?? [];
		top.fail([index], `expected a mapping, found ${described(item)}`);
		return [];
	});
	return { entries: problems.length === 0 ? entries : [], problems };
}

function entryIn(
	origin: Origin,
	index: number,
	item: Readonly<Record<string, unknown>>,
	problems: FieldProblem[],
	known: readonly string[],
): SuppressionEntry | undefined {
	const fields = new Fields(origin, [index], item, problems);
	const glob = (key: string): string | undefined => fields.text(key)?.text;
	const entry: SuppressionEntry = {
		by: "file",
		policies: fields.texts("policy"),
		subject: glob("subject"),
		namespace: glob("namespace"),
		role: glob("role"),
		binding: glob("binding"),
		object: glob("object"),
		fingerprint: glob("fingerprint"),
		reason: fields.string("reason").replaceAll(/\s+/g, " ").trim(),
		until: fields.string("until"),
		owner: glob("owner"),
		ticket: glob("ticket"),
		place: fields.place,
	};
	fields.done();
	checkPolicies(fields, known);
	checkWhose(fields, entry);
	if (entry.reason === "") fields.fail([], "expected `reason`: why it is accepted");
	if (!fields.has("until")) fields.fail([], "expected `until`: the last day, such as 2026-12-31");
	else if (!isDay(entry.until)) {
		fields.fail(["until"], `expected a day such as 2026-12-31, found \`${entry.until}\``);
	}
	return entry;
}

function checkPolicies(fields: Fields, known: readonly string[]): void {
	if (!fields.has("policy")) {
		fields.fail([], "expected `policy`: the id of one, a list, or stars for any text");
	} else if (fields.items("policy").length === 0)
		fields.fail(["policy"], "expected at least one policy");
	for (const [value, path] of fields.items("policy")) {
		const wrong = typeof value === "string" ? unknownPolicy(value, known) : undefined;
		if (wrong !== undefined) fields.fail(path, wrong);
	}
}

const narrowing = ["subject", "namespace", "role", "binding", "object", "fingerprint"] as const;
const subjectGlob = /^(?:\*|(?:sa|user|group):.)/s;

function checkWhose(fields: Fields, entry: SuppressionEntry): void {
	const { policies, subject, object, fingerprint } = entry;
	const isNarrow = narrowing.some((key) => entry[key] !== undefined && !/^\**$/.test(entry[key]));
	if (!isNarrow && policies.some(({ text }) => /^\*+$/.test(text))) {
		fields.fail(["policy"], `\`*\` accepts every finding: expected one of ${narrowing.join(", ")}`);
	}
	if (subject !== undefined && !subjectGlob.test(subject)) {
		const expected = "expected sa:NAMESPACE/NAME, user:NAME or group:NAME, stars for any text";
		fields.fail(["subject"], `${expected}, found \`${subject}\``);
	}
	if (object !== undefined && !/[/*]/.test(object)) {
		fields.fail(["object"], `expected KIND/NAME or KIND/NAMESPACE/NAME, found \`${object}\``);
	}
	if (subject !== undefined && object !== undefined) {
		fields.fail(["object"], "no finding is about a subject and an object: leave out one of them");
	}
	if (fingerprint !== undefined && !/^rc1:[0-9a-f]{20}$/.test(fingerprint)) {
		fields.fail(["fingerprint"], `expected rc1: and 20 hex digits, found \`${fingerprint}\``);
	}
}
