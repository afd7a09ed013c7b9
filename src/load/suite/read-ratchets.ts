import type {
	AccessException,
	Assertion,
	BaselineWords,
	SubjectsWords,
	TestSeverity,
} from "../../model/suite.ts";
import type { Fields } from "../fields.ts";
import { isRecord } from "../json-record.ts";
import { permissionOf } from "./read-permission.ts";
import { subjectsIn } from "./read-subjects.ts";

interface Common {
	readonly place: Assertion["place"];
	readonly severity: TestSeverity;
}

/** Nothing more, or nothing less, than on another side. */
export function ratchets(fields: Fields, common: Common): readonly Assertion[] {
	const baseline = baselineOf(fields.fields("baseline"));
	return (["noNewAccess", "noLostAccess", "equivalent"] as const).flatMap((kind) =>
		fields.has(kind) ? (ratchetOf(fields, kind, baseline, common) ?? []) : [],
	);
}

function ratchetOf(
	fields: Fields,
	kind: "noNewAccess" | "noLostAccess" | "equivalent",
	shared: BaselineWords | undefined,
	common: Common,
): Assertion | undefined {
	const own = isRecord(fields.value(kind)) ? fields.fields(kind) : undefined;
	if (own === undefined && fields.value(kind) !== true) {
		fields.fail([kind], "expected `{subjects: any}`, or `true` for all subjects");
	}
	const among = own === undefined ? anybody(fields, kind) : subjectsIn(own);
	const isGiven = fields.has("baseline") || own?.has("baseline") === true;
	const baseline = baselineOf(own?.fields("baseline")) ?? shared;
	const exceptions = kind === "noLostAccess" ? [] : exceptionsOf(own);
	own?.done();
	if (!isGiven) fields.fail([kind], `\`${kind}\` needs a \`baseline\``);
	const place = fields.placeOf(kind);
	return baseline && { ...common, place, kind, baseline, among, exceptions };
}

function anybody(fields: Fields, key: string): SubjectsWords {
	return { place: fields.placeOf(key), any: true, subjects: [], not: [] };
}

function baselineOf(fields: Fields | undefined): BaselineWords | undefined {
	if (fields === undefined) return undefined;
	const [git, snapshot] = [fields.text("git"), fields.text("snapshot")];
	const paths = fields.texts("manifests");
	const exclude = paths.length > 0 ? fields.texts("exclude") : [];
	const live = fields.fields("live");
	const context = live?.text("context");
	live?.done();
	fields.done();
	const given = ["git", "snapshot", "manifests", "live"].filter((kind) => fields.has(kind));
	if (given.length !== 1) {
		fields.fail([], "expected one of git, snapshot, manifests or live");
		return undefined;
	}
	if (live?.has("context") === false) live.fail([], "expected `context`");
	if (fields.has("manifests") && fields.items("manifests").length === 0) {
		fields.fail(["manifests"], "expected a path");
	}
	if (git !== undefined) return { kind: "git", ref: git };
	if (snapshot !== undefined) return { kind: "snapshot", file: snapshot };
	if (paths.length > 0) return { kind: "manifests", paths, exclude };
	return context && { kind: "live", context };
}

/** Access that may be new; what was lost nobody lets through. */
function exceptionsOf(fields: Fields | undefined): readonly AccessException[] {
	return fields?.list("allow").flatMap((one) => exceptionOf(one) ?? []) ?? [];
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
	if (given !== undefined && role !== undefined) {
		fields.fail(["role"], "of whom? expected one of `subject` and `role`");
	}
	const isRole = given === undefined;
	return { place: fields.place, subject, isRole, permission, reason, until };
}
