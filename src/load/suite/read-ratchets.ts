import type {
	AccessException,
	Assertion,
	BaselineWords,
	SubjectsWords,
	TestSeverity,
} from "../../model/suite.ts";
import { isRecord } from "../json-record.ts";
import type { Fields } from "./fields.ts";
import { permissionOf } from "./read-permission.ts";
import { subjectsIn } from "./read-subjects.ts";

/** Nothing more, or nothing less, than on another side. */
export function ratchets(
	fields: Fields,
	common: { readonly place: Assertion["place"]; readonly severity: TestSeverity },
): readonly Assertion[] {
	const baseline = baselineOf(fields.fields("baseline"));
	const found: Assertion[] = [];
	for (const kind of ["noNewAccess", "noLostAccess", "equivalent"] as const) {
		if (!fields.has(kind)) continue;
		const own = isRecord(fields.value(kind)) ? fields.fields(kind) : undefined;
		if (own === undefined && fields.value(kind) !== true) {
			fields.fail([kind], "expected `{subjects: any}`, or `true` for all subjects");
		}
		const among = own === undefined ? anybody(fields, kind) : subjectsIn(own);
		const against = baseline ?? baselineOf(own?.fields("baseline"));
		const exceptions = own?.list("allow").flatMap((one) => exceptionOf(one) ?? []) ?? [];
		own?.done();
		const place = fields.placeOf(kind);
		if (against === undefined) fields.fail([kind], `\`${kind}\` needs a \`baseline\``);
		else found.push({ ...common, place, kind, baseline: against, among, exceptions });
	}
	return found;
}

function anybody(fields: Fields, key: string): SubjectsWords {
	return { place: fields.placeOf(key), any: true, subjects: [], not: [] };
}

function baselineOf(fields: Fields | undefined): BaselineWords | undefined {
	if (fields === undefined) return undefined;
	const [git, snapshot] = [fields.text("git"), fields.text("snapshot")];
	const paths = fields.texts("manifests");
	const live = fields.fields("live");
	const context = live?.text("context");
	live?.done();
	fields.done();
	if (git !== undefined) return { kind: "git", ref: git };
	if (snapshot !== undefined) return { kind: "snapshot", file: snapshot };
	if (paths.length > 0) return { kind: "manifests", paths };
	if (context !== undefined) return { kind: "live", context };
	fields.fail([], "expected one of git, snapshot, manifests or live");
	return undefined;
}

function exceptionOf(fields: Fields): AccessException | undefined {
	const [given, role] = [fields.text("subject"), fields.text("role")];
	const subject = given ?? role;
	const permission = permissionOf(fields, "can");
	const reason = fields.string("reason");
	const until = fields.text("until");
	fields.done();
	if (reason === "") fields.fail([], "an exception needs a `reason`");
	if (until !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(until.text)) {
		fields.fail(["until"], `expected a day such as 2026-12-31, found \`${until.text}\``);
	}
	if (subject === undefined || permission === undefined) {
		fields.fail([], "an exception needs `subject` or `role`, and `can`");
		return undefined;
	}
	const isRole = given === undefined;
	return { place: fields.place, subject, isRole, permission, reason, until };
}
